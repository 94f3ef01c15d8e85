/** Makes so many sessions, each kept by an alias, and stops the kernel; counts that each was told. */
import { Kernel, SelectLoop, Session } from '@poe/poe'

const [count = '5000', shape = 'flat'] = process.argv.slice(2)

/** @param {number} wanted */
async function live(wanted) {
  const kernel = new Kernel({ loop: new SelectLoop() })
  let [made, stopped] = [0, 0]
  /** @param {import('@poe/poe').Kernel | import('@poe/poe').SessionKernel} on */
  const make = (on) =>
    Session.create({
      kernel: on,
      inlineStates: {
        _start: ({ kernel }) => void kernel.aliasSet(`session ${++made}`),
        more: ({ kernel }) => void make(kernel),
        _stop: () => void stopped++,
      },
    })
  const start = process.cpuUsage()
  let last = make(kernel)
  for (let i = 1; i < wanted; i++) last = shape === 'flat' ? make(kernel) : make(i % 2 === 0 ? last.kernel : kernel)
  const created = process.cpuUsage(start)
  const stop = process.cpuUsage()
  kernel.stop()
  await kernel.run()
  const ended = process.cpuUsage(stop)
  if (stopped !== wanted) throw new Error(`Only ${stopped} of ${wanted} sessions were told to stop.`)
  return { created: created.user + created.system, stopped: ended.user + ended.system }
}

await live(Math.ceil(Number(count) / 10))
const { created, stopped } = await live(Number(count))
console.log(`create_us_each ${(created / Number(count)).toFixed(3)}`)
console.log(`stop_us_each ${(stopped / Number(count)).toFixed(3)}`)
