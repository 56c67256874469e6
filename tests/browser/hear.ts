import type { Page } from 'playwright-core'

/** Makes a console say that it is there, and waits until the server has heard it: an answer to what it asked before does not count. */
export async function hear(page: Page): Promise<void> {
  const asked = page.waitForRequest(/agent\/queue(\?|$)/)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await (await asked).response()
}
