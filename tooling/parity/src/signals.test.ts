import { compare } from './scenario.ts'

compare('signals, exceptions and idleness', [
  {
    name: 'an exception is a signal behind what is queued; handled, life goes on',
    perl: `
      session(_start => sub { $_[KERNEL]->sig(DIE => 'oops'); $_[KERNEL]->yield('boom'); $_[KERNEL]->yield('next') },
        boom => sub { die "bang\\n" }, next => sub { trace('next'); $_[KERNEL]->delay(later => 0.01) },
        oops => sub { my $i = $_[ARG1]; chomp(my $e = $i->{error_str}); trace($_[ARG0], $i->{event}, $i->{from_state}, $e); $_[KERNEL]->sig_handled() },
        later => sub { trace('later') }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('DIE', 'oops')
          kernel.yield('boom')
          kernel.yield('next')
        },
        boom: () => {
          throw new Error('bang')
        },
        next: ({ kernel }) => {
          trace('next')
          kernel.delay('later', 10)
        },
        oops: ({ kernel }, name, { event, fromState, error }) => {
          trace(name, event, fromState, error.message)
          kernel.sigHandled()
        },
        later: () => trace('later'),
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'an exception nobody handles goes to the parent and its parent, then ends everything',
    perl: `
      sub chain { my ($name, @rest) = @_; session(
        _start => sub { $_[KERNEL]->sig(DIE => 'oops'); $_[KERNEL]->alias_set($name); chain(@rest) if @rest; $_[KERNEL]->yield('boom') if $name eq 'B' },
        boom => sub { die "from B\\n" }, oops => sub { trace("DIE $name") }, _stop => sub { trace("stop $name") }) }
      chain(qw(A B C))`,
    here: ({ kernel, session, trace }) => {
      const chain = (on: typeof kernel, [name, ...rest]: readonly string[]) => {
        session(
          {
            _start: ({ kernel }) => {
              kernel.sig('DIE', 'oops')
              kernel.aliasSet(name as string)
              if (rest.length > 0) chain(kernel, rest)
              if (name === 'B') kernel.yield('boom')
            },
            boom: () => {
              throw new Error('from B')
            },
            oops: () => trace(`DIE ${name}`),
            _stop: () => trace(`stop ${name}`),
          },
          on,
        )
      }
      chain(kernel, ['A', 'B', 'C'])
    },
  },
  {
    name: 'one handler anywhere in the chain saves them all',
    perl: `
      sub chain { my ($name, @rest) = @_; session(
        _start => sub { $_[KERNEL]->sig(DIE => 'oops'); $_[KERNEL]->alias_set($name); chain(@rest) if @rest; $_[KERNEL]->yield('boom') if $name eq 'B' },
        boom => sub { die "from B\\n" }, oops => sub { trace("DIE $name"); $_[KERNEL]->sig_handled() if $name eq 'C' },
        _stop => sub { trace("stop $name") }) }
      chain(qw(A B C))`,
    here: ({ kernel, session, trace }) => {
      const chain = (on: typeof kernel, [name, ...rest]: readonly string[]) => {
        session(
          {
            _start: ({ kernel }) => {
              kernel.sig('DIE', 'oops')
              kernel.aliasSet(name as string)
              if (rest.length > 0) chain(kernel, rest)
              if (name === 'B') kernel.yield('boom')
            },
            boom: () => {
              throw new Error('from B')
            },
            oops: ({ kernel }) => {
              trace(`DIE ${name}`)
              if (name === 'C') kernel.sigHandled()
            },
            _stop: () => trace(`stop ${name}`),
          },
          on,
        )
      }
      chain(kernel, ['A', 'B', 'C'])
    },
  },
  {
    name: 'a call into a session that throws gives nothing and does not stop the caller at once',
    perl: `
      my $v = session(_start => sub { $_[KERNEL]->alias_set('v') }, q => sub { die "inside\\n" }, _stop => sub { trace('stop victim') });
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { my $r = $_[KERNEL]->call(v => 'q'); trace('back', $r); $_[KERNEL]->yield('after') },
        after => sub { trace('after') }, _stop => sub { trace('stop caller') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => void kernel.aliasSet('v'),
        q: () => {
          throw new Error('inside')
        },
        _stop: () => trace('stop victim'),
      })
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel }) => {
          trace('back', kernel.call('v', 'q'))
          kernel.yield('after')
        },
        after: () => trace('after'),
        _stop: () => trace('stop caller'),
      })
    },
    unordered: true,
  },
  {
    name: 'an exception in _start: the session exists, is announced, and the signal names _start',
    perl: `
      session(_start => sub { $_[KERNEL]->sig(DIE => 'oops'); my $s = session(_start => sub { die "early\\n" }, _stop => sub { trace('stop child'); undef });
          trace(defined $s ? 'made' : 'not made') },
        _child => sub { trace('child', $_[ARG0], $_[ARG2]) }, oops => sub { trace($_[ARG0], $_[ARG1]{event}); $_[KERNEL]->sig_handled() },
        _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('DIE', 'oops')
          const made = session(
            {
              _start: () => {
                throw new Error('early')
              },
              _stop: () => trace('stop child'),
            },
            kernel,
          )
          trace(made === undefined ? 'not made' : 'made')
        },
        _child: (_, reason, _child, value) => trace('child', reason, value),
        oops: ({ kernel }, name, info) => {
          trace(name, info.event)
          kernel.sigHandled()
        },
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'an exception in _stop ends the run with it, and _stop runs once',
    perl: `session(_start => sub {}, _stop => sub { trace('stop'); die "at the end\\n" })`,
    here: ({ session, trace }) => {
      session({
        _start: () => {},
        _stop: () => {
          trace('stop')
          throw new Error('at the end')
        },
      })
    },
  },
  {
    name: 'a handler that died while its own event was still handled in turn: DIE handled, then thrown again',
    perl: `
      session(_start => sub { $_[KERNEL]->sig(DIE => 'oops'); $_[KERNEL]->yield('boom') }, boom => sub { die "first\\n" },
        oops => sub { trace('oops'); $_[KERNEL]->sig_handled(); die "second\\n" }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('DIE', 'oops')
          kernel.yield('boom')
        },
        boom: () => {
          throw new Error('first')
        },
        oops: ({ kernel }) => {
          trace('oops')
          kernel.sigHandled()
          throw new Error('second')
        },
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'TERM to a tree nobody handles it in: all stop, the deepest first, and no parent is told of moves',
    perl: `
      sub tree { my ($name, @kids) = @_; session(_start => sub { $_[KERNEL]->alias_set($name); tree(@$_) for @kids },
        _parent => sub { trace("parent $name") }, _stop => sub { trace("stop $name") }) }
      tree('R', ['A', ['A1', ['A11']]]);
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { trace('sent', $_[KERNEL]->signal(R => 'TERM')) })`,
    here: ({ kernel, session, trace }) => {
      const tree = (on: typeof kernel, ...names: readonly string[]) => {
        const [name, ...below] = names
        session(
          {
            _start: ({ kernel }) => {
              kernel.aliasSet(name as string)
              if (below.length > 0) tree(kernel, ...below)
            },
            _parent: () => trace(`parent ${name}`),
            _stop: () => trace(`stop ${name}`),
          },
          on,
        )
      }
      tree(kernel, 'R', 'A', 'A1', 'A11')
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel }) => trace('sent', Number(kernel.signal('R', 'TERM'))),
      })
    },
  },
  {
    name: 'a signal carries its arguments and those of the watch, from the kernel',
    perl: `
      session(_start => sub { $_[KERNEL]->sig(ping => 'pong', 'mine'); $_[KERNEL]->yield('go') },
        go => sub { $_[KERNEL]->signal($_[SESSION], ping => 1, 2) },
        pong => sub { trace($_[STATE], $_[CALLER_STATE], $_[SENDER] == $_[KERNEL] ? 'kernel' : 'session', @_[ARG0..$#_]) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.sig('ping', 'pong', 'mine')
          kernel.yield('go')
        },
        go: ({ kernel, session }) => void kernel.signal(session, 'ping', 1, 2),
        pong: ({ state, callerState, sender }, ...args) =>
          trace(state, callerState, typeof sender.id === 'string' ? 'kernel' : 'session', ...args),
      })
    },
  },
  {
    name: 'IDLE comes as often as it is handled with work, and ZOMBIE when there is none',
    perl: `
      my $n = 0;
      session(_start => sub { $_[KERNEL]->alias_set('a'); $_[KERNEL]->sig(IDLE => 'idle'); $_[KERNEL]->sig(ZOMBIE => 'zombie') },
        idle => sub { trace('idle', ++$n); $_[KERNEL]->sig_handled(); $_[KERNEL]->yield('work') if $n < 3 },
        work => sub { trace('work') }, zombie => sub { trace('zombie') }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      let n = 0
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('a')
          kernel.sig('IDLE', 'idle')
          kernel.sig('ZOMBIE', 'zombie')
        },
        idle: ({ kernel }) => {
          trace('idle', ++n)
          kernel.sigHandled()
          if (n < 3) kernel.yield('work')
        },
        work: () => trace('work'),
        zombie: () => trace('zombie'),
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'work queued by an IDLE handler that does not handle the signal never runs',
    perl: `
      session(_start => sub { $_[KERNEL]->alias_set('a'); $_[KERNEL]->sig(IDLE => 'idle') },
        idle => sub { trace('idle'); $_[KERNEL]->yield('work') }, work => sub { trace('work') }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('a')
          kernel.sig('IDLE', 'idle')
        },
        idle: ({ kernel }) => {
          trace('idle')
          kernel.yield('work')
        },
        work: () => trace('work'),
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'messages sent and not delivered die with a session that is stopped by force',
    perl: `
      my $b = session(_start => sub { $_[KERNEL]->delay(x => 0.05) }, x => sub {}, hi => sub { trace('hi', $_[ARG0]) });
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { $_[KERNEL]->signal($_[SESSION], 'TERM'); $_[KERNEL]->post($b, hi => 'late') },
        _stop => sub { trace('stop a') });
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { $_[KERNEL]->post($b, hi => 'early'); $_[KERNEL]->signal($_[SESSION], 'TERM') },
        _stop => sub { trace('stop c') })`,
    here: ({ session, trace }) => {
      const b = session({
        _start: ({ kernel }) => kernel.delay('x', 50),
        x: () => {},
        hi: (_, when) => trace('hi', when),
      })
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel, session }) => {
          kernel.signal(session, 'TERM')
          kernel.post(b, 'hi', 'late')
        },
        _stop: () => trace('stop a'),
      })
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel, session }) => {
          kernel.post(b, 'hi', 'early')
          kernel.signal(session, 'TERM')
        },
        _stop: () => trace('stop c'),
      })
    },
  },
])
