import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

/** The page of the demonstration on which the staff kit is looked at. Its photographs are kept, for eyes. */

const PHOTOGRAPHS = 'coverage/kit'
const WIDTHS = [320, 768, 1280]
const COLOURS: [name: string, options: BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced', { forcedColors: 'active' }],
]
const LOOKS = WIDTHS.flatMap((width) => COLOURS.map(([name, options]) => [name, width, options] as const))

let server: TestServer
let browser: Browser

beforeAll(async () => {
  await rm(PHOTOGRAPHS, { recursive: true, force: true })
  await mkdir(PHOTOGRAPHS, { recursive: true })
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(`${server.url}/kit`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** Photographs what is shown. @returns the picture */
async function photograph(page: Page, name: string): Promise<string> {
  const path = join(PHOTOGRAPHS, `${name}.png`)
  return (await page.screenshot({ path, fullPage: true, animations: 'disabled' })).toString('base64')
}

const tooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the page of the kit', () => {
  const pictures = new Set<string>()

  it.each(LOOKS)('has no fault and nothing to scroll sideways, %s, at %i', async (name, width, options) => {
    const page = await visit({ viewport: { width, height: 900 }, ...options })
    expect(await accessibilityFaults(page, { tags: null })).toEqual([])
    expect(await tooWide(page)).toBe(0)
    pictures.add(await photograph(page, `${name}-${width}`))
    await page.getByRole('button', { name: 'Ouvrir la fenêtre' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await accessibilityFaults(page, { tags: null })).toEqual([])
    expect(await tooWide(page)).toBe(0)
    await photograph(page, `${name}-${width}-dialog`)
    await page.context().close()
  })

  it('looks otherwise in each', () => {
    expect(pictures.size).toBe(LOOKS.length)
  })

  it('is read at twice the size of its text', async () => {
    const page = await visit({ viewport: { width: 640, height: 450 } })
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    expect(await tooWide(page)).toBe(0)
    await photograph(page, 'twice')
    await page.context().close()
  })

  it('takes other colours and the other language where they are chosen', async () => {
    const page = await visit({ colorScheme: 'light' })
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await paper()
    await page.getByLabel('Sombres').check()
    expect(await paper()).not.toBe(light)
    await page.getByLabel('Claires').check()
    expect(await paper()).toBe(light)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'The staff kit' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await accessibilityFaults(page, { tags: null })).toEqual([])
    await page.context().close()
  })
})

describe('what is made of the kit', () => {
  it('says what to mend beside each field, leads to the first, and tells what was done', async () => {
    const page = await visit()
    const form = page.getByRole('region', { name: 'Formulaire', exact: true })
    const name = form.getByLabel('Nom du service')
    await form.getByLabel('Lundi').uncheck()
    await form.getByRole('button', { name: 'Enregistrer' }).click()
    await expectFocus(name)
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    const [told] = ((await name.getAttribute('aria-describedby')) ?? '').split(' ')
    expect(await page.locator(`#${told}`).textContent()).toContain('Écrivez le nom du service.')
    await name.fill('Archives')
    await form.getByRole('button', { name: 'Enregistrer' }).click()
    await expectFocus(form.getByLabel('Lundi'))
    await form.getByLabel('Lundi').check()
    await name.press('Enter')
    await eventually(() => form.getByRole('status').textContent(), 'Le service est enregistré.')
    await page.context().close()
  })

  it('opens over the page, closes with Escape, and gives the focus back', async () => {
    const page = await visit()
    const opener = page.getByRole('button', { name: 'Ouvrir la fenêtre' })
    await opener.press('Enter')
    await expectFocus(page.getByRole('dialog', { name: 'Renommer le service' }).getByLabel('Nom du service'))
    await page.keyboard.press('Escape')
    await expectFocus(opener)
    await page.context().close()
  })

  it('asks before it deletes, keeps the focus, and undoes', async () => {
    const page = await visit()
    const list = page.getByRole('region', { name: 'Liste', exact: true })
    const remove = list.getByRole('button', { name: 'Supprimer' }).first()
    await remove.press('Enter')
    await expectFocus(list.getByRole('button', { name: 'Annuler' }))
    await page.keyboard.press('Enter')
    await expectFocus(remove)
    await remove.press('Enter')
    await list.getByRole('group').getByRole('button', { name: 'Supprimer' }).press('Enter')
    await eventually(() => list.locator('.list > li').count(), 2)
    await page.getByRole('button', { name: 'La reprendre' }).click()
    await page.getByRole('status').filter({ hasText: 'La demande est reprise.' }).waitFor()
    await page.context().close()
  })

  it('reads a chart with the arrows, and shows its numbers', async () => {
    const page = await visit()
    const chart = page.getByRole('slider')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^10\u00a0h/)
    await chart.press('ArrowRight')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^11\u00a0h/)
    const numbers = page.getByRole('table', { name: /C’est à 10/ })
    expect(await numbers.count()).toBe(0)
    await page.getByRole('button', { name: 'Voir les chiffres' }).click()
    expect(await numbers.getByRole('row').count()).toBe(11)
    await page.context().close()
  })
})
