/**
 * Reads and writes stream handles, joining what is queued into as few writes as it can: POE::Driver::SysRW.
 *
 * @packageDocumentation
 */
export { SysRWDriver, type SysRWDriverOptions } from './sysrw-driver.ts'
