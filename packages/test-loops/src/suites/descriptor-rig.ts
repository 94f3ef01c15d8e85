import type { DescriptorService, StreamHandle, Watchable } from '@poe/loop'
import { ok } from '../expect.ts'
import type { DescriptorPair } from '../options.ts'
import type { Rig } from '../rig.ts'

export function service({ loop: { descriptors } }: Rig): DescriptorService {
  ok(descriptors !== undefined, 'the loop has no service "descriptors"')
  return descriptors
}

function open({ loop, options: { descriptorPair } }: Rig): DescriptorPair {
  ok(descriptorPair !== undefined, 'the option "descriptorPair" opens none')
  return descriptorPair(loop)
}

/** A descriptor that is watched; it is closed when the test is over. */
export function watched(rig: Rig): { pair: DescriptorPair; handle: Watchable } {
  const pair = open(rig)
  const handle = rig.keep(rig.call('watch()', () => service(rig).watch(pair.descriptor)))
  rig.keep({ close: pair.end })
  return { pair, handle }
}

/** A descriptor that is a stream, which closes it. */
export function streamed(rig: Rig): { pair: DescriptorPair; stream: StreamHandle } {
  const pair = open(rig)
  const stream = rig.keep(rig.call('stream()', () => service(rig).stream(pair.descriptor)))
  rig.keep({ close: pair.hangUp })
  return { pair, stream }
}
