import { describe, expect, it } from 'vitest'
import * as poe from './index.ts'

describe('@poe/poe', () => {
  it('has what most programs need', () => {
    expect(Object.keys(poe).sort()).toEqual([
      'BlockFilter',
      'FollowTail',
      'GrepFilter',
      'HttpdFilter',
      'JsonLinesFilter',
      'Kernel',
      'LineFilter',
      'ListenAccept',
      'MapFilter',
      'Nfa',
      'PoeError',
      'ReadLine',
      'ReadWrite',
      'RecordBlockFilter',
      'ReferenceFilter',
      'Run',
      'SelectLoop',
      'Session',
      'SocketFactory',
      'StackableFilter',
      'StreamFilter',
      'SysRWDriver',
      'TcpClient',
      'TcpServer',
      'alias',
      'chooseLoop',
      'contract',
      'decode',
      'decodeStream',
      'encode',
      'encodeStream',
      'get',
      'isKernel',
      'isPoeError',
      'jsonSerializer',
      'kernel',
      'responseOf',
      'several',
    ])
  })
})

describe('kernel', () => {
  it('is the default of sessions and components, on the default loop', async () => {
    const { kernel, Session, SocketFactory, ReadWrite, TcpServer } = poe
    expect([poe.isKernel(kernel), kernel.loop.name, kernel.getSessionCount()]).toEqual([true, 'select', 0])
    const server = new TcpServer({
      address: '127.0.0.1',
      clientInput: ({ heap }, line) => heap.client.put(line.toUpperCase()),
    })
    expect(server.kernel).toBe(kernel)
    const heard: string[] = []
    Session.create({
      inlineStates: {
        async _start(ctx) {
          const { address, port } = await server.listening()
          const events = { successEvent: 'met', failureEvent: 'failed' }
          new SocketFactory(ctx, { remoteAddress: address, remotePort: port, ...events })
        },
        met(ctx, handle: poe.SocketHandle) {
          const wheel = new ReadWrite(ctx, { handle, inputEvent: 'got' })
          wheel.put('hello')
          ctx.heap.wheel = wheel
        },
        got({ heap }, line: string) {
          heard.push(line)
          heap.wheel.close()
          void server.close()
        },
        failed: (_ctx, error: poe.WheelError) => heard.push(error.message),
      },
    })
    await kernel.run()
    expect([heard, kernel.ledger()]).toEqual([['HELLO'], []])
  })
})
