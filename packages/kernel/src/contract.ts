import { PoeError, show } from '@poe/errors'
import type {
  AnySchema,
  ContractShape,
  HandledEvents,
  SentEvents,
  StandardIssue,
  StandardSchema,
} from './contract-types.ts'
import type { Addressee, Untyped } from './event-types.ts'
import { CHECKED, coldOf, type SessionRecord } from './session-record.ts'

/** What one event takes and gives. */
export interface EventContract {
  readonly args: readonly AnySchema[]
  readonly gives: AnySchema | undefined
}

/**
 * The events a session takes, declared once for its senders and its handlers. `M` is what senders see, `N` what handlers
 * see, which differs where validators change values. Made by {@link contract}.
 */
export interface Contract<in out M = object, in out N = M> extends Addressee<M> {
  /** How it is called in errors. */
  readonly name: string
  /** What is checked while the program runs; null for a contract by types alone. */
  readonly events: ReadonlyMap<string, EventContract> | null
  readonly '~handles'?: (map: N) => N
}

/** Any contract. */
export type AnyContract = Contract<Untyped, Untyped>

/**
 * Declares the events of a session by types alone.
 *
 * @example `const bank = contract<{ deposit(amount: number): void }>('bank')`
 */
export function contract<M extends object>(name: string): Contract<M>
/**
 * Declares the events of a session by validators of the Standard Schema specification, which check what is sent while the
 * program runs: arguments where they are sent, so that a wrong event is its sender's error and never arrives.
 *
 * @example `const bank = contract('bank', { deposit: [z.number()], balance: { args: [], gives: z.number() } })`
 * @throws PoeError `ERR_POE_CONTRACT` for what are no validators
 */
export function contract<const S extends ContractShape>(
  name: string,
  shape: S,
): Contract<SentEvents<S>, HandledEvents<S>>
export function contract(name: string, shape?: ContractShape): AnyContract {
  if (typeof name !== 'string') throw wrong(`contract() needs a name, not ${show(name)}.`)
  const events =
    shape === undefined
      ? null
      : new Map(Object.entries(shape).map(([event, given]) => [event, eventOf(name, event, given)]))
  return { name, events }
}

/** Binds a session to a contract: from now on what others send it is checked. */
export function agree(session: SessionRecord, given: AnyContract): void {
  if (typeof given !== 'object' || given === null || !('events' in given))
    throw wrong(`A contract is what contract() gave, not ${show(given)}.`)
  if (given.events === null) return
  coldOf(session).contract = given
  session.flags |= CHECKED
}

/**
 * The arguments of an event as they are sent to a session that has a contract. What the session sends itself beyond
 * the contract is its own business.
 * @throws PoeError `ERR_POE_CONTRACT`
 */
export function agreedArgs(
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  args: readonly unknown[],
): readonly unknown[] {
  const { name, events } = coldOf(session).contract as AnyContract
  const agreed = events?.get(event)
  if (agreed === undefined) {
    if (source === session) return args
    throw wrong(`Session ${session.id} takes no event "${event}": it is not in its contract "${name}".`)
  }
  const of = `Event "${event}" of session ${session.id} (contract "${name}")`
  if (args.length > agreed.args.length)
    throw wrong(`${of} takes ${agreed.args.length} arguments at most, not ${args.length}.`)
  return agreed.args.map((schema, i) => validated(schema, args[i], `${of} cannot take argument ${i + 1}`))
}

/**
 * What a handler gave, as the contract has it; a promise is checked when it is fulfilled.
 * @throws PoeError `ERR_POE_CONTRACT`
 */
export function agreedResult(session: SessionRecord, event: string, result: unknown): unknown {
  const { name, events } = coldOf(session).contract as AnyContract
  const schema = events?.get(event)?.gives
  if (schema === undefined) return result
  const of = `Event "${event}" of session ${session.id} (contract "${name}") cannot give`
  if (result instanceof Promise) return result.then((value: unknown) => validated(schema, value, of))
  return validated(schema, result, of)
}

function validated(schema: AnySchema, value: unknown, where: string): unknown {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) {
    result.catch(() => {})
    throw wrong(`${where} ${show(value)}: its validator is asynchronous; use a synchronous one.`)
  }
  if (result.issues === undefined) return result.value
  throw wrong(`${where} ${show(value)}: ${result.issues.map(issueOf).join('; ')}.`)
}

function issueOf({ message, path = [] }: StandardIssue): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return keys.length === 0 ? message : `${keys.join('.')}: ${message}`
}

function eventOf(name: string, event: string, given: unknown): EventContract {
  const { args, gives } = Array.isArray(given)
    ? { args: given, gives: undefined }
    : ((given ?? {}) as Partial<EventContract>)
  if (Array.isArray(args) && args.every(isSchema) && (gives === undefined || isSchema(gives))) return { args, gives }
  throw wrong(`Contract "${name}": event "${event}" needs a list of Standard Schema validators, or { args, gives }.`)
}

function isSchema(value: unknown): value is StandardSchema {
  const standard = (value as Partial<StandardSchema> | null | undefined)?.['~standard']
  return typeof standard === 'object' && typeof standard.validate === 'function'
}

function wrong(message: string): PoeError {
  return new PoeError('ERR_POE_CONTRACT', message)
}
