import type { Driver } from '@poe/driver'
import { type FileHandle, type FilesService, type HandleError, isHandleError } from '@poe/loop'
import { wheelError } from '@poe/wheel'
import type { Delivery } from './delivery.ts'
import { Feeder } from './feeder.ts'
import { FollowedFile } from './followed-file.ts'
import { LeftFiles } from './left-files.ts'
import { openFile, statOf } from './opening.ts'
import type { TailFilter } from './options.ts'
import { Rest } from './rest.ts'
import { type Rotated, successors } from './rotation.ts'
import type { Side } from './side.ts'
import { firstOctet, type Start } from './start.ts'

/** The most octets that are read at once. */
const PIECE = 65_536

/** What is to be followed, and how. */
export interface Following<Rec> {
  /** There where a name is followed. */
  readonly files: FilesService | undefined
  readonly driver: Pick<Driver, 'get'>
  readonly delivery: Delivery<Rec>
  readonly start: Start
  readonly rotated: Rotated
  readonly pollInterval: number
  readonly linger: number
}

/**
 * Follows a file by its name, or by an open handle. One loop of looks: what is new, else what became of the name, else a rest. What
 * is told is told with the session active.
 */
export class Follower<Rec> {
  readonly #side: Side
  readonly #following: Following<Rec>
  readonly #source: string | FileHandle
  readonly #rest: Rest
  readonly #feeder: Feeder
  readonly #left: LeftFiles<Rec>
  #file: FollowedFile | null = null
  /** Those the name has led to since, the oldest first. */
  #next: FollowedFile[] = []
  /** The next file has begun: when the present one has no more, it is complete. */
  #complete = false
  /** Since when the next file is empty. */
  #emptySince: number | null = null
  /** Something was delivered, and idleness has not been told since. */
  #busy = true
  /** Whether the last rest was ended by a hint. */
  #hinted = false
  /** What was told last of the name. */
  #complaint = ''
  /** The path, where it leads to something that is read in sequence. */
  #special: string | undefined
  /** The first file is read from where the options say, all others from the start. */
  #isFirst = true

  #watch: Disposable | undefined

  /** @param source - a path, or a handle that is read from now on */
  constructor(side: Side, following: Following<Rec>, source: string | FileHandle) {
    this.#side = side
    this.#following = following
    this.#source = source
    this.#rest = new Rest(side)
    this.#feeder = new Feeder(side, this.#rest, following.driver)
    const filter = (): TailFilter<Rec> => following.delivery.filter
    this.#left = new LeftFiles(side, this.#feeder, following.linger, filter)
    this.#watchPath()
  }

  /** The offset behind the last record; undefined while there is no file. */
  get offset(): number | undefined {
    return this.#file === null ? undefined : this.#file.at - this.#following.delivery.pending
  }

