import { openSync, writeSync } from 'node:fs'
import process from 'node:process'

const STDERR = 2

/** Where tracing goes, once something was traced: all loops of a process share it. */
let output: number | null = null

/** Writes a line before it returns: to the file named by POE_TRACE_FILENAME, emptied at the first line, or stderr. */
export function trace(line: string): void {
  output ??= open(process.env.POE_TRACE_FILENAME)
  writeAll(output, `${line}\n`)
}

function open(name: string | undefined): number {
  if (name === undefined || name === '') return STDERR
  try {
    return openSync(name, 'w')
  } catch (error) {
    writeAll(STDERR, `POE_TRACE_FILENAME: ${(error as Error).message}; tracing to stderr instead\n`)
    return STDERR
  }
}

function writeAll(fd: number, text: string): void {
  for (let left: Uint8Array = Buffer.from(text); left.byteLength > 0; ) left = left.subarray(writeSome(fd, left))
}

/** A pipe may be full; tracing waits for its reader, as it must have written when it returns. */
function writeSome(fd: number, octets: Uint8Array): number {
  try {
    return writeSync(fd, octets)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0
    throw error
  }
}
