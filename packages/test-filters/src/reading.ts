import { assert, shown } from './equal.ts'
import type { Promises } from './subject.ts'
import { get } from './take.ts'
import { octetsOf } from './wire.ts'

/** What a filter makes of input, however that arrives. */
export const READING: Promises = {
  'gives nothing of nothing': (subject) => {
    const filter = subject.create()
    subject.assertEmpty(filter, 'at the beginning')
    filter.getOneStart([])
    subject.assertEmpty(filter, 'after a list of no chunks')
    if (subject.wire.unit === 'octet') filter.getOneStart([new Uint8Array(0)])
    subject.assertEmpty(filter, 'after an empty chunk')
    const out = filter.put([])
    const nothing = subject.wire.unit === 'octet' ? octetsOf(out).length === 0 : out.length === 0
    assert(nothing, `put gives ${shown(out)} of no records.`)
  },

  'gives the records of the wire': (subject) => {
    subject.assertReads([subject.wire.cut(0)], 'in one chunk')
  },

  'gives the same records wherever the wire is cut': (subject) => {
    const { wire } = subject
    for (let at = 0; at <= wire.length; at++)
      subject.assertReads([wire.cut(0, at), wire.cut(at)], `cut at ${wire.unit} ${at}`)
  },

  'gives the same records one octet or item at a time': (subject) => {
    const { wire } = subject
    for (const size of [1, 2, 3])
      subject.assertReads(pieces(subject.wire.length, size, wire.cut), `${size} ${wire.unit}s at a time`)
  },

  'gives the same records when many chunks come together': (subject) => {
    const parts = pieces(subject.wire.length, 1, subject.wire.cut)
    const empty = subject.wire.unit === 'octet' ? [new Uint8Array(0)] : []
    subject.assertReads([parts.flat()], 'all chunks in one list')
    subject.assertReads([parts.flatMap((part) => [...empty, ...part])], 'empty chunks among them')
    const filter = subject.create()
    for (const part of parts) filter.getOneStart(part)
    subject.assertReads([[]], 'all chunks before the first getOne', filter)
  },

  'gives back what was put': (subject) => {
    if (subject.given.oneWay === true) return
    const one = subject.create()
    const together = subject.wireOf(one.put(subject.puts))
    subject.assertReads([together.cut(0)], 'put together')
    subject.assertReads([subject.wireOf(subject.puts.flatMap((put) => one.put([put]))).cut(0)], 'put one by one')
    subject.assertEmpty(one, 'put leaves the input alone')
  },

  'leaves chunks and lists as they are': (subject) => {
    const whole = subject.wire.cut(0)
    const puts = Object.freeze([...subject.puts])
    const filter = subject.create()
    get(filter, Object.freeze(whole) as readonly unknown[])
    assert(subject.wire.is(whole, 0, subject.wire.length), 'The chunks have changed.')
    const before = shown(subject.puts)
    filter.put(puts)
    assert(shown(puts) === before, 'The records to be put have changed.')
  },

  'keeps the chunks, not the list they come in': (subject) => {
    const filter = subject.create()
    const list = subject.wire.cut(0)
    filter.getOneStart(list)
    list.length = 0
    subject.assertReads([[]], 'the list was emptied', filter)
  },
}

function pieces(length: number, size: number, cut: (from: number, to?: number) => unknown[]): unknown[][] {
  const parts: unknown[][] = []
  for (let at = 0; at < length; at += size) parts.push(cut(at, Math.min(length, at + size)))
  return parts
}
