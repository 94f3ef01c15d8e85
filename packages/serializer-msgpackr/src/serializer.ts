import { check, checkOptions, isPoeError, PoeError } from '@poe/errors'
// This entry is JavaScript all through, on every host; the package's first one looks for a native addon.
import { Packr } from 'msgpackr/pack'
import { Scan } from './scan.ts'
import { assertCarried } from './values.ts'

/** What {@link msgpackrSerializer} may be told. */
export interface MsgpackrSerializerOptions {
  /**
   * Also undefined, sets, BigInts of any size, array buffers and their views, as extensions that msgpackr alone knows.
   * @defaultValue false: what every reader of MessagePack knows
   */
  readonly moreTypes?: boolean | undefined
  /**
   * Maps of the wire come out as objects, and their keys must be text. False: as a `Map` each, with keys of any type;
   * objects are frozen as maps too.
   * @defaultValue true
   */
  readonly mapsAsObjects?: boolean | undefined
  /**
   * How deep lists and maps may lie in each other, both ways.
   * @defaultValue 100
   */
  readonly maxDepth?: number | undefined
}

/** Freezes values and thaws them, as `@poe/filter-reference` wants it. */
export interface MsgpackrSerializer {
  /** The octets of a value. @throws PoeError `ERR_POE_NOT_SERIALIZABLE` */
  freeze(value: unknown): Uint8Array
  /** The value of some octets; it may keep them. @throws PoeError `ERR_POE_FILTER_RECORD_MSGPACK` */
  thaw(octets: Uint8Array): unknown
}

const CHECKS = { moreTypes: check.flag, mapsAsObjects: check.flag, maxDepth: check.integer(1, 1000) }

/**
 * Makes a serializer of MessagePack. It refuses values that would be lost without a word, and octets that are not exactly
 * one value of the types it was told of; no few octets make it take much room, and none run.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export function msgpackrSerializer(options: MsgpackrSerializerOptions = {}): MsgpackrSerializer {
  checkOptions('msgpackrSerializer', options, CHECKS)
  const { moreTypes = false, mapsAsObjects = true, maxDepth = 100 } = options
  const limits = { moreTypes, mapsAsObjects, maxDepth }
  const packr = new Packr({
    useRecords: false,
    mapsAsObjects,
    moreTypes,
    variableMapSize: true,
    ...(moreTypes ? {} : { skipValues: [undefined] }),
  })
  return {
    freeze(value) {
      assertCarried(value, limits)
      try {
        return packr.pack(value)
      } catch (cause) {
        throw new PoeError('ERR_POE_NOT_SERIALIZABLE', `MessagePack: ${told(cause)}`, { cause })
      }
    },
    thaw(octets) {
      new Scan(octets, limits).whole()
      try {
        return packr.unpack(octets)
      } catch (cause) {
        throw new PoeError('ERR_POE_FILTER_RECORD_MSGPACK', `MessagePack: ${told(cause)}`, { cause })
      }
    },
  }
}

function told(cause: unknown): string {
  return isPoeError(cause) || cause instanceof Error ? cause.message : String(cause)
}
