import type { Suite } from './suite.ts'
import { clocks } from './suites/clocks.ts'
import { connecting } from './suites/connecting.ts'
import { datagrams } from './suites/datagrams.ts'
import { descriptorStreams } from './suites/descriptor-streams.ts'
import { descriptors } from './suites/descriptors.ts'
import { errors, errorsOfWatchers } from './suites/errors.ts'
import { fairness } from './suites/fairness.ts'
import { fileStreams, fullDisk, namedPipes } from './suites/file-streams.ts'
import { fileWatches } from './suites/file-watches.ts'
import { files } from './suites/files.ts'
import { listeners } from './suites/listeners.ts'
import { order } from './suites/order.ts'
import { pipes } from './suites/pipes.ts'
import { programs } from './suites/programs.ts'
import { resets } from './suites/resets.ts'
import { running } from './suites/running.ts'
import { signals } from './suites/signals.ts'
import { stages } from './suites/stage.ts'
import { streamsClosing } from './suites/streams-closing.ts'
import { streamsEnding } from './suites/streams-ending.ts'
import { streamsReading } from './suites/streams-reading.ts'
import { streamsWatching } from './suites/streams-watching.ts'
import { streamsWriting } from './suites/streams-writing.ts'
import { terminal } from './suites/terminal.ts'
import { timers } from './suites/timers.ts'
import { tls } from './suites/tls.ts'
import { unixSockets } from './suites/unix-sockets.ts'
import { waking } from './suites/waking.ts'
import { wallClockSteps } from './suites/wall-clock-steps.ts'

/** Every topic of the kit, the simplest first. */
export const SUITES: readonly Suite[] = [
  running,
  waking,
  timers,
  clocks,
  wallClockSteps,
  errors,
  errorsOfWatchers,
  order,
  fairness,
  signals,
  streamsReading,
  streamsWatching,
  streamsWriting,
  streamsEnding,
  streamsClosing,
  resets,
  listeners,
  connecting,
  unixSockets,
  tls,
  datagrams,
  stages,
  pipes,
  descriptors,
  descriptorStreams,
  programs,
  terminal,
  files,
  fileStreams,
  fullDisk,
  namedPipes,
  fileWatches,
]
