import { isPoeError } from '@poe/errors'
import type { Child, ProcessService } from '@poe/loop'
import { equal, ok, thrown } from '../expect.ts'
import type { Command, ProgramCommands } from '../options.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'
import { hearAll, isSame, patternOf } from './traffic.ts'

const MISSING: Command = ['/no/such/program/anywhere']

function commands({ options: { programs } }: Rig): ProgramCommands {
  ok(programs !== undefined, 'the option "programs" is missing')
  return programs
}

function service({ loop: { process } }: Rig): ProcessService {
  ok(process !== undefined, 'the loop has no service "process"')
  return process
}

/** Starts a program that ends with the test, and notes its exit. */
function start(rig: Rig, command: Command, note = 'onExit'): Child {
  const child = rig.call('spawn()', () => service(rig).spawn({ command }))
  rig.keep({ close: () => end(rig, child) })
  rig.call('onExit()', () => child.onExit(() => rig.callback(note, () => void rig.trace.push(note))))
  return child
}

function end(rig: Rig, child: Child): void {
  if (child.pid !== undefined && service(rig).isRunning(child.pid)) child.kill('KILL')
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe?.close()
}

function exitOf(rig: Rig, { pid }: Child): unknown {
  const told = rig.exits.find((exit) => exit.pid === pid)?.exit
  return told && [told.code, told.signal, told.error]
}

/** `loop.process`. */
export const programs: Suite = {
  topic: 'programs',
  needs: ['process'],
  lent: 'programs',
  tests: {
    'talks to a program, and reads its output to the end': async (rig) => {
      rig.run()
      const { stdin, stdout } = start(rig, commands(rig).cat)
      ok(stdin !== undefined && stdout !== undefined, 'the program has no pipes')
      const heard = rig.follow(stdout)
      stdin.write('hello')
      await rig.until(() => heard.text === 'hello', 'what a program copies')
      stdin.shutdown()
      await rig.until(() => heard.endings.length > 0, 'the end of output')
      equal([heard.text, ...heard.endings], ['hello', 'ended'], 'what was told')
    },
    'carries a megabyte through a program': async (rig) => {
      rig.run()
      const { stdin, stdout } = start(rig, commands(rig).cat)
      ok(stdin !== undefined && stdout !== undefined, 'the program has no pipes')
      const sent = patternOf(1_048_576)
      const heard = await hearAll(rig, stdin, stdout, sent)
      ok(isSame(heard, sent), 'octets were changed on their way')
    },
    'tells the exit code': async (rig) => {
      rig.run()
      for (const code of [0, 7]) {
        const child = start(rig, commands(rig).exit(code))
        await rig.until(() => exitOf(rig, child) !== undefined, 'the exit')
        equal(exitOf(rig, child), [code, null, null], 'code, signal and error of the exit')
      }
    },
    'kills by a signal, and says which': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).cat)
      ok(child.kill('TERM'), 'kill() of a running program is false')
      await rig.until(() => exitOf(rig, child) !== undefined, 'the exit')
      equal(exitOf(rig, child), [null, 'TERM', null], 'code, signal and error of the exit')
      equal(child.kill('TERM'), false, 'kill() of a program that has ended')
    },
    'kills by a signal to the whole group, and says which': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).cat)
      ok(child.kill('-KILL'), 'kill() of the group of a running program is false')
      await rig.until(() => exitOf(rig, child) !== undefined, 'the exit')
      equal(exitOf(rig, child), [null, 'KILL', null], 'code, signal and error of the exit')
      equal(child.kill('-KILL'), false, 'kill() of the group of a program that has ended')
    },
    'makes a program nicer while it runs, where it can': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).cat)
      equal(child.renice?.(1) ?? null, null, 'what became of it')
      child.stdin?.shutdown()
      await rig.until(() => exitOf(rig, child) !== undefined, 'the exit')
      const late = child.renice?.(1)
      if (late !== undefined) equal(late?.syscall, 'setpriority', 'the syscall that failed after the end')
    },
    'refuses to start nothing, and two things at once': (rig) => {
      const both = { command: commands(rig).cat, module: { url: 'file:///work.js', export: 'run', args: [] } }
      for (const options of [{}, both]) {
        const error = thrown(() => service(rig).spawn(options), 'spawn()')
        ok(isPoeError(error), `spawn() threw ${error}, no PoeError`)
      }
    },
    'tells everybody once, and the host last': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).exit(0))
      child.onExit(() => rig.callback('second onExit', () => void rig.trace.push('second onExit')))
      await rig.until(() => rig.trace.includes('exited'), 'the exit')
      await rig.settle()
      equal(rig.trace, ['onExit', 'second onExit', 'exited'], 'what was told')
    },
    'knows which programs run': async (rig) => {
      rig.run()
      const { isRunning } = service(rig)
      const running = (pid = 0): boolean => isRunning.call(service(rig), pid)
      const [one, two] = [start(rig, commands(rig).cat), start(rig, commands(rig).cat)]
      equal([running(one.pid), running(two.pid), service(rig).running], [true, true, 2], 'programs that run')
      one.stdin?.shutdown()
      await rig.until(() => rig.trace.includes('exited'), 'the exit')
      equal([running(one.pid), running(two.pid), service(rig).running], [false, true, 1], 'programs that run')
    },
    'is a failed start, told once, when there is no such program': async (rig) => {
      rig.run()
      const child = start(rig, MISSING)
      const told: unknown[] = []
      child.onExit((exit) => told.push(exit.code, exit.signal, exit.error?.syscall, exit.error !== null))
      equal(child.pid, undefined, 'the id of a program that was not started')
      await rig.until(() => told.length > 0, 'the failed start')
      await rig.settle()
      equal(told, [null, null, 'spawn', true], 'code, signal, syscall and whether there is an error')
      equal([rig.trace, service(rig).running], [['onExit'], 0], 'what was told, and how many programs run')
    },
    'keeps an exit for the next run': async (rig) => {
      const child = start(rig, commands(rig).exit(3))
      await rig.settle()
      equal(rig.trace, [], 'what was told outside run()')
      rig.run()
      await rig.until(() => exitOf(rig, child) !== undefined, 'the exit')
    },
    'leaves the last output to be read after the exit': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).cat)
      child.stdin?.write('last words')
      child.stdin?.shutdown()
      await rig.until(() => rig.trace.includes('exited'), 'the exit')
      await rig.settle()
      ok(child.stdout !== undefined, 'the program has no output')
      const heard = rig.follow(child.stdout)
      await rig.until(() => heard.endings.length > 0, 'the end of output')
      equal(heard.text, 'last words', 'what was read')
    },
    'reads nothing of a pipe that was closed': async (rig) => {
      rig.run()
      const child = start(rig, commands(rig).cat)
      ok(child.stdout !== undefined, 'the program has no output')
      const heard = rig.follow(child.stdout)
      child.stdin?.write('lost')
      child.stdin?.shutdown()
      child.stdout.close()
      await rig.until(() => rig.trace.includes('exited'), 'the exit')
      equal(heard.calls, 0, 'calls of a pipe that was closed')
    },
    'watches each pipe in its own mode only': (rig) => {
      const { stdin, stdout } = start(rig, commands(rig).cat)
      for (const [pipe, mode] of [[stdin, 'read'] as const, [stdout, 'write'] as const]) {
        const error = thrown(() => pipe?.watch(mode, () => {}), `watch("${mode}")`)
        ok(isPoeError(error, 'ERR_POE_NO_MODE'), `watch("${mode}") threw ${error}, not ERR_POE_NO_MODE`)
      }
    },
  },
}
