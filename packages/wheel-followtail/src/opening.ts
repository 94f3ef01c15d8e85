import { type FilesService, isHandleError, type Stat } from '@poe/loop'
import { FollowedFile } from './followed-file.ts'

/** What is known of a path; undefined where there is nothing of that name. */
export async function statOf(files: FilesService, path: string): Promise<Stat | undefined> {
  return files.stat(path).catch(absent)
}

/** Opens a file that has positions; undefined where there is none of that name. */
export async function openFile(files: FilesService, path: string): Promise<FollowedFile | undefined> {
  const handle = await files.open(path, 'r').catch(absent)
  if (handle === undefined) return undefined
  try {
    return new FollowedFile(handle, await handle.stat())
  } catch (error) {
    handle.close().catch(() => {})
    throw error
  }
}

function absent(error: unknown): undefined {
  if (!isHandleError(error) || error.code !== 'ENOENT') throw error
}
