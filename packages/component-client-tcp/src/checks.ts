import { badOption, check, checkOptions, type OptionCheck, PoeError } from '@poe/errors'
import { HIGH_MARK } from './connection.ts'
import type { AnyOptions } from './options.ts'

const FILTER: OptionCheck = (value) =>
  typeof value === 'function' ? undefined : check.having('a filter, or a function that makes one', 'clone')(value)

const finite: OptionCheck = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? undefined : 'a finite number of milliseconds, 0 or more'

const SESSION_TYPE: OptionCheck = (value) =>
  typeof value === 'function' && typeof (value as { create?: unknown }).create === 'function'
    ? undefined
    : 'Session, or a class that extends it'

const CHECKS = {
  remoteAddress: check.name,
  remotePort: check.integer(1, 65_535),
  domain: check.oneOf('inet', 'inet6', 'unix'),
  bindAddress: check.name,
  bindPort: check.integer(0, 65_535),
  tls: check.object,
  connectTimeout: check.milliseconds,
  reconnect: ((value) =>
    typeof value === 'boolean' || check.object(value) === undefined
      ? undefined
      : 'true, false or an object') as OptionCheck,
  alias: check.name,
  args: check.list,
  heap: check.object,
  kernel: check.object,
  sessionType: SESSION_TYPE,
  sessionParams: check.object,
  started: check.callable,
  preConnect: check.callable,
  connected: check.callable,
  connectError: check.callable,
  serverInput: check.callable,
  serverError: check.callable,
  serverFlushed: check.callable,
  disconnected: check.callable,
  serverHigh: check.callable,
  serverLow: check.callable,
  highMark: check.integer(2),
  lowMark: check.integer(1),
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
  filter: FILTER,
  inputFilter: FILTER,
  outputFilter: FILTER,
  inlineStates: check.object,
  objectStates: check.list,
  packageStates: check.list,
}

const RECONNECT = {
  initial: finite,
  factor: ((value) =>
    Number.isFinite(value) && (value as number) >= 1 ? undefined : 'a number of at least 1') as OptionCheck,
  max: finite,
  jitter: ((value) =>
    typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a number from 0 to 1') as OptionCheck,
  attempts: ((value) => (value === Number.POSITIVE_INFINITY ? undefined : check.integer(0)(value))) as OptionCheck,
  resetAfter: check.milliseconds,
}

/** What the client gives its session itself. */
const OWN_PARAMS = ['inlineStates', 'objectStates', 'packageStates', 'args', 'heap', 'kernel']

/** Refuses options that are wrong, or do not go together. */
export function checkTcpClient(options: AnyOptions): void {
  checkOptions('TcpClient', options, CHECKS)
  if (options.serverInput === undefined && options.connected === undefined)
    throw new PoeError(
      'ERR_POE_MISSING_OPTION',
      'TcpClient needs the option "serverInput" or "connected"; neither was given.',
    )
  if (typeof options.reconnect === 'object') checkOptions('TcpClient.reconnect', options.reconnect, RECONNECT)
  checkPlace(options)
  checkFilters(options)
  checkMarks(options)
  checkParams(options)
}

/** Refuses a new place to connect to; undefined leaves the address or the port what it is. */
export function checkTarget(
  taker: string,
  { address, port }: { address?: unknown; port?: unknown },
  isUnix: boolean,
): void {
  checkOptions(taker, { address, port }, { address: CHECKS.remoteAddress, port: CHECKS.remotePort })
  if (isUnix && port !== undefined) throw badOption(taker, 'port', port, 'left out where "domain" is "unix"')
}

function checkPlace({ domain, remoteAddress, remotePort, bindAddress, bindPort }: AnyOptions): void {
  if (domain !== 'unix') {
    if (remotePort !== undefined) return
    throw new PoeError(
      'ERR_POE_MISSING_OPTION',
      'TcpClient needs the option "remotePort", or "domain" to be "unix"; neither was given.',
    )
  }
  if (remoteAddress === undefined)
    throw badOption('TcpClient', 'remoteAddress', remoteAddress, 'the path of the socket, where "domain" is "unix"')
  for (const [name, value] of Object.entries({ remotePort, bindAddress, bindPort }))
    if (value !== undefined) throw badOption('TcpClient', name, value, 'left out where "domain" is "unix"')
}

function checkFilters({ filter, inputFilter, outputFilter }: AnyOptions): void {
  if ((inputFilter === undefined) !== (outputFilter === undefined))
    throw badOption('TcpClient', 'inputFilter', inputFilter, 'given together with "outputFilter"')
  if (filter !== undefined && inputFilter !== undefined)
    throw badOption('TcpClient', 'filter', filter, 'left out where the filters of both directions are given')
}

function checkMarks({ highMark = HIGH_MARK, lowMark }: AnyOptions): void {
  if (lowMark !== undefined && lowMark >= highMark)
    throw badOption('TcpClient', 'lowMark', lowMark, `less than "highMark", ${highMark}`)
}

function checkParams({ sessionParams = {} }: AnyOptions): void {
  for (const name of OWN_PARAMS)
    if (sessionParams[name] !== undefined)
      throw badOption(
        'TcpClient',
        'sessionParams',
        sessionParams,
        `without "${name}", which is an option of the client`,
      )
}
