import type { FileHandle, FilesService, OpenFlags, StreamFlags, StreamHandle } from '@poe/loop'
import { ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import { octetsOf } from './traffic.ts'

/** Files in a folder of their own. */
export class FileRig {
  readonly files: FilesService
  readonly #rig: Rig
  readonly #folder: string

  constructor(rig: Rig) {
    const { files } = rig.loop
    const { folder } = rig.options
    ok(files !== undefined && folder !== undefined, 'there is no service "files", or no folder')
    this.files = files
    this.#rig = rig
    this.#folder = folder(rig.loop)
  }

  get folder(): string {
    return this.#folder
  }

  path(name: string): string {
    return `${this.#folder}/${name}`
  }

  /** Waits for an operation; nothing may be called back inside the call that begins it. */
  done<T>(what: string, begin: () => Promise<T>): Promise<T> {
    this.#rig.awaited = what
    return this.#rig.call(what, begin)
  }

  /** Closed at the end of the test, if not before. */
  async open(name: string, flags: OpenFlags): Promise<FileHandle> {
    const file = await this.done('files.open()', () => this.files.open(this.path(name), flags))
    this.#rig.keep({ close: () => void file.close() })
    return file
  }

  async stream(name: string, flags?: StreamFlags): Promise<StreamHandle> {
    return this.#rig.keep(await this.done('files.stream()', () => this.files.stream(this.path(name), flags)))
  }

  /** Makes a file, or replaces or adds to what is in it. */
  async write(name: string, text: string, flags: 'w' | 'a' = 'w'): Promise<void> {
    const file = await this.open(name, flags)
    await this.writeAll(file, text)
    await file.close()
  }

  async writeAll(file: FileHandle, text: string, from = 0): Promise<void> {
    const octets = octetsOf(text)
    for (let at = 0; at < octets.byteLength; )
      at += await this.done('write()', () => file.write(from + at, octets.subarray(at)))
  }

  async text(name: string): Promise<string> {
    const file = await this.open(name, 'r')
    const text = await this.read(file)
    await file.close()
    return text
  }

  /** All from a position on, or so many octets. */
  async read(file: FileHandle, from = 0, count = Number.POSITIVE_INFINITY): Promise<string> {
    let text = ''
    while (text.length < count) {
      const at = from + text.length
      const max = Math.min(1000, count - text.length)
      const octets = await this.done('read()', () => file.read(at, max))
      ok(octets.byteLength <= max, `read() gave ${octets.byteLength} octets, of at most ${max}`)
      if (octets.byteLength === 0) break
      text += new TextDecoder().decode(octets)
    }
    return text
  }
}
