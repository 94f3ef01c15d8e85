import type { Address } from '@poe/loop'

/** What the helper outside says. */
export interface Answer {
  readonly id?: number
  readonly error?: string
  readonly local?: Address
  readonly remote?: Address | null
  readonly accepted?: number
  readonly port?: number
}

/** Who does for a page what it cannot: found through the bridge, spoken to in lines of JSON. */
export class Helper {
  readonly #socket: WebSocket
  readonly #asked = new Map<number, (answer: Answer) => void>()
  readonly #accepting = new Map<number, (answer: Answer) => void>()
  readonly #open: Promise<void>
  #text = ''
  #ids = 0

  constructor(port: number) {
    this.#socket = new WebSocket(`ws://${location.host}/poe?host=127.0.0.1&port=${port}`)
    this.#socket.binaryType = 'arraybuffer'
    this.#open = new Promise((resolve, reject) => {
      this.#socket.onopen = () => resolve()
      this.#socket.onclose = () => reject(new Error('the helper cannot be reached'))
    })
    this.#socket.onmessage = ({ data }) => this.#heard(new TextDecoder().decode(data))
  }

  /** Asks for something; gives the answer and the number of the request. */
  async ask(request: object): Promise<Answer & { readonly id: number }> {
    await this.#open
    const id = ++this.#ids
    return new Promise((resolve) => {
      this.#asked.set(id, (answer) => resolve({ ...answer, id }))
      this.#say({ id, ...request })
    })
  }

  tell(request: object): void {
    this.#say({ id: ++this.#ids, ...request })
  }

  /** Told of connections that a listener of ours has got. */
  onAccepted(listener: number, accepted: (answer: Answer) => void): void {
    this.#accepting.set(listener, accepted)
  }

  #say(request: object): void {
    this.#socket.send(`${JSON.stringify(request)}\n`)
  }

  #heard(text: string): void {
    const lines = (this.#text + text).split('\n')
    this.#text = lines.pop() as string
    for (const line of lines) {
      const answer: Answer = JSON.parse(line)
      if (answer.accepted !== undefined) this.#accepting.get(answer.accepted)?.(answer)
      else if (answer.id !== undefined) this.#asked.get(answer.id)?.(answer)
    }
  }
}
