/** A GObject somewhere in memory, as a window is. */
export interface NativeObject {
  /** Its address, as `koffi` gives it. */
  readonly pointer: bigint
}

/** What a signal of GObject carries: numbers and text as such, anything else by its address, null for none. */
export type SignalValue = number | bigint | boolean | string | null

/**
 * What a signal of GObject calls: with the object first, then with what the signal carries. A boolean, number or string that
 * it gives is the signal's answer, where the signal wants one of that kind.
 */
export type SignalHandler = (object: bigint, ...values: SignalValue[]) => unknown

/** A signal that is listened to, until this is disposed of, or its object is gone. */
export interface Connection extends Disposable {
  /** Whether the handler may still be called. */
  readonly connected: boolean
}
