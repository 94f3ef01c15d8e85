import { compare } from './scenario.ts'

compare('the order of events and timers', [
  {
    name: 'events run in the order they were posted, across sessions',
    perl: `
      for my $s (1..3) { session(
        _start => sub { $_[KERNEL]->yield('a', 1); $_[KERNEL]->yield('a', 2) },
        a => sub { trace("$s.$_[ARG0]") }) }`,
    here: ({ session, trace }) => {
      for (const s of [1, 2, 3])
        session({
          _start: ({ kernel }) => {
            kernel.yield('a', 1)
            kernel.yield('a', 2)
          },
          a: (_, n) => trace(`${s}.${n}`),
        })
    },
  },
  {
    name: 'timers in the past go first, then what is queued and due at once, by time',
    perl: `
      session(_start => sub { $_[KERNEL]->yield('go') }, _stop => sub {},
        go => sub { my $k = $_[KERNEL];
          $k->yield('a'); $k->delay(b => 0); $k->yield('c'); $k->alarm(d => 1); $k->delay(e => -5);
          $k->alarm_add(f => 1); $k->alarm_add(g => 0) },
        map { my $e = $_; ($e => sub { trace($e) }) } 'a'..'g')`,
    here: ({ session, trace }) => {
      const named = Object.fromEntries([...'abcdefg'].map((event) => [event, () => trace(event)]))
      session({
        _start: ({ kernel }) => kernel.yield('go'),
        go: ({ kernel }) => {
          kernel.yield('a')
          kernel.delay('b', 0)
          kernel.yield('c')
          kernel.alarm('d', 1000)
          kernel.delay('e', -5000)
          kernel.alarmAdd('f', 1000)
          kernel.alarmAdd('g', 0)
        },
        ...named,
      })
    },
  },
  {
    name: 'a timer set in the past by a handler runs before what is queued',
    perl: `
      session(_start => sub { $_[KERNEL]->yield('x') },
        x => sub { trace('x'); $_[KERNEL]->yield('y'); $_[KERNEL]->alarm(past => 1) },
        y => sub { trace('y') }, past => sub { trace('past') })`,
    here: ({ session, trace }) => {
      session({
        _start: ({ kernel }) => kernel.yield('x'),
        x: ({ kernel }) => {
          trace('x')
          kernel.yield('y')
          kernel.alarm('past', 1000)
        },
        y: () => trace('y'),
        past: () => trace('past'),
      })
    },
  },
  {
    name: 'timers of one time fire as they were set; an adjusted one comes behind its equals',
    perl: `
      session(_start => sub { my $k = $_[KERNEL]; my $t = time() + 1;
          $k->alarm_set(a1 => $t); $k->alarm_set(a2 => $t); $k->alarm_set(a3 => $t);
          $k->alarm_set(b => $t - 0.1); my $c = $k->alarm_set(c => $t - 0.2); $k->alarm_adjust($c, 0.2) },
        map { my $e = $_; ($e => sub { trace($e) }) } qw(a1 a2 a3 b c))`,
    here: ({ session, trace, loop }) => {
      const named = Object.fromEntries(['a1', 'a2', 'a3', 'b', 'c'].map((event) => [event, () => trace(event)]))
      session({
        _start: ({ kernel }) => {
          const at = loop.wallClock() + 1000
          for (const event of ['a1', 'a2', 'a3']) kernel.alarmSet(event, at)
          kernel.alarmSet('b', at - 100)
          kernel.alarmAdjust(kernel.alarmSet('c', at - 200), 200)
        },
        ...named,
      })
    },
  },
  {
    name: 'a delay that came due while a handler blocked goes before what was posted after the block',
    perl: `
      session(_start => sub { $_[KERNEL]->delay(t => 0.01); select(undef, undef, undef, 0.05); $_[KERNEL]->yield('x') },
        t => sub { trace('t') }, x => sub { trace('x') })`,
    here: ({ session, trace, loop }) => {
      session({
        _start: ({ kernel }) => {
          kernel.delay('t', 10)
          loop.block(50)
          kernel.yield('x')
        },
        t: () => trace('t'),
        x: () => trace('x'),
      })
    },
  },
  {
    name: 'what was posted before the block goes before the delay, what it posts goes after',
    perl: `
      session(_start => sub { $_[KERNEL]->yield('x'); $_[KERNEL]->delay(t => 0.01); select(undef, undef, undef, 0.05) },
        x => sub { trace('x'); $_[KERNEL]->yield('y') }, t => sub { trace('t') }, y => sub { trace('y') })`,
    here: ({ session, trace, loop }) => {
      session({
        _start: ({ kernel }) => {
          kernel.yield('x')
          kernel.delay('t', 10)
          loop.block(50)
        },
        x: ({ kernel }) => {
          trace('x')
          kernel.yield('y')
        },
        t: () => trace('t'),
        y: () => trace('y'),
      })
    },
  },
  {
    name: 'alarm replaces every timer of its name, however set; alarm_add adds; without a time alarm only clears',
    perl: `
      session(_start => sub { my $k = $_[KERNEL];
          $k->delay_add(n => 0.01, 1); $k->alarm_add(n => time(), 2); $k->alarm(n => time() + 1, 3); $k->delay_add(n => 1.5, 4);
          $k->yield('n', 5); $k->delay(m => 1); $k->delay('m') },
        n => sub { trace('n', $_[ARG0]) }, m => sub { trace('m') })`,
    here: ({ session, trace, loop }) => {
      session({
        _start: ({ kernel }) => {
          kernel.delayAdd('n', 10, 1)
          kernel.alarmAdd('n', loop.wallClock(), 2)
          kernel.alarm('n', loop.wallClock() + 1000, 3)
          kernel.delayAdd('n', 1500, 4)
          kernel.yield('n', 5)
          kernel.delay('m', 1000)
          kernel.delay('m')
        },
        n: (_, n) => trace('n', n),
        m: () => trace('m'),
      })
    },
  },
  {
    name: 'a timer removed in its own handler is gone already; others can be removed, once, by their owner',
    perl: `
      my $id;
      session(_start => sub { $_[HEAP]{id} = $_[KERNEL]->delay_set(t => 0.01); $id = $_[KERNEL]->delay_set(u => 0.05, 'arg') },
        t => sub { my $r = $_[KERNEL]->alarm_remove($_[HEAP]{id}); trace('t', defined $r ? 'removed' : 'gone', $!+0);
          my $u = $_[KERNEL]->alarm_remove($id); trace($u->[0], $u->[2][0]);
          trace(defined $_[KERNEL]->alarm_remove($id) ? 'twice' : 'once') },
        u => sub { trace('u') });
      session(_start => sub { $_[KERNEL]->yield('x') },
        x => sub { my $r = $_[KERNEL]->alarm_remove($id); trace(defined $r ? 'taken' : 'refused', $!+0) })`,
    here: ({ session, trace }) => {
      const errno = { ESRCH: 3, EPERM: 1 } as Readonly<Record<string, number>>
      let id = 0
      session({
        _start: ({ kernel, heap }) => {
          heap.id = kernel.delaySet('t', 10)
          id = kernel.delaySet('u', 50, 'arg')
        },
        t: ({ kernel, heap }) => {
          const removed = kernel.alarmRemove(heap.id)
          trace('t', removed === undefined ? 'gone' : 'removed', errno[kernel.errno])
          const other = kernel.alarmRemove(id)
          trace(other?.event, other?.args[0])
          trace(kernel.alarmRemove(id) === undefined ? 'once' : 'twice')
        },
        u: () => trace('u'),
      })
      session({
        _start: ({ kernel }) => kernel.yield('x'),
        x: ({ kernel }) => {
          const removed = kernel.alarmRemove(id)
          trace(removed === undefined ? 'refused' : 'taken', errno[kernel.errno])
        },
      })
    },
  },
  {
    name: 'alarm_remove_all takes every timer, in the order they were due',
    perl: `
      session(_start => sub { my $k = $_[KERNEL];
          $k->delay_set(c => 3); $k->delay_set(a => 1, 'x'); $k->alarm_set(b => time() + 2); $k->yield('still');
          trace(map { $_->[0] } $k->alarm_remove_all()); trace(scalar @{[$k->alarm_remove_all()]}) },
        still => sub { trace('still') }, map { ($_ => sub { trace('fired') }) } qw(a b c))`,
    here: ({ session, trace, loop }) => {
      session({
        _start: ({ kernel }) => {
          kernel.delaySet('c', 3000)
          kernel.delaySet('a', 1000, 'x')
          kernel.alarmSet('b', loop.wallClock() + 2000)
          kernel.yield('still')
          trace(...kernel.alarmRemoveAll().map(({ event }) => event))
          trace(kernel.alarmRemoveAll().length)
        },
        still: () => trace('still'),
        a: () => trace('fired'),
      })
    },
  },
])
