import type { StreamHandle, Watchable } from './handles.ts'

/**
 * Readiness of descriptors of the system that no other service has handles for: of inotify, an eventfd, a serial port, a
 * TUN device, or whatever other code has opened.
 *
 * What cannot be waited for (a number that is no open descriptor, a file of a disk, which is always ready) is refused with
 * a PoeError `ERR_POE_DESCRIPTOR`.
 */
export interface DescriptorService {
  /**
   * Watches a descriptor that is read and written by other means, in mode `read`, `write` or `expedite`. It stays its
   * owner's: `close()` ends the watching and leaves it open. One descriptor may be watched any number of times.
   */
  watch(descriptor: number): Watchable
  /**
   * Takes a descriptor over as a stream: it never waits from now on, one read of it is one read of the system, and
   * `close()` closes it. It has the modes it was opened for.
   */
  stream(descriptor: number): StreamHandle
}
