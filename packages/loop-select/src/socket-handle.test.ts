import { isPoeError } from '@poe/errors'
import type { SocketHandle } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fill, follow, Rig, settle, until } from './rig.test-kit.ts'
import type { NetSocketHandle } from './socket-handle.ts'

let rig: Rig
beforeEach(() => {
  rig = new Rig()
})
afterEach(() => rig.end())

/** Both ways a socket comes about behave alike. */
for (const origin of ['accepted', 'connected'] as const)
  describe(`a socket that was ${origin}`, () => {
    const pair = () => rig.run()[origin]()

    it('gives octets in order, then the end, once', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      for (const word of ['one', 'two', 'three']) {
        peer.socket.write(word)
        await until(() => trace.join('').endsWith(word))
      }
      peer.socket.end('four')
      await until(() => trace.includes('ended'))
      await settle()
      expect(trace).toEqual(['one', 'two', 'three', 'four', 'ended'])
      expect(handle.state).toBe('ended')
      expect(handle.error).toBeNull()
    })

    it('repeats readiness until all is taken', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle, 2)
      peer.socket.end('abcde')
      await until(() => trace.includes('ended'))
      expect(trace).toEqual(['ab', 'cd', 'e', 'ended'])
    })

    it('tells a reset once, by its code', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      peer.socket.write('last')
      await until(() => trace.length === 1)
      peer.socket.resetAndDestroy()
      await until(() => trace.length === 2)
      await settle()
      expect(trace).toEqual(['last', 'ECONNRESET'])
      expect(handle.state).toBe('failed')
      expect(handle.error).toEqual({
        code: 'ECONNRESET',
        errno: 104,
        syscall: 'read',
        message: 'Connection reset by peer',
      })
    })

    it('gives what came before a reset, though paused meanwhile', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      peer.socket.write('first')
      await until(() => trace.length === 1)
      handle.pause('read')
      peer.socket.write('five!')
      await settle()
      peer.socket.resetAndDestroy()
      await settle()
      expect(trace).toEqual(['first'])
      expect(handle.state).toBe('open')
      handle.resume('read')
      await until(() => trace.length >= 3)
      await settle()
      expect(trace).toEqual(['first', 'five!', 'ECONNRESET'])
    })

    it('gives what the host had read before a reset', async () => {
      const { handle, peer } = await pair()
      const trace: string[] = []
      handle.watch('read', () => {
        const octets = handle.read(2)
        if (octets === null) trace.push(handle.error?.code ?? handle.state)
        else trace.push(new TextDecoder().decode(octets))
        handle.pause('read')
      })
      peer.socket.write('abcd')
      await until(() => trace.length === 1)
      peer.socket.resetAndDestroy()
      await settle()
      handle.resume('read')
      await until(() => trace.length === 2)
      handle.resume('read')
      await until(() => trace.length === 3)
      expect(trace).toEqual(['ab', 'cd', 'ECONNRESET'])
    })

    it('leaves writing open when reading has ended', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      peer.socket.end('question')
      await until(() => trace.includes('ended'))
      expect(handle.write('answer')).toBeNull()
      await until(() => peer.text === 'answer')
      handle.shutdown()
      await until(() => peer.ended)
    })

    it('leaves reading open when it was shut down, after what was taken', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      handle.write('question')
      handle.shutdown()
      handle.shutdown()
      await until(() => peer.ended)
      expect(peer.text).toBe('question')
      peer.socket.end('answer')
      await until(() => trace.includes('ended'))
      expect(trace).toEqual(['answer', 'ended'])
    })

    it('calls nothing while paused, and gives octets, then the end, after resume', async () => {
      const { handle, peer } = await pair()
      const trace = follow(handle)
      handle.pause('read')
      peer.socket.end('later')
      await settle()
      expect(trace).toEqual([])
      handle.resume('read')
      await until(() => trace.length === 2)
      expect(trace).toEqual(['later', 'ended'])
    })

    it('stops reading while paused: the peer comes to a standstill', async () => {
      const { handle, peer } = await pair()
      let taken = 0
      handle.watch('read', () => {
        taken += handle.read(65_536)!.byteLength
        handle.pause('read')
      })
      const total = 64 * 1_048_576
      peer.socket.write(new Uint8Array(total))
      await until(() => taken > 0)
      const first = taken
      await standstill(() => peer.socket.bytesWritten - peer.socket.writableLength)
      expect(taken).toBe(first)
      expect(peer.socket.writableLength).toBeGreaterThan(0)
      handle.watch('read', () => void (taken += handle.read(65_536)?.byteLength ?? 0))
      await until(() => taken === total)
    })

    it('reads beyond a pause no more than it says', async () => {
      const { handle, peer } = await pair()
      let taken = 0
      handle.watch('read', () => {
        taken += handle.read(65_536)!.byteLength
        handle.pause('read')
      })
      for (let size = 1; size < 4_000_000; size *= 2) peer.socket.write(new Uint8Array(size))
      await until(() => taken > 0)
      await standstill(() => peer.socket.writableLength)
      const { readAhead } = handle
      const raw = await (handle as NetSocketHandle).release()
      rig.later(() => raw.destroy())
      expect(raw.bytesRead - taken).toBeLessThanOrEqual(readAhead)
      expect(readAhead).toBeLessThan(1_000_000)
    })

    it('gives octets that were put back first', async () => {
      const { handle, peer } = await pair()
      const trace: string[] = []
      let putBack = false
      handle.watch('read', () => {
        const octets = handle.read(100)
        if (octets === null) return
        if (!putBack) handle.unread(octets.subarray(2))
        trace.push(new TextDecoder().decode(putBack ? octets : octets.subarray(0, 2)))
        putBack = true
      })
      peer.socket.write('abcdef')
      await until(() => trace.length === 2)
      expect(trace).toEqual(['ab', 'cdef'])
    })

    it('calls nothing after close, even inside its own callback', async () => {
      const { handle, peer } = await pair()
      let calls = 0
      handle.watch('read', () => {
        calls++
        handle.close()
        handle.close()
      })
      peer.socket.write('abc')
      peer.socket.end('def')
      await until(() => peer.closed || peer.error !== null)
      await settle()
      expect(calls).toBe(1)
      expect(handle.state).toBe('closed')
      expect(handle.read(9)).toBeNull()
      expect(handle.pending).toBe(0)
    })

    it('does not call a watcher that was ignored', async () => {
      const { handle, peer } = await pair()
      let calls = 0
      handle.watch('read', () => calls++)
      handle.ignore('read')
      peer.socket.write('abc')
      await settle()
      expect(calls).toBe(0)
      expect(follow(handle)).toEqual([])
    })

    it('takes 256 KiB of a chunk at once and gives back the rest, no character cut in two', async () => {
      const { handle, peer } = await pair()
      const text = `${'x'.repeat(262_143)}\u{1f600}rest`
      expect(handle.write(text)).toBe('\u{1f600}rest')
      await until(() => peer.octets === 262_143)
      expect(handle.write(new Uint8Array(262_145))).toHaveLength(1)
      await until(() => peer.octets === 262_143 + 262_144)
    })

    it('takes a chunk whole, and refuses while 64 KiB are pending', async () => {
      const { handle, peer } = await pair()
      const taken = fill(handle)
      expect(handle.pending).toBeGreaterThanOrEqual(65_536)
      expect(handle.write('refused')).toBe('refused')
      const octets = new Uint8Array(3)
      expect(handle.write(octets)).toBe(octets)
      await until(() => peer.octets === taken)
    })

    it('is ready to write when nothing is pending, and not before', async () => {
      const { handle, peer } = await pair()
      peer.socket.pause()
      const seen: number[] = []
      const taken = fill(handle)
      handle.watch('write', () => {
        seen.push(handle.pending)
        handle.ignore('write')
      })
      await settle()
      expect(seen).toEqual([])
      peer.socket.resume()
      await until(() => seen.length === 1)
      expect(seen).toEqual([0])
      await until(() => peer.octets === taken)
    })

    it('is ready to write at once, but later, where nothing is pending, again and again', async () => {
      const { handle } = await pair()
      let calls = 0
      handle.watch('write', () => calls++)
      expect(calls).toBe(0)
      await until(() => calls >= 3)
      handle.pause('write')
      const before = calls
      await settle()
      expect(calls).toBe(before)
      handle.resume('write')
      await until(() => calls > before)
      handle.ignore('write')
      const after = calls
      await settle()
      expect(calls).toBe(after)
    })

    it('is ready to write when what was taken before the shutdown has left', async () => {
      const { handle, peer } = await pair()
      peer.socket.pause()
      const taken = fill(handle)
      handle.shutdown()
      let ready = false
      handle.watch('write', () => {
        ready = true
        handle.ignore('write')
      })
      await settle()
      expect(ready).toBe(false)
      peer.socket.resume()
      await until(() => ready)
      expect(handle.pending).toBe(0)
      await until(() => peer.ended)
      expect(peer.octets).toBe(taken)
    })

    it('sends text as UTF-8 and octets as they are, and counts octets', async () => {
      const { handle, peer } = await pair()
      const words = ['plain ', 'hällo ', '€ ', '𝄞 ']
      for (const word of words) expect(handle.write(word)).toBeNull()
      handle.write(new TextEncoder().encode('octets'))
      await until(() => peer.text === `${words.join('')}octets`)
    })

    it('counts octets that wait, not characters', async () => {
      const { handle, peer } = await pair()
      peer.socket.pause()
      await until(() => handle.write('ä'.repeat(20_000)) === null && handle.pending > 0)
      const before = handle.pending
      handle.write('ä'.repeat(100))
      expect(handle.pending - before).toBe(200)
    })

    it('counts octets as they are again after a text has left', async () => {
      const { handle, peer } = await pair()
      const { socket } = handle as NetSocketHandle
      peer.socket.pause()
      await until(() => handle.write('ä'.repeat(2_000)) === null && handle.pending > socket.writableLength)
      peer.socket.resume()
      await until(() => handle.pending === 0)
      peer.socket.pause()
      await until(() => handle.write(new Uint8Array(2_000)) === null && handle.pending > 0)
      expect(handle.pending).toBe(socket.writableLength)
    })

    it('sends long texts whole, whoever else writes while one waits', async () => {
      const slow = await pair()
      const quick = await pair()
      const came: Uint8Array[] = []
      slow.peer.socket.on('data', (octets) => came.push(octets)).pause()
      let sent = ''
      while (slow.handle.pending === 0) {
        expect(slow.handle.write('ä'.repeat(30_000))).toBeNull()
        sent += 'ä'.repeat(30_000)
      }
      expect(quick.handle.write('b'.repeat(60_000))).toBeNull()
      await until(() => quick.peer.octets === 60_000)
      slow.peer.socket.resume()
      await until(() => slow.peer.octets === 2 * sent.length)
      expect(Buffer.concat(came).toString() === sent).toBe(true)
      expect(quick.peer.text).toBe('b'.repeat(60_000))
    })

    it('tells a failed write where writing is watched, by state and error', async () => {
      const { handle, peer } = await pair()
      const trace: string[] = []
      peer.socket.resetAndDestroy()
      await settle()
      handle.write('into the void')
      handle.watch('write', () => {
        if (handle.write('more') === null && handle.state === 'failed') {
          trace.push(handle.error!.code)
          handle.ignore('write')
        }
      })
      await until(() => trace.length > 0)
      expect(['EPIPE', 'ECONNRESET']).toContain(trace[0])
      expect(handle.pending).toBe(0)
      expect(handle.write('dropped')).toBeNull()
    })

    it('drops what is written after shutdown, and says so', async () => {
      const { handle, peer } = await pair()
      handle.write('kept')
      handle.shutdown()
      expect(handle.write('dropped')).toBeNull()
      expect(handle.error).toMatchObject({ code: 'EPIPE', errno: 32, syscall: 'write' })
      expect(handle.state).toBe('open')
      await until(() => peer.ended)
      expect(peer.text).toBe('kept')
    })

    it('drops what is written after close', async () => {
      const { handle } = await pair()
      handle.close()
      expect(handle.write('dropped')).toBeNull()
      handle.shutdown()
      handle.watch('write', () => expect.fail('called after close'))
      handle.watch('read', () => expect.fail('called after close'))
      handle.unread(new Uint8Array(1))
      await settle()
      expect(handle.state).toBe('closed')
    })

    it('knows both its ends, also after it has closed, when asked before', async () => {
      const { handle, peer } = await pair()
      const { local, remote } = handle
      expect(local).toEqual({ family: 'inet', address: '127.0.0.1', port: peer.socket.remotePort })
      expect(remote).toEqual({ family: 'inet', address: '127.0.0.1', port: peer.socket.localPort })
      handle.close()
      expect(handle.local).toEqual(local)
      expect(handle.remote).toEqual(remote)
    })

    it('has no urgent data', async () => {
      const { handle } = await pair()
      expect(() => handle.watch('expedite', () => {})).toThrow(
        expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_NO_MODE')),
      )
      handle.pause('expedite')
      handle.resume('expedite')
      handle.ignore('expedite')
    })

    it('calls nothing inside watch, resume, read, unread and write', async () => {
      const { handle, peer } = await pair()
      let inside = false
      let calls = 0
      const ready = (): void => {
        expect(inside).toBe(false)
        calls++
      }
      const act = (what: () => unknown): void => {
        inside = true
        what()
        inside = false
      }
      peer.socket.write('abcdef')
      act(() => handle.watch('read', ready))
      await until(() => calls > 0)
      act(() => handle.read(1))
      act(() => handle.unread(new Uint8Array(1)))
      act(() => handle.pause('read'))
      act(() => handle.resume('read'))
      act(() => handle.watch('write', ready))
      act(() => handle.write('x'))
      act(() => handle.watch('read', ready))
    })

    it('rejects run with what a watcher threw, halted, and goes on in the next run', async () => {
      const { handle, peer } = await pair()
      handle.watch('read', () => {
        throw new Error('broken watcher')
      })
      peer.socket.write('kept')
      await expect(rig.over).rejects.toThrow('broken watcher')
      const trace = follow(handle)
      await settle()
      expect(trace).toEqual([])
      rig.run()
      await until(() => trace.length === 1)
      expect(trace).toEqual(['kept'])
    })

    it('calls nothing outside of run', async () => {
      const { handle, peer } = await rig[origin]()
      const trace = follow(handle)
      let writable = 0
      handle.watch('write', () => {
        writable++
        handle.ignore('write')
      })
      peer.socket.write('one')
      await settle()
      expect(trace).toEqual([])
      rig.run()
      await until(() => trace.length === 1 && writable === 1)
      rig.loop.halt()
      peer.socket.end('two')
      await settle()
      expect(trace).toEqual(['one'])
      rig.run()
      await until(() => trace.length === 3)
      expect(trace).toEqual(['one', 'two', 'ended'])
    })
  })

