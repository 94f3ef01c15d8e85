import { afterEach, describe, expect, it } from 'vitest'
import { Peer } from './peer.test-support.ts'
import { Program } from './program.test-support.ts'

let program: Program
afterEach(() => program.process.kill('SIGKILL'))

describe('chat-room', () => {
  it('lets everybody hear what one says, and tells who comes and goes', async () => {
    program = new Program('chat-room', { PORT: '0' })
    const [, port] = await program.says(/port (\d+)/)
    const ann = await Peer.connect(port)
    await ann.says(/What is your name\?\r\n/)
    ann.say('Ann\n')
    await ann.says(/Here are: Ann\.\r\n/)
    const bob = await Peer.connect(port)
    bob.say('\nBob\n')
    await bob.says(/name\?\r\nWhat is your name\?\r\nHere are: Ann, Bob\.\r\n/)
    await ann.says(/Bob has come\.\r\n/)
    ann.say('hello\n')
    await bob.says(/Ann: hello\r\n$/)
    bob.say('/quit\n')
    await ann.says(/Bob has gone\.\r\n$/)
    expect(ann.heard).not.toContain('Ann: hello')
    program.process.kill('SIGINT')
    expect([await program.ended, program.stderr]).toEqual([0, ''])
  })
})
