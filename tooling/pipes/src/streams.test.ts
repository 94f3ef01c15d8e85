import type { Loop } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { VirtualLoop } from '@poe/loop-virtual'
import { TwoWay } from '@poe/pipe'
import { testLoop } from '@poe/test-loops'
import { describe, expect, it } from 'vitest'
import { type Pair, pipedNet } from './piped-net.ts'

/** What a loop promises of its streams; the other topics are not of pipes. */
const TOPICS = [
  'errors of watchers',
  'order',
  'fairness',
  'reading a stream',
  'watching a stream',
  'writing a stream',
  'the end of a stream',
  'closing a stream',
]

const tested = new Set<string>()

function test(name: string, create: () => Loop, pair: Pair): void {
  const group = (title: string, body: () => void) => {
    const name = title.slice(title.indexOf(': ') + 2)
    if (!TOPICS.includes(name)) return
    describe(title, () => {
      tested.add(name)
      body()
    })
  }
  const piped = () => {
    const loop = create()
    return Object.assign(loop, { net: pipedNet(loop, pair) })
  }
  testLoop({ describe: group, it }, { name, timeout: 28_000, create: piped })
}

const memory: Pair = async (loop) => TwoWay.create(loop)
const small: Pair = async (loop) => TwoWay.create(loop, { capacity: 1000 })
const select = () => new SelectLoop()
const virtual = () => new VirtualLoop({ onStuck: 'wait' })

test('pipes in memory on SelectLoop', select, memory)
test('small pipes in memory on SelectLoop', select, small)
test('socketpairs on SelectLoop', select, (loop) => TwoWay.open(loop, { type: 'socketpair' }))
test('inet pipes on SelectLoop', select, (loop) => TwoWay.open(loop, { type: 'inet' }))
test('pipes in memory on VirtualLoop', virtual, memory)
test('pipes of the system on VirtualLoop', virtual, (loop) => TwoWay.open(loop))

it('leaves out no topic of streams', () => {
  expect([...tested].sort()).toEqual([...TOPICS].sort())
})
