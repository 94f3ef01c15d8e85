import { Session } from '@poe/session'
import { compare } from './scenario.ts'

compare('sessions: states, postbacks, options', [
  {
    name: 'args go to _start, a list spread, anything else as the only one',
    perl: `
      POE::Session->create(args => [1, 'two'], inline_states => { _start => sub { trace(@_[ARG0..$#_]) } });
      POE::Session->create(args => 'one', inline_states => { _start => sub { trace(@_[ARG0..$#_]) } })`,
    here: ({ kernel, trace }) => {
      for (const args of [[1, 'two'], 'one'])
        Session.create({ kernel, args, inlineStates: { _start: (_, ...given) => trace(...given) } })
    },
  },
  {
    name: 'methods of objects, under their own names and others; replaced while the session lives',
    perl: `
      package Thing; sub new { bless { n => 1 } } sub _start { $_[main::KERNEL()]->yield('plain'); $_[main::KERNEL()]->yield('mapped') }
      sub plain { main::trace('plain', ref $_[main::OBJECT()], $_[main::OBJECT()]{n}); no warnings 'redefine'; *Thing::other = sub { main::trace('replaced', $_[main::STATE()]) } }
      sub other { main::trace('other') }
      package main;
      POE::Session->create(object_states => [ Thing->new => ['_start', 'plain'], Thing->new => { mapped => 'other' } ])`,
    here: ({ kernel, trace }) => {
      class Thing {
        n = 1
        _start({ kernel }: { kernel: { yield(event: string): void } }) {
          kernel.yield('plain')
          kernel.yield('mapped')
        }
        plain({ object }: { object: unknown }) {
          trace('plain', (object as object).constructor.name, (object as Thing).n)
          Thing.prototype.other = ({ state }) => trace('replaced', state)
        }
        other(_ctx: { state: string }) {
          trace('other')
        }
      }
      Session.create({
        kernel,
        objectStates: [
          [new Thing(), ['_start', 'plain']],
          [new Thing(), { mapped: 'other' }],
        ],
      })
    },
  },
  {
    name: "a postback posts with its own and the caller's arguments, holds the session, and lets go when weakened",
    perl: `
      my $back;
      session(_start => sub { $back = $_[SESSION]->postback(got => 1, 2) }, got => sub { trace('got', "@{$_[ARG0]}", "@{$_[ARG1]}", $_[SENDER]->ID) }, _stop => sub { trace('stop 1') });
      session(_start => sub { $_[KERNEL]->delay(go => 0.02) }, go => sub { $back->(3, 4); $_[KERNEL]->delay(weak => 0.02) },
        weak => sub { $back->(5); $back->weaken; $_[KERNEL]->delay(end => 0.02) }, end => sub { trace('end 2') })`,
    here: ({ session, trace }) => {
      let back: ReturnType<Session['postback']>
      session({
        _start: ({ session }) => {
          back = session.postback('got', 1, 2)
        },
        got: ({ sender }, own, given) => trace('got', own.join(' '), given.join(' '), sender.id),
        _stop: () => trace('stop 1'),
      })
      session({
        _start: ({ kernel }) => kernel.delay('go', 20),
        go: ({ kernel }) => {
          back(3, 4)
          kernel.delay('weak', 20)
        },
        weak: ({ kernel }) => {
          back(5)
          back.weaken()
          kernel.delay('end', 20)
        },
        end: () => trace('end 2'),
      })
    },
  },
  {
    name: 'a callback calls, and gives what the handler gives',
    perl: `
      my $back;
      session(_start => sub { $back = $_[SESSION]->callback(ask => 'x'); $_[KERNEL]->delay(done => 0.04) }, ask => sub { trace('asked', $_[ARG0][0], $_[ARG1][0], $_[CALLER_STATE]); 'answer' },
        done => sub { $back = undef });
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { trace($back->('y')) })`,
    here: ({ session, trace }) => {
      let back: ReturnType<Session['callback']>
      session({
        _start: ({ kernel, session }) => {
          back = session.callback('ask', 'x')
          kernel.delay('done', 40)
        },
        ask: ({ callerState }, [own], [given]) => {
          trace('asked', own, given, callerState)
          return 'answer'
        },
        done: () => void back.weaken(),
      })
      session({ _start: ({ kernel }) => kernel.yield('go'), go: () => trace(back('y')) })
    },
  },
  {
    name: 'options: words for on and off, user-defined ones, old values',
    perl: `
      session(_start => sub { my $s = $_[SESSION]; $s->option(default => 'on', mine => 7);
        trace($s->option('default'), $s->option('mine'), $s->option(mine => 8), $s->option('mine'), $s->option(default => 'no'), $s->option('default')) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ session }) => {
          session.option({ default: 'on' as never, mine: 7 })
          const number = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value)
          trace(
            number(session.option('default')),
            session.option('mine'),
            session.option({ mine: 8 }).mine,
            session.option('mine'),
            number(session.option({ default: 'no' as never }).default),
            number(session.option('default')),
          )
        },
      })
    },
  },
  {
    name: 'state() adds, replaces and removes handlers of the active session',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->state(x => sub { trace('added') }); $k->call($_[SESSION], 'x'); $k->state(x => sub { trace('replaced') });
        $k->call($_[SESSION], 'x'); $k->state('x'); $k->call($_[SESSION], 'x'); trace('done') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel, session }) => {
          kernel.state('x', () => trace('added'))
          kernel.call(session, 'x')
          kernel.state('x', () => trace('replaced'))
          kernel.call(session, 'x')
          kernel.state('x')
          kernel.call(session, 'x')
          trace('done')
        },
      })
    },
  },
  {
    name: 'event names that look like numbers, or like what objects have, are names like others',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->yield($_) for qw(0 1 toString constructor __proto__) },
        0 => sub { trace('zero') }, _default => sub { trace('default', $_[ARG0]) if $_[ARG0] !~ /^_s|^_c/ })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          for (const event of ['0', '1', 'toString', 'constructor', '__proto__']) kernel.yield(event)
        },
        0: () => trace('zero'),
        _default: (_, event) => {
          if (!/^_s|^_c/.test(event)) trace('default', event)
        },
      })
    },
  },
  {
    name: 'many arguments arrive as they were sent',
    perl: `
      session(_start => sub { $_[KERNEL]->yield(x => 1..$_) for 0..6; $_[KERNEL]->delay_add(x => 0.01 * $_, 1..$_) for 1..5 }, x => sub { trace(scalar(@_) - ARG0, @_[ARG0..$#_]) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
          for (let n = 0; n <= 6; n++) kernel.yield('x', ...upTo(n))
          for (let n = 1; n <= 5; n++) kernel.delayAdd('x', 10 * n, ...upTo(n))
        },
        x: (_, ...args) => trace(args.length, ...args),
      })
    },
  },
])
