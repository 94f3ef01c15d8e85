import type { Driver } from '@poe/driver'
import { SysRWDriver } from '@poe/driver-sysrw'
import type { OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { InputFilter, Marks, OutputLimits } from '@poe/wheel-readwrite/sides'
import type { AnyRunOptions } from './options.ts'

const MAX_OUTPUT = 64 * 1024 * 1024

/** Programs end their lines with LF, and a CR is theirs to send. Cloned, which is quicker than to make one. */
const LINES = new LineFilter({ literal: '\n' })

/** What the streams of a program are worked with, options and defaults together. */
export interface Parts {
  stdinFilter: OutputFilter<Untyped>
  stdoutFilter: InputFilter<Untyped>
  stderrFilter: InputFilter<Untyped>
  readonly stdinDriver: Driver
  readonly stdoutDriver: Driver
  readonly stderrDriver: Driver
  readonly limits: OutputLimits
  readonly marks: Marks
}

export function partsOf(options: AnyRunOptions): Parts {
  const { stdioFilter, stdioDriver, highMark, lowMark } = options
  const { autoFlush = false, maxOutput = MAX_OUTPUT, stallTimeout = Number.POSITIVE_INFINITY } = options
  const lines = stdioFilter ?? LINES.clone()
  return {
    stdinFilter: options.stdinFilter ?? lines,
    stdoutFilter: options.stdoutFilter ?? lines,
    stderrFilter: options.stderrFilter ?? LINES.clone(),
    stdinDriver: stdioDriver ?? options.stdinDriver ?? new SysRWDriver(),
    stdoutDriver: stdioDriver ?? options.stdoutDriver ?? new SysRWDriver(),
    stderrDriver: options.stderrDriver ?? new SysRWDriver(),
    limits: { autoFlush, maxOutput, stallTimeout },
    marks: { highMark, lowMark },
  }
}
