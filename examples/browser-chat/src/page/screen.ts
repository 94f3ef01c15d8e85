/** How the chat is with its server. */
export type State = 'connecting' | 'connected' | 'lost'

const element = <E extends Element>(selector: string): E => document.querySelector(selector) as E

/** What the page shows. */
export class Screen {
  readonly form: HTMLFormElement = element('#form')
  readonly #input: HTMLInputElement = element('#text')
  readonly #button: HTMLButtonElement = element('#form button')
  readonly #lines: HTMLElement = element('#lines')
  readonly #state: HTMLElement = element('#state')

  /** Takes what was typed. */
  take(): string {
    const text = this.#input.value.trim()
    this.#input.value = ''
    this.focus()
    return text
  }

  /** Has what is typed go to the input. */
  focus(): void {
    this.#input.focus()
  }

  show(state: State): void {
    this.#state.textContent = state === 'lost' ? 'connecting again' : state
    this.#state.dataset.state = state
    this.#button.disabled = state !== 'connected'
  }

  /** From now on it is messages that are typed. */
  joined(name: string): void {
    document.title = `Chat – ${name}`
    this.#input.placeholder = 'Say something'
    this.#input.ariaLabel = 'Your message'
    this.#button.textContent = 'Send'
  }

  /** Somebody said something; who goes on speaking is not named again. */
  said(name: string, text: string, own: boolean): void {
    const goesOn = (this.#lines.lastElementChild as HTMLElement | null)?.dataset.speaker === name
    const line = this.#line(`line${own ? ' own' : ''}${goesOn ? ' more' : ''}`)
    line.dataset.speaker = name
    if (!own && !goesOn) line.appendChild(document.createElement('b')).textContent = name
    line.appendChild(document.createElement('span')).textContent = text
    this.#showEnd()
  }

  /** Something happened. */
  note(text: string): void {
    this.#line('line note').textContent = text
    this.#showEnd()
  }

  #line(kind: string): HTMLElement {
    const line = this.#lines.appendChild(document.createElement('p'))
    line.className = kind
    return line
  }

  #showEnd(): void {
    this.#lines.scrollTop = this.#lines.scrollHeight
  }
}
