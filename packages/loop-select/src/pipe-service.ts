import type { Socket } from 'node:net'
import process from 'node:process'
import { check, checkOptions } from '@poe/errors'
import type { PipeEnds, PipeOptions, PipeService, PipeType, StreamHandle } from '@poe/loop'
import { NetSocketHandle } from './socket-handle.ts'
import { socketPair } from './socket-pair.ts'
import type { Stage } from './stage.ts'

const TYPES: readonly PipeType[] = process.platform === 'win32' ? ['inet'] : ['socketpair', 'inet']
const CHECKS = {
  type: check.oneOf(...TYPES),
  signal: check.having('an AbortSignal', 'addEventListener', 'removeEventListener'),
}

/** Neither end has a name. */
const UNNAMED = { localPath: '' }

/** Pairs of sockets of the host. */
export class SelectPipes implements PipeService {
  readonly types: readonly PipeType[] = TYPES
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async oneWay(options: PipeOptions = {}): Promise<PipeEnds> {
    const [one, other] = await pair('pipes.oneWay', options)
    // As far as the host goes: a socket's other direction can be ended, but not by who reads it.
    one.end()
    return {
      read: new NetSocketHandle(this.#stage, one, { ...UNNAMED, only: 'read' }),
      write: new NetSocketHandle(this.#stage, other, { ...UNNAMED, only: 'write' }),
    }
  }

  async twoWay(options: PipeOptions = {}): Promise<[StreamHandle, StreamHandle]> {
    const [one, other] = await pair('pipes.twoWay', options)
    return [new NetSocketHandle(this.#stage, one, UNNAMED), new NetSocketHandle(this.#stage, other, UNNAMED)]
  }
}

function pair(taker: string, options: PipeOptions): Promise<[Socket, Socket]> {
  checkOptions(taker, options, CHECKS)
  return socketPair(options.type ?? (TYPES[0] as PipeType), options.signal)
}
