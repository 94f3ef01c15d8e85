import { compare } from './scenario.ts'

/** POE's numbers for our words. */
const ERRNO: Readonly<Record<string, number>> = { EPERM: 1, ESRCH: 3, EEXIST: 17, EINVAL: 22 }

compare('aliases, ids and reference counts', [
  {
    name: 'an alias can be set twice by its owner, not by another; removed by its owner only',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; trace($k->alias_set('one')+0, $k->alias_set('one')+0); $k->delay(x => 0.02) }, x => sub {});
      session(_start => sub { my $k = $_[KERNEL];
        trace($k->alias_set('one')+0); trace($k->alias_remove('one')+0); trace($k->alias_remove('two')+0);
        trace($k->alias_set('mine')+0, $k->alias_remove('mine')+0, $k->alias_remove('mine')+0) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          const code = (done: boolean) => (done ? 0 : ERRNO[kernel.errno])
          trace(code(kernel.aliasSet('one')), code(kernel.aliasSet('one')))
          kernel.delay('x', 20)
        },
        x: () => {},
      })
      session({
        _start: ({ kernel }) => {
          const code = (done: boolean) => (done ? 0 : ERRNO[kernel.errno])
          trace(code(kernel.aliasSet('one')))
          trace(code(kernel.aliasRemove('one')))
          trace(code(kernel.aliasRemove('two')))
          trace(code(kernel.aliasSet('mine')), code(kernel.aliasRemove('mine')), code(kernel.aliasRemove('mine')))
        },
      })
    },
  },
  {
    name: 'the aliases of a session come sorted, and are free again once it has stopped',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->alias_set($_) for qw(c a b); trace(join ',', $k->alias_list()); $k->alias_remove($_) for qw(a b c) });
      session(_start => sub { $_[KERNEL]->delay(look => 0.02) }, look => sub { my $k = $_[KERNEL];
        trace(defined $k->alias_resolve('a') ? 'taken' : 'free', $k->alias_set('a')+0); $k->alias_remove('a') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => {
          for (const name of ['c', 'a', 'b']) kernel.aliasSet(name)
          trace(kernel.aliasList().join(','))
          for (const name of ['a', 'b', 'c']) kernel.aliasRemove(name)
        },
      })
      session({
        _start: ({ kernel }) => kernel.delay('look', 20),
        look: ({ kernel }) => {
          trace(kernel.aliasResolve('a') === undefined ? 'free' : 'taken', kernel.aliasSet('a') ? 0 : 1)
          kernel.aliasRemove('a')
        },
      })
    },
  },
  {
    name: 'post and call find a session by itself, its id and its alias, and the kernel takes anything',
    perl: `
      my $s = session(_start => sub { $_[KERNEL]->alias_set('s'); $_[KERNEL]->delay(done => 0.05) }, hi => sub { trace('hi', $_[ARG0]) },
        done => sub { $_[KERNEL]->alias_remove('s') });
      session(_start => sub { my $k = $_[KERNEL];
        $k->post($_, hi => 'post') for $s, $s->ID, 's'; $k->call($_, hi => 'call') for $s, $s->ID, 's';
        trace($k->post($k, 'hi') ? 'accepted' : 'refused'); trace($k->post(999, 'hi') ? 'accepted' : 'refused', $!+0) })`,
    here: ({ session, trace }) => {
      const s = session({
        _start: ({ kernel }) => {
          kernel.aliasSet('s')
          kernel.delay('done', 50)
        },
        hi: (_, how) => trace('hi', how),
        done: ({ kernel }) => void kernel.aliasRemove('s'),
      })
      session({
        _start: ({ kernel }) => {
          kernel.post(s, 'hi', 'post')
          kernel.post(s.id, 'hi', 'post')
          kernel.post('s', 'hi', 'post')
          kernel.call(s, 'hi', 'call')
          kernel.call(s.id, 'hi', 'call')
          kernel.call('s', 'hi', 'call')
          trace(kernel.post(kernel, 'hi') ? 'accepted' : 'refused')
          trace(kernel.post(999, 'hi') ? 'accepted' : 'refused', ERRNO[kernel.errno])
        },
      })
    },
  },
  {
    name: 'ids lead to sessions and back, the id of the kernel to the kernel, and an id of nobody nowhere',
    perl: `
      session(_start => sub { my $k = $_[KERNEL];
        trace($k->ID_id_to_session($_[SESSION]->ID) == $_[SESSION] ? 'me' : 'other', $k->ID_session_to_id($_[SESSION]));
        trace($k->ID_id_to_session($k->ID) == $k ? 'kernel' : 'other', defined $k->ID_id_to_session(77) ? 'somebody' : 'nobody', $!+0) })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel, session }) => {
          trace(kernel.idToSession(session.id) === session ? 'me' : 'other', kernel.sessionToId(session))
          const root = kernel.idToSession(kernel.id)
          trace(
            root !== undefined && root.id === kernel.id ? 'kernel' : 'other',
            kernel.idToSession(77) === undefined ? 'nobody' : 'somebody',
            ERRNO[kernel.errno],
          )
        },
      })
    },
  },
  {
    name: 'a reference count keeps a session alive by its first tag, and another session can let it go',
    perl: `
      my $s = session(_start => sub { my ($k, $id) = ($_[KERNEL], $_[SESSION]->ID); trace(map { $k->refcount_increment($id, $_) } qw(a a b)) }, _stop => sub { trace('stopped') });
      session(_start => sub { $_[KERNEL]->delay(go => 0.02) }, go => sub { my ($k, $id) = ($_[KERNEL], $s->ID);
        trace($k->refcount_decrement($id, 'a'), $k->refcount_decrement($id, 'b'), $k->refcount_decrement($id, 'a')); $k->yield('after') },
        after => sub { my $r = $_[KERNEL]->refcount_decrement($s->ID, 'a'); trace($r, $!+0) })`,
    here: ({ session, trace }) => {
      const s = session({
        _start: ({ kernel, session }) => {
          trace(...['a', 'a', 'b'].map((tag) => kernel.refcountIncrement(session.id, tag)))
        },
        _stop: () => trace('stopped'),
      })
      const { id } = s
      session({
        _start: ({ kernel }) => kernel.delay('go', 20),
        go: ({ kernel }) => {
          trace(...['a', 'b', 'a'].map((tag) => kernel.refcountDecrement(id, tag)))
          kernel.yield('after')
        },
        after: ({ kernel }) => trace(kernel.refcountDecrement(id, 'a'), ERRNO[kernel.errno]),
      })
    },
  },
  {
    name: 'a reference taken and dropped in _start does not end the session before its first event',
    perl: `
      session(_start => sub { my ($k, $id) = ($_[KERNEL], $_[SESSION]->ID); $k->refcount_increment($id, 't'); $k->refcount_decrement($id, 't'); $k->yield('x') },
        x => sub { trace('x') }, _stop => sub { trace('stop') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel, session }) => {
          kernel.refcountIncrement(session.id, 't')
          kernel.refcountDecrement(session.id, 't')
          kernel.yield('x')
        },
        x: () => trace('x'),
        _stop: () => trace('stop'),
      })
    },
  },
  {
    name: 'a reference dropped in the _stop of another session stops a bystander before idleness',
    perl: `
      my $b = session(_start => sub { my ($k, $id) = ($_[KERNEL], $_[SESSION]->ID); $k->refcount_increment($id, 't'); $k->sig(IDLE => 'idle') },
        idle => sub { trace('idle') }, _stop => sub { trace('stop bystander') });
      session(_start => sub {}, _stop => sub { $_[KERNEL]->refcount_decrement($b->ID, 't'); trace('stop') })`,
    here: ({ kernel, session, trace }) => {
      const b = session({
        _start: ({ kernel, session }) => {
          kernel.refcountIncrement(session.id, 't')
          kernel.sig('IDLE', 'idle')
        },
        idle: () => trace('idle'),
        _stop: () => trace('stop bystander'),
      })
      session({
        _start: () => {},
        _stop: () => {
          kernel.refcountDecrement(b.id, 't')
          trace('stop')
        },
      })
    },
  },
  {
    name: 'detach_child: the parent loses it, the child is told, others are refused',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; $k->alias_set('p'); $k->yield('go');
          $_[HEAP]{c} = session(_start => sub { $_[KERNEL]->delay(x => 0.02); undef }, x => sub { trace('x') }, _parent => sub { trace('parent', $_[ARG0]->ID, $_[ARG1] == $_[KERNEL] ? 'kernel' : 'session') },
            _stop => sub { trace('stop c'); undef }) },
        go => sub { my $k = $_[KERNEL]; trace($k->detach_child($_[HEAP]{c}) ? 'detached' : 'refused');
          trace($k->detach_child($_[HEAP]{c}) ? 'detached' : 'refused', $!+0); trace($k->detach_child('nobody') ? 'detached' : 'refused', $!+0); $k->alias_remove('p') },
        _child => sub { trace('child', $_[ARG0], $_[ARG2]) }, _stop => sub { trace('stop p') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel, heap }) => {
          kernel.aliasSet('p')
          kernel.yield('go')
          heap.c = session(
            {
              _start: ({ kernel }) => kernel.delay('x', 20),
              x: () => trace('x'),
              _parent: (_, old, now) => trace('parent', old.id, typeof now.id === 'string' ? 'kernel' : 'session'),
              _stop: () => trace('stop c'),
            },
            kernel,
          )
        },
        go: ({ kernel, heap }) => {
          trace(kernel.detachChild(heap.c) ? 'detached' : 'refused')
          trace(kernel.detachChild(heap.c) ? 'detached' : 'refused', ERRNO[kernel.errno])
          trace(kernel.detachChild('nobody') ? 'detached' : 'refused', ERRNO[kernel.errno])
          kernel.aliasRemove('p')
        },
        _child: (_, reason, _child, value) => trace('child', reason, value),
        _stop: () => trace('stop p'),
      })
    },
  },
])