describe('handles', () => {
  it('have ids of their own', async () => {
    const { handle, listener } = await rig.accepted()
    const { handle: other } = await rig.connected()
    expect(new Set([handle.id, listener.id, other.id]).size).toBe(3)
  })

  it('carry megabytes both ways at once, unharmed', async () => {
    rig.run()
    const listener = await rig.listener()
    const size = 8_000_000
    const sums: Record<string, number> = {}
    const move = (handle: SocketHandle, name: string): void => {
      let left = size
      let taken = 0
      handle.watch('read', () => {
        const octets = handle.read(10_000)
        if (octets === null) return
        for (const octet of octets) if (octet !== taken++ % 251) throw new Error(`${name}: wrong octet at ${taken}`)
        sums[name] = taken
      })
      handle.watch('write', () => {
        while (left > 0) {
          const chunk = Uint8Array.from({ length: Math.min(left, 20_000) }, (_, at) => (size - left + at) % 251)
          if (handle.write(chunk) !== null) return
          left -= chunk.byteLength
        }
        handle.ignore('write')
      })
    }
    listener.watch('read', () => move(rig.keep(listener.accept()!), 'server'))
    move(rig.keep(await rig.loop.net.connect({ host: '127.0.0.1', port: listener.local.port })), 'client')
    await until(() => sums.server === size && sums.client === size)
  })
})

/** Waits until a figure has stopped growing for a good while. */
async function standstill(figure: () => number): Promise<void> {
  for (let last = Number.NaN, same = 0; same < 5; ) {
    await settle()
    same = figure() === last ? same + 1 : 0
    last = figure()
  }
}
