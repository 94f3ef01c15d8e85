import type { FilesService } from '@poe/loop'
import type { FollowedFile } from './followed-file.ts'
import { openFile } from './opening.ts'

/** How rotated files are told by their names: see the option of that name. */
export type Rotated = (name: string, base: string) => boolean

/** Numbers above one that is there which may be taken while somebody rotates. */
const SHIFTS = 5

/** How often a folder is listed until the list is known to be whole. */
const ATTEMPTS = 10

const COMPRESSED = /\.(gz|bz2|xz|zst|lz4|lzma|zip|Z)$/

/** A number that counts rotations, and goes up with each; more digits are a date. */
const COUNT = /^\.(\d{1,4})$/

/** What `logrotate` and its like make of a name: `log.1`, `log-20240131`, `log.2024-01-31`. */
export function isRotated(name: string, base: string): boolean {
  return name.startsWith(base) && /^[.-]\d/.test(name.slice(base.length)) && !COMPRESSED.test(name)
}

/**
 * The files a name has led to after `last`, opened, the oldest first, the one it leads to now at the end. None where it
 * still leads to `last`, or nowhere.
 */
export async function successors(
  files: FilesService,
  path: string,
  last: FollowedFile,
  rotated: Rotated,
): Promise<FollowedFile[]> {
  const present = await openFile(files, path)
  if (present === undefined) return []
  if (last.is(present.stat)) {
    present.close()
    return []
  }
  const search = new Search(files, path, last, present, rotated)
  try {
    return [...(await search.run()), present]
  } catch (error) {
    search.giveUp()
    throw error
  }
}

/** Looks for what came between two files. */
class Search {
  readonly #files: FilesService
  readonly #folder: string
  readonly #base: string
  readonly #last: FollowedFile
  readonly #present: FollowedFile
  readonly #rotated: Rotated
  /** When the last one was last written to. */
  #since = 0
  /** All that was opened here. */
  readonly #opened: FollowedFile[] = []
  /** The youngest first. */
  #numbered: FollowedFile[] = []

  constructor(files: FilesService, path: string, last: FollowedFile, present: FollowedFile, rotated: Rotated) {
    const cut = Math.max(path.lastIndexOf('/'), path.includes('/') ? -1 : path.lastIndexOf('\\')) + 1
    this.#files = files
    this.#folder = path.slice(0, cut)
    this.#base = path.slice(cut)
    this.#last = last
    this.#present = present
    this.#rotated = rotated
  }

  /** The oldest first. */
  async run(): Promise<FollowedFile[]> {
    this.#since = (await this.#last.handle.stat()).modified
    const dated = await this.#findDated()
    await this.#findNumbered()
    return [...dated, ...this.#numbered.reverse()]
  }

  /** Closes everything, the present file included. */
  giveUp(): void {
    for (const file of [this.#present, ...this.#opened]) file.close()
  }

  /**
   * From the lowest number up, as files move: none that is still to come can get past. What was found before the present
   * file turns up again has come after it, and is found when that is left; a file that turns up again has moved, and so have
   * those above it. While it is looked for, files may move to numbers that nobody had.
   */
  async #findNumbered(): Promise<void> {
    let seen = await this.#counts()
    for (let number = Math.min(...seen); number <= Math.max(...seen) + SHIFTS; number++) {
      if (seen.some((count) => number >= count && number <= count + SHIFTS)) {
        const name = `${this.#base}.${number}`
        const file = this.#rotated(name, this.#base) ? await this.#open(name) : undefined
        if (file !== undefined && this.#take(file)) return
      }
      if (number === Math.max(...seen) + SHIFTS) seen = await this.#counts()
    }
  }

  /** Gives whether those that follow are older than the last one. */
  #take(file: FollowedFile): boolean {
    const isPresent = this.#present.is(file.stat)
    const again = this.#numbered.findIndex((known) => known.is(file.stat))
    if (isPresent || again >= 0) {
      for (const younger of this.#numbered.splice(isPresent ? 0 : again + 1)) younger.close()
      file.close()
      return false
    }
    if (this.#isOlder(file)) file.close()
    else this.#numbered.push(file)
    return this.#numbered.at(-1) !== file
  }

  /**
   * These keep their names, and come in the order in which they were last written to; in that of their names where that is
   * too quick for the clock of the file system. Where the two files in question are among them, only what is between.
   */
  async #findDated(): Promise<FollowedFile[]> {
    for (let attempt = 1; ; attempt++) {
      const found = await this.#openDated()
      const first = found.findIndex((file) => this.#last.is(file.stat)) + 1
      const end = found.findIndex((file) => this.#present.is(file.stat))
      // A list that is made while a file is renamed may lack it, and have one that was renamed after it.
      const certain = end >= 0 || attempt === ATTEMPTS || (await this.#isStillPresent())
      const between = certain ? found.slice(first, end < 0 ? found.length : end) : []
      for (const file of found) if (!between.includes(file)) file.close()
      if (certain) return between
    }
  }

  async #openDated(): Promise<FollowedFile[]> {
    const names = (await this.#siblings()).filter((name) => this.#count(name) === undefined)
    const found: FollowedFile[] = []
    for (const name of names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
      const file = await this.#open(name)
      if (file === undefined) continue
      if (file.stat.modified >= this.#since || this.#last.is(file.stat) || this.#present.is(file.stat)) found.push(file)
      else file.close()
    }
    return found.sort((a, b) => a.stat.modified - b.stat.modified)
  }

  async #isStillPresent(): Promise<boolean> {
    try {
      return this.#present.is(await this.#files.stat(this.#folder + this.#base))
    } catch {
      return false
    }
  }

  #isOlder(file: FollowedFile): boolean {
    return this.#last.is(file.stat) || (file.stat.size > 0 && file.stat.modified < this.#since)
  }

  async #siblings(): Promise<string[]> {
    const names = await this.#files.list(this.#folder === '' ? '.' : this.#folder).catch(() => [])
    return names.filter((name) => name !== this.#base && this.#rotated(name, this.#base))
  }

  /** A folder that changes while it is listed may lack a name: the first number is tried anyway. */
  async #counts(): Promise<number[]> {
    return [1, ...(await this.#siblings()).map((name) => this.#count(name) ?? 1)]
  }

  #count(name: string): number | undefined {
    const [, count] = name.startsWith(this.#base) ? (COUNT.exec(name.slice(this.#base.length)) ?? []) : []
    return count === undefined ? undefined : Number(count)
  }

  /** What cannot be opened cannot be followed. */
  async #open(name: string): Promise<FollowedFile | undefined> {
    const file = await openFile(this.#files, this.#folder + name).catch(() => undefined)
    if (file !== undefined) this.#opened.push(file)
    return file
  }
}
