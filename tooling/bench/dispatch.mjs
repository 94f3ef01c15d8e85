/**
 * Events on one kernel, `dispatch.mjs self|pingpong|ring|burst|call|hour|second [N]`: prints `MODE_per_cpu_s`. With
 * `traced` behind N tracing is on, without output: what it costs when it is wanted. `hour` and
 * `second` are `pingpong` while a timer is pending that is due in an hour, or within the second again and again.
 */
import { Kernel, SelectLoop, Session } from '@poe/poe'

const [mode = '', given, traced] = process.argv.slice(2)
const SIZES = /** @type {Record<string, number>} */ ({
  self: 1,
  pingpong: 2,
  ring: 1000,
  burst: 1,
  call: 1,
  hour: 2,
  second: 2,
})
const size = SIZES[mode] ?? process.exit(0)
const total = Number(given ?? 1_000_000)

/** @param {number} count */
async function run(count) {
  const kernel = new Kernel({ loop: new SelectLoop(), traces: traced === 'traced' ? ['retvals'] : false })
  let seen = 0
  const start = process.cpuUsage()
  if (mode === 'burst') {
    Session.create({
      kernel,
      inlineStates: {
        _start({ kernel }) {
          for (let i = 0; i < count; i++) kernel.yield('nop', i)
        },
        nop: () => void seen++,
      },
    })
  } else if (mode === 'call') {
    Session.create({
      kernel,
      inlineStates: {
        _start({ kernel, session }) {
          for (let i = 0; i < count; i++) kernel.call(session, 'nop', i)
        },
        nop: () => void seen++,
      },
    })
  } else if (mode === 'self') {
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.yield('token', count),
        token({ kernel }, /** @type {number} */ left) {
          seen++
          if (left > 0) kernel.yield('token', left - 1)
        },
      },
    })
  } else token(kernel, count, () => void seen++)
  await kernel.run()
  const { user, system } = process.cpuUsage(start)
  if (seen < count) throw new Error(`Only ${seen} of ${count} events were dispatched.`)
  return count / ((user + system) / 1e6)
}

/** A token goes around, or to and fro. @param {Kernel} kernel @param {number} count @param {() => void} see */
function token(kernel, count, see) {
  /** @type {number[]} */
  const ids = []
  /** @typedef {import('@poe/poe').SessionContext} Context */
  const around =
    (/** @type {number} */ place) =>
    (/** @type {Context} */ { kernel }, /** @type {number} */ left) => {
      see()
      if (left > 0) kernel.post(/** @type {number} */ (ids[(place + 1) % size]), 'token', left - 1)
      else kernel.stop()
    }
  const back = (/** @type {Context} */ { kernel, sender }, /** @type {number} */ left) => {
    see()
    if (left > 0) kernel.post(sender, 'token', left - 1)
    else kernel.stop()
  }
  for (let place = 0; place < size; place++) {
    const session = Session.create({
      kernel,
      inlineStates: {
        _start({ kernel }) {
          kernel.aliasSet(`s${place}`)
          if (mode !== 'ring' && place === 1) kernel.post('s0', 'token', count)
          if (place > 0) return
          if (mode === 'hour') kernel.delay('late', 3600_000)
          if (mode === 'second') kernel.delay('soon', 5)
        },
        token: mode === 'ring' ? around(place) : back,
        soon: ({ kernel }) => void kernel.delay('soon', 5),
      },
    })
    ids.push(session.id)
  }
  if (mode === 'ring') kernel.post(/** @type {number} */ (ids[0]), 'token', count)
}

// As many events as elsewhere to warm up, in several runs: kernels that begin and end are part of what is warmed up.
for (let i = 0; i < 10; i++) await run(Math.ceil(total / 100))
const figure = await run(total)
console.log(`${mode}_per_cpu_s ${figure.toFixed(0)}\ncpu_ns_per_event ${(1e9 / figure).toFixed(2)}`)
