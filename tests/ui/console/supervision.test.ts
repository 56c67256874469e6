import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()

/** The overview, as an administrator opens it. */
async function overview(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await counter.signIn('ada', options)
  await page.evaluate(() => {
    location.hash = '#/supervision'
  })
  await page
    .getByText(/^Demandes par jour.:/)
    .first()
    .waitFor()
  return page
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the overview of the reception', () => {
  it('is one press away for who may see it, loaded then only, and nowhere for agents', async () => {
    const agent = await counter.signIn('claire')
    expect(await agent.getByRole('link', { name: 'Supervision' }).count()).toBe(0)
    await agent.evaluate(() => {
      location.hash = '#/supervision'
    })
    await agent.getByRole('heading', { name: 'File d’attente' }).waitFor()
    const page = await counter.signIn('ada')
    const scripts = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect((await scripts()).filter((name) => name.includes('supervision'))).toEqual([])
    await page.getByRole('button', { name: /Ada.*Options/ }).click()
    await page.getByRole('link', { name: 'Supervision' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'supervision-title')
    expect((await scripts()).filter((name) => /supervision-page-\w+\.js/.test(name))).toHaveLength(1)
    await page.getByRole('link', { name: 'Retour à la file' }).click()
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
  })

  it('says what happens now, follows the stream, and leads to who waits longest', async () => {
    const page = await overview()
    await page.getByText('dont 1 urgent', { exact: true }).waitFor()
    await page.getByText('7 min', { exact: true }).waitFor()
    await page.getByText('dont 1 en retard').waitFor()
    await page.locator('.tile', { hasText: 'Attendent une réponse' }).getByText('12 min').waitFor()
    await page.getByText(/, 0 rappel, /).waitFor()
    const load = page.getByRole('table', { name: 'Charge de chaque agent en ce moment' })
    await page.getByText('aucun chiffre gardé ne porte sur une personne').waitFor()
    await load.getByRole('columnheader', { name: 'Rappels, messages, guichet' }).waitFor()
    expect(await load.getByRole('row', { name: /Karim/ }).textContent()).toMatch(/Karim.*Absent \(au guichet\)0 sur 32/)
    counter.server.live = { waiting: { count: 5, urgent: 0, longest: null } }
    counter.server.add('one')
    await page.locator('.tile', { hasText: 'Usagers qui attendent' }).getByText('5', { exact: true }).waitFor()
    counter.server.live = {}
    counter.server.add('two')
    await page.getByRole('link', { name: 'Ouvrir VR-7K3-46Q' }).click()
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
  })

  it('shows a period, another one, and refuses dates that are none', async () => {
    const page = await overview()
    await page.getByText(/Du 26 octobre 2026 au 24 novembre 2026, comparé aux 30 jours d’avant/).waitFor()
    await page.getByText('Aujourd’hui', { exact: true }).click()
    await page.getByText(/^Le 24 novembre 2026, comparé au 23 novembre 2026\..*La journée n’est pas finie\./).waitFor()
    await page.getByText('Dates choisies').click()
    await page.getByRole('button', { name: 'Afficher' }).click()
    await page.getByText('Choisissez deux dates').waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'period-from')
    await page.getByLabel('Du', { exact: true }).fill('2026-11-02')
    await page.getByLabel('Au', { exact: true }).fill('2026-11-08')
    await page.getByRole('button', { name: 'Afficher' }).click()
    await page.getByText(/Du 2 novembre 2026 au 8 novembre 2026/).waitFor()
    expect(await page.getByText('Choisissez deux dates').count()).toBe(0)
  })

  it('has plots that the keyboard reads, and their numbers one press away', async () => {
    const page = await overview()
    const plot = page.getByRole('slider', { name: /^Demandes par jour.: jusqu’à/ })
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^mardi 27 octobre.: 9 demandes$/)
    await plot.press('ArrowRight')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^mercredi 28 octobre.: 4 demandes$/)
    await plot.press('Home')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^lundi 26 octobre/)
    const figure = page.locator('figure').filter({ has: plot })
    expect(await figure.getByRole('table').count()).toBe(0)
    await figure.getByRole('button', { name: 'Voir les chiffres' }).click()
    await figure.getByRole('row', { name: 'mardi 24 novembre 9' }).waitFor()
  })

  it('gives its figures as a file, with what they mean', async () => {
    const page = await overview()
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tableur (CSV)' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toBe('guichet-2026-10-26-2026-11-24.csv')
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toMatch(/^\uFEFFRubrique;Ligne;/)
    expect(text).toContain('Définition;Première réponse;')
    await page.getByRole('link', { name: 'Comment c’est compté' }).click()
    await page.getByText('Pourquoi aucun chiffre par agent').waitFor()
    await page.getByText(/Classer les agents ferait choisir les demandes faciles/).waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.id), 'supervision-title')
  })

  it('says when nothing was counted yet, and when the server does not answer', async () => {
    counter.server.neverCounted = true
    counter.server.refuseNext(/supervision\/figures/, { status: 503 })
    const page = await counter.signIn('ada')
    await page.evaluate(() => {
      location.hash = '#/supervision'
    })
    await page.getByText('Les chiffres n’ont pas pu être lus').waitFor()
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await page.getByText('Aucune demande terminée sur cette période.').waitFor()
    expect(await page.getByRole('button', { name: 'Tableur (CSV)' }).count()).toBe(0)
  })
})

const LOOKS: [name: string, options: BrowserContextOptions][] = [
  ['in the light', {}],
  ['in the dark', { colorScheme: 'dark' }],
  ['at 320 px', { viewport: { width: 320, height: 640 } }],
  ['in forced colours', { forcedColors: 'active' }],
]

describe.each(LOOKS)('the overview %s', (_name, options) => {
  it('has no fault, and nothing to scroll sideways', async () => {
    const page = await overview(options)
    const folded = page.getByRole('button', { name: 'Voir les chiffres' })
    while ((await folded.count()) > 0) await folded.first().click()
    await page.getByText('Dates choisies').click()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(
      await page.evaluate(() => {
        const whole = document.querySelector('.whole')
        return whole ? whole.scrollWidth - whole.clientWidth : -1
      }),
    ).toBeLessThanOrEqual(0)
    await page.evaluate(() => {
      location.hash = '#/supervision/definitions'
    })
    await page.getByText('Pourquoi aucun chiffre par agent').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
