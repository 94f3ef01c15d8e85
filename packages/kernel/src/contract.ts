import { PoeError, show } from '@poe/errors'
import type { Agreement } from './agreement.ts'
import type {
  AnySchema,
  ContractShape,
  HandledEvents,
  SentEvents,
  StandardIssue,
  StandardSchema,
} from './contract-types.ts'
import type { Addressee, Untyped } from './event-types.ts'

/** What one event takes and gives. */
export interface EventContract {
  /** A validator for each argument, in order. */
  readonly args: readonly AnySchema[]
  /** The validator of what the handler gives; undefined: anything. */
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
  /** The map of what handlers are given, for the compiler alone: nothing is there at run time. */
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
  return shape === undefined ? { name, events: null } : new SchemaContract(name, shape)
}

/** A contract that is checked: its checks come with it, so that a program without contracts has none of this. */
class SchemaContract implements Agreement {
  readonly name: string
  readonly events: ReadonlyMap<string, EventContract>

  constructor(name: string, shape: ContractShape) {
    this.name = name
    this.events = new Map(Object.entries(shape).map(([event, given]) => [event, eventOf(name, event, given)]))
  }

  agreedArgs(id: number, own: boolean, event: string, args: readonly unknown[]): readonly unknown[] {
    const { name } = this
    const agreed = this.events.get(event)
    if (agreed === undefined) {
      if (own) return args
      throw wrong(`Session ${id} takes no event "${event}": it is not in its contract "${name}".`)
    }
    const of = `Event "${event}" of session ${id} (contract "${name}")`
    if (args.length > agreed.args.length)
      throw wrong(`${of} takes ${agreed.args.length} arguments at most, not ${args.length}.`)
    return agreed.args.map((schema, i) => validated(schema, args[i], `${of} cannot take argument ${i + 1}`))
  }

  agreedResult(id: number, event: string, result: unknown): unknown {
    const schema = this.events.get(event)?.gives
    if (schema === undefined) return result
    const of = `Event "${event}" of session ${id} (contract "${this.name}") cannot give`
    if (result instanceof Promise) return result.then((value: unknown) => validated(schema, value, of))
    return validated(schema, result, of)
  }
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
