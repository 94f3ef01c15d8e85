import { get } from '@poe/filter'
import { testFilter } from '@poe/test-filters'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { CsvFilter, type Row } from './csv-filter.ts'
import { Program } from './program.test-support.ts'

const octets = (text: string) => new TextEncoder().encode(text)

testFilter(
  { describe, it },
  {
    name: 'CsvFilter',
    create: () => new CsvFilter('name', 'city'),
    records: [
      { name: 'Ann', city: 'Rome' },
      { name: '', city: 'a, "b"\r\nc' },
      { name: 'é€😀', city: '' },
    ],
  },
)

describe('CsvFilter', () => {
  it('goes on behind a line that is wrong', () => {
    const filter = new CsvFilter('a')
    filter.getOneStart([octets('1,2\n3\n')])
    expect(() => filter.getOne()).toThrow('A line has 2 values, not 1.')
    expect(filter.getOne()).toEqual({ a: '3' })
  })

  it('does not take a line without end', () => {
    const filter = new CsvFilter('a')
    expect(() => {
      for (let i = 0; i < 20; i++) get(filter, [octets('x'.repeat(100_000))])
    }).toThrow(expect.objectContaining({ code: 'ERR_POE_FILTER_LINE_TOO_LONG' }))
  })

  it('knows its columns', () => {
    const filter = new CsvFilter('name', 'age')
    expectTypeOf(filter.getOne()).toEqualTypeOf<Row<'name' | 'age'> | undefined>()
    expectTypeOf(filter.put).parameter(0).toEqualTypeOf<readonly Row<'name' | 'age'>[]>()
  })
})

describe('csv-to-jsonl', () => {
  it('turns a table into lines of JSON, the last line without its end too', async () => {
    const program = new Program('csv-to-jsonl')
    program.process.stdin.end('Ann,"New ""Y"", x",3\r\nBob,Rome,4')
    expect([await program.ended, program.stdout, program.stderr]).toEqual([
      0,
      '{"name":"Ann","city":"New \\"Y\\", x","age":3}\n{"name":"Bob","city":"Rome","age":4}\n',
      '',
    ])
  })
})
