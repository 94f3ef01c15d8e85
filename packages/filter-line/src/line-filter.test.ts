import { get } from '@poe/filter'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { LineFilter, type LineFilterOptions } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const text = (chunks: readonly Uint8Array[] | null) =>
  chunks === null ? null : chunks.map((chunk) => new TextDecoder().decode(chunk)).join('')
const withCode = (code: string) => expect.objectContaining({ code })

/** What comes out after each of some pieces of input. */
function steps(options: LineFilterOptions, ...pieces: readonly string[]): unknown[][] {
  const filter = new LineFilter(options)
  return pieces.map((piece) => get(filter, [octets(piece)]))
}

describe('LineFilter', () => {
  describe('by default', () => {
    it('ends lines at CR, LF, CRLF and LFCR', () => {
      expect(steps({}, 'a\rb\nc\r\nd\n\re\r')).toEqual([['a', 'b', 'c', 'd', 'e']])
    })

    it('gives an empty line for each line end without a line', () => {
      expect(steps({}, '\n\n\r\n\r\r')).toEqual([['', '', '', '']])
    })

    it('takes a CR and the LF that arrives later as one line end, and gives the line at once', () => {
      expect(steps({}, 'a\r', '\nb\r', '\n', 'c\n', '\rd\n')).toEqual([['a'], ['b'], [], ['c'], ['d']])
    })

    it('keeps a line without an end to itself', () => {
      const filter = new LineFilter()
      expect(get(filter, [octets('a\nb')])).toEqual(['a'])
      expect(text(filter.getPending())).toBe('b')
      expect(get(filter, [octets('c\n')])).toEqual(['bc'])
      expect(filter.getPending()).toBeNull()
    })

    it('puts CRLF behind each line', () => {
      expect(new LineFilter().put(['a', '', 'b\nc'])).toEqual(['a\r\n', '\r\n', 'b\nc\r\n'])
    })

    it('leaves a second half of a line end to nobody', () => {
      const filter = new LineFilter()
      expect(get(filter, [octets('a\r')])).toEqual(['a'])
      filter.getOneStart([octets('\nb')])
      expect(text(filter.getPending())).toBe('b')
    })
  })

  describe('decoding', () => {
    it('takes characters that arrive in parts', () => {
      const filter = new LineFilter()
      const lines = [...octets('é€😀\n')].flatMap((octet) => get(filter, [Uint8Array.of(octet)]))
      expect(lines).toEqual(['é€😀'])
    })

    it('makes U+FFFD of what is no UTF-8', () => {
      expect(get(new LineFilter(), [Uint8Array.of(97, 0xff, 10, 0xc3, 10, 98, 10)])).toEqual(['a\ufffd', '\ufffd', 'b'])
    })

    it('keeps a byte order mark', () => {
      expect(get(new LineFilter(), [Uint8Array.of(0xef, 0xbb, 0xbf, 97, 10)])).toEqual(['\ufeffa'])
    })

    it('gives one character an octet in latin1, those of 0x80 to 0x9f too', () => {
      const all = Uint8Array.from({ length: 128 }, (_, i) => i + 128)
      const [line] = get(new LineFilter({ encoding: 'latin1' }), [all, octets('\n')])
      expect([...line!].map((character) => character.charCodeAt(0))).toEqual([...all])
    })

    it('gives octets in bytes mode, a view of the chunk where it can', () => {
      const chunk = Uint8Array.of(0xff, 0, 10, 1)
      const filter = new LineFilter({ encoding: 'bytes' })
      const lines = get(filter, [chunk, Uint8Array.of(2, 10)])
      expect(lines).toEqual([Uint8Array.of(0xff, 0), Uint8Array.of(1, 2)])
      expect(lines[0]!.buffer).toBe(chunk.buffer)
      expect(lines[1]!.buffer).not.toBe(chunk.buffer)
    })
  })

  describe('literal', () => {
    it('ends lines both ways', () => {
      expect(steps({ literal: '\r\n' }, 'a\nb\r', '\nc\r\r\n')).toEqual([[], ['a\nb', 'c\r']])
      expect(new LineFilter({ literal: '|' }).put(['a'])).toEqual(['a|'])
    })

    it('leaves the output at CRLF when only the input is given, and the other way round', () => {
      expect(new LineFilter({ inputLiteral: '|' }).put(['a'])).toEqual(['a\r\n'])
      expect(steps({ outputLiteral: '|' }, 'a\nb|c\r')).toEqual([['a', 'b|c']])
      expect(new LineFilter({ outputLiteral: '' }).put(['a'])).toEqual(['a'])
    })

    it('takes line ends from the left where they overlap', () => {
      expect(steps({ inputLiteral: '\n\n' }, 'a\n', '\n\nb\n\n')).toEqual([[], ['a', '\nb']])
    })
  })

  describe('detection, by an empty inputLiteral', () => {
    // POE: t/10_units/05_filters/03_line.t
    it('ends all lines as the first one ends, its second half arriving later', () => {
      expect(steps({ inputLiteral: '' }, 'a\r', '\nb\r\n', 'c\n\r', '\n')).toEqual([['a'], ['b'], [], ['c\n']])
    })

    it('takes one octet as the line end when another line follows', () => {
      expect(steps({ inputLiteral: '' }, 'a\n', 'b\r\nc\n')).toEqual([['a'], ['b\r', 'c']])
    })

    it('starts anew in a clone and after reset', () => {
      const filter = new LineFilter({ inputLiteral: '' })
      get(filter, [octets('a\nb\n')])
      expect(get(filter.clone(), [octets('a\rb\r')])).toEqual(['a', 'b'])
      filter.reset()
      expect(get(filter, [octets('a\rb\r')])).toEqual(['a', 'b'])
    })
  })

  describe('inputRegexp', () => {
    it('takes alternatives as one line end each', () => {
      expect(steps({ inputRegexp: 'a|b' }, '1a2b3')).toEqual([['1', '2']])
    })

    it('does not mind the state and flags of the expression given', () => {
      const inputRegexp = /x/giy
      inputRegexp.lastIndex = 5
      expect(steps({ inputRegexp }, '1X2x')).toEqual([['1', '2']])
      expect(inputRegexp.lastIndex).toBe(5)
    })

    it('ends no line at a match of nothing', () => {
      expect(steps({ inputRegexp: /x*/ }, '1x2xx3')).toEqual([['1', '2']])
    })

    it('lets a line end grow with what arrives', () => {
      expect(steps({ inputRegexp: /-+/ }, 'a-', '--', '-b--', 'c')).toEqual([['a'], [], ['b'], []])
    })

    it('gives octets in bytes mode', () => {
      const filter = new LineFilter({ encoding: 'bytes', inputRegexp: /\xff/ })
      expect(get(filter, [Uint8Array.of(1, 0x80, 0xff, 2)])).toEqual([Uint8Array.of(1, 0x80)])
    })

    it('refuses lines and line ends that are too long', () => {
      const tooLong = withCode('ERR_POE_FILTER_LINE_TOO_LONG')
      expect(() => steps({ inputRegexp: /;+/, maxLength: 2 }, 'é;', 'abc;')).toThrow(tooLong)
      expect(() => steps({ inputRegexp: /;+/, maxLength: 2 }, 'ab', 'c'.repeat(257))).toThrow(tooLong)
      expect(() => steps({ inputRegexp: /;+/, maxLength: 2 }, ';'.repeat(300), ';')).toThrow(tooLong)
    })
  })

  describe('put', () => {
    it('takes octets in every encoding, one chunk a line', () => {
      expect(new LineFilter().put([Uint8Array.of(1, 2)])).toEqual([Uint8Array.of(1, 2, 13, 10)])
      expect(new LineFilter({ encoding: 'bytes' }).put([Uint8Array.of(1), 'é'])).toEqual([
        Uint8Array.of(1, 13, 10),
        'é\r\n',
      ])
    })

    it('makes one octet of a character in latin1, and refuses what has none', () => {
      const filter = new LineFilter({ literal: '\xb6', encoding: 'latin1' })
      expect(filter.put(['é'])).toEqual([Uint8Array.of(0xe9, 0xb6)])
      expect(() => filter.put(['€'])).toThrow(withCode('ERR_POE_NOT_LATIN1'))
    })
  })

  describe('limits', () => {
    it('fails as soon as a line is known to be too long, and keeps failing until reset', () => {
      const filter = new LineFilter({ maxLength: 3 })
      filter.getOneStart([octets('ab\nabc')])
      expect([filter.getOne(), filter.getOne()]).toEqual(['ab', undefined])
      filter.getOneStart([octets('d')])
      const tooLong = withCode('ERR_POE_FILTER_LINE_TOO_LONG')
      expect(() => filter.getOne()).toThrow(tooLong)
      expect(() => filter.getOne()).toThrow(tooLong)
      expect(() => filter.getOneStart([octets('\nok\n')])).toThrow(tooLong)
      expect(text(filter.getPending())).toBe('abcd')
      filter.reset()
      expect(filter.getPending()).toBeNull()
      expect(get(filter, [octets('ok\n')])).toEqual(['ok'])
    })

    it('counts octets, not characters, and not the line end', () => {
      expect(steps({ maxLength: 4, literal: '\r\n' }, 'éé\r', '\n')).toEqual([[], ['éé']])
      expect(() => steps({ maxLength: 3 }, 'éé\n')).toThrow(withCode('ERR_POE_FILTER_LINE_TOO_LONG'))
    })

    it('fails when input is given faster than lines are taken', () => {
      const filter = new LineFilter({ maxLength: 2, maxBuffer: 6 })
      filter.getOneStart([octets('a\nb\n')])
      const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
      expect(() => filter.getOneStart([octets('c\nd')])).toThrow(full)
      expect(() => filter.getOne()).toThrow(full)
      expect(() => filter.getOneStart([])).toThrow(full)
      expect(text(filter.getPending())).toBe('a\nb\nc\nd')
    })

    it('does not keep what was read, even when there is always more', () => {
      const filter = new LineFilter()
      filter.getOneStart([octets('0\n')])
      for (let i = 0; i < 1000; i++) {
        filter.getOneStart([octets(`${i + 1}\n`)])
        expect(filter.getOne()).toBe(`${i}`)
      }
      expect(text(filter.getPending())).toBe('1000\n')
    })

    it('takes a line of one megabyte in single octets without slowing down', () => {
      const filter = new LineFilter()
      const one = octets('x')
      for (let i = 0; i < 1_048_576; i++) {
        filter.getOneStart([one])
        if (filter.getOne() !== undefined) throw new Error(`a line after ${i} octets`)
      }
      expect(get(filter, [octets('\n')])[0]?.length).toBe(1_048_576)
    })
  })

  it('is cloned with the same settings and nothing in it', () => {
    const filter = new LineFilter({ literal: '|', encoding: 'bytes', maxLength: 2 })
    filter.getOneStart([octets('a|b')])
    const clone = filter.clone()
    expect(clone.getPending()).toBeNull()
    expect(clone.put(['a'])).toEqual(['a|'])
    expect(get(clone, [octets('c|')])).toEqual([octets('c')])
    expect(() => get(clone, [octets('abc')])).toThrow(withCode('ERR_POE_FILTER_LINE_TOO_LONG'))
    expect(filter.getOne()).toEqual(octets('a'))
  })

  it.each<[LineFilterOptions, string, string[], string[]]>([
    [{}, 'one\ntwo', ['one'], ['two']],
    [{}, 'one\r', ['one'], []],
    [{}, 'one\n\n', ['one', ''], []],
    [{ literal: 'aba' }, 'xaba1ab', ['x'], ['1ab']],
    [{ inputLiteral: '' }, 'one\ntwo\r', ['one'], ['two\r']],
    [{ inputRegexp: /;+/ }, 'one;two', ['one'], ['two']],
    [{ inputRegexp: /;+/ }, 'one;', ['one'], []],
    [{ encoding: 'latin1' }, 'one\ntw\u00e9', ['one'], ['tw\u00c3\u00a9']],
    [{ inputRegexp: /;/ }, 'tw\u00e9', [], ['tw\u00e9']],
  ])('gives a last line without an end when it finishes: %j, %j', (options, input, before, rest) => {
    for (const size of [1, 2, 100]) {
      const filter = new LineFilter(options)
      const whole = octets(input)
      const lines: unknown[] = []
      for (let at = 0; at < whole.length; at += size) lines.push(...get(filter, [whole.subarray(at, at + size)]))
      expect(lines).toEqual(before)
      filter.finish()
      expect([...get(filter, []), filter.getPending()]).toEqual([...rest, null])
    }
  })

  it('refuses too long a last line, by octets', () => {
    for (const options of [{ literal: 'ab' }, { inputRegexp: /;/ }]) {
      const filter = new LineFilter({ ...options, maxLength: 3 })
      expect(get(filter, [octets('x\u00e9a')])).toEqual([])
      filter.finish()
      expect(() => filter.getOne()).toThrow(withCode('ERR_POE_FILTER_LINE_TOO_LONG'))
    }
  })

  describe('options', () => {
    const conflicts: readonly [LineFilterOptions, string][] = [
      [{ literal: 'a', inputLiteral: 'b' }, 'option "inputLiteral" must be left out where "literal" is given, not "b"'],
      [{ literal: 'a', inputRegexp: /b/ }, 'option "inputRegexp" must be left out where "literal" is given'],
      [{ literal: 'a', outputLiteral: 'b' }, 'option "outputLiteral" must be left out where "literal" is given'],
      [{ inputLiteral: '', inputRegexp: 'b' }, 'option "inputRegexp" must be left out where "inputLiteral" is given'],
      [{ maxLength: 10, maxBuffer: 9 }, 'option "maxBuffer" must be at least maxLength, 10, not 9'],
      [{ literal: '' }, 'option "literal" must be a string of at least one character, not ""'],
      [{ inputRegexp: '(' }, 'option "inputRegexp" must be the source of a regular expression'],
      [{ inputRegexp: '' }, 'option "inputRegexp" must be a regular expression or the source of one'],
      [{ maxLength: 0 }, 'option "maxLength" must be a whole number of at least 1, not 0'],
      [{ encoding: 'ascii' as never }, 'option "encoding" must be "utf-8" or "latin1" or "bytes", not "ascii"'],
      [{ literal: '\ud83d' }, 'option "literal" must be of characters that have octets'],
      [{ inputLiteral: '\ufffd' }, 'option "inputLiteral" must be of characters that have octets'],
      [{ outputLiteral: '€', encoding: 'latin1' }, 'option "outputLiteral" must be of characters up to U+00FF'],
    ]
    it.each(conflicts)('refuses %j', (options, message) => {
      expect(() => new LineFilter(options)).toThrow(withCode('ERR_POE_BAD_OPTION'))
      expect(() => new LineFilter(options)).toThrow(message)
    })

    it('refuses an unknown option and names the near one', () => {
      expect(() => new LineFilter({ maxlen: 5 } as never)).toThrow('unknown option "maxlen"; did you mean "maxLength"?')
    })

    it('takes undefined as not given', () => {
      expect(steps({ literal: undefined, inputLiteral: '|' }, 'a|')).toEqual([['a']])
    })
  })

  it('keeps the streams of clones apart, whatever waits in them', () => {
    const first = new LineFilter({ maxLength: 5 })
    const all = [first, first.clone(), first.clone()] as const
    const pieces = ['a', 'b\r', '\nc\n', '\r', 'd', 'e\n']
    for (const [at, piece] of pieces.entries())
      for (const [which, filter] of all.entries()) {
        const lines = get(filter, [octets(piece.replace(/[a-e]/, `$&${which}`))])
        const wanted = [[], [`a${which}b${which}`], [`c${which}`], [], [], [`d${which}e${which}`]][at]
        expect(lines).toEqual(wanted)
      }
    expect(all.map((filter) => filter.getPending())).toEqual([null, null, null])
    all[1].getOneStart([octets('much too long')])
    expect(() => all[1].getOne()).toThrow(withCode('ERR_POE_FILTER_LINE_TOO_LONG'))
    expect([get(all[0], [octets('x\n')]), get(all[2], [octets('y\n')])]).toEqual([['x'], ['y']])
    all[1].reset()
    expect(get(all[1], [octets('z\n')])).toEqual(['z'])
  })

  it('gives the type of line the encoding says', () => {
    expectTypeOf(new LineFilter()).toEqualTypeOf<LineFilter<string>>()
    expectTypeOf(new LineFilter({ encoding: 'latin1' }).getOne()).toEqualTypeOf<string | undefined>()
    expectTypeOf(new LineFilter({ encoding: 'bytes' }).getOne()).toEqualTypeOf<Uint8Array | undefined>()
    expectTypeOf(new LineFilter({ encoding: 'bytes' }).clone().getOne()).toEqualTypeOf<Uint8Array | undefined>()
    const open: LineFilterOptions = {}
    expectTypeOf(new LineFilter(open).getOne()).toEqualTypeOf<string | Uint8Array | undefined>()
    // @ts-expect-error records are text or octets
    const wrong = () => new LineFilter().put([5])
    expect(wrong).toThrow()
  })
})
