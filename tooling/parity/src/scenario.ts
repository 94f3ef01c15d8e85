import { spawnSync } from 'node:child_process'
import { Kernel, type SessionKernel, type Untyped } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { type CreateParams, type Handler, Session } from '@poe/session'
import { describe, expect, it } from 'vitest'

/** What the TypeScript half of a scenario is given. */
export interface Stage {
  readonly kernel: Kernel
  readonly loop: TimeLoop
  /** Adds a line to the trace; undefined is written as Perl's half writes it. */
  trace(...words: readonly unknown[]): void
  /** Makes a session, a child of the one whose kernel is given. */
  session(states: Readonly<Record<string, Handler<Untyped>>>, kernel?: Kernel | SessionKernel): Session
}

/** Runs its half until the kernel has nothing left to do. */
export type Half = (stage: Stage) => void

/** Two halves: Perl code after {@link PRELUDE}, and the same here. */
export interface Scenario {
  readonly name: string
  readonly perl: string
  readonly here: Half
  /** Lines whose order POE leaves open: compared sorted. */
  readonly unordered?: boolean
}

/** What every Perl half begins with: a trace, and short ways of making sessions. */
const PRELUDE = `
use strict; use warnings; no warnings 'once';
use POE qw(NFA); use POE::Session;
$| = 1;
my $k = $poe_kernel;
sub trace { print join(' ', map { defined $_ ? $_ : 'undef' } @_), "\\n" }
sub session { POE::Session->create(inline_states => {@_}) }
`

/** Runs the kernel, and tells how that ended. */
const FINALE = `;
eval { POE::Kernel->run(); 1 } or do { my $e = "$@"; chomp $e; $e =~ s/ at (\\S+) line \\d+\\.?\\s*$//; trace('died', $e) };
trace('end');
`

const hasPerlPoe = spawnSync('perl', ['-MPOE', '-e', '1'], { stdio: 'ignore' }).status === 0

/** Runs the Perl half; gives its trace. */
function traceOfPerl(perl: string): string[] {
  const { stdout, stderr, status } = spawnSync('perl', ['-'], {
    input: PRELUDE + perl + FINALE,
    encoding: 'utf8',
    timeout: 20_000,
  })
  if (status !== 0) throw new Error(`The Perl half ended with status ${status}: ${stderr}`)
  return stdout.split('\n').slice(0, -1)
}

/** Runs the half here, under simulated time; gives its trace. */
async function traceOfOurs(here: Half): Promise<string[]> {
  const lines: string[] = []
  const loop = new TimeLoop({ settle: () => new Promise(setImmediate), wallClock: 1_000_000_000_000 })
  const kernel = new Kernel({ loop })
  const trace = (...words: readonly unknown[]) =>
    void lines.push(words.map((word) => String(word ?? 'undef')).join(' '))
  const session: Stage['session'] = (inlineStates, on = kernel) =>
    Session.create({ kernel: on, inlineStates } as CreateParams)
  here({ kernel, loop, trace, session })
  try {
    await kernel.run()
  } catch (error) {
    trace('died', error instanceof Error ? error.message : error)
  }
  trace('end')
  expect(kernel.ledger()).toEqual([])
  return lines
}

/** Compares both halves of every scenario. Without Perl POE they are skipped, or fail where programs are required. */
export function compare(topic: string, scenarios: readonly Scenario[]): void {
  const required = process.env.POE_REQUIRE_PROGRAMS === '1'
  if (!hasPerlPoe && !required) console.warn(`${topic}: SKIPPED, for Perl POE is not installed (Debian: libpoe-perl).`)
  describe.skipIf(!hasPerlPoe && !required)(topic, () => {
    for (const { name, perl, here, unordered } of scenarios)
      it(name, async () => {
        const theirs = traceOfPerl(perl)
        const ours = await traceOfOurs(here)
        if (unordered === true) expect(ours.sort()).toEqual(theirs.sort())
        else expect(ours).toEqual(theirs)
        expect(ours.length).toBeGreaterThan(1)
      })
  })
}
