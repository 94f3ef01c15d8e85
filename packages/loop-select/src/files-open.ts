import { close, closeSync, constants, open } from 'node:fs'
import { badOption } from '@poe/errors'
import { handleError, type OpenFlags, type Stat, type StreamFlags } from '@poe/loop'
import { lookAt } from './files-stat.ts'
import { nodeError } from './node-error.ts'

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_EXCL, O_APPEND } = constants

/** A pipe nobody has at its other end must not hold a thread up; a terminal must not become the program's own. */
const CAREFUL = (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)

const MADE = O_CREAT | O_TRUNC
const ADDED = O_CREAT | O_APPEND

const FLAGS: Readonly<Record<OpenFlags, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  w: O_WRONLY | MADE,
  'w+': O_RDWR | MADE,
  wx: O_WRONLY | MADE | O_EXCL,
  'wx+': O_RDWR | MADE | O_EXCL,
  a: O_WRONLY | ADDED,
  'a+': O_RDWR | ADDED,
  ax: O_WRONLY | ADDED | O_EXCL,
  'ax+': O_RDWR | ADDED | O_EXCL,
}

/** An open descriptor, what it leads to, and whether somebody else had opened it. */
export interface Descriptor {
  readonly descriptor: number
  readonly stat: Stat
  readonly given: boolean
}

/** @throws PoeError where these are no flags */
export function checkFlags(taker: string, flags: OpenFlags | StreamFlags, bothWays: boolean): void {
  if (Object.hasOwn(FLAGS, flags) && (bothWays || !flags.endsWith('+'))) return
  const wanted = bothWays ? 'r, w, wx, a or ax, and + for both ways' : 'r, w, wx, a or ax'
  throw badOption(taker, 'flags', flags, wanted)
}

/** Opens a path, or looks at a descriptor; rejects with a HandleError. */
export async function openDescriptor(file: string | number, flags: OpenFlags): Promise<Descriptor> {
  if (typeof file === 'number') return { descriptor: file, stat: await explained(file, lookAt(file)), given: true }
  const descriptor = await explained(file, openPath(file, FLAGS[flags] | CAREFUL))
  return closedUnless(descriptor, async () => {
    const stat = await explained(file, lookAt(descriptor))
    if (stat.kind !== 'pipe' || flags !== 'r') return { descriptor, stat, given: false }
    // Whoever has a pipe open for writing as well never sees its end. Meanwhile no writer finds it without a reader.
    const endless = await explained(file, openPath(file, O_RDWR | CAREFUL))
    closeSync(descriptor)
    return { descriptor: endless, stat, given: false }
  })
}

/** What is not for whoever wanted it: closed, unless it is somebody else's. */
export function refuse({ descriptor, given }: Descriptor, file: string | number, code: string): never {
  if (!given) close(descriptor, () => {})
  throw handleError(code, 'open', addressOf(file))
}

/** How an error names a file. */
export function addressOf(file: string | number): { readonly address?: string } {
  return typeof file === 'string' ? { address: file } : {}
}

function openPath(path: string, flags: number): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, flags, 0o666, (error, descriptor) => {
      if (error === null) resolve(descriptor)
      else reject(error)
    })
  })
}

async function closedUnless<T>(descriptor: number, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (error) {
    close(descriptor, () => {})
    throw error
  }
}

async function explained<T>(file: string | number, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw nodeError(error, 'open', addressOf(file))
  }
}
