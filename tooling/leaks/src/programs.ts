import { TcpServer } from '@poe/component-server-tcp'
import { alias, type Context, type Kernel, type SessionRef, type Untyped } from '@poe/kernel'
import { Nfa } from '@poe/nfa'
import { Session } from '@poe/session'
import { ReadWrite } from '@poe/wheel-readwrite'
import { SocketFactory } from '@poe/wheel-socketfactory'

/** Where a program leaks, and whom it tells when it has. */
export interface Stage {
  readonly kernel: Kernel
  /** To be called once the leak is there, by whichever session leaks. */
  leaked(session: SessionRef): void
}

/** One program with a leak, in the line that ends with `// leak`. */
export interface Leak {
  readonly name: string
  /** What the ledger calls it. */
  readonly kind: string
  readonly label: RegExp
  readonly run: (stage: Stage) => void
}

type States = Record<string, (ctx: Context<Untyped, Untyped>, ...args: Untyped[]) => unknown>

/** A session of the program; `_start` leaks. */
function start({ kernel, leaked }: Stage, states: States & { _start: States[string] }): SessionRef {
  const begin = states._start
  const _start = (ctx: Context) => {
    const result = begin?.(ctx)
    leaked(ctx.session)
    return result
  }
  return Session.create({ kernel, inlineStates: { ...states, _start } }) as SessionRef
}

/** A session of the program whose handlers say when the leak is there. */
function later({ kernel }: Stage, states: States & { _start: States[string] }): SessionRef {
  return Session.create({ kernel, inlineStates: states as never }) as SessionRef
}

/** Somebody to talk to, who stays. */
function neighbour(stage: Stage): SessionRef {
  return later(stage, {
    _start: ({ kernel }) => void kernel.aliasSet('neighbour'),
    ask: () => new Promise(() => {}),
    ping: () => {},
  })
}

const never = (): Promise<never> => new Promise(() => {})

const LOOPBACK = { bindAddress: '127.0.0.1', bindPort: 0, failureEvent: 'failed' }

