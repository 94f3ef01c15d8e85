import { check, checkOptions } from '@poe/errors'
import type { Address, Loop } from '@poe/loop'
import { LACKS, type Lack } from './lacks.ts'

/** A program and its arguments. */
export type Command = readonly [string, ...string[]]

/** Programs of the system for the tests of `loop.process`. */
export interface ProgramCommands {
  /** Copies its input to its output until its input ends, then ends with 0. */
  readonly cat: Command
  /** Ends with this code, without reading or writing. */
  readonly exit: (code: number) => Command
}

/** Certificates for `localhost` and `127.0.0.1`, which sign themselves: PEM text. */
export interface TlsCertificates {
  /** The private key of `cert`. */
  readonly key: string
  /** The certificate listeners show, and clients trust. */
  readonly cert: string
  /** Somebody else's certificate. */
  readonly otherCert: string
}

/** Who sits at the terminal of a loop. */
export interface TerminalUser {
  /** Presses keys. */
  readonly type: (loop: Loop, text: string) => void
  /** Ends the input. */
  readonly end: (loop: Loop) => void
  /** All that was written on it. */
  readonly output: (loop: Loop) => string
}

/** A descriptor of the system, both ways, and who is at its other end, by other means than the loop's. */
export interface DescriptorPair {
  /** Open, and watched by nobody. */
  readonly descriptor: number
  /** Takes what waits to be read at the descriptor. */
  readonly take: () => Uint8Array
  /** Has the other end send octets. */
  readonly send: (octets: Uint8Array) => void
  /** Takes what came to the other end. */
  readonly heard: () => Uint8Array
  /** Closes the other end; twice is fine. */
  readonly hangUp: () => void
  /** Whether the other end has noticed that the descriptor was closed, and whatever was made of it. */
  readonly isClosed: () => boolean
  /** Closes both; the descriptor is nobody's stream then. */
  readonly end: () => void
}

/** What is tested, and what a loop's author lends the tests. */
export interface TestLoopOptions {
  /** How the loop is called in the names of the tests. */
  readonly name: string
  /** Makes a fresh loop; each test has its own. */
  readonly create: () => Loop | Promise<Loop>
  /** Gives up what `create` made, after each test. */
  readonly dispose?: (loop: Loop) => void | Promise<void>
  /**
   * What the loop does not have. There is one test for each, that it does not, in place of those of how it works; what is missing
   * and not named here is a failure. Default: it has everything.
   */
  readonly lacks?: readonly Lack[]
  /** Tests to leave out, by name, each with its reason, which is shown. */
  readonly skip?: Readonly<Record<string, string>>
  /** Milliseconds a test may take before it fails. Default: 5000. */
  readonly timeout?: number
  /** Where the tests listen. Default: `127.0.0.1`. */
  readonly host?: string
  /** The port the tests listen on. Default: 0, the system's choice. */
  readonly port?: number
  /** A signal whose usual effect is none. Default: `WINCH`. */
  readonly signal?: string
  /** Delivers an OS signal; without it, signals are not tested. */
  readonly raise?: (loop: Loop, signal: string) => void
  /** Steps the wall clock by milliseconds; without it, steps are not tested. */
  readonly stepWallClock?: (loop: Loop, milliseconds: number) => void
  /** Connects by other means than the loop's; the answer resets the connection. Without it, resets are not tested. */
  readonly connectToReset?: (loop: Loop, to: Address) => Promise<() => void>
  /** A fresh path for a unix socket; without it, unix sockets are not tested. */
  readonly unixPath?: () => string
  /** Certificates; without them, TLS is not tested. */
  readonly tls?: TlsCertificates
  /** Programs to start; without them, `loop.process` is not tested. */
  readonly programs?: ProgramCommands
  /** The user of `loop.terminal`; without one, it is not tested. */
  readonly terminal?: TerminalUser
  /** A fresh, empty folder; without it, `loop.files` is not tested. */
  readonly folder?: (loop: Loop) => string
  /** Makes a named pipe; without it, named pipes are not tested. */
  readonly namedPipe?: (loop: Loop, path: string) => void | Promise<void>
  /** The path of a file on a disk that is full; without it, full disks are not tested. */
  readonly fullDisk?: (loop: Loop) => string
  /** Opens a descriptor; without it, `loop.descriptors` is not tested. */
  readonly descriptorPair?: (loop: Loop) => DescriptorPair
}

const CHECKS = {
  name: check.name,
  create: check.callable,
  dispose: check.callable,
  lacks: (value: unknown) =>
    Array.isArray(value) && value.every((lack) => LACKS.includes(lack))
      ? undefined
      : `an array of ${LACKS.map((lack) => `"${lack}"`).join(', ')}`,
  skip: check.object,
  timeout: check.milliseconds,
  host: check.name,
  port: check.integer(0, 65_535),
  signal: check.name,
  raise: check.callable,
  stepWallClock: check.callable,
  connectToReset: check.callable,
  unixPath: check.callable,
  tls: check.object,
  programs: check.object,
  terminal: check.object,
  folder: check.callable,
  namedPipe: check.callable,
  fullDisk: check.callable,
  descriptorPair: check.callable,
}

/** @throws PoeError when `testLoop` cannot mean these options */
export function checkTestLoop(options: TestLoopOptions): void {
  checkOptions('testLoop', options, CHECKS, ['name', 'create'])
}
