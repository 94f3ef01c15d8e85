import { Nfa } from '@poe/nfa'
import { compare } from './scenario.ts'

// Sessions and machines name their parameters alike, at different places: here a machine's are numbered.

compare('state machines', [
  {
    name: 'goto_state inside a handler: the handler still sees the old state, leave comes, then the entry event',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { go => sub { $_[MACHINE]->goto_state('b', 'e', 7); trace('go in', $_[6]) }, leave => sub { trace('leave', $_[6], $_[4], scalar(@_) - ARG0) } },
        b => { e => sub { trace('e in', $_[6], $_[ARG0], $_[SENDER] == $_[MACHINE] ? 'self' : 'other') } } });
      $m->goto_state('a', 'go')`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            go({ machine, state }) {
              machine.gotoState('b', 'e', 7)
              trace('go in', state)
            },
            leave: ({ state, event }, ...args) => trace('leave', state, event, args.length),
          },
          b: { e: ({ state, sender, machine }, n) => trace('e in', state, n, sender === machine ? 'self' : 'other') },
        },
      })
      machine.gotoState('a', 'go')
    },
  },
  {
    name: 'immediate: the entry event has run when goto_state returns',
    perl: `
      my $m = POE::NFA->spawn(options => { immediate => 1 }, inline_states => {
        a => { go => sub { my $state = $_[6]; $_[MACHINE]->goto_state('b', 'e'); trace('back', $state, $_[MACHINE]->get_current_state()) } },
        b => { e => sub { trace('e', $_[6]) } } });
      $m->goto_state('a', 'go')`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        options: { immediate: true },
        inlineStates: {
          a: {
            go({ machine, state }) {
              machine.gotoState('b', 'e')
              trace('back', state, machine.getCurrentState())
            },
          },
          b: { e: ({ state }) => trace('e', state) },
        },
      })
      machine.gotoState('a', 'go')
    },
  },
  {
    name: 'call_state and return_state come back with the results',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { go => sub { $_[MACHINE]->call_state(back => 'b', 'e', 7) }, back => sub { trace('back', $_[6], @_[ARG0..$#_]) } },
        b => { e => sub { trace('e', $_[6], $_[ARG0]); $_[MACHINE]->return_state('r1', 'r2') } } });
      $m->goto_state('a', 'go')`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            go: ({ machine }) => machine.callState('back', 'b', 'e', 7),
            back: ({ state }, ...results) => trace('back', state, ...results),
          },
          b: {
            e({ machine, state }, n) {
              trace('e', state, n)
              machine.returnState('r1', 'r2')
            },
          },
        },
      })
      machine.gotoState('a', 'go')
    },
  },
  {
    name: 'events go by the present state; what it does not know goes to its _default',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { x => sub { trace('x in a'); $_[MACHINE]->goto_state('b') }, _default => sub { trace('default', $_[ARG0], "@{$_[ARG1]}") if $_[ARG0] !~ /^_/ } },
        b => { x => sub { trace('x in b') }, _default => sub {} } });
      $m->goto_state('a');
      session(_start => sub { $_[KERNEL]->post($m, y => 1, 2); $_[KERNEL]->post($m, 'x'); $_[KERNEL]->delay(later => 0.02) }, later => sub { $_[KERNEL]->post($m, 'x'); $_[KERNEL]->post($m, 'y') })`,
    here: ({ kernel, session, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            x({ machine }) {
              trace('x in a')
              machine.gotoState('b')
            },
            _default: (_, event, args) => trace('default', event, args.join(' ')),
          },
          b: { x: () => trace('x in b'), _default: () => {} },
        },
      })
      machine.gotoState('a')
      session({
        _start: ({ kernel }) => {
          kernel.post(machine.id, 'y', 1, 2)
          kernel.post(machine.id, 'x')
          kernel.delay('later', 20)
        },
        later: ({ kernel }) => {
          kernel.post(machine.id, 'x')
          kernel.post(machine.id, 'y')
        },
      })
    },
  },
  {
    name: 'stop waits for what is queued, then ends the machine whatever it holds',
    perl: `
      my $m = POE::NFA->spawn(inline_states => { a => {
        go => sub { $_[KERNEL]->alias_set('m'); $_[KERNEL]->delay(never => 3600); $_[MACHINE]->stop(); $_[KERNEL]->yield('after') ; trace('go') },
        say => sub { trace('say') }, after => sub { trace('after') }, never => sub {} } });
      $m->goto_state('a');
      $k->post($m, 'go'); $k->post($m, 'say')`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            go({ kernel, machine }) {
              kernel.aliasSet('m')
              kernel.delay('never', 3_600_000)
              machine.stop()
              kernel.yield('after')
              trace('go')
            },
            say: () => trace('say'),
            after: () => trace('after'),
            never: () => {},
          },
        },
      })
      machine.gotoState('a')
      kernel.post(machine.id, 'go')
      kernel.post(machine.id, 'say')
    },
  },
  {
    name: 'a postback goes to the state that is present then, with two lists; it holds the machine until it is gone',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { got => sub { trace('a got', "@{$_[ARG0]}", "@{$_[ARG1]}"); $_[MACHINE]->goto_state('b') } },
        b => { got => sub { trace('b got', "@{$_[ARG0]}", "@{$_[ARG1]}") }, } });
      $m->goto_state('a');
      my $back = $m->postback(got => 1, 2);
      session(_start => sub { $back->(3); $_[KERNEL]->delay(later => 0.02) }, later => sub { $back->(4, 5); undef $back })`,
    here: ({ kernel, session, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            got({ machine }, own: number[], given: number[]) {
              trace('a got', own.join(' '), given.join(' '))
              machine.gotoState('b')
            },
          },
          b: { got: (_ctx, own: number[], given: number[]) => trace('b got', own.join(' '), given.join(' ')) },
        },
      })
      machine.gotoState('a')
      const back = machine.postback('got', 1, 2)
      session({
        _start: ({ kernel }) => {
          back(3)
          kernel.delay('later', 20)
        },
        later: () => back.weaken()(4, 5),
      })
    },
  },
  {
    name: 'a callback runs the handler at once, and gives what that gives',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { sum => sub { trace('sum', $_[6]); return $_[ARG0][0] + $_[ARG1][0] }, go => sub { trace('gives', $_[MACHINE]->callback(sum => 40)->(2)) } } });
      $m->goto_state('a', 'go')`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            sum({ state }, own: [number], given: [number]) {
              trace('sum', state)
              return own[0] + given[0]
            },
            go({ machine }) {
              using sum = machine.callback('sum', 40)
              trace('gives', sum(2))
            },
          },
        },
      })
      machine.gotoState('a', 'go')
    },
  },
  {
    name: 'options are read and set as those of sessions, in any case, on and off for true and false',
    perl: `
      my $m = POE::NFA->spawn(inline_states => { a => {} });
      $m->goto_state('a');
      $m->option(Mine => 'yes');
      trace($m->option('mine'), $m->option('MINE'));
      trace($m->option(mine => 'off'), $m->option('mine'))`,
    here: ({ kernel, trace }) => {
      const machine = Nfa.spawn({ kernel, inlineStates: { a: {} } })
      machine.gotoState('a')
      machine.option({ Mine: 'yes' })
      trace(Number(machine.option('mine')), Number(machine.option('MINE')))
      trace(Number(machine.option({ mine: 'off' }).mine), Number(machine.option('mine')))
    },
  },
  {
    name: 'a signal that is watched goes to the handler of the present state',
    perl: `
      my $m = POE::NFA->spawn(inline_states => {
        a => { go => sub { $_[KERNEL]->alias_set('m'); $_[KERNEL]->sig(THING => 'heard'); $_[MACHINE]->goto_state('b') }, heard => sub { trace('a heard') } },
        b => { heard => sub { trace('b heard', $_[ARG0]); $_[KERNEL]->sig_handled(); $_[KERNEL]->sig('THING'); $_[KERNEL]->alias_remove('m') } } });
      $m->goto_state('a', 'go');
      session(_start => sub { $_[KERNEL]->delay(send => 0.02) }, send => sub { $_[KERNEL]->signal($_[KERNEL], 'THING') })`,
    here: ({ kernel, session, trace }) => {
      const machine = Nfa.spawn({
        kernel,
        inlineStates: {
          a: {
            go({ kernel, machine }) {
              kernel.aliasSet('m')
              kernel.sig('THING', 'heard')
              machine.gotoState('b')
            },
            heard: () => trace('a heard'),
          },
          b: {
            heard({ kernel }, name: string) {
              trace('b heard', name)
              kernel.sigHandled()
              kernel.sig('THING')
              kernel.aliasRemove('m')
            },
          },
        },
      })
      machine.gotoState('a', 'go')
      session({
        _start: ({ kernel }) => void kernel.delay('send', 20),
        send: ({ kernel }) => void kernel.signal(kernel, 'THING'),
      })
    },
  },
])
