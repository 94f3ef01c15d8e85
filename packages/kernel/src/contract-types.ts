import type { Untyped } from './event-types.ts'

/** What a validator tells of a value: the value as it counts from now on, or what is wrong with it. */
export type StandardResult<O> =
  | {
      /** The value, as the validator gives it. */
      readonly value: O
      /** What is wrong; missing where nothing is. */
      readonly issues?: undefined
    }
  | {
      /** What is wrong; missing where nothing is. */
      readonly issues: readonly StandardIssue[]
    }

/** One thing that is wrong with a value. */
export interface StandardIssue {
  /** What is wrong. */
  readonly message: string
  /** Where in the value. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** A validator by the Standard Schema specification, version 1: those of zod, valibot, arktype and others are. */
export interface StandardSchema<I = unknown, O = I> {
  /** The validator, as Standard Schema 1 has it. */
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<O> | Promise<StandardResult<O>>
    readonly types?: { readonly input: I; readonly output: O } | undefined
  }
}

/** Any validator, whatever it validates. */
export type AnySchema = StandardSchema<Untyped, Untyped>

/** What a contract says of one event: a validator per argument, and one for what the handler gives. */
export type EventShape =
  | readonly AnySchema[]
  | {
      /** A validator for each argument, in order. */
      readonly args: readonly AnySchema[]
      /** The validator of what the handler gives. */
      readonly gives?: AnySchema | undefined
    }

/** What a contract says, by event. */
export type ContractShape = Readonly<Record<string, EventShape>>

type TypesOf<S> = S extends { readonly '~standard': { readonly types?: infer T } } ? NonNullable<T> : never
type InputOf<S> = TypesOf<S> extends { readonly input: infer I } ? I : unknown
type OutputOf<S> = TypesOf<S> extends { readonly output: infer O } ? O : unknown

type ArgsShape<E> = E extends { readonly args: infer A } ? A : E
type GivesShape<E> = E extends { readonly gives: infer G } ? G : undefined

/** Arguments that may be undefined may be left out at the end. */
type Inputs<A> = A extends readonly [...infer R, infer L]
  ? undefined extends InputOf<L>
    ? [...Inputs<R>, InputOf<L>?]
    : [...{ [K in keyof R]: InputOf<R[K]> }, InputOf<L>]
  : []
type Outputs<A> = A extends readonly [infer F, ...infer R] ? [OutputOf<F>, ...Outputs<R>] : []

/** The event map of a contract as senders see it: what validators take. */
export type SentEvents<S> = {
  [K in keyof S & string]: (
    ...args: Inputs<ArgsShape<S[K]>>
  ) => GivesShape<S[K]> extends undefined ? unknown : OutputOf<GivesShape<S[K]>>
}

/** The same as handlers see it: what validators give. */
export type HandledEvents<S> = {
  [K in keyof S & string]: (
    ...args: Outputs<ArgsShape<S[K]>>
  ) => GivesShape<S[K]> extends undefined ? unknown : InputOf<GivesShape<S[K]>>
}
