/** One workload on the virtual loop; prints how fast simulated things happen. */
import { VirtualLoop } from '@poe/loop-virtual'
import { Kernel, ReadWrite, Session, SocketFactory, TcpServer } from '@poe/poe'

const [workload = 'events', size = '1000000'] = process.argv.slice(2)
const CLIENTS = 1000
const HOUR = 3_600_000

/** @param {() => Promise<number>} work gives how much it has done */
async function rate(work) {
  const before = process.cpuUsage()
  const done = await work()
  const { user, system } = process.cpuUsage(before)
  return (done / (user + system)) * 1e6
}

/** Two sessions that post to each other, with a timer due every so often. */
async function events() {
  const kernel = new Kernel({ loop: new VirtualLoop() })
  const most = Number(size)
  let seen = 0
  const make = (/** @type {string} */ name, /** @type {string} */ other) =>
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.aliasSet(name),
        ball({ kernel }) {
          if (++seen >= most) kernel.stop()
          else if (seen % 100 === 0) kernel.delay('ball', 1)
          else kernel.post(other, 'ball')
        },
      },
    })
  make('left', 'right')
  make('right', 'left')
  kernel.post('left', 'ball')
  await kernel.run()
  return seen
}

/** A server with a thousand clients that say nothing, each with an idle timer of half a minute at both ends. */
async function idle() {
  const loop = new VirtualLoop()
  const kernel = new Kernel({ loop })
  const wait = (/** @type {any} */ { kernel }) => kernel.delay('idle', 30_000)
  new TcpServer({
    kernel,
    address: 'server',
    port: 7,
    clientConnected: wait,
    clientInput() {},
    inlineStates: { idle: wait },
  })
  for (let i = 0; i < CLIENTS; i++)
    Session.create({
      kernel,
      inlineStates: {
        _start(ctx) {
          const events = { successEvent: 'connected', failureEvent: 'failed' }
          new SocketFactory(ctx, { remoteAddress: 'server', remotePort: 7, ...events })
        },
        connected(ctx, /** @type {import('@poe/poe').SocketHandle} */ handle) {
          ctx.heap.wheel = new ReadWrite(ctx, { handle, inputEvent: 'got' })
          wait(ctx)
        },
        idle: wait,
        got() {},
        failed(_ctx, error) {
          throw new Error(error.message)
        },
      },
    })
  const hours = Number(size)
  loop.at(hours * HOUR, () => kernel.stop())
  await kernel.run()
  return hours
}

const figure = workload === 'events' ? 'events_per_cpu_s' : 'simulated_hours_per_cpu_s'
console.log(`${figure} ${(await rate(workload === 'events' ? events : idle)).toFixed(3)}`)
