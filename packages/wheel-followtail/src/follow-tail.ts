import type { Driver } from '@poe/driver'
import { SysRWDriver } from '@poe/driver-sysrw'
import { LineFilter } from '@poe/filter-line'
import type { Release, Untyped } from '@poe/kernel'
import { type FileHandle, isHandleError, type StreamHandle } from '@poe/loop'
import { Wheel, type WheelContext, type WheelError, wheelError } from '@poe/wheel'
import { Delivery } from './delivery.ts'
import { Follower } from './follower.ts'
import {
  checkEvents,
  checkFollowTail,
  type FollowTailEvents,
  type FollowTailOptions,
  isStream,
  type TailFilter,
} from './options.ts'
import { isRotated } from './rotation.ts'
import type { EventNames, Side } from './side.ts'
import { StreamTail } from './stream-tail.ts'

const POLL_INTERVAL = 1000
const LINGER = 2000

/**
 * Follows a file as it grows, is rotated, emptied, removed and made again: POE::Wheel::FollowTail.
 *
 * @typeParam Rec - what the filter makes
 * @typeParam M - the event map of the session
 */
export interface FollowTail<Rec = string, M = Untyped> extends Disposable {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /**
   * Changes the names of events, from the very next one on; undefined, except for `inputEvent`, for none.
   * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`
   */
  event(names: { readonly [E in keyof FollowTailEvents<M, Rec>]?: FollowTailEvents<M, Rec>[E] | undefined }): void
  /**
   * The offset in the file behind the last record that was delivered, for `seek` at the next start; in an input event, that of
   * its record. Undefined while there is no file, and for streams.
   */
  tell(): number | undefined
  /** Nothing is delivered or read until `resumeInput`, not even what has been read already. */
  pauseInput(): void
  /** Ends {@link pauseInput}; what was kept is delivered after this returns. */
  resumeInput(): void
  /** The new filter gets the octets the old one had not used; their records are delivered after this returns. */
  setFilter(filter: TailFilter<Rec>): void
  /** The filter at work (POE: `get_filter`). */
  getFilter(): TailFilter<Rec>
  /** Ends the wheel, closes what it had open, and lets the session go. No event of it comes afterwards. */
  dispose(): void
}

class FollowTailImpl<Rec> extends Wheel implements FollowTail<Rec> {
  readonly #events: EventNames
  readonly #side: Side
  readonly #driver: Pick<Driver, 'get'>
  readonly #delivery: Delivery<Rec>
  /** Keeps the session alive while files are followed; streams are watched. */
  #hold: Release | null = null
  #follower: Follower<Rec> | null = null
  #stream: StreamTail<Rec> | null = null
  #paused = false
  #over = false

  constructor(ctx: WheelContext, options: FollowTailOptions<Untyped, Rec>) {
    super('FollowTail', ctx, () => checkFollowTail(options))
    const { inputEvent, errorEvent, resetEvent, idleEvent } = options
    this.#events = { inputEvent, errorEvent, resetEvent, idleEvent }
    this.#side = this.#makeSide()
    this.#driver = options.driver ?? new SysRWDriver()
    this.#delivery = new Delivery(this.#side, options.filter ?? (new LineFilter() as unknown as TailFilter<Rec>))
    try {
      this.#start(options)
    } catch (error) {
      this.dispose()
      throw error
    }
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  tell(): number | undefined {
    return this.#follower?.offset
  }

  pauseInput(): void {
    this.#paused = true
    this.#stream?.pause()
  }

  resumeInput(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#drainSoon()
  }

  setFilter(filter: TailFilter<Rec>): void {
    this.#delivery.setFilter(filter)
    this.#drainSoon()
  }

  getFilter(): TailFilter<Rec> {
    return this.#delivery.filter
  }

  protected release(): void {
    this.#end()
  }

  #start(options: FollowTailOptions<Untyped, Rec>): void {
    const { filename, handle, pollInterval = POLL_INTERVAL, linger = LINGER, rotated = isRotated } = options
    if (handle !== undefined && isStream(handle)) {
      this.#stream = new StreamTail(this.#side, this.#driver, this.#delivery, handle)
      return
    }
    const files = filename === undefined ? undefined : this.host.service('files')
    const following = {
      files,
      driver: this.#driver,
      delivery: this.#delivery,
      start: options,
      rotated,
      pollInterval,
      linger,
    }
    this.#hold = this.host.hold('following', this.label)
    this.#follower = new Follower(this.#side, following, filename ?? (handle as FileHandle))
    void this.#run(this.#follower)
  }

  async #run(follower: Follower<Rec>): Promise<void> {
    try {
      const path = await follower.run()
      if (path !== undefined) await this.#openStream(path)
    } catch (error) {
      // What a function among the options has thrown: there is no going on.
      this.host.enter(this.label, () => {
        this.dispose()
        throw error
      })
    }
  }

  /** The name leads to a pipe, a terminal or another device. */
  async #openStream(path: string): Promise<void> {
    try {
      const handle = await this.host.service('files').stream(path)
      if (this.#over) handle.close()
      else this.#begin(handle)
    } catch (error) {
      if (!isHandleError(error)) throw error
      this.host.enter(this.label, () => this.#side.fail(wheelError('open', error, this.id)))
    }
  }

  #begin(handle: StreamHandle): void {
    this.#follower = null
    this.#stream = new StreamTail(this.#side, this.#driver, this.#delivery, handle)
    this.#hold?.dispose()
  }

  #drainSoon(): void {
    this.host.post(`${this.label} -> drain`, () => {
      if (this.#over || this.#paused) return
      this.#delivery.drain()
      this.#stream?.resume()
      this.#follower?.hint()
    })
  }

  #makeSide(): Side {
    const wheel = this
    return {
      host: this.host,
      id: this.id,
      label: this.label,
      events: this.#events,
      get paused() {
        return wheel.#paused
      },
      get over() {
        return wheel.#over
      },
      report: (error) => this.#report(error),
      fail: (error) => {
        this.#end()
        this.#report(error)
      },
    }
  }

  #report(error: WheelError): void {
    if (this.disposed) return
    const { errorEvent } = this.#events
    if (errorEvent !== undefined) this.host.deliver(errorEvent, error)
    else if (error.code !== '')
      this.host.loop.warn(`${this.label} has no errorEvent to tell: ${error.operation} failed, ${error.message}.`)
  }

  /** Nothing is read any more; what was open is closed. */
  #end(): void {
    this.#over = true
    this.#follower?.stop()
    this.#stream?.stop()
    this.#hold?.dispose()
  }
}

/** How FollowTail wheels are made; the type of records comes from the filter. */
export interface FollowTailClass {
  new <M, Rec = string>(ctx: WheelContext<M>, options: FollowTailOptions<M, Rec>): FollowTail<Rec, M>
}

/**
 * Makes a {@link FollowTail}. A file that cannot be followed is told by `errorEvent`, never here.
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_MISSING_OPTION`, `ERR_POE_OPTIONS` for wrong options;
 * `ERR_POE_NO_SESSION` without the context of a living session; `ERR_POE_NO_SERVICE` for a `filename` on a loop without files;
 * `ERR_POE_NO_MODE` where the handle cannot be read
 */
export const FollowTail = FollowTailImpl as unknown as FollowTailClass
