import type { FaultKind, VirtualLoop } from '@poe/loop-virtual'
import { type Conversation, HIGH_MARK } from './conversation.ts'
import { CLEAN, type Talk } from './talk.ts'

/** What may break a connection; the other faults only make it slow and crumbly. */
const BREAKING: ReadonlySet<FaultKind> = new Set(['reset', 'vanish', 'deaf', 'refuse', 'hang', 'accept failure'])
/** What leaves an end waiting for ever, if it has nothing to say. */
const SILENT: ReadonlySet<FaultKind> = new Set(['vanish', 'deaf', 'hang'])

/** More than the mark: what one read may bring at most, and the longest line. */
const MOST_WAITING = HIGH_MARK + 65_536 + 400_000

/** Throws where a line was lost, doubled, reordered or glued, an end was not told, or something is left. */
export function checkConversation(conversation: Conversation, loop: VirtualLoop): void {
  const kinds = new Set(loop.faultLog.map(({ kind }) => kind))
  const broken = [...kinds].some((kind) => BREAKING.has(kind))
  const silent = [...kinds].some((kind) => SILENT.has(kind))
  const { talks, connected, disconnected, mostWaiting, report, ledger } = conversation
  for (const talk of talks) checkTalk(talk, broken)
  check(silent || report.late.length === 0, `late: ${JSON.stringify(report.late)}`)
  check(silent || connected === disconnected, `${connected} clients came, ${disconnected} went`)
  check(broken || connected === talks.length, `${connected} clients came of ${talks.length}`)
  check(mostWaiting <= MOST_WAITING, `${mostWaiting} octets waited for one client`)
  check(ledger === 0, `${ledger} entries in the ledger`)
  check(loop.warnings.length === 0, `warnings: ${loop.warnings.join('; ')}`)
  check(loop.net.connections.length === 0, `${loop.net.connections.length} connections are left`)
}

function checkTalk({ name, said, heard, arrived, ends }: Talk, broken: boolean): void {
  check(ends.length === 1, `${name} was told ${ends.length} ends: ${ends.join(', ')}`)
  check(broken || ends[0] === CLEAN, `${name} ended ${ends[0]}, and nothing broke its connection`)
  checkPrefix(`${name} heard`, heard, said)
  checkPrefix(`of ${name} arrived`, arrived, said)
  // A clean end must mean that nothing is missing, whatever went wrong.
  if (!broken || ends[0] === CLEAN)
    check(
      heard.length === said.length,
      `${name} heard ${heard.length} lines of ${said.length}, and it ended ${ends[0]}`,
    )
}

function checkPrefix(what: string, lines: readonly string[], of: readonly string[]): void {
  const wrong = lines.findIndex((line, i) => line !== of[i])
  if (wrong < 0) return
  const show = (line: string | undefined) => JSON.stringify(line?.slice(0, 60))
  throw new Error(`${what} ${show(lines[wrong])} as line ${wrong + 1}, not ${show(of[wrong])}`)
}

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}
