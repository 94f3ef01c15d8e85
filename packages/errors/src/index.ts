/**
 * The one error class of POE, {@link PoeError}, with a stable `code`, and the checks that refuse wrong options
 * by name, with the value given and what to do instead.
 *
 * @packageDocumentation
 */
export * as check from './checks.ts'
export { nearest } from './nearest.ts'
export { badOption, checkOptions, type OptionCheck, type OptionChecks } from './options.ts'
export { isPoeError, PoeError } from './poe-error.ts'
export { show } from './show.ts'