export const leaks: readonly Leak[] = [
  {
    name: 'an alias that is never removed',
    kind: 'alias',
    label: /^service$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.aliasSet('service') // leak
        },
      }),
  },
  {
    name: 'one of two aliases forgotten',
    kind: 'alias',
    label: /^second$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.aliasSet('first')
          kernel.aliasSet('second') // leak
          kernel.aliasRemove('first')
        },
      }),
  },
  {
    name: 'a typed alias',
    kind: 'alias',
    label: /^logger$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.aliasSet(alias<{ log(line: string): void }>('logger')) // leak
        },
      }),
  },
  {
    name: 'a reference count that is never given back',
    kind: 'extref',
    label: /^job$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel, session }) {
          kernel.refcountIncrement(session, 'job') // leak
        },
      }),
  },
  {
    name: 'a reference counted twice and given back once',
    kind: 'extref',
    label: /^job$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel, session }) {
          kernel.refcountIncrement(session, 'job') // leak
          kernel.refcountIncrement(session, 'job')
          kernel.refcountDecrement(session, 'job')
        },
      }),
  },
  {
    name: 'a reference given back under another tag',
    kind: 'extref',
    label: /^upload$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel, session }) {
          kernel.refcountIncrement(session, 'upload') // leak
          kernel.refcountDecrement(session, 'uplaod')
        },
      }),
  },
  {
    name: 'a reference that somebody else took',
    kind: 'extref',
    label: /^borrowed$/,
    run: (stage) => {
      const lent = later(stage, { _start: () => {} })
      later(stage, {
        _start({ kernel }) {
          kernel.refcountIncrement(lent, 'borrowed') // leak
          stage.leaked(lent)
        },
      })
    },
  },
  {
    name: 'a delay that sets itself again',
    kind: 'timer',
    label: /^tick$/,
    run: (stage) =>
      later(stage, {
        _start: ({ kernel }) => kernel.delay('tick', 1),
        tick({ kernel, session }) {
          kernel.delay('tick', 60_000) // leak
          stage.leaked(session)
        },
      }),
  },
  {
    name: 'an alarm of next year',
    kind: 'timer',
    label: /^birthday$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.alarm('birthday', kernel.loop.wallClock() + 365 * 86_400_000) // leak
        },
      }),
  },
  {
    name: 'a timer whose id was lost',
    kind: 'timer',
    label: /^timeout$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.delaySet('timeout', 3_600_000) // leak
          kernel.alarmRemove(kernel.delaySet('timeout', 3_600_000))
        },
      }),
  },
  {
    name: 'a timer that was only moved',
    kind: 'timer',
    label: /^idle$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          const id = kernel.delaySet('idle', 1000) // leak
          kernel.delayAdjust(id, 100_000)
        },
      }),
  },
  {
    name: 'an added delay that clearing another name leaves',
    kind: 'timer',
    label: /^retry$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.delayAdd('retry', 900_000) // leak
          kernel.delay('retries')
        },
      }),
  },
  {
    name: 'a session that yields to itself for ever',
    kind: 'event',
    label: /^spin$/,
    run: (stage) =>
      later(stage, {
        _start: ({ kernel }) => kernel.yield('spin'),
        spin({ kernel, session }) {
          kernel.yield('spin') // leak
          stage.leaked(session)
        },
      }),
  },
  {
    name: 'events that are still on their way to somebody else',
    kind: 'sent',
    label: /^ping$/,
    run: (stage) => {
      const other = neighbour(stage)
      later(stage, {
        _start: ({ kernel }) => kernel.yield('nag'),
        nag({ kernel, session }) {
          kernel.yield('nag')
          stage.leaked(session)
          kernel.post(other, 'ping') // leak
        },
      })
    },
  },
  {
    name: 'a child that stays',
    kind: 'child',
    label: /^session \d+$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          Session.create({ kernel, inlineStates: { _start: ({ kernel: own }) => own.aliasSet('child') } }) // leak
        },
      }),
  },
  {
    name: 'a grandchild that stays, held by its parent',
    kind: 'child',
    label: /^session \d+$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          const stays = { _start: (ctx: Context) => void ctx.kernel.aliasSet('grandchild') }
          const middle = (ctx: Context) => void Session.create({ kernel: ctx.kernel, inlineStates: stays })
          Session.create({ kernel, inlineStates: { _start: middle } }) // leak
        },
      }),
  },
  {
    name: 'a postback nobody releases',
    kind: 'postback',
    label: /answer/,
    run: (stage) =>
      start(stage, {
        _start({ heap, session }) {
          heap.kept = (session as Session).postback('answer') // leak
        },
      }),
  },
  {
    name: 'a callback nobody releases',
    kind: 'callback',
    label: /compare/,
    run: (stage) =>
      start(stage, {
        _start({ heap, session }) {
          heap.kept = (session as Session).callback('compare') // leak
        },
      }),
  },
  {
    name: 'a handler that waits for what never comes',
    kind: 'promise',
    label: /^work$/,
    run: (stage) =>
      later(stage, {
        _start({ kernel }) {
          kernel.yield('work') // leak
        },
        async work({ session }) {
          stage.leaked(session)
          await never()
        },
      }),
  },
  {
    name: 'a request without a time limit',
    kind: 'request',
    label: /^ask$/,
    run: (stage) => {
      const other = neighbour(stage)
      start(stage, {
        _start({ kernel }) {
          void kernel.request(other, 'ask') // leak
        },
      })
    },
  },
  {
    name: 'an answer that is never given',
    kind: 'promise',
    label: /^ask$/,
    run: (stage) => {
      const other = later(stage, {
        _start: () => {},
        ask({ session }) {
          stage.leaked(session)
          return never()
        },
      })
      later(stage, {
        _start({ kernel }) {
          void kernel.request(other, 'ask') // leak
        },
      })
    },
  },
  {
    name: 'a program that never ends',
    kind: 'process',
    label: /^4194304$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.sigChild(4_194_304, 'ended') // leak
        },
      }),
  },
  {
    name: 'a hold of a plug-in',
    kind: 'lock',
    label: /^printer$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.host.hold('lock', 'printer') // leak
        },
      }),
  },
  {
    name: 'a timer of a plug-in',
    kind: 'timer',
    label: /^poll$/,
    run: (stage) =>
      start(stage, {
        _start({ kernel }) {
          kernel.host.after(60_000, 'poll', () => {}) // leak
        },
      }),
  },
  {
    name: 'a function a plug-in has queued over and over',
    kind: 'event',
    label: /^refresh$/,
    run: (stage) =>
      later(stage, {
        _start({ kernel, session }) {
          const refresh = () => {
            stage.leaked(session)
            kernel.host.post('refresh', refresh) // leak
          }
          refresh()
        },
      }),
  },
  {
    name: 'a listening socket that is never closed',
    kind: 'handle',
    label: /^SocketFactory\(\d+\) -> select accept$/,
    run: (stage) =>
      later(stage, {
        _start(ctx) {
          new SocketFactory(ctx, { ...LOOPBACK, successEvent: 'accepted', listeningEvent: 'listening' }) // leak
        },
        listening: ({ session }) => stage.leaked(session),
      }),
  },
  {
    name: 'a connection that is read for ever',
    kind: 'handle',
    label: /^ReadWrite\(\d+\) -> select read$/,
    run: (stage) =>
      later(stage, {
        _start(ctx) {
          const events = { ...LOOPBACK, successEvent: 'accepted', listeningEvent: 'listening' }
          ctx.heap.listener = new SocketFactory(ctx, events)
        },
        listening(ctx, { address, port }) {
          const remote = { remoteAddress: address, remotePort: port }
          new SocketFactory(ctx, { ...remote, successEvent: 'connected', failureEvent: 'failed' })
        },
        accepted(ctx, handle) {
          ctx.heap.listener.dispose()
          ctx.heap.accepted = handle
        },
        connected(ctx, handle) {
          ctx.heap.wheel = new ReadWrite(ctx, { handle, inputEvent: 'got' }) // leak
          stage.leaked(ctx.session)
        },
        got: () => {},
        failed: () => {},
      }),
  },
  {
    name: 'a socket that is watched and never ignored',
    kind: 'handle',
    label: /^ready$/,
    run: (stage) =>
      later(stage, {
        _start(ctx) {
          const events = { ...LOOPBACK, successEvent: 'accepted', listeningEvent: 'listening' }
          ctx.heap.listener = new SocketFactory(ctx, events)
        },
        listening(ctx, { address, port }) {
          const remote = { remoteAddress: address, remotePort: port }
          new SocketFactory(ctx, { ...remote, successEvent: 'connected', failureEvent: 'failed' })
        },
        accepted(ctx, handle) {
          ctx.heap.listener.dispose()
          ctx.heap.accepted = handle
        },
        connected({ kernel, session }, handle) {
          kernel.selectRead(handle, 'ready') // leak
          kernel.selectPauseRead(handle)
          stage.leaked(session)
        },
        ready: () => {},
        failed: () => {},
      }),
  },
  {
    name: 'a server that is never closed',
    kind: 'handle',
    label: /select accept$/,
    run: (stage) => {
      const server = new TcpServer({ kernel: stage.kernel, address: '127.0.0.1', port: 0, clientInput() {} }) // leak
      void server.listening().then(() => stage.leaked(server.session))
    },
  },
  {
    name: 'a machine that is never stopped',
    kind: 'alias',
    label: /^door$/,
    run: (stage) => {
      const door = Nfa.spawn({
        kernel: stage.kernel,
        inlineStates: {
          closed: {
            shut({ kernel }) {
              kernel.aliasSet('door') // leak
              stage.leaked(door)
            },
          },
        },
      })
      door.gotoState('closed', 'shut')
    },
  },
  {
    name: 'a session that does not care to drain',
    kind: 'alias',
    label: /^stubborn$/,
    run: (stage) =>
      later(stage, {
        _start({ kernel, session }) {
          kernel.aliasSet('stubborn') // leak
          void kernel.drain({ session, timeout: 60_000 })
        },
        _drain: ({ session }) => stage.leaked(session),
      }),
  },
  {
    name: 'a session made in the _stop of another',
    kind: 'alias',
    label: /^heir$/,
    run: (stage) =>
      later(stage, {
        _start: () => {},
        _stop({ kernel }) {
          const _start = ({ kernel: own, session }: Context) => {
            own.aliasSet('heir') // leak
            stage.leaked(session)
          }
          Session.create({ kernel, inlineStates: { _start } })
        },
      }),
  },
]
