/** Freezes values and thaws them. POE: a class with the methods `freeze` (or `nfreeze`) and `thaw`. */
export interface Serializer {
  /** The octets of a value; text stands for its UTF-8 octets. What it throws refuses the value. */
  freeze(value: unknown): Uint8Array | string
  /**
   * The value of some octets, which it may keep; never undefined. What it throws refuses the frame, so it should throw at
   * whatever a peer must not send.
   */
  thaw(octets: Uint8Array): unknown
}

/** Makes frozen values smaller, and large again. POE: the functions of `Compress::Zlib`. */
export interface Compression {
  /** Makes octets smaller. */
  compress(octets: Uint8Array): Uint8Array
  /**
   * Gives back what was compressed. It must have a limit of its own, because few octets can stand for very many.
   *
   * @throws PoeError a code that begins with `ERR_POE_FILTER_` is passed on; anything else is made
   *   `ERR_POE_FILTER_RECORD_UNCOMPRESS`
   */
  uncompress(octets: Uint8Array): Uint8Array
}
