import type { Key, KeyHandle, TerminalService } from '@poe/loop'
import { codeOf, equal, ok, thrown } from '../expect.ts'
import type { TerminalUser } from '../options.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'

function service({ loop: { terminal } }: Rig): TerminalService {
  ok(terminal !== undefined, 'the loop has no service "terminal"')
  return terminal
}

/** Whoever sits at the terminal of a rig. */
class User {
  readonly #rig: Rig
  readonly #user: TerminalUser

  constructor(rig: Rig) {
    ok(rig.options.terminal !== undefined, 'the option "terminal" is missing')
    this.#rig = rig
    this.#user = rig.options.terminal
  }

  type(text: string): void {
    this.#user.type(this.#rig.loop, text)
  }

  end(): void {
    this.#user.end(this.#rig.loop)
  }

  get output(): string {
    return this.#user.output(this.#rig.loop)
  }
}

function keyHandle(rig: Rig): KeyHandle {
  const handle = rig.keep(rig.call('openKeys()', () => service(rig).openKeys({ escapeTimeout: 20 })))
  handle.setRaw(true)
  return handle
}

/** Notes each key, one per readiness, and the end. */
function noting(rig: Rig, handle: KeyHandle): string[] {
  const noted: string[] = []
  rig.watch(handle, 'read', () => {
    const key = handle.read()
    if (key !== null) noted.push(nameOf(key))
    else if (handle.state !== 'open') noted.push(handle.state)
  })
  return noted
}

function nameOf({ sequence, name, ctrl, meta, shift }: Key): string {
  return `${ctrl ? 'C-' : ''}${meta ? 'M-' : ''}${shift ? 'S-' : ''}${name ?? sequence}`
}

/** `loop.terminal`. */
export const terminal: Suite = {
  topic: 'the terminal',
  needs: ['terminal'],
  lent: 'terminal',
  tests: {
    'says how large it is, and how many colours it has': async (rig) => {
      const { rows, columns, colors } = service(rig)
      for (const number of [rows, columns, colors]) ok(Number.isInteger(number) && number > 0, `${number} is no size`)
    },
    'gives keys, decoded, one per readiness': async (rig) => {
      rig.run()
      const noted = noting(rig, keyHandle(rig))
      new User(rig).type('aé\x01\r\x7f\x1b[A\x1bOH\x1bb\x1b[1;5D')
      await rig.until(() => noted.length >= 9, 'nine keys')
      equal(noted, ['a', 'é', 'C-a', 'return', 'backspace', 'up', 'home', 'M-b', 'C-left'], 'the keys')
    },
    'gives an Escape that nothing follows': async (rig) => {
      rig.run()
      const noted = noting(rig, keyHandle(rig))
      new User(rig).type('\x1b')
      await rig.until(() => noted.length > 0, 'the Escape')
      new User(rig).type('[A')
      await rig.until(() => noted.length >= 3, 'what came later')
      equal(noted, ['M-escape', '[', 'S-a'], 'the keys')
    },
    'gives octets as they come, and writes what it is given': async (rig) => {
      rig.run()
      const handle = rig.keep(service(rig).open())
      handle.setRaw(true)
      const heard = rig.follow(handle)
      new User(rig).type('\x1b[Aé')
      await rig.until(() => heard.text === '\x1b[Aé', 'what was typed')
      handle.write('shown é')
      await rig.until(() => new User(rig).output.includes('shown é'), 'what was written')
    },
    'gives no key while paused, and all after resume': async (rig) => {
      rig.run()
      const handle = keyHandle(rig)
      const noted = noting(rig, handle)
      handle.pause('read')
      new User(rig).type('ab')
      await rig.settle()
      equal(noted, [], 'the keys while paused')
      handle.resume('read')
      await rig.until(() => noted.length >= 2, 'the keys')
      equal(noted, ['a', 'b'], 'the keys')
    },
    'keeps keys that nobody read for the next use': async (rig) => {
      rig.run()
      const first = keyHandle(rig)
      rig.watch(first, 'read', () => {
        first.read()
        first.close()
      })
      new User(rig).type('ab\x1b[Bc')
      await rig.until(() => first.state === 'closed', 'the first key')
      const noted = noting(rig, keyHandle(rig))
      await rig.until(() => noted.length >= 3, 'the other keys')
      equal(noted, ['b', 'down', 'c'], 'the keys')
    },
    'keeps keys for the next run': async (rig) => {
      const noted = noting(rig, keyHandle(rig))
      new User(rig).type('ab')
      await rig.settle()
      rig.run()
      await rig.until(() => noted.length >= 2, 'the keys')
      equal(noted, ['a', 'b'], 'the keys')
    },
    'tells the end of input once, after the last key': async (rig) => {
      rig.run()
      const noted = noting(rig, keyHandle(rig))
      new User(rig).type('a')
      new User(rig).end()
      await rig.until(() => noted.length >= 2, 'the end')
      await rig.settle()
      equal(noted, ['a', 'ended'], 'what was told')
    },
    'is one use at a time': async (rig) => {
      const first = keyHandle(rig)
      equal(
        codeOf(thrown(() => service(rig).open(), 'open() of a terminal in use')),
        'ERR_POE_TERMINAL_TAKEN',
        'the code',
      )
      first.close()
      rig.keep(service(rig).open())
    },
    'is given back when its use ends': async (rig) => {
      rig.run()
      const handle = keyHandle(rig)
      handle.restoreBy('as it was')
      handle.close()
      handle.close()
      equal([handle.state, handle.write('after'), handle.read()], ['closed', null, null], 'a handle that was closed')
      await rig.until(() => new User(rig).output.includes('as it was'), 'what gives the screen back')
      await rig.settle()
      equal(new User(rig).output.split('as it was').length, 2, 'how often the screen was given back, and one')
      ok(!new User(rig).output.includes('after'), 'a closed handle has written')
    },
    'calls nobody who no longer wants to know of its size': async (rig) => {
      rig.run()
      const watch = service(rig).onResize(() => ok(false, 'it has not changed'))
      watch[Symbol.dispose]()
      watch[Symbol.dispose]()
      await rig.settle()
    },
  },
}
