/**
 * Filters one after the other, whose types must fit: POE::Filter::Stackable for whatever runs JavaScript.
 *
 * @packageDocumentation
 */

export type { AnyFilter, Fitting, InOf, Misfit, OutOf, PutOf, RecOf, StackOf } from './stack-types.ts'
export { StackableFilter, type StackableFilterOptions } from './stackable-filter.ts'
