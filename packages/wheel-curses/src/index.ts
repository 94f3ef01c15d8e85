/**
 * Keys and mouse of a full-screen terminal for a session, and the screen to draw on: POE::Wheel::Curses.
 *
 * @packageDocumentation
 */
export { Curses, type CursesClass } from './curses.ts'
export { keyName } from './keystroke.ts'
export type { MouseReport } from './mouse.ts'
export type { CursesEvents, CursesOptions } from './options.ts'
