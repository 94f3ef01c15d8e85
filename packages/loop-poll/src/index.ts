/**
 * The default event loop, and readiness of any descriptor of the system: inotify, an eventfd, a serial port, a TUN device.
 *
 * @packageDocumentation
 */
export { PollLoop } from './poll-loop.ts'
