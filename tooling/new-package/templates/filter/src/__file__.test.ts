import { get } from '@poe/filter'
import { fuzzFilter, testFilter } from '@poe/test-filters'
import { describe, expect, it } from 'vitest'
import { __Class__ } from './__file__.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const texts = (records: readonly Uint8Array[]) => records.map((record) => new TextDecoder().decode(record))
const separator = 10

// What every filter promises.
testFilter(
  { describe, it },
  {
    name: '__Class__',
    create: () => new __Class__({ maxLength: 1000 }),
    records: ['one', '', 'two é'].map(octets),
    malformed: [
      {
        name: 'a record that is too long',
        wire: [octets(`one\0${'x'.repeat(1001)}`)],
        before: [octets('one')],
        code: 'ERR_POE_FILTER_TOO_LONG',
      },
    ],
  },
)

fuzzFilter(
  { describe, it },
  {
    name: '__Class__',
    create: () => new __Class__({ maxLength: 500 }),
    puts: (random) => random.list(8, () => octets(random.text(20, '\0'))),
    most: 100_000,
  },
)

describe('__Class__', () => {
  it('gives the same records whatever the chunks', () => {
    const input = octets('one\n\ntwei é\nlast')
    for (let size = 1; size <= input.length; size++) {
      const filter = new __Class__({ separator })
      const records: string[] = []
      for (let at = 0; at < input.length; at += size) records.push(...texts(get(filter, [input.slice(at, at + size)])))
      expect(records).toEqual(['one', '', 'twei é'])
      expect(texts(filter.getPending() ?? []).join('')).toBe('last')
    }
  })

  it('reads what it writes', () => {
    const filter = new __Class__()
    const records = ['one', '', 'two'].map(octets)
    expect(texts(get(filter, filter.put(records)))).toEqual(['one', '', 'two'])
    expect(filter.getPending()).toBeNull()
  })

  it('keeps unread octets for the next filter, in order', () => {
    const filter = new __Class__({ separator })
    filter.getOneStart([octets('one\ntwo'), octets(' three\nfour')])
    expect(texts([filter.getOne()!])).toEqual(['one'])
    expect(texts(filter.getPending()!).join('')).toBe('two three\nfour')
  })

  it('refuses a record beyond its limit until it is reset', () => {
    const filter = new __Class__({ separator, maxLength: 3 })
    filter.getOneStart([octets('123\n1234')])
    expect(texts([filter.getOne()!])).toEqual(['123'])
    for (let i = 0; i < 2; i++)
      expect(() => filter.getOne()).toThrow(expect.objectContaining({ code: 'ERR_POE_FILTER_TOO_LONG' }))
    const kept = filter.getPending()
    filter.getOneStart([octets('more\n')])
    expect(filter.getPending()).toEqual(kept)
    filter.reset()
    expect(texts(get(filter, [octets('ok\n')]))).toEqual(['ok'])
  })

  it('refuses to write a record that would be read as two', () => {
    const filter = new __Class__({ separator })
    expect(() => filter.put([octets('a\nb')])).toThrow(expect.objectContaining({ code: 'ERR_POE_BAD_RECORD' }))
  })

  it('clones its settings, not its input', () => {
    const filter = new __Class__({ separator, maxLength: 2 })
    filter.getOneStart([octets('x')])
    const clone = filter.clone()
    expect(clone.getPending()).toBeNull()
    expect(texts(get(clone, [octets('a\n')]))).toEqual(['a'])
    expect(() => get(clone, [octets('abc')])).toThrow('2 octets')
  })

  it('refuses options it does not know', () => {
    // @ts-expect-error the option is mistyped
    expect(() => new __Class__({ seperator: 1 })).toThrow('did you mean "separator"?')
  })
})
