/**
 * Events and frames of a page as events of a session: DOM events, handled while the browser waits for the answer, and one event
 * per frame to draw in.
 *
 * @packageDocumentation
 */

export { type DomWatch, type WatchOptions, watch } from './dom-watch.ts'
export type { DomEventMap } from './event-map.ts'
export { type FrameSource, type FrameWatch, watchFrames } from './frame-watch.ts'
