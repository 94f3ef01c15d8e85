import { BrowserLoop, webSockets } from '@poe/loop-browser'
import type { Runtime } from './choose-loop.ts'

/** A page, or a Web Worker, with sockets by the bridge at `/poe`. */
export const runtime: Runtime = { loops: { browser: () => new BrowserLoop({ net: webSockets() }) } }
