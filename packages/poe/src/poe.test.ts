import { describe, expect, it } from 'vitest'
import * as poe from './index.ts'

describe('@poe/poe', () => {
  it('has one default kernel, which whoever gives none gets', async () => {
    const seen: unknown[] = []
    poe.Session.create({
      inlineStates: {
        _start: ({ kernel }) => {
          seen.push(kernel.id)
        },
      },
    })
    expect(seen).toEqual([poe.kernel.id])
    expect(poe.kernel.getSessionCount()).toBe(1)
    await poe.kernel.run()
    expect(poe.kernel.ledger()).toEqual([])
  })

  it('names what it offers one by one', () => {
    const values = Object.entries(poe).filter(([, value]) => value !== undefined)
    expect(values.map(([name]) => name).sort()).toEqual([
      'Kernel',
      'LineFilter',
      'PoeError',
      'ReadWrite',
      'SelectLoop',
      'Session',
      'SocketFactory',
      'SysRWDriver',
      'TcpServer',
      'alias',
      'decode',
      'decodeStream',
      'encode',
      'encodeStream',
      'get',
      'isKernel',
      'isPoeError',
      'kernel',
    ])
  })
})
