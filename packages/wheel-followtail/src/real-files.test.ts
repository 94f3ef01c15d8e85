import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { RealRig } from './real.test-support.ts'

let rig: RealRig
beforeEach(() => {
  rig = new RealRig()
})
afterEach(() => rig.end())

/** An interval so long that only what the host tells can be in time. */
const TOLD_ONLY = { pollInterval: 3_600_000 }

async function following(options: object = TOLD_ONLY): Promise<void> {
  rig.follow({ filename: rig.path, ...options })
  await rig.until(() => rig.trace.at(-1) === 'idle')
  rig.trace.length = 0
}

/** What has come when all is delivered up to this line. */
async function until(line: string): Promise<string[]> {
  await rig.until(() => rig.trace.includes(line) && rig.trace.at(-1) === 'idle')
  return rig.trace.splice(0).filter((event) => event !== 'idle')
}

it('hears of what is appended, renamed and made, without waiting for its interval', async () => {
  writeFileSync(rig.path, 'old\n')
  await following()
  appendFileSync(rig.path, 'a\n')
  expect(await until('a')).toEqual(['a'])
  renameSync(rig.path, `${rig.path}.1`)
  appendFileSync(`${rig.path}.1`, 'b\n')
  writeFileSync(rig.path, 'c\n')
  expect(await until('c')).toEqual(['b', 'reset', 'c'])
  truncateSync(rig.path)
  appendFileSync(rig.path, 'd\n')
  expect(await until('d')).toEqual(['reset', 'd'])
  rmSync(rig.path)
  writeFileSync(rig.path, 'e\n')
  expect(await until('e')).toEqual(['reset', 'e'])
  linkSync(rig.path, `${rig.path}.other`)
  appendFileSync(rig.path, 'f\n')
  expect(await until('f')).toEqual(['f'])
})

it('waits for a file, and for its folder', async () => {
  const folder = join(rig.folder, 'later')
  await following({ filename: join(folder, 'log'), pollInterval: 10 })
  mkdirSync(folder)
  writeFileSync(join(folder, 'log'), 'a\n')
  expect(await until('a')).toEqual(['reset', 'a'])
  appendFileSync(join(folder, 'log'), 'b\n')
  expect(await until('b')).toEqual(['b'])
})

it('goes where a symbolic link leads, when that leads elsewhere', async () => {
  for (const name of ['one', 'two']) mkdirSync(join(rig.folder, name))
  writeFileSync(join(rig.folder, 'one/log'), '')
  symlinkSync('one/log', rig.path)
  await following()
  appendFileSync(join(rig.folder, 'one/log'), 'a\n')
  expect(await until('a')).toEqual(['a'])
  writeFileSync(join(rig.folder, 'two/log'), 'b\n')
  symlinkSync('two/log', join(rig.folder, 'new'))
  renameSync(join(rig.folder, 'new'), rig.path)
  expect(await until('b')).toEqual(['reset', 'b'])
  appendFileSync(join(rig.folder, 'two/log'), 'c\n')
  expect(await until('c')).toEqual(['c'])
})

it('reads a named pipe, whose writers come and go', async () => {
  execFileSync('mkfifo', [rig.path])
  rig.follow({ filename: rig.path })
  for (const word of ['one', 'two']) {
    expect(await rig.start('sh', ['-c', `echo ${word} >log`])).toBe(0)
    await rig.until(() => rig.trace.at(-1) === word)
  }
  expect(rig.trace).toEqual(['one', 'two'])
})

it('tells once what is wrong with a name', async () => {
  symlinkSync('log', rig.path)
  rig.follow({ filename: rig.path, pollInterval: 1 })
  await rig.until(() => rig.trace.length >= 3)
  expect(rig.trace.filter((event) => event !== 'idle')).toEqual(['stat ELOOP'])
})
