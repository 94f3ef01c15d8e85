import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { World } from './world.test-support.ts'

class Named extends Session {
  get name(): string {
    return `session ${this.id}`
  }
}

describe('TcpServer, sessionType and sessionParams', () => {
  it('make the listening session and the clients', async () => {
    const world: World = new World({
      sessionType: Named,
      sessionParams: { options: { colour: 'blue' } },
      started: ({ session }) => world.note(`${(session as Named).name} ${session.option('colour')}`),
      clientConnected: ({ session }) => world.note(`${(session as Named).name} ${session.option('colour')}`),
    })
    await world.advance()
    await world.client()
    await world.advance()
    expect(world.trace).toEqual(['session 1 blue', 'session 3 blue'])
    expect(await world.end()).toEqual([])
  })

  it.each<[object, string]>([
    [{ sessionType: {} }, 'option "sessionType" must be Session, or a class that extends it, not an object.'],
    [{ sessionParams: { heap: {} } }, 'option "sessionParams" must be without "heap", which is the server\'s own'],
    [{ sessionParams: { inlineStates: {} } }, 'without "inlineStates"'],
    [{ idleTimeout: -1 }, 'option "idleTimeout" must be a number of milliseconds, 0 or more, not -1.'],
    [{ maxPerAddress: 0 }, 'option "maxPerAddress" must be a whole number of at least 1, not 0.'],
    [{ reuse: 1 }, 'option "reuse" must be true or false, not 1.'],
    [{ proxyProtocol: false }, 'option "proxyProtocol" must be an object, not false.'],
    [{ domain: 'unix', address: '/s', hostname: 'x' }, 'option "hostname" must be left out where "domain" is "unix"'],
    [
      { acceptor() {}, clientInput: undefined, idleTimeout: 5 },
      'option "idleTimeout" must be left out where "acceptor"',
    ],
    [{ acceptor() {}, clientInput: undefined, maxPerAddress: 5 }, 'option "maxPerAddress" must be left out where'],
  ])('and others are refused where they are wrong: %j', (options, message) => {
    expect(() => new World(options as never)).toThrow(message)
  })
})

describe('TcpServer, hostname', () => {
  it('is where it listens, unless there is an address', async () => {
    const hosts = { here: '10.0.0.1', other: '10.0.0.2' }
    for (const [options, address] of [
      [{ hostname: 'other' }, '10.0.0.2'],
      [{ hostname: 'other', address: '10.0.0.1' }, '10.0.0.1'],
    ] as const) {
      const world = new World(options, { host: 'here', hosts })
      await world.advance()
      expect(world.server.address()?.address).toBe(address)
      expect(await world.end()).toEqual([])
    }
  })

  it('is named where it cannot be', async () => {
    const world = new World({ hostname: 'nowhere.invalid' })
    await world.advance()
    await expect(world.running).rejects.toThrow(
      'option "hostname" is "nowhere.invalid": no such name is known; leave it out to listen on all addresses (ENOTFOUND)',
    )
  })
})
