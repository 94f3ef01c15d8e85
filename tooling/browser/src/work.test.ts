import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from './chromium.ts'
import { Site } from './site.ts'

/** What `page/work.ts` offers. */
declare const work: {
  busy(wanted: number): Promise<Record<'events' | 'frames' | 'timers' | 'clicks', number>>
  forms(): Promise<string[]>
}

const site = new Site()
let browser: Browser
let url: string

beforeAll(async () => {
  ;[url, browser] = await Promise.all([site.start(), startChromium()])
})

afterAll(async () => {
  await browser?.close()
  site.stop()
})

async function open(name: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`${url}/${name}`)
  return page
}

describe('a session in a page of Chromium', () => {
  it('starves neither painting nor timers nor its user, though it yields to itself for ever', async () => {
    const page = await open('work')
    const busy = page.evaluate(() => work.busy(30))
    await page.click('#press')
    const { events, frames, timers, clicks } = await busy
    expect([frames >= 30, timers >= 30, clicks]).toEqual([true, true, 1])
    // Many events per frame: it was busy indeed.
    expect(events).toBeGreaterThan(frames * 100)
  })

  it('hears of DOM events before the browser goes on, and prevents what it would do', async () => {
    const page = await open('work')
    expect(await page.evaluate(() => work.forms())).toEqual(['hello', 'prevented true', '/work', '0 left'])
  })
})
