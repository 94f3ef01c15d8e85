/**
 * The kit that proves a driver: what every `Driver` promises, tested on the one you wrote, in your own test runner, and
 * long random runs against a plain list.
 *
 * @packageDocumentation
 */
export type { DriverCase, Runner } from './driver-case.ts'
export { testDriver } from './test-driver.ts'
