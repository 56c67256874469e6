import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { openWidget } from '../../benchmarks/front/town.js'
import { renderAnswer } from '../../src/features/entries/render/render-answer.js'
import { printedLines } from '../../src/features/sheets/server-pages/sheet-page.js'
import { idsIn, knowledgeDir, readEntry, villebourg } from '../features/entries/installed.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'

const PASSPORT = '/fiche/passeport-mineur'
const MARKED = `${PASSPORT}?langue=fr#pieces=0.2&sur=7&reference=VL-7K3-46Q`

let server: TestServer
let browser: Browser
/** Breaches of the content policy, and other errors of the pages. */
const errors: string[] = []
const requested: string[] = []

beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 }, ...options })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  page.on('console', (message) => {
    // The browser itself reports a page whose status is not 200.
    if (message.type() === 'error' && !/status of 404/.test(message.text())) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(server.url + path)
  return page
}

/** No accessibility fault, nothing wider than the screen, nothing from elsewhere. */
async function expectSound(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  expect(errors).toEqual([])
  expect(requested.filter((address) => !address.startsWith(server.url) && !address.startsWith('blob:'))).toEqual([])
}

/** How many pages a page is printed on. */
async function printedPages(page: Page): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}

/** Ids of the entries that fill most lines, longest first. */
function longestEntries(count: number): string[] {
  return idsIn(knowledgeDir, '.md')
    .map((id) => ({ id, lines: printedLines(renderAnswer(readEntry(id), villebourg)) }))
    .sort((a, b) => b.lines - a.lines)
    .slice(0, count)
    .map(({ id }) => id)
}

describe('the papers of an answer in the chat', () => {
  it('are ticked there, survive a reload, and are found on the sheet', async () => {
    const page = await open('/')
    await openWidget(page)
    await page.getByRole('textbox', { name: 'Votre question' }).fill('attestation d’accueil')
    await page.keyboard.press('Enter')
    const papers = page.locator('summary', { hasText: 'Pièces à fournir' })
    await papers.click()
    await page.getByRole('button', { name: 'Il me manque…' }).click()
    await page.getByRole('checkbox', { name: /timbre de 30/ }).check()
    await page.getByText('Il vous manque 7 pièces sur 8.').filter({ visible: true }).first().waitFor()
    await page.reload()
    await papers.click()
    await page.getByRole('checkbox', { name: /timbre de 30/, checked: true }).waitFor()
    await expectSound(page)
    await page.locator('summary', { hasText: 'Source, dates et impression' }).click()
    const [sheet] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: /Imprimer ma fiche/ }).click(),
    ])
    await sheet.getByText('Il vous manque 7 pièces sur 8.').waitFor()
    await sheet.getByRole('checkbox', { name: /timbre de 30/, checked: true }).waitFor()
  })
})

describe('a sheet on a phone', () => {
  it('shows what was marked in the chat, and leaves nothing of it in its address', async () => {
    const page = await open(MARKED)
    await page.getByText('Référence à donner à la mairie : VL-7K3-46Q').waitFor()
    await page.getByText('Il vous manque 5 pièces sur 7.').waitFor()
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2)
    expect(await page.getByText('(à trouver)').filter({ visible: true }).count()).toBe(5)
    expect(page.url()).toBe(`${server.url}${PASSPORT}?langue=fr`)
    expect(requested.join(' ')).not.toMatch(/pieces|7K3-46Q/)
    await page.getByRole('checkbox', { name: /timbre fiscal/ }).check()
    await page.getByText('Il vous manque 4 pièces sur 7.').waitFor()
    await expectSound(page)
  })

  it('downloads one file with the same marks, that works alone', async () => {
    const page = await open(MARKED)
    await page.getByText('Il vous manque 5 pièces sur 7.').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Télécharger' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('passeport-mineur.html')
    const file = await readFile(await download.path(), 'utf8')
    const kept = await page.context().newPage()
    await kept.route('**/kept', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: file }))
    await kept.goto(`${server.url}/kept`)
    expect(await kept.getByRole('checkbox', { checked: true }).count()).toBe(2)
    await kept.getByText('Il vous manque 5 pièces sur 7.').waitFor()
    await kept.getByText('VL-7K3-46Q').waitFor()
    expect(await kept.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('17px')
    expect(await printedPages(kept)).toBe(1)
  })

  it('works without script: boxes are ticked, missing papers are marked, the file is downloaded', async () => {
    const page = await open(`${PASSPORT}?langue=fr`, { javaScriptEnabled: false })
    await page.getByText(/ouvrez le menu de votre navigateur/).waitFor()
    expect(await page.getByText('(à trouver)').filter({ visible: true }).count()).toBe(0)
    await page.getByRole('checkbox', { name: /timbre fiscal/ }).check()
    expect(await page.getByText('(à trouver)').filter({ visible: true }).count()).toBe(6)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Télécharger' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('fiche-passeport-mineur.html')
  })

  it.each<[string, BrowserContextOptions]>([
    [MARKED, { colorScheme: 'dark' }],
    [MARKED, { forcedColors: 'active' }],
    [`${PASSPORT}?langue=ar`, {}],
    [`${PASSPORT}?langue=fr&version=simple`, {}],
    ['/fiche/passeport-enfant?langue=fr', {}],
  ])('reads well: %s %j', async (path, options) => {
    await expectSound(await open(path, options))
  })
})

describe('a printed sheet', () => {
  it('is one A4 page, in black on white, for each of the five longest entries', async () => {
    const page = await open(PASSPORT, { colorScheme: 'dark' })
    const longest = longestEntries(5)
    expect(longest).toHaveLength(5)
    for (const id of longest) {
      for (const query of ['?langue=fr', '?langue=fr&version=simple']) {
        await page.goto(`${server.url}/fiche/${id}${query}#reference=VL-7K3-46Q`)
        // A tick brings the words that mark the others.
        const boxes = page.getByRole('checkbox')
        if ((await boxes.count()) > 0) await boxes.first().check()
        expect([id, query, await printedPages(page)]).toEqual([id, query, 1])
      }
    }
    await page.emulateMedia({ media: 'print' })
    const { ink, paper } = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body)
      return { ink: color, paper: backgroundColor }
    })
    expect([ink, paper]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
    expect(await page.getByRole('link', { name: 'Télécharger' }).isVisible()).toBe(false)
    expect(await page.getByRole('img', { name: /Code QR/ }).isVisible()).toBe(true)
  })
})
