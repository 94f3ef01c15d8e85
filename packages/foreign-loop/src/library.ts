import { check, checkOptions, PoeError } from '@poe/errors'
import koffi, { type LibraryHandle } from 'koffi'

/** A library of native code, opened by `koffi`. */
export type Library = LibraryHandle

/** What {@link openLibrary} takes. */
export interface LibraryOptions {
  /** The library's file, by its name or its path: `libglib-2.0.so.0`. */
  readonly file: string
  /** What to do where it is missing, the end of a sentence: `on Debian, apt-get install libglib2.0-0`. */
  readonly remedy: string
}

const CHECKS = { file: check.name, remedy: check.name }

/**
 * Opens a library of native code.
 *
 * @throws PoeError `ERR_POE_NO_LIBRARY` where it is not installed; the message says what to install
 */
export function openLibrary(options: LibraryOptions): Library {
  checkOptions('openLibrary', options, CHECKS, ['file', 'remedy'])
  const { file, remedy } = options
  try {
    return koffi.load(file)
  } catch (cause) {
    const reason = (cause as Error).message
    throw new PoeError('ERR_POE_NO_LIBRARY', `The library ${file} cannot be opened (${reason}): ${remedy}.`, { cause })
  }
}
