import { linkSync, lstatSync, type Stats, unlinkSync } from 'node:fs'
import { connect } from 'node:net'
import process from 'node:process'

/** Which file it is that has a path: another one may have the path later. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
}

/** What there is at a path now; null for an abstract socket, and where there is nothing. */
export function fileAt(path: string): Stats | null {
  if (path.startsWith('\0')) return null
  return lstatSync(path, { throwIfNoEntry: false }) ?? null
}

/** Removes the socket at a path if nobody listens there any more; tells whether it did. Other files stay. */
export async function removeDead(path: string): Promise<boolean> {
  const found = fileAt(path)
  if (found?.isSocket() !== true || !(await refuses(path))) return false
  const now = fileAt(path)
  if (now === null || !same(now, found)) return false
  unlinkSync(path)
  return true
}

/**
 * Closes a server, which removes the file at its path, whosever it is by then: a file that is not the server's own
 * any more is put back at once.
 */
export function closeAt(path: string, own: FileIdentity | null, close: () => void): void {
  const foreign = own === null ? null : fileAt(path)
  const aside = foreign === null || same(foreign, own as FileIdentity) ? null : setAside(path)
  close()
  if (aside !== null) putBack(aside, path)
}

function refuses(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ECONNREFUSED'))
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
  })
}

function same(one: FileIdentity, other: FileIdentity): boolean {
  return one.dev === other.dev && one.ino === other.ino
}

function setAside(path: string): string | null {
  const aside = `${path}.${process.pid}`
  try {
    linkSync(path, aside)
    return aside
  } catch {
    return null
  }
}

function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path)
  } catch {
    // Somebody was quicker, and has the path now.
  }
  unlinkSync(aside)
}
