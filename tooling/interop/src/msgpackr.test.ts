import { spawnSync } from 'node:child_process'
import { get } from '@poe/filter'
import { ReferenceFilter } from '@poe/filter-reference'
import { zlibCompression } from '@poe/filter-reference/zlib'
import { msgpackrSerializer } from '@poe/serializer-msgpackr'
import { testFilter } from '@poe/test-filters'
import { describe, expect, it } from 'vitest'

const serializer = msgpackrSerializer()
const octets = (text: string) => new TextEncoder().encode(text)

testFilter(
  { describe, it },
  {
    name: 'ReferenceFilter with msgpackr',
    create: () => new ReferenceFilter({ serializer, noFatals: false, maxLength: 1000 }),
    records: [{ a: [1, 'é'] }, null, new Date(5), 7n, ''],
    malformed: [
      { name: 'a word for a length', wire: [octets('x1')], code: 'ERR_POE_FILTER_REFERENCE_LENGTH' },
      { name: 'a frame that is too long', wire: [octets('1001\0')], code: 'ERR_POE_FILTER_REFERENCE_TOO_LONG' },
    ],
  },
)

testFilter(
  { describe, it },
  {
    name: 'ReferenceFilter with msgpackr, compressed',
    create: () =>
      new ReferenceFilter({ serializer: msgpackrSerializer({ moreTypes: true }), compression: zlibCompression() }),
    records: [new Set([1, 2n]), { gone: undefined }, [Float64Array.of(1.5)]],
  },
)

describe('ReferenceFilter with msgpackr', () => {
  it('goes on behind a frame that is no MessagePack', () => {
    const filter = new ReferenceFilter({ serializer })
    const [good] = filter.put([{ a: 1 }]) as [Uint8Array]
    filter.getOneStart([octets('5\0'), Uint8Array.of(0xdd, 255, 255, 255, 255), good])
    expect(() => filter.getOne()).toThrow(expect.objectContaining({ code: 'ERR_POE_FILTER_RECORD_MSGPACK' }))
    expect(filter.getOne()).toEqual({ a: 1 })
  })

  it('puts nothing of what would be lost', () => {
    const lost = expect.objectContaining({ code: 'ERR_POE_NOT_SERIALIZABLE' })
    expect(() => new ReferenceFilter({ serializer }).put([new Map()])).toThrow(lost)
  })
})

const required = process.env.POE_REQUIRE_PROGRAMS === '1'

/** Whether a program can load what it needs; where it must, tests run, and fail, without it. */
function can(what: string, command: string, args: readonly string[]): boolean {
  const able = spawnSync(command, args, { stdio: 'ignore' }).status === 0
  if (!able) console.warn(`msgpackr and ${what}: SKIPPED, for it is not installed.`)
  return able || required
}

/** Runs a program on some octets; gives what it prints. */
function run(command: string, args: readonly string[], input: Uint8Array): Uint8Array {
  const { stdout, stderr, status } = spawnSync(command, args, { input, timeout: 20_000 })
  if (status !== 0 || stderr.length > 0) throw new Error(`${command} ended with status ${status}: ${stderr}`)
  return new Uint8Array(stdout)
}

const RECORDS = [
  { text: 'é€😀\0\n', numbers: [1, -2.5, null, 2 ** 31, -200], '': {} },
  ['x'.repeat(70_000), [], [[[]]]],
  { list: Array.from({ length: 70_000 }, (_, i) => i % 300) },
]

const ECHO = `
use strict; use warnings;
package MessagePackFreezer;
use Data::MessagePack;
my $packer = Data::MessagePack->new->utf8;
sub new { bless {}, shift }
sub freeze { $packer->pack($_[1]) }
sub thaw { $packer->unpack($_[1]) }
package main;
use POE::Filter::Reference;
binmode STDIN; binmode STDOUT;
my $filter = POE::Filter::Reference->new(Serializer => MessagePackFreezer->new);
my $in = do { local $/; <STDIN> };
my @records;
while (length $in) { push @records, @{ $filter->get([substr($in, 0, 1000, '')]) } }
print @{ $filter->put(\\@records) };
`

const perl = ['-MPOE::Filter::Reference', '-MData::MessagePack', '-e', '1']
describe.skipIf(!can('Perl (Debian: libpoe-perl, libdata-messagepack-perl)', 'perl', perl))('msgpackr and Perl', () => {
  it('understand each other in frames', () => {
    const filter = new ReferenceFilter({ serializer })
    const wire = Buffer.concat(filter.put(RECORDS) as Uint8Array[])
    expect(get(filter, [run('perl', ['-e', ECHO], wire)])).toEqual(RECORDS)
  })
})

const AGAIN = `
import sys, msgpack
unpacked = msgpack.unpackb(sys.stdin.buffer.read(), timestamp=1)
sys.stdout.buffer.write(msgpack.packb(unpacked))
`

const python = ['-c', 'import msgpack; assert msgpack.version >= (1, 0)']
describe.skipIf(!can('Python (Debian: python3-msgpack)', '/usr/bin/python3', python))('msgpackr and Python', () => {
  it.each([
    ['records', RECORDS, RECORDS],
    ['octets', Uint8Array.of(0, 255), Uint8Array.of(0, 255)],
    ['large integers', [2n ** 64n - 1n, -(2n ** 63n)], [2n ** 64n - 1n, -(2n ** 63n)]],
    ['a float of 53 bits', 2 ** 53, 2 ** 53],
  ])('understand each other: %s', (_, value, expected) => {
    expect(serializer.thaw(run('/usr/bin/python3', ['-c', AGAIN], serializer.freeze(value)))).toEqual(expected)
  })

  it('mean the same date', () => {
    const told = run(
      '/usr/bin/python3',
      ['-c', 'import sys, msgpack; print(msgpack.unpackb(sys.stdin.buffer.read(), timestamp=3).isoformat())'],
      serializer.freeze(new Date(-5)),
    )
    expect(new TextDecoder().decode(told).trim()).toBe('1969-12-31T23:59:59.995000+00:00')
  })
})
