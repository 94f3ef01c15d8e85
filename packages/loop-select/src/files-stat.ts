import { type BigIntStats, fstat, stat } from 'node:fs'
import type { Stat } from '@poe/loop'

const NANOSECONDS = 1_000_000n

/** What is known of a path, or of a descriptor; rejects with the host's error. */
export function lookAt(file: string | number): Promise<Stat> {
  return new Promise((resolve, reject) => {
    const known = (error: Error | null, stats: BigIntStats): void => {
      if (error === null) resolve(statOf(stats))
      else reject(error)
    }
    if (typeof file === 'string') stat(file, { bigint: true }, known)
    else fstat(file, { bigint: true }, known)
  })
}

function statOf(stats: BigIntStats): Stat {
  const kind = kindOf(stats)
  return {
    kind,
    size: Number(stats.size),
    inode: stats.ino,
    device: stats.dev,
    rdev: kind === 'device' ? stats.rdev : 0n,
    links: Number(stats.nlink),
    modified: milliseconds(stats.mtimeNs),
    changed: milliseconds(stats.ctimeNs),
  }
}

function kindOf(stats: BigIntStats): Stat['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isFIFO()) return 'pipe'
  if (stats.isSocket()) return 'socket'
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'device' : 'other'
}

function milliseconds(nanoseconds: bigint): number {
  const whole = nanoseconds / NANOSECONDS
  return Number(whole) + Number(nanoseconds - whole * NANOSECONDS) / 1e6
}
