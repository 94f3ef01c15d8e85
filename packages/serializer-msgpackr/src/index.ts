/**
 * Values as MessagePack, which has words for octets, dates and large integers and takes less room than JSON: a serializer for
 * `@poe/filter-reference`, by msgpackr.
 *
 * @packageDocumentation
 */
export { type MsgpackrSerializer, type MsgpackrSerializerOptions, msgpackrSerializer } from './serializer.ts'
