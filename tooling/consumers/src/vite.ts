import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { type Consumer, kilobytes } from './consumer.ts'

/** The most the page's one script may have, in thousands of octets, before it is compressed. */
const PAGE_KB = 120

/** A page whose sessions run on the browser's loop, bundled by Vite; its script is run where there is no Node. */
export const vitePage: Consumer = {
  name: 'Vite page',
  group: 'programs',
  fixture: 'page',
  slow: true,
  scripts: ['build'],
  async check(at) {
    const assets = join(at, 'dist/assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    if (scripts.length !== 1) return [`Vite made ${scripts.length} scripts, not one`]
    const text = readFileSync(join(assets, scripts[0]!), 'utf8')
    const answer = await runInPage(text)
    return [
      ...(text.includes('node:') ? ['the bundle has modules of Node'] : []),
      ...(text.length > PAGE_KB * 1000 ? [`the bundle has ${kilobytes(text.length)} kB, not ${PAGE_KB}`] : []),
      ...(answer === '3 2 1' ? [] : [`the page says ${answer}, not 3 2 1`]),
    ]
  },
}

/** Runs a script with what pages and workers have, and nothing of Node; gives what it puts into the title. */
function runInPage(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const document = {
      visibilityState: 'visible',
      hidden: false,
      addEventListener() {},
      removeEventListener() {},
      querySelector: () => null,
      querySelectorAll: () => [],
      getElementsByTagName: () => [],
      createElement: () => ({ relList: { supports: () => true } }),
      set title(said: string) {
        resolve(said)
      },
    }
    const page = {
      ...{ document, console, performance, MessageChannel, AbortController, AbortSignal, EventTarget, Event },
      ...{ TextEncoder, TextDecoder, queueMicrotask, setTimeout, clearTimeout, URL, Blob },
      addEventListener() {},
      removeEventListener() {},
    }
    const context = createContext({ ...page, window: page, self: page })
    try {
      runInContext(text, context)
    } catch (error) {
      reject(error)
    }
    setTimeout(() => resolve('nothing'), 10_000).unref()
  })
}
