import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { AGENT, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

const QUESTION = 'livret de famille perdu'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer({
    at: '2026-11-23T18:00:00.000Z',
    config: { publicDir: resolve('public') },
    entries: ['dechetterie', 'livret-famille-duplicata'],
  })
  // Enough for weeks to be drawn.
  for (const day of ['2026-11-10', '2026-11-17'])
    await server.store.count('villebourg', day, {
      'outcome.answered': 40,
      'outcome.clarification': 7,
      'check.right': 2,
    })
  for (let time = 0; time < 3; time += 1) await (await server.startConversation()).say(QUESTION)
  server.clock.set(OPEN)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const LOOKS: [string, BrowserContextOptions][] = [
  ['on a small phone', { viewport: { width: 320, height: 640 } }],
  ['in the dark', { viewport: { width: 768, height: 900 }, colorScheme: 'dark' }],
  ['in forced colours', { viewport: { width: 1280, height: 900 }, forcedColors: 'active' }],
]

it.each(LOOKS)('the sheet is read %s, folded out, and breaks no policy', async (_, options) => {
  const context = await browser.newContext({ locale: 'fr-FR', ...options })
  try {
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    await page.goto(`${server.url}/transparence/villebourg`)
    for (const summary of await page.locator('summary').all()) await summary.click()
    expect(said).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport?.width)
    expect(await accessibilityFaults(page)).toEqual([])
    // The two weeks of which there is enough are drawn, each with its share.
    const heights = await page
      .locator('figure .answered[height]')
      .evaluateAll((rects) => rects.map((rect) => Number(rect.getAttribute('height'))).filter((height) => height > 20))
    expect(heights).toEqual([170.2, 170.2])
    expect(await page.getByRole('link', { name: 'Poser une question ou joindre une personne' }).count()).toBe(1)
  } finally {
    await context.close()
  }
})

it('an agent looks at what was drawn with one click each, takes one back, and is left alone', async () => {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 700 } })
  try {
    const page = await context.newPage()
    await page.clock.setSystemTime(OPEN)
    await page.goto(`${server.url}/console`)
    await page.getByLabel('Adresse électronique').fill(AGENT)
    await page.getByLabel('Mot de passe', { exact: true }).fill('demonstration')
    await page.keyboard.press('Enter')
    const strip = page.getByRole('region', { name: 'Réponses tirées au sort' })
    await strip.getByText('À relire : 2').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const checks = async () => {
      const days = await server.store.readCounters('villebourg', '2026-11-23', '2026-11-23')
      return Object.entries(days['2026-11-23'] ?? {}).filter(
        ([name, count]) => name.startsWith('check.') && count !== 0,
      )
    }
    await strip.getByRole('button', { name: /^Non/ }).click()
    await strip.getByText('Noté : mauvaise réponse.').waitFor()
    await eventually(checks, [['check.wrong', 1]])
    expect(await accessibilityFaults(page)).toEqual([])
    await strip.getByRole('button', { name: 'Annuler' }).click()
    await strip.getByText('À relire : 2').waitFor()
    await eventually(checks, [])
    for (const left of ['À relire : 2', 'À relire : 1']) {
      await strip.getByText(left).waitFor()
      await strip.getByRole('button', { name: /^C’est la bonne réponse/ }).click()
    }
    await eventually(checks, [['check.right', 2]])
    await strip.getByRole('button', { name: 'Fermer' }).click()
    await strip.waitFor({ state: 'detached' })
  } finally {
    await context.close()
  }
})
