import { once } from 'node:events'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { type AddressInfo, createServer, Socket } from 'node:net'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { Counter, Fake } from './fake.test-kit.ts'
import { ForeignLoop } from './index.ts'

const opened: Counter[] = []
const running: ForeignLoop[] = []
afterEach(() => {
  for (const loop of running.splice(0)) loop.halt()
  for (const counter of opened.splice(0)) counter.close()
})

function counter(): Counter {
  const one = new Counter()
  opened.push(one)
  return one
}

/** A loop that runs beside a fake one. */
function rig(prepare: (fake: Fake) => void = () => {}) {
  const fake = new Fake()
  prepare(fake)
  const loop = new ForeignLoop(fake)
  running.push(loop)
  loop.attach({ turn() {}, signal() {}, exited() {} })
  return { fake, loop, run: loop.run() }
}

/** Lets Node's loop go round until something holds: a fake one whose turn does not come hangs here. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

const served = (fake: Fake) => fake.calls.filter((call) => call === 'serve').length

describe('ForeignLoop', () => {
  it('is called as the foreign loop, and has what SelectLoop has', () => {
    const loop = new ForeignLoop(new Fake())
    expect(loop.name).toBe('fake')
    for (const service of ['net', 'process', 'files', 'pipes', 'stage'] as const) expect(loop[service]).toBeDefined()
  })

  it('refuses what is no foreign loop, and options nobody knows', () => {
    expect(() => new ForeignLoop({ name: 'half', prepare: () => 0 } as never)).toThrow('it has no method "serve"')
    expect(() => new ForeignLoop(undefined as never)).toThrow('needs the option "foreign"')
    expect(() => new ForeignLoop(new Fake(), { pty: {} } as never)).toThrow('did you mean "ptys"?')
  })

  it('touches nothing before it runs, and tells when it runs', async () => {
    const fake = new Fake()
    const loop = new ForeignLoop(fake)
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect([fake.prepared, fake.calls]).toEqual([0, []])
    const run = loop.run()
    await until(() => fake.prepared > 0)
    loop.halt()
    loop.halt()
    await run
    expect(fake.calls).toEqual(['start', 'stop'])
  })

  it('asks before each wait, and serves nobody who has nothing to do', async () => {
    const { fake } = rig()
    await until(() => fake.prepared > 2)
    expect(served(fake)).toBe(0)
  })

  it('runs nothing at all while nothing happens', async () => {
    const { fake } = rig((fake) => fake.wakesBy(counter()))
    const before = fake.prepared
    await new Promise((resolve) => setTimeout(resolve, 200))
    // Node waited once, and may have looked around at the beginning and at the end.
    expect(fake.prepared - before).toBeLessThan(10)
    expect(served(fake)).toBe(0)
  })

  it('serves when a descriptor is ready, again while it is', async () => {
    const ready = counter()
    const { fake } = rig((fake) => fake.wakesBy(ready))
    await until(() => fake.prepared > 0)
    ready.raise()
    await until(() => served(fake) >= 3)
    ready.take()
    await until(() => served(fake) >= 3)
    const [before, prepared] = [served(fake), fake.prepared]
    await until(() => fake.prepared > prepared + 3)
    expect(served(fake) - before).toBeLessThan(2)
  })

  it('serves by the time the foreign loop says', async () => {
    const { fake } = rig((fake) => {
      fake.wait = 2
      const asked = performance.now()
      fake.prepare = () => (performance.now() - asked >= 20 ? 0 : 5)
      fake.served = () => {
        fake.wait = performance.now() - asked
        fake.prepare = () => Number.POSITIVE_INFINITY
      }
    })
    await until(() => served(fake) === 1)
    expect(fake.wait).toBeGreaterThanOrEqual(20)
  })

  it('waits no longer than it is told to, though it was told to wait longer before', async () => {
    const { fake } = rig((fake) => {
      const waits = [3_600_000, 60_000, 10, 10, 0]
      fake.prepare = () => waits.shift() ?? Number.POSITIVE_INFINITY
    })
    await until(() => served(fake) === 1)
  })

  // Nothing else wakes Node here: a loop that is not asked before each wait is served by nobody.
  const changes: Record<string, (change: () => void) => void> = {
    'a timer': (change) => void setTimeout(change, 5),
    'a promise': (change) => void setTimeout(() => void Promise.resolve().then(change), 5),
    'an immediate': (change) => void setImmediate(change),
    'a tick': (change) => process.nextTick(change),
    'what came by a socket': (change) => {
      const [there, here] = [createServer((socket) => socket.end()), new Socket()]
      there.listen(0, '127.0.0.1', () => here.connect((there.address() as AddressInfo).port, '127.0.0.1'))
      here.resume().once('end', () => {
        there.close()
        change()
      })
    },
  }
  for (const [what, after] of Object.entries(changes))
    it(`serves at once what ${what} has left to do`, async () => {
      const { fake } = rig()
      await until(() => fake.prepared > 0)
      const done = new Promise<void>((resolve) => {
        fake.served = () => {
          fake.wait = Number.POSITIVE_INFINITY
          resolve()
        }
      })
      after(() => {
        fake.wait = 0
      })
      await done
    })

  it('serves in the turn of Node in which a descriptor is ready', async () => {
    const ready = counter()
    const { fake } = rig((fake) => fake.wakesBy(ready))
    await until(() => fake.prepared > 0)
    const done = new Promise<void>((resolve) => {
      fake.served = () => {
        ready.take()
        resolve()
      }
    })
    ready.raise()
    const prepared = fake.prepared
    await done
    expect(fake.prepared - prepared).toBeLessThanOrEqual(1)
  })

  it('follows descriptors that come, go, are closed, and get a number again', async () => {
    const [first, second] = [counter(), new Counter()]
    const { fake } = rig((fake) => fake.wakesBy(first))
    await until(() => fake.prepared > 0)
    fake.wakesBy(second)
    first.raise()
    const prepared = fake.prepared
    await until(() => fake.prepared > prepared + 2)
    expect(served(fake)).toBe(0)
    const { descriptor } = second
    second.close()
    const third = counter()
    expect(third.descriptor).toBe(descriptor)
    third.raise()
    await until(() => served(fake) > 0)
  })

  it('leaves a socket of Node alone that has got the number of a closed descriptor', async () => {
    const gone = new Counter()
    const { fake } = rig((fake) => fake.wakesBy(gone))
    await until(() => fake.prepared > 0)
    gone.close()
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    fake.wakesBy()
    const { port } = server.address() as AddressInfo
    const client = new Socket().connect(port, '127.0.0.1')
    const [octets] = await once(client, 'data')
    expect(String(octets)).toBe('hello')
    client.destroy()
    server.close()
  })

  it('serves without waiting who has a descriptor that cannot be waited for', async () => {
    const file = openSync(import.meta.filename ?? new URL(import.meta.url), 'r')
    const { fake } = rig((fake) => fake.descriptors.set(file, 1))
    await until(() => served(fake) > 2)
    closeSync(file)
    await until(() => served(fake) > 4)
  })

  it('lets promises settle between what is served and what is called next', async () => {
    const order: string[] = []
    const { fake } = rig((fake) => {
      fake.wait = 0
      fake.served = () => {
        order.push('serve')
        void Promise.resolve().then(() => order.push('promise'))
      }
    })
    await until(() => served(fake) >= 3)
    expect(order.slice(0, 4)).toEqual(['serve', 'promise', 'serve', 'promise'])
  })

  for (const where of ['prepare', 'serve'] as const)
    it(`rejects the run where ${where} throws, and can run again`, async () => {
      const { fake, loop, run } = rig((fake) => {
        fake.wait = 0
      })
      const sound = fake[where].bind(fake)
      fake[where] = () => {
        throw new Error('broken')
      }
      await expect(run).rejects.toThrow('broken')
      await until(() => fake.calls.at(-1) === 'stop')
      fake[where] = sound as never
      const again = loop.run()
      await until(() => served(fake) > 1)
      loop.halt()
      await again
    })

  it('rejects the run where start throws', async () => {
    const fake = Object.assign(new Fake(), {
      start() {
        throw new Error('broken')
      },
    })
    await expect(new ForeignLoop(fake).run()).rejects.toThrow('broken')
  })

  it('keeps what a callback throws from native code, and ends the run with it', async () => {
    const { loop, run } = rig()
    const guarded = loop.guard((a: number, b: number) => {
      if (b === 0) throw new Error('broken')
      return a / b
    }, -1)
    expect([guarded(6, 3), guarded(6, 0)]).toEqual([2, -1])
    await expect(run).rejects.toThrow('broken')
  })

  it('refuses a second run, and goes on with the first', async () => {
    const { fake, loop, run } = rig()
    await expect(loop.run()).rejects.toMatchObject({ code: 'ERR_POE_LOOP_RUNNING' })
    fake.wait = 0
    await until(() => served(fake) > 0)
    loop.halt()
    await run
  })

  it('leaves no descriptor and no callback behind', async () => {
    const before = readdirSync('/proc/self/fd').length
    for (let i = 0; i < 4200; i++) {
      const { loop, run } = rig()
      loop.halt()
      await run
      // More than 8192 callbacks at once are refused.
      if (i % 100 === 0) await new Promise(setImmediate)
    }
    await new Promise(setImmediate)
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before)
  })

  it('is refused in a worker', async () => {
    const url = new URL('./native.ts', import.meta.url).href
    const code = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(url)}) })
      .then(({ native }) => native()).then(() => 'nothing', (error) => error.message)
      .then((message) => require('node:worker_threads').parentPort.postMessage(message))`
    const worker = new Worker(code, { eval: true, execArgv: ['--conditions=@poe/source'] })
    const [message] = await once(worker, 'message')
    expect(message).toContain('A foreign loop needs the main thread, and this is a worker.')
    await worker.terminate()
  })
})
