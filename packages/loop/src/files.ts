import type { StreamHandle } from './handles.ts'

/** What is known of a file; times in Unix milliseconds. */
export interface Stat {
  readonly size: number
  readonly inode: number
  readonly device: number
  readonly links: number
  readonly modified: number
  readonly kind: 'file' | 'directory' | 'pipe' | 'socket' | 'terminal' | 'other'
}

/** An open file, read and written at positions. */
export interface FileHandle {
  read(at: number, max: number): Promise<Uint8Array>
  write(at: number, octets: Uint8Array): Promise<number>
  stat(): Promise<Stat>
  close(): Promise<void>
}

/** Opens files. Promises reject with a HandleError. */
export interface FilesService {
  open(path: string, flags: string): Promise<FileHandle>
  stat(path: string): Promise<Stat>
  /** A file, pipe or device read in sequence. */
  stream(path: string): Promise<StreamHandle>
  watch?(path: string, changed: () => void): Disposable
}
