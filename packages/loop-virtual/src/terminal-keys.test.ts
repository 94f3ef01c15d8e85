import { EventEmitter } from 'node:events'
import { emitKeypressEvents } from 'node:readline'
import type { Key } from '@poe/loop'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_CODES } from './terminal-codes.ts'
import { KeyDecoder } from './terminal-keys.ts'

function ours(pieces: readonly string[]): Key[] {
  const keys: Key[] = []
  const decoder = new KeyDecoder((key) => keys.push(key))
  for (const piece of pieces) decoder.push(piece)
  return keys
}

/** Node's own decoding, which real loops use. */
function nodes(pieces: readonly string[]): Key[] {
  const keys: Key[] = []
  const stream = new EventEmitter()
  emitKeypressEvents(stream as never, { escapeCodeTimeout: 60_000 } as never)
  stream.on('keypress', (_, { sequence, name, ctrl, meta, shift }: Key) => {
    keys.push({ sequence, name: name === 'undefined' ? undefined : name, ctrl, meta, shift })
  })
  for (const piece of pieces) stream.emit('data', piece)
  // Settles the Escape that waits, and its timer.
  stream.emit('data', 'x')
  return keys
}

const alphabet = [...'\x1b\x1b\x1b[[O;;~^$0123459ABFZaz \r\n\t\b\x7f\x01\x1a\x1f!é😀\0'].filter((it) => it !== '\0')
const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }).map((it) => it.join(''))

describe('KeyDecoder', () => {
  it('decodes whatever is typed as Node does, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (pieces) => {
        expect(ours([...pieces, 'x'])).toEqual(nodes(pieces))
      }),
      { numRuns: 3000 },
    )
  })

  it.each([...KEY_CODES.keys()])('decodes ESC %s as Node does, with modifiers and Alt', (code) => {
    const modified = [`\x1b${code}`, `\x1b\x1b${code}`]
    if (/^\[\d+~$/.test(code)) modified.push(...[2, 3, 5, 8].map((it) => `\x1b${code.replace('~', `;${it}~`)}`))
    if (/^\[[A-H]$/.test(code)) modified.push(...[2, 3, 5, 8].map((it) => `\x1b[1;${it}${code[1]}`))
    for (const sequence of modified) expect(ours([sequence, 'x'])).toEqual(nodes([sequence]))
    expect(ours([`\x1b${code}`])).toHaveLength(1)
  })

  it('keeps an Escape until it is told that nothing follows', () => {
    const keys: Key[] = []
    const decoder = new KeyDecoder((key) => keys.push(key))
    decoder.push('a\x1b')
    expect([keys.length, decoder.escaped]).toEqual([1, true])
    decoder.flush()
    expect(keys[1]).toEqual({ sequence: '\x1b', name: 'escape', ctrl: false, meta: true, shift: false })
    decoder.flush()
    expect(keys).toHaveLength(2)
  })
})
