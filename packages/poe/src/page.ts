/**
 * POE in one import, for a page: as elsewhere, with a `BrowserLoop` for a `SelectLoop`.
 *
 * @packageDocumentation
 */
export { BrowserLoop, webSockets } from '@poe/loop-browser'
export * from './everywhere.ts'
export { chooseLoop, kernel } from './page-kernel.ts'
