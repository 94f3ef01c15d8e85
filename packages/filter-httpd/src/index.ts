/**
 * HTTP requests out of octets, responses into octets: the server's side, POE::Filter::HTTPD.
 *
 * @packageDocumentation
 */
export { HttpdFilter } from './httpd-filter.ts'
export type { HttpdFilterOptions } from './options.ts'
export type { HttpdAnswer, HttpdBody, HttpdEnd, HttpdRecord, HttpdStreamed } from './records.ts'
export type { HttpdRequest } from './request.ts'
export {
  type Asked,
  type HttpdAddressed,
  type HttpdChunk,
  type HttpdHeaders,
  type HttpdLast,
  type HttpdPut,
  type HttpdResponse,
  responseOf,
} from './response.ts'
