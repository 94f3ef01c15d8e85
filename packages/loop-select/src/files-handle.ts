import { close, fsync, ftruncate, read, write } from 'node:fs'
import { type FileHandle, handleError, type Stat } from '@poe/loop'
import { lookAt } from './files-stat.ts'
import { nodeError } from './node-error.ts'

type Done<T> = (error: Error | null, value?: T) => void

/** An open file. Its descriptor is closed when nothing is under way with it any more: the system gives the number to others. */
export class NodeFileHandle implements FileHandle {
  readonly #descriptor: number
  readonly #address: { readonly address?: string }
  #underway = 0
  #closing: Promise<void> | null = null
  #atRest: () => void = () => {}

  constructor(descriptor: number, address: { readonly address?: string }) {
    this.#descriptor = descriptor
    this.#address = address
  }

  async read(at: number, max: number): Promise<Uint8Array> {
    const octets = Buffer.allocUnsafeSlow(max)
    const count = await this.#operate<number>('read', (done) => read(this.#descriptor, octets, 0, max, at, done))
    // Whoever keeps a few octets should not keep all the room there was for more.
    return count * 2 < max ? new Uint8Array(octets.subarray(0, count)) : octets.subarray(0, count)
  }

  write(at: number, octets: Uint8Array): Promise<number> {
    return this.#operate('write', (done) => write(this.#descriptor, octets, 0, octets.byteLength, at, done))
  }

  stat(): Promise<Stat> {
    return this.#operate('fstat', (done) => {
      lookAt(this.#descriptor).then((stat) => done(null, stat), done)
    })
  }

  truncate(size: number): Promise<void> {
    return this.#operate('ftruncate', (done) => ftruncate(this.#descriptor, size, done))
  }

  sync(): Promise<void> {
    return this.#operate('fsync', (done) => fsync(this.#descriptor, done))
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#underway > 0)
      await new Promise<void>((resolve) => {
        this.#atRest = resolve
      })
    await new Promise<void>((resolve, reject) => {
      close(this.#descriptor, (error) => {
        if (error == null) resolve()
        else reject(this.#explain(error, 'close'))
      })
    })
  }

  #operate<T>(syscall: string, start: (done: Done<T>) => void): Promise<T> {
    if (this.#closing !== null) return Promise.reject(handleError('EBADF', syscall, this.#address))
    this.#underway++
    return new Promise((resolve, reject) => {
      const done: Done<T> = (error, value) => {
        if (--this.#underway === 0) this.#atRest()
        if (error == null) resolve(value as T)
        else reject(this.#explain(error, syscall))
      }
      try {
        start(done)
      } catch (error) {
        done(error as Error)
      }
    })
  }

  /** What the host refuses for itself, such as a position that is none, is misuse and leaves as it is. */
  #explain(error: Error, syscall: string): unknown {
    return 'syscall' in error ? nodeError(error, syscall, this.#address) : error
  }
}
