import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startChromium } from './chromium.ts'
import { Site } from './site.ts'

/** What `page/life.ts` offers. */
declare const life: {
  live(): void
  liveIn(selector: string, shadow: boolean): Promise<string>
  liveWith(selector: string): Promise<string>
  tickAway(milliseconds: number): void
  notes(): string
}

const ALL_END = 'child UIDESTROY;parent UIDESTROY;child stops;parent stops;'

const site = new Site()
let browser: Browser
let context: BrowserContext
let page: Page
let url: string

beforeAll(async () => {
  ;[url, browser] = await Promise.all([site.start(), startChromium({ without: ['--disable-back-forward-cache'] })])
})

beforeEach(async () => {
  await context?.close()
  context = await browser.newContext()
  page = await context.newPage()
  await page.goto(`${url}/life`)
})

afterAll(async () => {
  await browser?.close()
  site.stop()
})

describe('UIDESTROY in Chromium', () => {
  it('ends everybody when the page is left for good, before it is gone', async () => {
    // A page with such a handler is not kept.
    await page.evaluate(() => window.addEventListener('unload', () => {}))
    await page.evaluate(() => life.live())
    await page.reload()
    expect(await page.evaluate(() => life.notes())).toContain(ALL_END)
  })

  it('does not come when the page is kept, and time that has passed is caught up with when it is shown again', async () => {
    await page.evaluate(() => life.tickAway(50))
    await page.evaluate(() => Object.assign(window, { kept: true }))
    await page.goto(`${url}/empty`)
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))
    expect(await page.evaluate(() => localStorage.getItem('notes'))).toBe(null)
    await page.evaluate(() => history.back())
    await page.waitForFunction(() => 'kept' in window && life.notes() === 'tick;stops;')
  })

  it('ends everybody when the element of the program is removed, not when it is moved', async () => {
    expect(await page.evaluate(() => life.liveIn('main', false))).toBe(`moved;${ALL_END}0 left`)
  })

  it('ends everybody when what the element is a shadow of is removed', async () => {
    expect(await page.evaluate(() => life.liveIn('main', true))).toBe(`moved;${ALL_END}0 left`)
  })

  it('comes of what signalUiDestroy watches, until it is disposed of', async () => {
    expect(await page.evaluate(() => life.liveWith('main'))).toBe(`ERR_POE_WINDOW;spared;${ALL_END}`)
  })
})
