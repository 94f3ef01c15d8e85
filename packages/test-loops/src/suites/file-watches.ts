import { equal, ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'
import { FileRig } from './file-rig.ts'

/** Watches a path, and counts. */
function watch(rig: Rig, disk: FileRig, name: string): { told: number; end(): void } {
  const counted = { told: 0, end: () => watching?.[Symbol.dispose]() }
  const watching = rig.call('watch()', () =>
    disk.files.watch?.(disk.path(name), () => rig.callback('changed', () => void counted.told++)),
  )
  rig.keep({ close: counted.end })
  return counted
}

/** `loop.files.watch`. */
export const fileWatches: Suite = {
  topic: 'watching files',
  needs: ['files', 'watching files'],
  lent: 'folder',
  tests: {
    'hints at what happens to a path': async (rig) => {
      const disk = new FileRig(rig)
      const seen = watch(rig, disk, 'a')
      rig.run()
      for (const [what, act] of Object.entries({
        'making it': () => disk.write('a', ''),
        'writing to it': () => disk.write('a', 'x', 'a'),
        'renaming it': () => disk.files.rename(disk.path('a'), disk.path('b')),
        'making another': () => disk.write('a', 'y'),
        'writing to that': () => disk.write('a', 'x', 'a'),
        'replacing it': () => disk.files.rename(disk.path('b'), disk.path('a')),
        'removing it': () => disk.files.unlink(disk.path('a')),
      })) {
        await rig.settle()
        const before = seen.told
        await rig.call(what, act)
        await rig.until(() => seen.told > before, `a hint at ${what}`)
      }
    },
    'hints at nothing while it does not run': async (rig) => {
      const disk = new FileRig(rig)
      const seen = watch(rig, disk, 'a')
      await disk.write('a', 'x')
      await rig.settle()
      equal(seen.told, 0, 'hints before the run')
      rig.run()
      await rig.until(() => seen.told > 0, 'a hint that had to wait')
    },
    'hints at nothing once it is disposed of': async (rig) => {
      const disk = new FileRig(rig)
      await disk.write('a', 'x')
      const [seen, other] = [watch(rig, disk, 'a'), watch(rig, disk, 'a')]
      rig.run()
      await disk.write('a', 'y', 'a')
      seen.end()
      seen.end()
      const before = seen.told
      await disk.write('a', 'z', 'a')
      await rig.until(() => other.told > 0, 'a hint to somebody else')
      await rig.settle()
      ok(seen.told === before, 'a watch told something after it was disposed of')
    },
    'watches what is not there, and where nothing can be': async (rig) => {
      const disk = new FileRig(rig)
      for (const name of ['none', 'none/of/it']) watch(rig, disk, name)
      rig.run()
      await rig.settle()
    },
  },
}
