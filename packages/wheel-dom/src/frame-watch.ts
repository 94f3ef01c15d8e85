import { badOption, check } from '@poe/errors'
import type { Accepting, Release } from '@poe/kernel'
import { Wheel, type WheelContext } from '@poe/wheel'

/** Who calls back for each frame: a window, or the global scope of a dedicated worker. */
export interface FrameSource {
  /** Calls once before the next frame is drawn, with its time; gives an id. */
  requestAnimationFrame(draw: (time: number) => void): number
  /** Takes a request back. */
  cancelAnimationFrame(id: number): void
}

/** A watch of frames: a wheel, which ends with its session. */
export interface FrameWatch extends Disposable {
  /** From 1, unique in a kernel. */
  readonly id: number
  /** Whether the watch has ended. */
  readonly disposed: boolean
  /** Asks for no frame until `resume`; the session is kept alive all the same. */
  pause(): void
  /** Ends {@link pause}. */
  resume(): void
  /** Ends the watch now. Twice is fine. */
  dispose(): void
}

class FrameWatchImpl extends Wheel implements FrameWatch {
  readonly #source: FrameSource
  readonly #event: string
  readonly #held: Release
  /** The frame that was asked for; null while none is. */
  #asked: number | null = null
  #paused = false
  #time = 0

  constructor(ctx: WheelContext, source: FrameSource, event: string) {
    super('watchFrames', ctx, () => checkFrames(source, event))
    this.#source = source
    this.#event = event
    this.#held = this.host.hold('watch', this.label)
    this.#ask()
  }

  pause(): void {
    this.#paused = true
    this.#takeBack()
  }

  resume(): void {
    this.#paused = false
    this.#ask()
  }

  protected release(): void {
    this.#takeBack()
    this.#held.dispose()
  }

  /** The next frame is asked for once this one is drawn: while nobody draws, as while the kernel does not run, none is. */
  readonly #frame = (time: number): void => {
    this.#time = time
    this.host.enter(this.label, this.#draw)
  }

  readonly #draw = (): void => {
    this.#asked = null
    if (this.disposed || this.#paused) return
    this.#ask()
    this.host.deliver(this.#event, this.#time, this.id)
  }

  #ask(): void {
    if (this.disposed || this.#paused) return
    this.#asked ??= this.#source.requestAnimationFrame(this.#frame)
  }

  #takeBack(): void {
    if (this.#asked !== null) this.#source.cancelAnimationFrame(this.#asked)
    this.#asked = null
  }
}

function checkFrames(source: unknown, event: unknown): void {
  const wrong = check.having('a window', 'requestAnimationFrame', 'cancelAnimationFrame')(source)
  if (wrong !== undefined) throw badOption('watchFrames()', 'source', source, wrong)
  if (check.name(event) !== undefined) throw badOption('watchFrames()', 'event', event, 'the name of an event')
}

/**
 * Has a session told of each frame, to draw in: `event` is sent with the frame's time, milliseconds of the clock of
 * `performance.now()`, and the id of the watch. A hidden page has no frames. The watch keeps the session alive, and ends
 * with it.
 *
 * @param source - the window that is drawn in, or `self` in a dedicated worker
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_NO_SESSION`
 */
export function watchFrames<M>(
  ctx: WheelContext<M>,
  source: FrameSource,
  event: Accepting<M, [number, number]>,
): FrameWatch {
  return new FrameWatchImpl(ctx as WheelContext, source, event)
}
