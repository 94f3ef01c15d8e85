import type { StreamHandle } from './handles.ts'

/** What is known of a file. What tells one file from another is `device` and `inode` together, while either is open. */
export interface Stat {
  /** `device`: a terminal, a disk, the null device. `other`: whatever the host cannot say. */
  readonly kind: 'file' | 'directory' | 'pipe' | 'socket' | 'device' | 'other'
  /** Octets. */
  readonly size: number
  /** Larger than a number can hold on some hosts. */
  readonly inode: bigint
  /** What the file is on. */
  readonly device: bigint
  /** What the file is, if it is a device; else 0. */
  readonly rdev: bigint
  /** Names it has; 0: only who has it open still knows it. */
  readonly links: number
  /** When it was last written to: Unix milliseconds with fractions, as fine as the file system counts. */
  readonly modified: number
  /** When it was last written to, renamed, linked or given to somebody else. */
  readonly changed: number
}

/**
 * How a file is opened. `r`: to be read. `w`: to be written, emptied first. `a`: to be written at its end, wherever that is
 * by then. Both are made where they are missing; with `x` they must be. With `+`: both ways.
 */
export type OpenFlags = 'r' | 'r+' | 'w' | 'w+' | 'wx' | 'wx+' | 'a' | 'a+' | 'ax' | 'ax+'

/** How a stream is opened: one way only. See {@link OpenFlags}. */
export type StreamFlags = 'r' | 'w' | 'wx' | 'a' | 'ax'

/**
 * An open file, read and written at positions. Operations may be under way at once; after `close()` they reject with
 * EBADF. It is open until it is closed: nothing else closes it.
 */
export interface FileHandle {
  /** Octets from `at` on, at most `max`; none at the end, and never none elsewhere. */
  read(at: number, max: number): Promise<Uint8Array>
  /**
   * Gives how many octets were written, from the first on: fewer than given where the disk fills up (the next write
   * rejects with ENOSPC). `at` means nothing to a file opened with `a`. The octets must not change until it settles.
   */
  write(at: number, octets: Uint8Array): Promise<number>
  /** What there is to know of the file that is open, whatever its name is by now. */
  stat(): Promise<Stat>
  /** Cuts the file off, or fills it up with zeros. */
  truncate(size: number): Promise<void>
  /** Settles when what was written is on the disk. */
  sync(): Promise<void>
  /** Once what is under way is done. Twice is fine. */
  close(): Promise<void>
}

/**
 * Opens files. Promises reject with a HandleError, whose `address` is the path; with PoeError `ERR_POE_BAD_OPTION` for flags
 * that are none.
 *
 * They settle in a later callback of the host, whether the loop runs or not, and keep nothing alive: who goes on for a
 * session holds it meanwhile, and enters it first. What was opened is its caller's to close, also where nobody wants it any
 * more when it comes.
 */
export interface FilesService {
  /**
   * Opens what has positions. Never waits: EISDIR for a directory, ESPIPE for a pipe, a terminal or a socket.
   * @param path - or a descriptor of the host, which is the handle's from then on; the caller's again where this rejects
   */
  open(path: string | number, flags: OpenFlags): Promise<FileHandle>
  /**
   * Opens a file, a named pipe, a terminal or another device to be read or written in sequence. A file has an end, and is read
   * to where that is when it is reached. A named pipe that is read has none: writers come and go. Nobody waits for
   * the other end of a named pipe: writing one that nobody reads is ENXIO.
   *
   * What is written is handed on at once, in order; `pending` counts it until the host has it. A write that fails, as by
   * ENOSPC, is told by readiness to write, as `state` and `error`; what is written afterwards is dropped.
   * @param path - or a descriptor of the host, as above; a socket's or a pipe's as well
   * @param flags - Default: `r`
   */
  stream(path: string | number, flags?: StreamFlags): Promise<StreamHandle>
  /** What is known of the file a path leads to. */
  stat(path: string): Promise<Stat>
  /** Names in a folder, in no order. */
  list(folder: string): Promise<string[]>
  /** In one step; a file of the new name is replaced, and who has it open keeps it. */
  rename(from: string, to: string): Promise<void>
  /** Takes a name away; who has the file open keeps it. */
  unlink(path: string): Promise<void>
  /**
   * Calls back, from the host and while the loop runs, when something may have happened to what has this path: it was
   * written to, made, renamed, replaced or removed. A hint and no more: once for many changes, also for none, and never where
   * the host cannot watch. Who has to know looks now and then as well. Never throws for a path, whatever is there.
   * Missing where the host cannot watch at all.
   */
  watch?(path: string, changed: () => void): Disposable
}
