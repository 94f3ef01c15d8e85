import { existsSync } from 'node:fs'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'

/** Debian's. */
const PROGRAM = process.env.POE_CHROMIUM ?? '/usr/bin/chromium'

/** How Chromium is started, besides. */
export interface ChromiumOptions {
  /** Arguments of the driver's own to leave out. */
  readonly without?: readonly string[]
  readonly args?: readonly string[]
}

/** Starts a headless Chromium. Where there is none, it says what to install. */
export function startChromium({ without = [], args = [] }: ChromiumOptions = {}): Promise<Browser> {
  if (!existsSync(PROGRAM))
    throw new Error(`${PROGRAM} is missing: apt-get install chromium, or say where it is by POE_CHROMIUM.`)
  return chromium.launch({
    executablePath: PROGRAM,
    // The sandbox needs privileges that a container does not give; the pages are our own.
    args: ['--no-sandbox', ...args],
    ignoreDefaultArgs: [...without],
  })
}
