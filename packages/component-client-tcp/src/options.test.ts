import { LineFilter } from '@poe/filter-line'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { TcpClient } from './index.ts'
import { World } from './world.test-support.ts'

describe('TcpClient options', () => {
  const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
  const serverInput = () => {}
  const remotePort = 80
  const good = { serverInput, remotePort }
  const filter = new LineFilter()

  it.each<[object, string]>([
    [{ remotePort }, 'TcpClient needs the option "serverInput" or "connected"; neither was given.'],
    [{ serverInput }, 'TcpClient needs the option "remotePort", or "domain" to be "unix"; neither was given.'],
    [{ ...good, remotPort: 80 }, 'TcpClient: unknown option "remotPort"; did you mean "remotePort"?'],
    [{ serverinput: serverInput, remotePort }, 'unknown option "serverinput"; did you mean "serverInput"?'],
    [{ serverInput, remotePort: '80' }, 'option "remotePort" must be a whole number from 1 to 65535, not "80".'],
    [{ serverInput, remotePort: 0 }, 'option "remotePort" must be a whole number from 1 to 65535, not 0.'],
    [{ ...good, remoteAddress: '' }, 'option "remoteAddress" must be a string of at least one character, not "".'],
    [{ remotePort, serverInput: 'input' }, 'option "serverInput" must be a function, not "input".'],
    [{ ...good, args: 'x' }, 'option "args" must be an array, not "x".'],
    [{ ...good, connectTimeout: -1 }, 'option "connectTimeout" must be a number of milliseconds, 0 or more, not -1.'],
    [{ ...good, filter: 'Line' }, 'option "filter" must be a filter, or a function that makes one, not "Line".'],
    [{ ...good, inputFilter: filter }, 'must be given together with "outputFilter"'],
    [{ ...good, outputFilter: filter }, 'must be given together with "outputFilter"'],
    [
      { ...good, filter, inputFilter: filter, outputFilter: filter },
      'option "filter" must be left out where the filters of both directions are given',
    ],
    [
      { serverInput, domain: 'unix' },
      'option "remoteAddress" must be the path of the socket, where "domain" is "unix"',
    ],
    [
      { ...good, domain: 'unix', remoteAddress: '/s' },
      'option "remotePort" must be left out where "domain" is "unix", not 80.',
    ],
    [
      { serverInput, domain: 'unix', remoteAddress: '/s', bindAddress: '/t' },
      'option "bindAddress" must be left out where "domain" is "unix"',
    ],
    [{ ...good, highMark: 1 }, 'option "highMark" must be a whole number of at least 2, not 1.'],
    [{ ...good, lowMark: 5, highMark: 5 }, 'option "lowMark" must be less than "highMark", 5, not 5.'],
    [{ ...good, lowMark: 2 ** 20 }, 'option "lowMark" must be less than "highMark", 1048576'],
    [{ ...good, reconnect: 5 }, 'option "reconnect" must be true, false or an object, not 5.'],
    [{ ...good, reconnect: { intial: 5 } }, 'TcpClient.reconnect: unknown option "intial"; did you mean "initial"?'],
    [
      { ...good, reconnect: { initial: Infinity } },
      'option "initial" must be a finite number of milliseconds, 0 or more',
    ],
    [{ ...good, reconnect: { factor: 0.5 } }, 'option "factor" must be a number of at least 1, not 0.5.'],
    [{ ...good, reconnect: { jitter: 2 } }, 'option "jitter" must be a number from 0 to 1, not 2.'],
    [{ ...good, reconnect: { attempts: 1.5 } }, 'option "attempts" must be a whole number of at least 0, not 1.5.'],
    [{ ...good, sessionType: {} }, 'option "sessionType" must be Session, or a class that extends it, not an object.'],
    [
      { ...good, sessionParams: { heap: {} } },
      'option "sessionParams" must be without "heap", which is an option of the client',
    ],
    [{ ...good, inlineStates: { x: 5 } }, 'the handler of "x" in inlineStates must be a function, not 5.'],
    [{ ...good, kernel: {} }, 'TcpClient: option "kernel" must be a kernel'],
    [{ ...good, kernel: undefined }, 'TcpClient needs a kernel'],
  ])('refuses %j', (options, message) => {
    expect(() => new TcpClient({ kernel, ...options } as never)).toThrow(message)
    expect(kernel.ledger()).toEqual([])
  })

  it('refuses an alias that somebody has', () => {
    Session.create({ kernel, inlineStates: { _start: ({ kernel: mine }) => void mine.aliasSet('echo') } })
    expect(() => new TcpClient({ kernel, ...good, alias: 'echo' })).toThrow(
      'option "alias" must be a name that no other session has, not "echo".',
    )
    kernel.stop()
  })

  it('lives below the session whose kernel it is given', async () => {
    const world = new World()
    Session.create({
      kernel: world.kernel,
      inlineStates: {
        _start: ({ kernel: mine }) => void world.client({ kernel: mine }),
        _child: (_ctx, reason) => world.note(reason),
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 create', '0 connectError connect ECONNREFUSED 111', '0 lose'])
  })
})
