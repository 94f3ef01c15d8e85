import { badOption, check, checkOptions, type OptionCheck, PoeError } from '@poe/errors'
import { type AnyOptions, HIGH_MARK } from './options.ts'

const FILTER = (value: unknown) =>
  typeof value === 'function' ? undefined : check.having('a filter, or a function that makes one', 'clone')(value)

const SESSION_TYPE: OptionCheck = (value) =>
  typeof value === 'function' && typeof (value as { create?: unknown }).create === 'function'
    ? undefined
    : 'Session, or a class that extends it'

/** What the server gives its sessions itself. */
const OWN_PARAMS = ['inlineStates', 'objectStates', 'packageStates', 'args', 'heap', 'kernel']

/** Options of client sessions whose names do not say so. */
const FOR_CLIENTS: ReadonlySet<string> = new Set([
  'highMark',
  'lowMark',
  'maxOutput',
  'stallTimeout',
  'idleTimeout',
  'maxPerAddress',
  'refused',
  'inlineStates',
  'objectStates',
  'packageStates',
])

const CHECKS = {
  port: check.integer(0, 65_535),
  address: check.name,
  hostname: check.name,
  domain: check.oneOf('inet', 'inet6', 'unix'),
  tls: check.object,
  alias: check.name,
  concurrency: (value: unknown) => checkConcurrency(value, 1),
  maxPerAddress: (value: unknown) => checkConcurrency(value, 1),
  proxyProtocol: (value: unknown) => (value === true ? undefined : check.object(value)),
  reuse: check.flag,
  sessionType: SESSION_TYPE,
  sessionParams: check.object,
  listenQueue: check.integer(0),
  kernel: check.object,
  started: check.callable,
  stopped: check.callable,
  error: check.callable,
  refused: check.callable,
  listenerArgs: check.list,
  acceptor: check.callable,
  clientArgs: check.list,
  clientPreConnect: check.callable,
  clientConnected: check.callable,
  clientInput: check.callable,
  clientFlushed: check.callable,
  clientError: check.callable,
  clientDisconnected: check.callable,
  clientHigh: check.callable,
  clientLow: check.callable,
  highMark: check.integer(2),
  lowMark: check.integer(1),
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
  idleTimeout: check.milliseconds,
  clientFilter: FILTER,
  clientInputFilter: FILTER,
  clientOutputFilter: FILTER,
  clientShutdownOnError: check.flag,
  clientHeap: check.callable,
  inlineStates: check.object,
  objectStates: check.list,
  packageStates: check.list,
}

/** What is wrong with a number of connections, which is a whole number from `least`, or Infinity. */
function checkConcurrency(value: unknown, least: number): string | undefined {
  return value === Number.POSITIVE_INFINITY ? undefined : check.integer(least)(value)
}

/** Refuses what is no new number of connections; any negative number lifts the limit, as POE's -1 is meant to. */
export function checkSetConcurrency(value: unknown): void {
  const wrong = typeof value === 'number' && value < 0 ? undefined : checkConcurrency(value, 0)
  if (wrong !== undefined) throw badOption('setConcurrency', 'concurrency', value, wrong)
}

/** Refuses options that are wrong, or do not go together. */
export function checkTcpServer(options: AnyOptions): void {
  checkOptions('TcpServer', options, CHECKS)
  const { acceptor, clientInput } = options
  if (acceptor === undefined && clientInput === undefined)
    throw new PoeError(
      'ERR_POE_MISSING_OPTION',
      'TcpServer needs the option "clientInput" or "acceptor"; neither was given.',
    )
  if (acceptor !== undefined) checkAcceptor(options)
  checkPlace(options)
  checkFilters(options)
  checkMarks(options)
  checkParams(options)
}

function checkAcceptor(options: AnyOptions): void {
  for (const [name, value] of Object.entries(options))
    if ((name.startsWith('client') || FOR_CLIENTS.has(name)) && value !== undefined)
      throw badOption('TcpServer', name, value, 'left out where "acceptor" takes the connections itself')
}

function checkPlace({ domain, address, hostname, port }: AnyOptions): void {
  if (domain !== 'unix') return
  if (hostname !== undefined) throw badOption('TcpServer', 'hostname', hostname, 'left out where "domain" is "unix"')
  if (address === undefined)
    throw badOption('TcpServer', 'address', address, 'the path of the socket, where "domain" is "unix"')
  if (port !== undefined) throw badOption('TcpServer', 'port', port, 'left out where "domain" is "unix"')
}

function checkFilters({ clientFilter, clientInputFilter, clientOutputFilter }: AnyOptions): void {
  if ((clientInputFilter === undefined) !== (clientOutputFilter === undefined))
    throw badOption('TcpServer', 'clientInputFilter', clientInputFilter, 'given together with "clientOutputFilter"')
  if (clientFilter !== undefined && clientInputFilter !== undefined)
    throw badOption(
      'TcpServer',
      'clientFilter',
      clientFilter,
      'left out where the filters of both directions are given',
    )
}

function checkMarks({ highMark = HIGH_MARK, lowMark }: AnyOptions): void {
  if (lowMark !== undefined && lowMark >= highMark)
    throw badOption('TcpServer', 'lowMark', lowMark, `less than "highMark", ${highMark}`)
}

function checkParams({ sessionParams = {} }: AnyOptions): void {
  for (const name of OWN_PARAMS)
    if (sessionParams[name] !== undefined)
      throw badOption('TcpServer', 'sessionParams', sessionParams, `without "${name}", which is the server's own`)
}
