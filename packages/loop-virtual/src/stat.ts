import type { Stat } from '@poe/loop'
import type { MemoryFile } from './memory-file.ts'

/** The one device of the simulated world. */
const DEVICE = 1

/** What is known of a file. */
export function statOf({ size, inode, links, modified }: MemoryFile): Stat {
  return { size, inode, links, modified, device: DEVICE, kind: 'file' }
}

/** What is known of a folder: it is there because files are in it. */
export function folderStat(): Stat {
  return { size: 0, inode: 0, links: 1, modified: 0, device: DEVICE, kind: 'directory' }
}
