import type { FileHandle, FilesService, Stat } from '@poe/loop'
import type { Mutant } from './mutant-loops.test-kit.ts'
import { later, type ReferenceFile, ReferenceFiles } from './reference-files.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'

type Files = Readonly<Record<string, readonly [caughtBy: string, saying: string, make: typeof ReferenceFiles]>>

const FILES: Files = {
  'a that writes where it is told': [
    'opens as the flags say',
    'what was written, then added',
    class extends ReferenceFiles {
      override handle(file: ReferenceFile, flags: string): FileHandle {
        return super.handle(file, flags.replace('a', 'w'))
      }
    },
  ],
  'x that takes what is there': [
    'opens as the flags say',
    'should have been rejected',
    class extends ReferenceFiles {
      override find(path: string, flags: string): ReferenceFile {
        return super.find(path, flags.replace('x', ''))
      }
    },
  ],
  'a rename that copies': [
    'tells a file from another that has its name',
    'a renamed file is another one',
    class extends ReferenceFiles {
      override rename(from: string, to: string): Promise<void> {
        const file = this.files.get(from)
        if (file === undefined) return super.rename(from, to)
        this.make(to).octets = file.octets
        return this.unlink(from)
      }
    },
  ],
  'files told apart by their names': [
    'tells a file from another that has its name',
    'another file of the same name is the same one',
    class extends ReferenceFiles {
      override async stat(path: string): Promise<Stat> {
        return { ...(await super.stat(path)), inode: 1n }
      }
      override handle(file: ReferenceFile, flags: string): FileHandle {
        return super.handle({ ...file, inode: 1n }, flags)
      }
    },
  ],
  'a removed file that is gone for who has it open': [
    'keeps open what is renamed, replaced or removed',
    'texts, links',
    class extends ReferenceFiles {
      override remove(path: string): void {
        const file = this.files.get(path)
        super.remove(path)
        if (file !== undefined) file.octets = new Uint8Array(0)
      }
    },
  ],
  'errors that name no path': [
    'says which path an error is about',
    'code, errno and address of open()',
    class extends ReferenceFiles {
      override known(path: string, operation: string): ReferenceFile {
        try {
          return super.known(path, operation)
        } catch (error) {
          throw { ...(error as object), address: undefined }
        }
      }
    },
  ],
  'a close that breaks off what is under way': [
    'closes a file once what is under way is done, and uses it no more',
    'gave something else',
    class extends ReferenceFiles {
      override handle(file: ReferenceFile, flags: string): FileHandle {
        const handle = super.handle(file, flags)
        let open = true
        const close = () => {
          open = false
          return handle.close()
        }
        const read = async (at: number, max: number) => {
          const octets = await handle.read(at, max)
          return open ? octets : new Uint8Array(0)
        }
        return { ...handle, read, close }
      }
    },
  ],
  'a hint inside the call': [
    'hints at what happens to a path',
    '"changed" was called inside',
    class extends ReferenceFiles {
      override changed(path: string): void {
        for (const watching of this.watches) if (watching.path === path) watching.changed()
      }
      override unlink(path: string): Promise<void> {
        this.changed(path)
        return super.unlink(path)
      }
      override rename(from: string, to: string): Promise<void> {
        this.changed(from)
        return super.rename(from, to)
      }
    },
  ],
  'hints outside run': [
    'hints at nothing while it does not run',
    '"changed" was called outside run()',
    class extends ReferenceFiles {
      override changed(path: string): void {
        for (const watching of this.watches) if (watching.path === path) void later(watching.changed)
      }
    },
  ],
  'hints after dispose': [
    'hints at nothing once it is disposed of',
    'after it was disposed of',
    class extends ReferenceFiles {
      override watch(path: string, changed: () => void): Disposable {
        this.watches.add({ path, changed })
        return { [Symbol.dispose]() {} }
      }
    },
  ],
  'a stream that begins anew where it should add': [
    'adds to a file at its end',
    'what is in the file',
    class extends ReferenceFiles {
      override stream(path: string | number, flags = 'r') {
        return super.stream(path, flags.replace('a', 'w'))
      }
    },
  ],
}

/** Loops with one fault in their files. */
export const MUTANT_FILES: readonly Mutant[] = Object.entries(FILES).map(([fault, [caughtBy, saying, Made]]) => ({
  fault,
  caughtBy,
  saying,
  create: () =>
    new (class extends ReferenceLoop {
      override readonly files: FilesService = new Made(this)
    })(),
}))
