import { type FileHandle, type FilesService, isHandleError } from '@poe/loop'

const PIECE = 65_536

/** The lines of a text file; undefined where it cannot be read. */
export async function readLines(files: FilesService, path: string): Promise<string[] | undefined> {
  const text = await readText(files, path)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A text file as a whole; undefined where it cannot be read. */
export async function readText(files: FilesService, path: string): Promise<string | undefined> {
  return attempt(async () => {
    const decoder = new TextDecoder()
    let text = ''
    await using(await files.open(path, 'r'), async (file) => {
      for (let at = 0, octets = await file.read(at, PIECE); octets.byteLength > 0; ) {
        text += decoder.decode(octets, { stream: true })
        at += octets.byteLength
        octets = await file.read(at, PIECE)
      }
    })
    return text + decoder.decode()
  })
}

/** Makes lines all that is in a file. Answers whether it could be written. */
export async function writeLines(files: FilesService, path: string, lines: readonly string[]): Promise<boolean> {
  const octets = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
  const written = await attempt(async () => {
    await using(await files.open(path, 'w'), async (file) => {
      for (let at = 0; at < octets.byteLength; ) at += await file.write(at, octets.subarray(at))
    })
    return true
  })
  return written ?? false
}

async function using(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file)
  } finally {
    await file.close()
  }
}

/** What a file refuses is an answer; anything else is an error. */
async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (isHandleError(error)) return undefined
    throw error
  }
}
