import { describe, expect, it } from 'vitest'
import { program } from './rig.test-kit.ts'

/** Somebody waits for a descriptor that nothing ever happens to. */
const WAITING = "handle.watch('read', () => console.log('never'))"

describe('a process', () => {
  it('ends when the loop was halted, though a descriptor is still watched', async () => {
    const halting = `${WAITING}; setTimeout(() => loop.halt(), 50); await loop.run(); console.log('over')`
    expect(await program(halting)).toEqual({ output: 'over\n', code: 0 })
  })

  it('ends when the loop never ran', async () => {
    expect(await program(`${WAITING}; console.log('over')`)).toEqual({ output: 'over\n', code: 0 })
  })

  it('ends when it is told to while a thread waits', async () => {
    const exiting = `${WAITING}; setTimeout(() => process.exit(7), 50); await loop.run()`
    expect(await program(exiting)).toEqual({ output: '', code: 7 })
  })

  it('ends by an error while a thread waits', async () => {
    const throwing = `${WAITING}; setTimeout(() => { throw new Error('broken') }, 50); await loop.run()`
    const { output, code } = await program(throwing)
    expect([output.includes('broken'), code === 0]).toEqual([true, false])
  })

  it('ends when a turn has thrown, and run() was rejected', async () => {
    const source = `${WAITING}
      loop.attach({ turn() { throw new Error('turned') }, signal() {}, exited() {} })
      loop.setTimer(loop.now() + 50)
      await loop.run().catch((error) => console.log(error.message))`
    expect(await program(source)).toEqual({ output: 'turned\n', code: 0 })
  })

  it('waits in a worker as well, which can be terminated', async () => {
    const url = JSON.stringify(new URL('./index.ts', import.meta.url).href)
    const source = `
      const { Worker } = await import('node:worker_threads')
      const text = \`
        const { register } = await import('tsx/esm/api')
        register()
        const { readSync } = await import('node:fs')
        const { parentPort } = await import('node:worker_threads')
        const { PollLoop } = await import(${url})
        const loop = new PollLoop()
        loop.descriptors.watch(\${descriptor}).watch('read', () => {
          readSync(\${descriptor}, new BigUint64Array(1))
          setImmediate(() => parentPort.postMessage('ready, and waiting again'))
        })
        await loop.run()\`
      const worker = new Worker(text, { eval: true })
      worker.on('message', async (message) => { console.log(message); await worker.terminate(); console.log('over') })
      worker.on('online', () => system.write(descriptor, new Uint8Array(new BigUint64Array([1n]).buffer), 8))`
    expect(await program(source)).toEqual({ output: 'ready, and waiting again\nover\n', code: 0 })
  })
})
