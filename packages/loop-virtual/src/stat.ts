import type { Stat } from '@poe/loop'
import type { MemoryFile } from './memory-file.ts'

/** The one device of the simulated world. */
const DEVICE = 1n

/** What is known of a file. */
export function statOf({ kind, size, inode, links, modified, changed }: MemoryFile): Stat {
  return { kind, size, inode, device: DEVICE, rdev: 0n, links, modified, changed }
}

/** What is known of a folder: it is there because files are in it. */
export function folderStat(): Stat {
  return { kind: 'directory', size: 0, inode: 0n, device: DEVICE, rdev: 0n, links: 1, modified: 0, changed: 0 }
}