  /** Looks until the wheel is over; gives a path that turned out to lead to something that is read in sequence. */
  async run(): Promise<string | undefined> {
    while (!this.#side.over) {
      this.#rest.forget()
      if (await this.#tryLook()) continue
      if (this.#special !== undefined) return this.#special
      await this.#tellIdle()
      this.#hinted = await this.#rest.for(this.#restTime())
    }
    return undefined
  }

  /** It may be worth a look, or a pause is over. */
  hint(): void {
    this.#rest.hint()
  }

  stop(): void {
    this.#rest.stop()
    this.#watch?.[Symbol.dispose]()
    if (typeof this.#source !== 'string') this.#source.close().catch(() => {})
    for (const file of [this.#file, ...this.#next]) file?.close()
    this.#left.close()
  }

  /** Whether there was something. What went wrong with the name is told once, and may come right. */
  async #tryLook(): Promise<boolean> {
    try {
      const found = await this.#look()
      this.#complaint = ''
      return found
    } catch (error) {
      if (this.#side.over) return false
      if (!isHandleError(error)) throw error
      await this.#complain(error)
      return false
    }
  }

  async #look(): Promise<boolean> {
    const file = this.#file
    if (file === null) return this.#appear()
    const octets = await file.look(PIECE)
    if (this.#side.over) return false
    if (octets === undefined) await this.#begin(() => file.rewind())
    else if (octets.byteLength > 0) await this.#feeder.feed(file, this.#following.delivery, octets)
    else if (!(await this.#leave()) && !(await this.#left.look(PIECE))) return false
    this.#busy = true
    return true
  }

  /** Opens the file where there is one. */
  async #appear(): Promise<boolean> {
    const file = await this.#open()
    if (file === undefined) {
      this.#isFirst &&= this.#special !== undefined
      return false
    }
    this.#file = file
    if (this.#side.over) file.close()
    else if (this.#isFirst) await this.#seek(file)
    else {
      this.#watchPath()
      await this.#begin(() => {})
    }
    return true
  }

  async #open(): Promise<FollowedFile | undefined> {
    const source = this.#source
    if (typeof source !== 'string') return new FollowedFile(source, await source.stat())
    const files = this.#files
    const kind = (await statOf(files, source))?.kind
    if (kind === 'pipe' || kind === 'device') this.#special = source
    return kind === undefined || this.#special !== undefined ? undefined : openFile(files, source)
  }

  /** Goes to where the options say. */
  async #seek(file: FollowedFile): Promise<void> {
    const { delivery, start } = this.#following
    const { at, swallowTo, skipsOne } = firstOctet(start, file.stat.size)
    await file.begin(at)
    if (skipsOne) delivery.skipOne()
    while (file.at < swallowTo && !this.#side.over) {
      const octets = await file.look(swallowTo - file.at)
      if (octets === undefined || octets.byteLength === 0) return
      file.took(octets)
      await this.#feeder.inside('seek', () => delivery.swallow(octets))
    }
  }

  /** What is left of the old octets is delivered; then others begin. */
  async #begin(turn: () => void): Promise<void> {
    await this.#feeder.finish(this.#following.delivery)
    await this.#feeder.inside('reset', () => {
      const { host, id, events } = this.#side
      turn()
      this.#busy = true
      if (events.resetEvent !== undefined) host.deliver(events.resetEvent, id)
    })
  }

  /** Goes to the next file when this one is complete: a writer that has begun the next one has left this one. */
  async #leave(): Promise<boolean> {
    if (typeof this.#source !== 'string') return false
    if (this.#complete) {
      await this.#begin(() => this.#turn())
      return true
    }
    await this.#find(this.#source)
    const next = this.#next[0]
    if (next === undefined || this.#side.over) return false
    const isEmpty = this.#next.length === 1 && (await next.handle.stat()).size === 0
    this.#complete = !isEmpty || this.#hasWaited()
    return this.#complete
  }

  /** Sees whether the name leads elsewhere. */
  async #find(path: string): Promise<void> {
    const { rotated } = this.#following
    const files = this.#files
    const last = this.#next.at(-1) ?? this.#file!
    const stat = await statOf(files, path)
    if (stat === undefined || last.is(stat) || this.#side.over) return
    const found = await successors(files, path, last, rotated)
    if (this.#side.over) for (const file of found) file.close()
    else this.#next.push(...found)
  }

  #turn(): void {
    this.#left.add(this.#file!)
    this.#file = this.#next.shift()!
    this.#complete = false
    this.#emptySince = null
  }

  #hasWaited(): boolean {
    this.#emptySince ??= this.#now
    return this.#emptySince + this.#following.linger <= this.#now
  }

  #restTime(): number {
    const { pollInterval, linger } = this.#following
    const waited = this.#emptySince === null ? Number.POSITIVE_INFINITY : this.#emptySince + linger
    return Math.max(0, Math.min(pollInterval, this.#left.until - this.#now, waited - this.#now))
  }

  get #files(): FilesService {
    return this.#following.files!
  }

  get #now(): number {
    return this.#side.host.loop.now()
  }

  /** A look that somebody hinted at, and that found nothing, tells nothing. */
  async #tellIdle(): Promise<void> {
    if (!this.#busy && this.#hinted) return
    this.#busy = false
    await this.#feeder.inside('idle', () => {
      const { host, id, events } = this.#side
      if (events.idleEvent !== undefined) host.deliver(events.idleEvent, id)
    })
  }

  async #complain(error: HandleError): Promise<void> {
    const operation = error.syscall === 'fstat' ? 'stat' : error.syscall
    const told = wheelError(operation, error, this.#side.id)
    if (operation === 'read') await this.#feeder.inside('error', () => this.#side.fail(told))
    else if (this.#complaint !== `${operation} ${error.code}`) {
      this.#complaint = `${operation} ${error.code}`
      await this.#feeder.inside('error', () => this.#side.report(told))
    }
  }

  #watchPath(): void {
    this.#watch?.[Symbol.dispose]()
    if (typeof this.#source === 'string') this.#watch = this.#files.watch?.(this.#source, () => this.#rest.hint())
  }
}
