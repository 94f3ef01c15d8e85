import { kilobytes, type Outcome } from './consumer.ts'

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: 'red' | 'bold', text: string) => string

/** What was installed and how it went: a row for each consumer, then every problem. */
export function table(outcomes: readonly Outcome[], paint: Paint): string[] {
  const rows = outcomes.map((outcome) => ({ outcome, cells: cellsOf(outcome) }))
  const heads = ['', 'POE', 'others', 'kB', 's', '']
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!))).join('  ')
  const lines = [line(heads).trimEnd()]
  for (const [i, { outcome, cells }] of rows.entries()) {
    if (outcome.group !== rows[i - 1]?.outcome.group) lines.push(paint('bold', outcome.group))
    const text = line(cells)
    lines.push(outcome.problems.length === 0 ? text : paint('red', text))
  }
  return [...lines, ...outcomes.flatMap((outcome) => problemsOf(outcome, paint))]
}

function cellsOf({ consumer, installed, milliseconds, problems }: Outcome): string[] {
  const seconds = (milliseconds / 1000).toFixed(1)
  const brought =
    installed === undefined
      ? ['-', '-', '-']
      : [installed.ours.length, installed.others.length, kilobytes(installed.octets)].map(String)
  return [`  ${consumer}`, ...brought, seconds, problems.length === 0 ? 'ok' : 'FAILED']
}

function problemsOf({ consumer, problems }: Outcome, paint: Paint): string[] {
  return problems.flatMap((problem) => ['', paint('red', `${consumer}:`), ...problem.split('\n').slice(-60)])
}
