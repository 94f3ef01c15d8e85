import { check, checkOptions } from '@poe/errors'
import type { PipeEnds, PipeOptions, PipeService, PipeType, StreamHandle } from '@poe/loop'
import { abortable } from './abortable.ts'
import { Connection } from './connection.ts'
import { VirtualStream } from './stream-handle.ts'
import type { World } from './world.ts'

const TYPES: readonly PipeType[] = ['socketpair', 'inet']
const CHECKS = {
  type: check.oneOf(...TYPES),
  signal: check.having('an AbortSignal', 'addEventListener', 'removeEventListener'),
}

/** Simulated pipes of the system, of whatever type: octets arrive at once, reads and writes may be short. */
export class VirtualPipes implements PipeService {
  readonly types: readonly PipeType[] = TYPES
  readonly #world: World
  #count = 0

  constructor(world: World) {
    this.#world = world
  }

  async oneWay(options: PipeOptions = {}): Promise<PipeEnds> {
    const connection = await this.#connect('pipes.oneWay', 'pipe', options)
    const { there } = connection
    return {
      read: this.#end(connection, { input: there, output: null }),
      write: this.#end(connection, { input: null, output: there }),
    }
  }

  async twoWay(options: PipeOptions = {}): Promise<[StreamHandle, StreamHandle]> {
    const connection = await this.#connect('pipes.twoWay', 'unix', options)
    const { there, back } = connection
    return [
      this.#end(connection, { input: back, output: there }),
      this.#end(connection, { input: there, output: back }),
    ]
  }

  async #connect(taker: string, kind: 'pipe' | 'unix', options: PipeOptions): Promise<Connection> {
    checkOptions(taker, options, CHECKS)
    const name = `pipe ${++this.#count}`
    return abortable<Connection>(options.signal, ({ done }) => {
      const setup = this.#world.setup(0, () => {
        this.#world.note(`${name} opens`)
        done(new Connection(this.#world, { kind, name, hosts: ['localhost', 'localhost'] }))
      })
      return () => setup.cancel()
    })
  }

  #end(connection: Connection, flows: Pick<VirtualStream['ends'], 'input' | 'output'>): VirtualStream {
    const end = new VirtualStream(this.#world, { connection, ...flows })
    this.#world.residents.add(end)
    return end
  }
}
