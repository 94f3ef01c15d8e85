import { codeOf, equal, ok, rejection, thrown } from '../expect.ts'
import type { Suite } from '../suite.ts'
import { FileRig } from './file-rig.ts'
import { isSame, octetsOf, patternOf, writeAll } from './traffic.ts'

const LENGTH = 300_000

/** `loop.files.stream`. */
export const fileStreams: Suite = {
  topic: 'files in sequence',
  needs: ['files'],
  lent: 'folder',
  tests: {
    'reads a file to its end, which is told once': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'hello')
      rig.run()
      const heard = rig.follow(await disk.stream('a'), 2)
      await rig.until(() => heard.endings.length > 0, 'the end of a file')
      await rig.settle()
      equal([heard.text, ...heard.endings], ['hello', 'ended'], 'what was read')
    },
    'writes and reads octets in order': async (rig) => {
      const disk = new FileRig(rig)
      rig.run()
      const sent = patternOf(LENGTH)
      const writer = await disk.stream('a', 'w')
      let taken = false
      writeAll(rig, writer, sent, () => {
        taken = true
        writer.shutdown()
      })
      await rig.until(() => taken && writer.pending === 0, 'a write to a file')
      equal((await disk.files.stat(disk.path('a'))).size, LENGTH, 'octets in a file when none is pending')
      const heard = rig.follow(await disk.stream('a'))
      await rig.until(() => heard.endings.length > 0, 'the end of a file')
      ok(isSame(heard.joined, sent), 'octets were changed on their way')
    },
    'adds to a file at its end': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'one')
      rig.run()
      const writer = await disk.stream('a', 'a')
      writer.write('two')
      await rig.until(() => writer.pending === 0, 'a write to a file')
      await disk.write('a', 'three', 'a')
      writer.write(octetsOf('four'))
      await rig.until(() => writer.pending === 0, 'a write to a file')
      equal(await disk.text('a'), 'onetwothreefour', 'what is in the file')
    },
    'goes one way only': async (rig) => {
      const disk = new FileRig(rig)
      rig.run()
      const writer = await disk.stream('a', 'w')
      const reader = await disk.stream('a')
      equal(
        codeOf(thrown(() => writer.watch('read', () => {}), 'watch()')),
        'ERR_POE_NO_MODE',
        'reading what is written',
      )
      equal(codeOf(thrown(() => reader.watch('write', () => {}), 'watch()')), 'ERR_POE_NO_MODE', 'writing what is read')
      equal([writer.read(1), reader.write('x'), reader.error?.code], [null, null, 'EBADF'], 'answers')
      const both = rejection(disk.stream('a', 'r+' as 'r'), 'stream()')
      equal(codeOf(await both), 'ERR_POE_BAD_OPTION', 'both ways at once')
    },
  },
}

/** A disk that nothing more goes on. */
export const fullDisk: Suite = {
  topic: 'a full disk',
  needs: ['files'],
  lent: 'fullDisk',
  tests: {
    'tells of it when it is ready to write': async (rig) => {
      const disk = new FileRig(rig)
      const path = rig.options.fullDisk?.(rig.loop) ?? ''
      rig.run()
      const writer = rig.keep(await disk.files.stream(path, 'a'))
      const told: string[] = []
      writer.write('octets')
      rig.watch(writer, 'write', () => {
        told.push(`${writer.state} ${writer.error?.code}`)
        writer.ignore('write')
      })
      await rig.until(() => told.length > 0, 'readiness to write')
      equal([told, writer.write('more'), writer.pending], [['failed ENOSPC'], null, 0], 'what was told')
    },
  },
}

/** Named pipes. */
export const namedPipes: Suite = {
  topic: 'named pipes',
  needs: ['files'],
  lent: 'namedPipe',
  tests: {
    'reads one, whose writers come and go': async (rig) => {
      const disk = new FileRig(rig)
      await rig.options.namedPipe?.(rig.loop, disk.path('pipe'))
      rig.run()
      equal((await disk.files.stat(disk.path('pipe'))).kind, 'pipe', 'the kind')
      equal(
        codeOf(await rejection(disk.files.open(disk.path('pipe'), 'r'), 'open()')),
        'ESPIPE',
        'a pipe has no positions',
      )
      equal(codeOf(await rejection(disk.stream('pipe', 'w'), 'stream()')), 'ENXIO', 'writing what nobody reads')
      const heard = rig.follow(await disk.stream('pipe'))
      for (const text of ['one', 'two']) {
        const writer = await disk.stream('pipe', 'w')
        writer.write(text)
        writer.shutdown()
        await rig.until(() => heard.text.endsWith(text), 'what was written to a pipe')
        writer.close()
        await rig.settle()
      }
      equal([heard.text, ...heard.endings], ['onetwo'], 'what was read')
    },
  },
}
