import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RealRig } from './real.test-support.ts'

const LINES = 200_000
const ROTATIONS = 50

/** Writes numbered lines as fast as it can, and rotates its file as `logrotate` does, being a little slow to notice. */
const WRITER = `
const fs = require('fs')
const [style, lines, rotations] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])]
let written = 0
let log = fs.openSync('log', 'a')
const write = (count) => {
  let text = ''
  for (let i = 0; i < count; i++) text += 'line ' + written++ + '\\n'
  fs.writeSync(log, text)
}
const reopen = () => {
  write(1)
  fs.closeSync(fs.openSync('log', 'a'))
  write(1)
  fs.closeSync(log)
  log = fs.openSync('log', 'a')
}
let rotation = 0
const rotate = {
  count() {
    for (let n = rotation; n > 0; n--) fs.renameSync('log.' + n, 'log.' + (n + 1))
    fs.renameSync('log', 'log.1')
    reopen()
  },
  date() {
    fs.renameSync('log', 'log-' + (20240101 + rotation))
    reopen()
  },
  copytruncate() {
    fs.copyFileSync('log', 'log.1')
    fs.truncateSync('log', 0)
  },
}
const each = Math.floor(lines / (rotations + 1))
for (; rotation < rotations; rotation++) {
  while (written < each * (rotation + 1)) write(40)
  rotate[style]()
}
while (written < lines) write(Math.min(40, lines - written))
`

let rig: RealRig
beforeEach(() => {
  rig = new RealRig()
  writeFileSync(rig.path, '')
})
afterEach(() => rig.end())

/** Follows from the start; the file is open when this is done. */
async function follow(options: object = {}): Promise<void> {
  rig.follow({ filename: rig.path, seek: 0, ...options })
  await rig.until(() => rig.trace.includes('idle'))
}

/** Follows from the start, and has the program write; the last line ends it. */
async function write(style: string, options: object = {}): Promise<void> {
  await follow(options)
  const ended = rig.start(process.execPath, ['-e', WRITER, style, `${LINES}`, `${ROTATIONS}`])
  await rig.until(() => rig.lines.at(-1) === `line ${LINES - 1}`)
  expect(await ended).toBe(0)
}

/** The first line that is not where it belongs; -1 for none. */
const misplaced = (): number => rig.lines.findIndex((line, index) => line !== `line ${index}`)

describe(`${LINES} lines written while the file rotates ${ROTATIONS} times`, () => {
  it.each(['count', 'date'])('arrive once each, in order: %s', async (style) => {
    await write(style)
    expect([misplaced(), rig.lines.length, rig.resets, rig.cut]).toEqual([-1, LINES, ROTATIONS, []])
  })

  it.each(['count', 'date'])('also where the host does not tell of changes: %s', async (style) => {
    Object.assign(rig.loop.files, { watch: undefined })
    await write(style, { pollInterval: 20 })
    expect([misplaced(), rig.lines.length, rig.resets, rig.cut]).toEqual([-1, LINES, ROTATIONS, []])
  })

  it('arrive in order and none twice where the file is copied and emptied, which loses some by nature', async () => {
    await write('copytruncate')
    const numbers = rig.lines.map((line) => Number(line.slice('line '.length)))
    expect(numbers.findIndex((number, index) => index > 0 && !(number > numbers[index - 1]!))).toBe(-1)
    expect(rig.resets).toBeGreaterThan(0)
  })
})

describe('a shell', () => {
  it('appends and renames', async () => {
    await follow()
    const script = `i=0
      while [ $i -lt 2000 ]; do
        echo "line $i" >>log
        i=$((i + 1))
        [ $((i % 50)) = 0 ] && mv log "log-$((1000000 + i))"
      done
      echo "line $i" >>log`
    const ended = rig.start('sh', ['-c', script])
    await rig.until(() => rig.lines.at(-1) === 'line 2000')
    expect([misplaced(), rig.lines.length, await ended]).toEqual([-1, 2001, 0])
  })
})
