import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startChromium } from './chromium.ts'
import { Site } from './site.ts'

/** What a hidden page has to say. */
interface Measured {
  readonly name: string
  readonly hidden: boolean
  readonly alarms: number
  /** Timers of the page's own that fired meanwhile. */
  readonly timers: number
}

const PATIENCE = { timeout: 25_000 }

const site = new Site()
const measured = new Map<string, Measured>()
let browser: Browser
let url: string

/** Opens a page in front of the others. The driver keeps its own pages visible, so this one is none of them. */
async function open(session: CDPSession, name: string, query: string, policy?: string): Promise<void> {
  site.policy = policy
  await session.send('Target.createTarget', { url: `${url}/hidden?name=${name}&${query}` })
  await vi.waitUntil(() => site.said.includes(`${name} is visible`), PATIENCE)
  site.policy = undefined
}

beforeAll(async () => {
  const without = [
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
  ]
  ;[url, browser] = await Promise.all([site.start(), startChromium({ without })])
  const session = await browser.newBrowserCDPSession()
  await open(session, 'usual', 'count=100')
  await open(session, 'unwanted', 'count=3&worker=no')
  await open(session, 'forbidden', 'count=3', "script-src 'self'; worker-src 'self'")
  await session.send('Target.createTarget', { url: `${url}/empty` })
  const results = (): Measured[] => site.said.filter((said) => said.startsWith('{')).map((said) => JSON.parse(said))
  await vi.waitUntil(() => results().length === 3, PATIENCE)
  for (const result of results()) measured.set(result.name, result)
}, 60_000)

afterAll(async () => {
  await browser?.close()
  site.stop()
})

describe('a hidden page of Chromium', () => {
  it('has alarms in time, where the timers of the page are held back', () => {
    const { hidden, alarms, timers } = measured.get('usual') as Measured
    expect([hidden, alarms]).toEqual([true, 100])
    expect(timers).toBeLessThan(alarms / 4)
  })

  it.each([
    ['where no worker is wanted', 'unwanted'],
    ['where the policy of the page forbids such workers', 'forbidden'],
  ])('has its alarms all the same %s, with the timers of the page', (_, name) => {
    const { hidden, alarms, timers } = measured.get(name) as Measured
    expect([hidden, alarms]).toEqual([true, 3])
    expect(timers).toBeGreaterThanOrEqual(2)
  })
})
