import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

const CHROMIUM = process.env.POE_CHROMIUM ?? '/usr/bin/chromium'
const root = fileURLToPath(new URL('..', import.meta.url))
const screenshots = `${root}screenshots`

const PHONE = { width: 360, height: 640 }
const DESKTOP = { width: 1280, height: 800 }

let room: Program
let web: Program
let browser: Browser
let chatPort: string
let url: string

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: apt-get install chromium.`)
  mkdirSync(screenshots, { recursive: true })
  room = Program.of(new URL('../../src/chat-room.ts', import.meta.url), { PORT: '0' })
  const [started] = await Promise.all([
    room.says(/Listening on port (\d+)/),
    build({ root, configFile: `${root}vite.config.ts`, logLevel: 'error' }),
  ])
  chatPort = started[1] as string
  web = Program.of(new URL('./serve.ts', import.meta.url), { PORT: '0', CHAT_PORT: chatPort })
  url = (await web.says(/Open (\S+)/))[1] as string
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  for (const program of [web, room]) program?.process.kill('SIGTERM')
  expect([await web?.ended, await room?.ended]).toEqual([0, 0])
})

/** Opens the chat on a screen, and joins it. */
async function join(name: string, viewport: { width: number; height: number }): Promise<Page> {
  const page = await browser.newPage({ viewport, colorScheme: name === 'Ada' ? 'light' : 'dark' })
  await page.goto(url)
  await page.waitForSelector('#state[data-state=connected]')
  await say(page, name)
  await page.waitForSelector('.note')
  return page
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('#text', text)
  await page.click('#form button')
}

/** Waits until the last line is this, and who said it that. */
async function hears(page: Page, text: string, speaker?: string): Promise<void> {
  const last = (): Promise<(string | null | undefined)[]> =>
    page.evaluate(() => {
      const line = [...document.querySelectorAll<HTMLElement>('.line')].at(-1)
      return [line?.dataset.speaker ?? null, (line?.querySelector('span') ?? line)?.textContent]
    })
  await expect.poll(last, { timeout: 20_000 }).toEqual([speaker ?? null, text])
}

/** Whether everything is on the screen: nothing to be scrolled sideways, the input in sight, the last line too. */
function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const inSight = (selector: string) => {
      const { top, bottom, left, right } = [...document.querySelectorAll(selector)].at(-1)!.getBoundingClientRect()
      return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    }
    const narrow = [...document.querySelectorAll('*')].every((one) => one.scrollWidth <= innerWidth)
    return narrow && document.documentElement.scrollHeight <= innerHeight && inSight('#form button') && inSight('.line')
  })
}

describe('browser-chat', () => {
  it('has pages and nc in one room, on a phone and on a desktop', async () => {
    const ada = await join('Ada', PHONE)
    const bob = await join('Bob', DESKTOP)
    await hears(ada, 'Bob has come.')
    const nc = new Program('nc', ['127.0.0.1', chatPort])
    await nc.says(/What is your name\?/)
    nc.type('Cyd')
    await nc.says(/Here are: Ada, Bob, Cyd\./)
    await hears(bob, 'Cyd has come.')

    await say(ada, 'Hello from a phone: is this thing on?')
    await nc.says(/Ada: Hello from a phone: is this thing on\?/)
    await hears(bob, 'Hello from a phone: is this thing on?', 'Ada')
    nc.type('It is, and I see you in a terminal')
    await hears(ada, 'It is, and I see you in a terminal', 'Cyd')
    await say(bob, 'né à Paris 😀')
    await nc.says(/Bob: né à Paris 😀/)
    await hears(ada, 'né à Paris 😀', 'Bob')
    expect(await bob.locator('.own').allTextContents()).toEqual(['né à Paris 😀'])

    await Promise.all([
      ada.screenshot({ path: `${screenshots}/phone.png` }),
      bob.screenshot({ path: `${screenshots}/desktop.png` }),
    ])

    // What could break a page: a word longer than the screen, something that looks like HTML, and many lines.
    const long = 'x'.repeat(200)
    nc.type(long)
    await hears(ada, long, 'Cyd')
    nc.type('<b>bold?</b>')
    await hears(bob, '<b>bold?</b>', 'Cyd')
    for (let i = 1; i <= 20; i++) nc.type(`line ${i}`)
    await Promise.all([hears(ada, 'line 20', 'Cyd'), hears(bob, 'line 20', 'Cyd')])
    await say(ada, 'That was a lot of lines.')
    await hears(bob, 'That was a lot of lines.', 'Ada')
    expect(await Promise.all([fits(ada), fits(bob)])).toEqual([true, true])
    await Promise.all([
      ada.screenshot({ path: `${screenshots}/phone-full.png` }),
      bob.screenshot({ path: `${screenshots}/desktop-full.png` }),
    ])

    nc.process.kill()
    await hears(ada, 'Cyd has gone.')
    await bob.close()
    await hears(ada, 'Bob has gone.')
    await ada.close()
  })

  it('says that the connection is lost, and comes back by itself under the same name', async () => {
    const page = await join('Ada', PHONE)
    const { port } = new URL(url)
    web.process.kill('SIGTERM')
    await page.waitForSelector('#state[data-state=lost]')
    expect([await web.ended, await page.isDisabled('#form button')]).toEqual([0, true])
    web = Program.of(new URL('./serve.ts', import.meta.url), { PORT: port, CHAT_PORT: chatPort })
    await page.waitForSelector('#state[data-state=connected]')
    const nc = new Program('nc', ['127.0.0.1', chatPort])
    await nc.says(/What is your name\?/)
    nc.type('Cyd')
    await nc.says(/Here are: Ada, Cyd\./)
    await say(page, 'Here again')
    await nc.says(/Ada: Here again/)
    await page.screenshot({ path: `${screenshots}/phone-again.png` })
    nc.process.kill()
    await page.close()
  })

  it('looks well before anybody has come', async () => {
    const page = await browser.newPage({ viewport: DESKTOP })
    await page.goto(url)
    await page.waitForSelector('#state[data-state=connected]')
    await page.screenshot({ path: `${screenshots}/empty.png` })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text')
    await page.close()
  })
})
