import { vi } from 'vitest'
import { type Place, testIn } from './kit.test-support.ts'

testIn('a Web Worker', async (browser, url) => {
  const page = await browser.newPage()
  await page.goto(`${url}/empty`)
  const [worker] = await Promise.all([page.waitForEvent('worker'), page.evaluate(() => void new Worker('/kit.js'))])
  // Its program is there once it answers, and not before.
  await vi.waitUntil(() => worker.evaluate(() => 'kit' in globalThis), { timeout: 20_000 })
  return worker as Place
})
