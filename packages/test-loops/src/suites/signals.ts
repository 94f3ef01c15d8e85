import { equal } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

function nameOf({ options }: Rig): string {
  return options.signal ?? 'WINCH'
}

function raise(rig: Rig): void {
  rig.options.raise?.(rig.loop, nameOf(rig))
}

async function raiseAndHear(rig: Rig, count: number): Promise<void> {
  raise(rig)
  await rig.until(() => rig.signals.length >= count, `signal ${count}`)
}

function watching(rig: Rig): void {
  rig.loop.watchSignal?.(nameOf(rig))
}

function ignoring(rig: Rig): void {
  rig.loop.ignoreSignal?.(nameOf(rig))
}

/** OS signals. Each test ends watching: the process is not the test's alone. */
export const signals: Suite = {
  topic: 'signals',
  needs: ['signals'],
  lent: 'raise',
  tests: {
    'tells each signal that is watched, by its name without SIG': async (rig) => {
      watching(rig)
      rig.run()
      for (let count = 1; count <= 3; count++) await raiseAndHear(rig, count)
      await rig.settle()
      ignoring(rig)
      equal(rig.signals, [nameOf(rig), nameOf(rig), nameOf(rig)], 'signals told')
    },
    'tells a signal once that is watched twice': async (rig) => {
      watching(rig)
      watching(rig)
      rig.run()
      await raiseAndHear(rig, 1)
      await rig.settle()
      ignoring(rig)
      equal(rig.signals.length, 1, 'how often one signal was told')
    },
    'tells a signal no more that is ignored': async (rig) => {
      watching(rig)
      rig.run()
      await raiseAndHear(rig, 1)
      ignoring(rig)
      raise(rig)
      await rig.settle()
      equal(rig.signals.length, 1, 'signals told, of which the second was ignored')
    },
    'tells a signal again that was ignored and is watched again': async (rig) => {
      watching(rig)
      ignoring(rig)
      ignoring(rig)
      watching(rig)
      rig.run()
      await raiseAndHear(rig, 1)
      ignoring(rig)
    },
    'keeps a signal that comes while it does not run': async (rig) => {
      watching(rig)
      raise(rig)
      await rig.settle()
      equal(rig.signals, [], 'signals told outside run()')
      rig.run()
      await rig.until(() => rig.signals.length === 1, 'the signal that came before run()')
      ignoring(rig)
    },
    'takes a name no system has': ({ loop }) => {
      loop.watchSignal?.('NOSUCHSIGNAL')
      loop.ignoreSignal?.('NOSUCHSIGNAL')
    },
  },
}
