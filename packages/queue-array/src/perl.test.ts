import { spawnSync } from 'node:child_process'
import { PriorityQueue, type QueueEntry } from '@poe/queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ArrayQueue } from './index.ts'

const NEEDED = ['-MPOE::Queue::Array', '-MJSON::PP']
const hasPerlPoe = spawnSync('perl', [...NEEDED, '-e', '1'], { stdio: 'ignore' }).status === 0
const required = process.env.POE_REQUIRE_PROGRAMS === '1'
if (!hasPerlPoe && !required)
  console.warn('ArrayQueue and Perl: SKIPPED, for Perl POE is not installed (Debian: libpoe-perl).')

const priority = fc.integer({ min: -6, max: 6 }).map((half) => half / 2)
const which = fc.nat(60)
const refused = fc.constantFrom('', 'x')
const max = fc.integer({ min: 1, max: 6 })
/** The name of an operation, then what it takes; entries are named by how many were enqueued after them. */
const act = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constant('enqueue' as const), priority, fc.constantFrom('x', 'y', 'z')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('dequeue' as const)) },
  fc.tuple(fc.constant('remove' as const), which, refused),
  { weight: 2, arbitrary: fc.tuple(fc.constant('set' as const), which, priority) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('adjust' as const), which, priority, refused) },
  fc.tuple(fc.constantFrom('peek' as const, 'removeSome' as const), refused, max),
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

const PERL = `
use strict; use warnings;
use POE::Queue::Array; use JSON::PP; use Errno qw(ESRCH EPERM);
my $queue = POE::Queue::Array->new;
my (@ids, %place);
sub plain { [$_[0][0] + 0, $place{$_[0][1]}, $_[0][2]] }
sub why { my $got = shift; defined $got ? $got : $! == ESRCH ? 'ESRCH' : $! == EPERM ? 'EPERM' : 'nothing' }
my %do = (
  enqueue => sub { push @ids, $queue->enqueue(@_); $place{$ids[-1]} = $#ids },
  dequeue => sub { my @got = $queue->dequeue_next; @got ? plain(\\@got) : undef },
  remove => sub { my ($id, $no) = @_; my @got = $queue->remove_item($id, sub { $_[0] ne $no }); @got ? plain(\\@got) : why() },
  set => sub { my ($id, $to) = @_; why($queue->set_priority($id, sub { 1 }, $to)) },
  adjust => sub { my ($id, $by, $no) = @_; why($queue->adjust_priority($id, sub { $_[0] ne $no }, $by)) },
  peek => sub { my ($no, $max) = @_; [map { plain($_) } $queue->peek_items(sub { $_[0] ne $no }, $max)] },
  removeSome => sub { my ($no, $max) = @_; [map { plain($_) } $queue->remove_items(sub { $_[0] ne $no }, $max)] },
);
my @out;
for my $act (@{ decode_json(do { local $/; <STDIN> }) }) {
  my ($name, @args) = @$act;
  $args[0] = $ids[$#ids - $args[0] % @ids] if $name =~ /^(remove|set|adjust)$/ and @ids;
  push @out, [$do{$name}->(@args), $queue->get_item_count, $queue->get_next_priority];
}
print encode_json(\\@out);
`

function theirs(acts: readonly Act[]): unknown {
  const input = JSON.stringify([['enqueue', 0, 'x'], ...acts])
  const { stdout, stderr, status } = spawnSync('perl', ['-e', PERL], { input, encoding: 'utf8', timeout: 20_000 })
  if (status !== 0 || stderr !== '') throw new Error(`perl ended with status ${status}: ${stderr}`)
  return JSON.parse(stdout)
}

/** The same by a {@link PriorityQueue}. */
class Ours {
  readonly #queue = new PriorityQueue<string>(new ArrayQueue())
  readonly #ids: number[] = []

  all(acts: readonly Act[]): unknown {
    return [['enqueue', 0, 'x'] as const, ...acts].map((now) => [
      this.#do(now as Act),
      this.#queue.size,
      this.#queue.nextPriority ?? null,
    ])
  }

  #do(now: Act): unknown {
    const queue = this.#queue
    if (now[0] === 'enqueue') return this.#ids.push(queue.enqueue(now[1], now[2])) - 1
    if (now[0] === 'dequeue') return this.#plain(queue.dequeueNext()) ?? null
    if (now[0] === 'peek') return queue.peekItems((item) => item !== now[1], now[2]).map((entry) => this.#plain(entry))
    if (now[0] === 'removeSome')
      return queue.removeItems((item) => item !== now[1], now[2]).map((entry) => this.#plain(entry))
    const id = this.#ids.at(-1 - ((now[1] as number) % this.#ids.length)) as number
    if (now[0] === 'set') return queue.setPriority(id, now[2]) ?? queue.errno
    if (now[0] === 'remove') return this.#plain(queue.removeItem(id, (item) => item !== now[2])) ?? queue.errno
    return queue.adjustPriority(id, now[2], (item) => item !== now[3]) ?? queue.errno
  }

  #plain(entry: QueueEntry<string> | undefined): unknown[] | undefined {
    return entry && [entry.priority, this.#ids.indexOf(entry.id), entry.item]
  }
}

describe.skipIf(!hasPerlPoe && !required)('PriorityQueue on ArrayQueue and POE::Queue::Array', () => {
  it.each([1, 2, 3])('give the same answers, seed %i', (seed) => {
    const acts = fc.sample(act, { seed, numRuns: 3000 })
    const [here, there] = [new Ours().all(acts), theirs(acts)]
    expect(here).toEqual(there)
    expect(JSON.stringify(there)).toContain('EPERM')
  })
})
