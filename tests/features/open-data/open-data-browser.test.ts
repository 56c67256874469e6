import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

const TOWN = '/fiches/villebourg'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer({
    config: { publicDir: resolve('public') },
    entries: ['carte-identite-mineur', 'dechetterie'],
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

it.each([
  ['an entry', `${TOWN}/carte-identite-mineur`],
  ['the index', TOWN],
  ['what is not published', `${TOWN}/rien`],
])('%s is read on a small phone, in light and dark, and its data break no policy', async (_, path) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 }, colorScheme })
    try {
      const page = await context.newPage()
      const said: string[] = []
      page.on('console', (message) => {
        if (!/status of 4\d\d/.test(message.text())) said.push(message.text())
      })
      await page.goto(`${server.url}${path}`)
      expect(said).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    } finally {
      await context.close()
    }
  }
})
