import type { SessionContext } from '@poe/session'
import { compare, type Half, type Stage } from './scenario.ts'

/** A session with an alias and one more thing, and what the kernel makes of it while nothing happens. */
const watched = (more: string) => `
  session(_start => sub { my $k = $_[KERNEL]; my $id = $_[SESSION]->ID; $k->alias_set('a'); $k->sig(IDLE => 'idle'); ${more} },
    idle => sub { trace('idle') }, tick => sub { trace('tick'); $_[KERNEL]->alias_remove('a') }, drop => sub { $_[KERNEL]->refcount_decrement($_[SESSION]->ID, 't'); trace('dropped') },
    _stop => sub { trace('stop') })`

const here =
  (more: (ctx: SessionContext, stage: Stage) => void): Half =>
  (stage) => {
    const { session, trace } = stage
    session({
      _start: (ctx) => {
        ctx.kernel.aliasSet('a')
        ctx.kernel.sig('IDLE', 'idle')
        more(ctx, stage)
      },
      idle: () => trace('idle'),
      tick: ({ kernel }) => {
        trace('tick')
        kernel.aliasRemove('a')
      },
      drop: ({ kernel, session }) => {
        kernel.refcountDecrement(session.id, 't')
        trace('dropped')
      },
      _stop: () => trace('stop'),
    })
  }

compare('what keeps the kernel from being idle', [
  { name: 'an alias does not', perl: watched(''), here: here(() => {}) },
  {
    name: 'a timer does, until it fires',
    perl: watched(`$k->delay(tick => 0.02)`),
    here: here(({ kernel }) => kernel.delay('tick', 20)),
  },
  {
    name: 'a reference count does, until it is dropped',
    perl: watched(`$k->refcount_increment($id, 't'); $k->delay(drop => 0.02)`),
    here: here(({ kernel, session }) => {
      kernel.refcountIncrement(session.id, 't')
      kernel.delay('drop', 20)
    }),
  },
  {
    name: 'a watched signal does not',
    perl: watched(`$k->sig(USR1 => 'usr')`),
    here: here(({ kernel }) => kernel.sig('USR1', 'usr')),
  },
  {
    name: 'a weakened postback does not',
    perl: watched(`$_[HEAP]{p} = $_[SESSION]->postback('x')->weaken`),
    here: here(({ session, heap }) => {
      heap.p = session.postback('x').weaken()
    }),
  },
  {
    name: 'a child with nothing but an alias does not',
    perl: watched(`session(_start => sub { $_[KERNEL]->alias_set('kid') }, _stop => sub { trace('stop kid') })`),
    here: here(({ kernel }, { session, trace }) => {
      session({ _start: ({ kernel }) => void kernel.aliasSet('kid'), _stop: () => trace('stop kid') }, kernel)
    }),
  },
])

compare('signals raised by handlers of signals', [
  {
    name: 'a signal sent by the handler of another is dispatched after it, with its own count of who handled it',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->sig(one => 'one'); $k->sig(TERM => 'term'); $k->alias_set('s'); $k->yield('go') },
        go => sub { $_[KERNEL]->signal('s', 'one') },
        one => sub { trace('one'); $_[KERNEL]->sig_handled(); $_[KERNEL]->signal('s', 'TERM'); trace('one ends') },
        term => sub { trace('term') }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('one', 'one')
          kernel.sig('TERM', 'term')
          kernel.aliasSet('s')
          kernel.yield('go')
        },
        go: ({ kernel }) => void kernel.signal('s', 'one'),
        one: ({ kernel }) => {
          trace('one')
          kernel.sigHandled()
          kernel.signal('s', 'TERM')
          trace('one ends')
        },
        term: () => trace('term'),
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'UIDESTROY stops those it reaches though it was handled',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->sig(UIDESTROY => 'gone'); $k->alias_set('s'); $k->yield('go') },
        go => sub { $_[KERNEL]->signal('s', 'UIDESTROY') }, gone => sub { trace('gone'); $_[KERNEL]->sig_handled() }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('UIDESTROY', 'gone')
          kernel.aliasSet('s')
          kernel.yield('go')
        },
        go: ({ kernel }) => void kernel.signal('s', 'UIDESTROY'),
        gone: ({ kernel }) => {
          trace('gone')
          kernel.sigHandled()
        },
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'a benign signal stops nobody, handled or not, and its handler may be _default',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->sig(ping => 'nowhere'); $k->alias_set('s'); $k->yield('go') },
        go => sub { $_[KERNEL]->signal('s', 'ping'); $_[KERNEL]->delay(end => 0.02) }, end => sub { trace('still here'); $_[KERNEL]->alias_remove('s') },
        _default => sub { trace('default', $_[ARG0], $_[ARG1][0]) if $_[ARG0] !~ /^_/ }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('ping', 'nowhere')
          kernel.aliasSet('s')
          kernel.yield('go')
        },
        go: ({ kernel }) => {
          kernel.signal('s', 'ping')
          kernel.delay('end', 20)
        },
        end: ({ kernel }) => {
          trace('still here')
          kernel.aliasRemove('s')
        },
        _default: (_, event, args) => {
          if (!event.startsWith('_')) trace('default', event, args[0])
        },
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'a watch of a signal is replaced by the next, and ended by none',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->sig(ping => 'one'); $k->sig(ping => 'two'); $k->alias_set('s'); $k->yield('go') },
        go => sub { $_[KERNEL]->signal('s', 'ping'); $_[KERNEL]->delay(off => 0.02) }, one => sub { trace('one') }, two => sub { trace('two') },
        off => sub { $_[KERNEL]->sig('ping'); $_[KERNEL]->signal('s', 'ping'); trace('off') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('ping', 'one')
          kernel.sig('ping', 'two')
          kernel.aliasSet('s')
          kernel.yield('go')
        },
        go: ({ kernel }) => {
          kernel.signal('s', 'ping')
          kernel.delay('off', 20)
        },
        one: () => trace('one'),
        two: () => trace('two'),
        off: ({ kernel }) => {
          kernel.sig('ping')
          kernel.signal('s', 'ping')
          trace('off')
        },
      })
    },
  },
])
