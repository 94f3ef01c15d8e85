import { compare } from './scenario.ts'

compare('the life of sessions', [
  {
    name: 'empty sessions stop in the first sweep, the last first',
    perl: `for my $s (1..3) { session(_start => sub { trace("start $s") }, _stop => sub { trace("stop $s") }) }`,
    here: ({ session, trace }) => {
      for (const s of [1, 2, 3]) session({ _start: () => trace(`start ${s}`), _stop: () => trace(`stop ${s}`) })
    },
  },
  {
    name: 'a session that fell to nothing is revived by a post in the same slice',
    perl: `
      session(_start => sub { $_[KERNEL]->alias_set('one'); $_[KERNEL]->yield('drop') },
        drop => sub { $_[KERNEL]->alias_remove('one') }, hello => sub { trace('hello') }, _stop => sub { trace('stop1') });
      my $one = $k->alias_resolve('one');
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { $_[KERNEL]->post($one, 'hello') }, _stop => sub { trace('stop2') })`,
    here: ({ kernel, session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('one')
          kernel.yield('drop')
        },
        drop: ({ kernel }) => void kernel.aliasRemove('one'),
        hello: () => trace('hello'),
        _stop: () => trace('stop1'),
      })
      const one = kernel.sessionToId(kernel.aliasResolve('one')!) as number
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel }) => void kernel.post(one, 'hello'),
        _stop: () => trace('stop2'),
      })
    },
  },
  {
    name: 'who falls to nothing again is marked anew',
    perl: `
      my %s;
      for my $n (qw(A B)) { $s{$n} = session(_start => sub { $_[KERNEL]->refcount_increment($_[SESSION]->ID, 't') }, _stop => sub { trace("stop$n") }) }
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { my $k = $_[KERNEL]; my ($a, $b) = map { $_->ID } @s{qw(A B)};
        $k->refcount_decrement($a, 't'); $k->refcount_decrement($b, 't'); $k->refcount_increment($a, 't'); $k->refcount_decrement($a, 't') })`,
    here: ({ session, trace }) => {
      const make = (n: string) =>
        session({
          _start: ({ kernel, session }) => void kernel.refcountIncrement(session.id, 't'),
          _stop: () => trace(`stop${n}`),
        })
      const [a, b] = [make('A').id, make('B').id]
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel }) => {
          kernel.refcountDecrement(a, 't')
          kernel.refcountDecrement(b, 't')
          kernel.refcountIncrement(a, 't')
          kernel.refcountDecrement(a, 't')
        },
      })
    },
  },
  {
    name: 'a batch of the sweep is fixed: a session revived by the _stop of another stops all the same',
    perl: `
      my $a; my $b;
      $a = session(_start => sub {}, _stop => sub { trace('stopA') });
      $b = session(_start => sub {}, _stop => sub { $_[KERNEL]->refcount_increment($a->ID, 't'); trace('stopB') })`,
    here: ({ kernel, session, trace }) => {
      const a = session({ _start: () => {}, _stop: () => trace('stopA') })
      session({
        _start: () => {},
        _stop: () => {
          kernel.refcountIncrement(a.id, 't')
          trace('stopB')
        },
      })
    },
  },
  {
    name: 'children: create, lose with the value of _stop; a child that outlives its parent is gained by the grandparent',
    perl: `
      session(
        _start => sub { my $k = $_[KERNEL]; $k->alias_set('top'); $k->yield('end');
          session(_start => sub { $_[KERNEL]->yield('x');
              session(_start => sub { $_[KERNEL]->delay(y => 0.05); return 'born' }, y => sub { trace('y') },
                _parent => sub { trace('parent', $_[ARG0]->ID, $_[ARG1]->ID) }, _stop => sub { trace('stop C'); 'dead' }); undef },
            x => sub { trace('x') }, _child => sub { trace('middle', $_[ARG0], $_[ARG1]->ID, $_[ARG2]) },
            _stop => sub { trace('stop B'); 'value' }) },
        end => sub { $_[KERNEL]->alias_remove('top') },
        _child => sub { trace('top', $_[ARG0], $_[ARG1]->ID, $_[ARG2]) }, _stop => sub { trace('stop A') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('top')
          kernel.yield('end')
          session(
            {
              _start: ({ kernel }) => {
                kernel.yield('x')
                session(
                  {
                    _start: ({ kernel }) => {
                      kernel.delay('y', 50)
                      return 'born'
                    },
                    y: () => trace('y'),
                    _parent: (_, old, now) => trace('parent', old.id, now.id),
                    _stop: () => {
                      trace('stop C')
                      return 'dead'
                    },
                  },
                  kernel,
                )
              },
              x: () => trace('x'),
              _child: (_, reason, child, value) => trace('middle', reason, child.id, value),
              _stop: () => {
                trace('stop B')
                return 'value'
              },
            },
            kernel,
          )
        },
        end: ({ kernel }) => void kernel.aliasRemove('top'),
        _child: (_, reason, child, value) => trace('top', reason, child.id, value),
        _stop: () => trace('stop A'),
      })
    },
  },
  {
    name: '_default sees everything but _start, with a copy of the arguments',
    perl: `
      session(_start => sub { session(_start => sub {}); $_[KERNEL]->yield('foo', 1, 2) },
        _default => sub { trace($_[STATE], $_[ARG0], scalar @{$_[ARG1]}) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          session({ _start: () => {} }, kernel)
          kernel.yield('foo', 1, 2)
        },
        _default: ({ state }, event, args) => trace(state, event, args.length),
      })
    },
  },
  {
    name: 'posts from _stop are lost, to others too; calls from _stop work',
    perl: `
      my $other = session(_start => sub { $_[KERNEL]->delay(x => 0.05) }, x => sub {}, hi => sub { trace('hi', $_[ARG0]); 'back' });
      session(_start => sub {}, _stop => sub { $_[KERNEL]->post($other, hi => 'posted'); trace($_[KERNEL]->call($other, hi => 'called')) })`,
    here: ({ session, trace }) => {
      const other = session({
        _start: ({ kernel }) => kernel.delay('x', 50),
        x: () => {},
        hi: (_, how) => {
          trace('hi', how)
          return 'back'
        },
      })
      session({
        _start: () => {},
        _stop: ({ kernel }) => {
          kernel.post(other, 'hi', 'posted')
          trace(kernel.call(other, 'hi', 'called'))
        },
      })
    },
  },
  {
    name: 'stop() inside a tree: everybody stops, children first, and the sender is who called it',
    perl: `
      my %id;
      sub tree { my ($name, %kids) = @_; POE::Session->create(inline_states => {
        _start => sub { $_[KERNEL]->alias_set($name); $id{$_[SESSION]->ID} = $name; tree($_, %{$kids{$_}}) for sort keys %kids },
        _stop => sub { trace("stop $name by $id{$_[SENDER]->ID}") },
        _child => sub { trace("$name $_[ARG0] $id{$_[ARG1]->ID}") if $_[ARG0] ne 'create' },
        go => sub { $_[KERNEL]->stop(); trace('after') } }) }
      tree('A', B => { C => {} });
      $k->post(B => 'go')`,
    here: ({ kernel, session, trace }) => {
      const names = new Map<number, string>()
      type Tree = { readonly [name: string]: Tree }
      const tree = (on: typeof kernel, name: string, kids: Tree) => {
        session(
          {
            _start: ({ kernel, session }) => {
              kernel.aliasSet(name)
              names.set(session.id, name)
              for (const [kid, theirs] of Object.entries(kids)) tree(kernel, kid, theirs)
            },
            _stop: ({ sender }) => trace(`stop ${name} by ${names.get(sender.id as number)}`),
            _child: (_, reason, child) => {
              if (reason !== 'create') trace(`${name} ${reason} ${names.get(child.id)}`)
            },
            go: ({ kernel }) => {
              kernel.stop()
              trace('after')
            },
          },
          on,
        )
      }
      tree(kernel, 'A', { B: { C: {} } })
      kernel.post('B', 'go')
    },
  },
  {
    name: 'detach_myself: lost by the parent, told of the kernel, in that order; in _start the parent hears nothing',
    perl: `
      session(
        _start => sub { $_[KERNEL]->alias_set('p'); $_[KERNEL]->yield('end');
          session(_start => sub { trace('detached', $_[KERNEL]->detach_myself()); $_[KERNEL]->yield('x') }, x => sub { trace('x') },
            _parent => sub { trace('a parent') }, _stop => sub { trace('stop a') });
          session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { trace('detached', $_[KERNEL]->detach_myself());
              trace(defined $_[KERNEL]->detach_myself() ? 'again' : 'not again', $!+0) },
            _parent => sub { trace('b parent') }, _stop => sub { trace('stop b') }) },
        end => sub { $_[KERNEL]->alias_remove('p') },
        _child => sub { trace('child', $_[ARG0]) }, _stop => sub { trace('stop p') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('p')
          kernel.yield('end')
          session(
            {
              _start: ({ kernel }) => {
                trace('detached', Number(kernel.detachMyself()))
                kernel.yield('x')
              },
              x: () => trace('x'),
              _parent: () => trace('a parent'),
              _stop: () => trace('stop a'),
            },
            kernel,
          )
          session(
            {
              _start: ({ kernel }) => kernel.yield('go'),
              go: ({ kernel }) => {
                trace('detached', Number(kernel.detachMyself()))
                trace(kernel.detachMyself() ? 'again' : 'not again', kernel.errno === 'EPERM' ? 1 : kernel.errno)
              },
              _parent: () => trace('b parent'),
              _stop: () => trace('stop b'),
            },
            kernel,
          )
        },
        end: ({ kernel }) => void kernel.aliasRemove('p'),
        _child: (_, reason) => trace('child', reason),
        _stop: () => trace('stop p'),
      })
    },
  },
  {
    name: 'call: the result, the sender, the state; to nobody it gives nothing',
    perl: `
      my $b = session(_start => sub { $_[KERNEL]->alias_set('b'); $_[KERNEL]->delay(x => 0.05) }, x => sub { $_[KERNEL]->alias_remove('b') },
        q => sub { trace($_[STATE], $_[CALLER_STATE], $_[SENDER]->ID, $_[ARG0]); $_[ARG0] * 2 });
      session(_start => sub { $_[KERNEL]->yield('go') }, go => sub { my $k = $_[KERNEL];
        trace('got', $k->call(b => q => 21)); my $r = $k->call(nobody => 'q'); trace('got', $r, $!+0);
        my $self = $k->call($_[SESSION], 'inner', 7); trace('self', $self, $k->get_active_event()) },
        inner => sub { trace($_[STATE], $_[CALLER_STATE], $_[KERNEL]->get_active_event()); $_[ARG0] })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          kernel.aliasSet('b')
          kernel.delay('x', 50)
        },
        x: ({ kernel }) => void kernel.aliasRemove('b'),
        q: ({ state, callerState, sender }, n) => {
          trace(state, callerState, sender.id, n)
          return n * 2
        },
      })
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel, session }) => {
          trace('got', kernel.call('b', 'q', 21))
          trace('got', kernel.call('nobody', 'q'), kernel.errno === 'ESRCH' ? 3 : kernel.errno)
          trace('self', kernel.call(session, 'inner', 7), kernel.getActiveEvent())
        },
        inner: ({ kernel, state, callerState }, n) => {
          trace(state, callerState, kernel.getActiveEvent())
          return n
        },
      })
    },
  },
])
