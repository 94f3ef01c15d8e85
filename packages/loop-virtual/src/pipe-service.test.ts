import { isPoeError } from '@poe/errors'
import type { StreamHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { VirtualLoop, type VirtualLoopOptions } from './index.ts'

/** Sends a text through a pipe; gives how it was read, and what the world noted. */
async function talk(
  options: VirtualLoopOptions,
): Promise<{ sizes: number[]; text: string; journal: readonly string[] }> {
  const loop = new VirtualLoop(options)
  const run = loop.run()
  const { read, write } = await loop.pipes.oneWay()
  const chunks: Uint8Array[] = []
  read.watch('read', () => {
    const octets = read.read(100)
    if (octets !== null) chunks.push(octets.slice())
    else if (read.state === 'ended') loop.halt()
  })
  let rest: string | Uint8Array | null = 'a line of text\n'.repeat(20)
  write.watch('write', () => {
    if (rest !== null) rest = write.write(rest)
    if (rest !== null) return
    write.ignore('write')
    write.shutdown()
  })
  await run
  return { sizes: chunks.map(({ length }) => length), text: Buffer.concat(chunks).toString(), journal: loop.journal }
}

describe('VirtualLoop.pipes', () => {
  it('are the same for the same seed, short reads and writes included', async () => {
    const faults = { shortReads: 0.4, shortWrites: 0.4, shortMost: 5 }
    const [one, two, other] = await Promise.all([1, 1, 2].map((seed) => talk({ seed, faults })))
    expect(one).toEqual(two)
    expect(one?.sizes).not.toEqual(other?.sizes)
    for (const { text } of [one!, other!]) expect(text).toBe('a line of text\n'.repeat(20))
  })

  it('are in the journal, and cost no time whatever the network is like', async () => {
    const { sizes, journal } = await talk({ faults: { latency: 50, bandwidth: 1, resets: 1, vanishes: 1 } })
    expect(sizes).toEqual([100, 100, 100])
    expect(journal).toContain('0 pipe 1 opens')
    expect(journal.filter((line) => !line.startsWith('0 '))).toEqual([])
  })

  it('show up in the report until they are closed', async () => {
    const loop = new VirtualLoop()
    const ends = (await loop.pipes.twoWay()) as StreamHandle[]
    expect(loop.report()).toContain('pipe 1 there')
    for (const end of ends) end.close()
    expect(loop.report()).not.toContain('pipe 1')
  })

  it('refuse what they cannot mean', async () => {
    const { pipes } = new VirtualLoop()
    const bad = expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_BAD_OPTION'))
    await expect(pipes.oneWay({ type: 'fifo' as never })).rejects.toThrow(bad)
  })
})
