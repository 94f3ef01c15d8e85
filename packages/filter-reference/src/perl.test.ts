import { spawnSync } from 'node:child_process'
import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { ReferenceFilter } from './index.ts'
import { zlibCompression } from './zlib.ts'

const NEEDED = ['-MPOE::Filter::Reference', '-MJSON::PP', '-MCompress::Zlib']
const hasPerlPoe = spawnSync('perl', [...NEEDED, '-e', '1'], { stdio: 'ignore' }).status === 0
const required = process.env.POE_REQUIRE_PROGRAMS === '1'
if (!hasPerlPoe && !required)
  console.warn('ReferenceFilter and Perl: SKIPPED, for Perl POE is not installed (Debian: libpoe-perl).')

/** A filter that freezes to JSON, all of standard input in $in, and what its records are. */
const PRELUDE = `
use strict; use warnings;
package JsonFreezer;
use JSON::PP ();
my $json = JSON::PP->new->utf8->canonical;
sub freeze { my $class = shift; $json->encode(@_) }
sub thaw { my $class = shift; $json->decode(@_) }
package main;
use POE::Filter::Reference;
binmode STDIN; binmode STDOUT;
my $compression = shift @ARGV;
my $object = bless {}, 'JsonFreezer';
my $filter = POE::Filter::Reference->new(Serializer => $object, Compression => $compression, NoFatals => 1);
my $in = do { local $/; <STDIN> };
`

const ECHO = `${PRELUDE}
my @records;
while (length $in) { push @records, @{ $filter->get([substr($in, 0, 7, '')]) } }
print @{ $filter->put(\\@records) };
`

const TELL = `${PRELUDE}
print map { ref() ? $json->encode($_) . "\\n" : "error\\n" } @{ $filter->get([$in]) };
`

const SPEAK = `${PRELUDE}
print @{ $filter->put([{ n => 1, list => [1, 2.5, undef], text => "\\x{e9}\\x{20ac}" }, [], ["x" x 5000]]) };
`

/** Runs a Perl program on some octets; gives what it prints. */
function perl(program: string, compression: boolean, input: Uint8Array): Uint8Array {
  const { stdout, stderr, status } = spawnSync('perl', ['-e', program, compression ? '1' : '0'], {
    input,
    timeout: 20_000,
  })
  if (status !== 0 || stderr.length > 0) throw new Error(`perl ended with status ${status}: ${stderr}`)
  return new Uint8Array(stdout)
}

const RECORDS = [{ text: 'é€😀\0\n', n: [1, -2.5, null, true] }, [], { '': {} }, ['x'.repeat(5000)]]

describe.skipIf(!hasPerlPoe && !required).each([false, true])(
  'ReferenceFilter and Perl, compressed: %s',
  (compressed) => {
    const create = () => new ReferenceFilter(compressed ? { compression: zlibCompression() } : {})
    const wire = () =>
      Uint8Array.from(
        create()
          .put(RECORDS)
          .flatMap((chunk) => [...(chunk as Uint8Array)]),
      )

    it('is understood by POE::Filter::Reference', () => {
      const told = new TextDecoder()
        .decode(perl(TELL, compressed, wire()))
        .trimEnd()
        .split('\n')
      expect(told.map((line) => JSON.parse(line))).toEqual(RECORDS)
    })

    it('understands POE::Filter::Reference', () => {
      const records = get(create(), [perl(SPEAK, compressed, new Uint8Array(0))])
      expect(records).toEqual([{ n: 1, list: [1, 2.5, null], text: 'é€' }, [], ['x'.repeat(5000)]])
    })

    it('gets its records back from there', () => {
      expect(get(create(), [perl(ECHO, compressed, wire())])).toEqual(RECORDS)
    })

    it('errs where POE errs', () => {
      const frames = new TextEncoder().encode('3\0[1,2\0[]')
      const here = get(new ReferenceFilter({ noFatals: true }), [frames])
      const there = new TextDecoder().decode(perl(TELL, false, frames))
      expect(here.map((record) => (record instanceof Error ? 'error' : JSON.stringify(record)))).toEqual(
        there.trimEnd().split('\n'),
      )
    })
  },
)
