import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bundle } from './bundle.ts'

const TYPES = { js: 'text/javascript', html: 'text/html; charset=utf-8' }

/** A web server on 127.0.0.1 for pages: `/name` is a page with the program `page/name.ts`, `/name.js` the program. */
export class Site {
  readonly server: Server
  readonly #programs = new Map<string, Promise<string>>()
  /** The policy pages are sent with. */
  policy: string | undefined
  readonly #said: string[] = []

  constructor() {
    this.server = createServer(async ({ url = '/' }, response) => {
      const [, name = '', ending = 'html'] = /^\/([a-z-]*)(?:\.([a-z]+))?/.exec(url) ?? []
      if (name === 'say') {
        this.#said.push(decodeURIComponent(url.replace(/^[^?]*\?/, '')))
        response.end()
        return
      }
      const type = TYPES[ending as keyof typeof TYPES]
      if (type === undefined || name === '') {
        response.writeHead(404).end()
        return
      }
      const text = ending === 'js' ? await this.#program(name) : pageOf(name)
      const policy = this.policy === undefined ? {} : { 'content-security-policy': this.policy }
      response.writeHead(200, { 'content-type': type, ...policy }).end(text)
    })
  }

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** What pages have said, by asking for `/say?…`: those that no driver has may do so. */
  get said(): readonly string[] {
    return this.#said
  }

  stop(): void {
    this.server.close()
    this.server.closeAllConnections()
  }

  #program(name: string): Promise<string> {
    const known = this.#programs.get(name) ?? bundle(name)
    this.#programs.set(name, known)
    return known
  }
}

function pageOf(name: string): string {
  const script = name === 'empty' ? '' : `<script src="/${name}.js"></script>`
  return `<!doctype html><html lang="en"><title>${name}</title><body><main></main>${script}</body></html>`
}
