/**
 * Compression of frames by zlib, as POE's `Compression` does it, with a limit to what a frame may become.
 *
 * @packageDocumentation
 */
import { deflateSync, inflateSync } from 'node:zlib'
import { check, checkOptions, PoeError } from '@poe/errors'
import type { Compression } from './plugs.ts'

/** What {@link zlibCompression} may be told. */
export interface ZlibOptions {
  /**
   * The most octets one frame may become.
   * @defaultValue 16 MiB
   */
  readonly maxOutput?: number | undefined
  /**
   * How hard to try, from 0 (not at all) to 9.
   * @defaultValue 6
   */
  readonly level?: number | undefined
}

const MOST = 16 * 1024 * 1024
const CHECKS = { maxOutput: check.integer(1, 0x7fff_ffff), level: check.integer(0, 9) }

/**
 * The zlib format (RFC 1950), whole frames at a time. Its `uncompress` throws `ERR_POE_FILTER_RECORD_ZLIB` where octets are
 * malformed or cut short, and `ERR_POE_FILTER_RECORD_TOO_LONG` as soon as there would be more than `maxOutput` of them.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export function zlibCompression(options: ZlibOptions = {}): Compression {
  checkOptions('zlibCompression', options, CHECKS)
  const { maxOutput = MOST, level = 6 } = options
  return {
    compress: (octets) => deflateSync(octets, { level }),
    uncompress: (octets) => inflated(octets, maxOutput),
  }
}

function inflated(octets: Uint8Array, maxOutput: number): Uint8Array {
  try {
    return inflateSync(octets, { maxOutputLength: maxOutput })
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new PoeError('ERR_POE_FILTER_RECORD_TOO_LONG', `A frame becomes more than maxOutput, ${maxOutput} octets.`)
    throw new PoeError('ERR_POE_FILTER_RECORD_ZLIB', `A frame of ${octets.length} octets is no zlib: ${message}`, {
      cause,
    })
  }
}
