import { expectTypeOf } from 'vitest'
import {
  FollowTail,
  type Json,
  JsonLinesFilter,
  Nfa,
  ReadWrite,
  ReferenceFilter,
  Run,
  type SessionContext,
  type StreamHandle,
  TcpClient,
  TcpServer,
} from './index.ts'

declare const ctx: SessionContext
declare const handle: StreamHandle

// A filter that is made where it is used says what its records are: what it is used for does not.
const inputEvent = 'got'
expectTypeOf(new ReadWrite(ctx, { handle, filter: new JsonLinesFilter(), inputEvent }).put)
  .parameter(0)
  .toEqualTypeOf<Json>()
expectTypeOf(new ReadWrite(ctx, { handle, filter: new ReferenceFilter(), inputEvent }).put)
  .parameter(0)
  .toEqualTypeOf<unknown>()
expectTypeOf(new ReadWrite(ctx, { handle, filter: new ReferenceFilter<Date>(), inputEvent }).put)
  .parameter(0)
  .toEqualTypeOf<Date>()

const program = new Run(ctx, {
  program: ['x'],
  stdoutFilter: new JsonLinesFilter(),
  stdinFilter: new JsonLinesFilter<{ task: string }>(),
  stdoutEvent: 'got',
})
expectTypeOf(program.put).parameter(0).toEqualTypeOf<{ task: string }>()

void new FollowTail(ctx, { filename: 'x', filter: new JsonLinesFilter({ validate: Number }), inputEvent: 'got' })

void new TcpServer({
  clientFilter: new JsonLinesFilter(),
  clientInput({ heap }, record) {
    expectTypeOf(record).toEqualTypeOf<Json>()
    heap.client.put({ heard: record })
    // @ts-expect-error JSON has no words for it
    heap.client.put(Symbol.iterator)
  },
})

void new TcpServer({
  clientFilter: new ReferenceFilter(),
  clientInput: (_ctx, record) => expectTypeOf(record).toEqualTypeOf<unknown>(),
})

void new TcpServer({
  clientFilter: new JsonLinesFilter({ validate: (value) => ({ size: Number(value) }) }),
  clientInput: (_ctx, record) => expectTypeOf(record).toEqualTypeOf<{ size: number }>(),
})

void new TcpClient({
  remotePort: 1,
  filter: new JsonLinesFilter(),
  serverInput: (_ctx, record) => expectTypeOf(record).toEqualTypeOf<Json>(),
})

// A machine has wheels as a session has.
Nfa.spawn({
  inlineStates: {
    on: {
      begin: (context) => void new ReadWrite(context, { handle, inputEvent: 'got' }),
      got: (_context, line: string) => line,
    },
  },
})
