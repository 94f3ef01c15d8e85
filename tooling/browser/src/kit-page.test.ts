import { type Place, testIn } from './kit.test-support.ts'

testIn('a page', async (browser, url) => {
  const page = await browser.newPage()
  await page.goto(`${url}/kit`)
  return page as Place
})
