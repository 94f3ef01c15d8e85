import { closeSync, readSync, writeSync } from 'node:fs'
import koffi from 'koffi'
import type { Foreign } from './foreign.ts'

const NONBLOCK = 0o4000
const READABLE = 1
const eventfd = koffi.load(null).func('eventfd', 'int', ['int', 'int'])
const count = new Uint8Array(8)

/** A counter of the system: a descriptor that is ready while it is not 0. */
export class Counter {
  readonly descriptor: number = eventfd(0, NONBLOCK)

  raise(): void {
    writeSync(this.descriptor, BigUint64Array.of(1n))
  }

  /** Sets it to 0; false where it was. */
  take(): boolean {
    try {
      return readSync(this.descriptor, count) > 0
    } catch {
      return false
    }
  }

  close(): void {
    closeSync(this.descriptor)
  }
}

/** Somebody else's loop, which does what it is told and notes what is done with it. */
export class Fake implements Foreign {
  readonly name = 'fake'
  readonly descriptors = new Map<number, number>()
  readonly calls: string[] = []
  /** How often it was asked what it waits for. */
  prepared = 0
  wait = Number.POSITIVE_INFINITY
  served: () => void = () => {}

  wakesBy(...counters: readonly Counter[]): void {
    this.descriptors.clear()
    for (const { descriptor } of counters) this.descriptors.set(descriptor, READABLE)
  }

  start(): void {
    this.calls.push('start')
  }

  stop(): void {
    this.calls.push('stop')
  }

  prepare(): number {
    this.prepared++
    return this.wait
  }

  serve(): void {
    this.calls.push('serve')
    this.served()
  }
}
