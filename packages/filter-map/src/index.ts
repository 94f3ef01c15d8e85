/**
 * Changes each record by a function, one for what comes in and one for what goes out: POE::Filter::Map for whatever
 * runs JavaScript.
 *
 * @packageDocumentation
 */
export { MapFilter } from './map-filter.ts'
export type { MapBothOptions, MapChange, MapEachOptions } from './options.ts'
export { type Mapped, type Several, several } from './several.ts'
