import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()

/** The supervision, as an administrator opens it; with the figures of a period, where asked. */
async function overview(options: BrowserContextOptions = {}, withPeriod = true): Promise<Page> {
  const page = await counter.signIn('ada', options)
  await page.evaluate(() => {
    location.hash = '#/supervision'
  })
  if (!withPeriod) return page
  await page.getByText('Sur une période', { exact: true }).click()
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
    expect((await scripts()).filter((name) => /overview-\w+\.js/.test(name))).toHaveLength(1)
    await page.getByRole('link', { name: 'Retour à la file' }).click()
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
  })

  it('answers four questions with a number each, which follow the stream, and a list of what each counts', async () => {
    counter.server.add('one')
    const page = await overview({}, false)
    const panel = (name: string) => page.getByRole('region', { name, exact: true })
    const number = (name: string, of: string) =>
      panel(name)
        .locator('.figures > div', { has: page.getByRole('button', { name: of, exact: true }) })
        .locator('dd')
    await panel('Qui attend').getByRole('link').first().waitFor()
    expect(await number('Qui est là', 'Agents disponibles').textContent()).toBe('1')
    expect(await number('Qui attend', 'À prendre').textContent()).toBe('1')
    expect(await number('Ce qui est en retard', 'En retard').textContent()).toBe('0')
    await panel('Ce qui est en retard').getByText('Rien n’est en retard.').waitFor()
    expect(await panel('Qui est là').getByRole('row', { name: /Karim/ }).textContent()).toMatch(
      /Karim.*Absent \(au guichet\)200/,
    )
    await panel('Ce qui s’est passé aujourd’hui')
      .getByRole('row', { name: /Prises à temps/ })
      .waitFor()
    counter.server.add('two')
    await panel('Qui attend').getByRole('listitem').nth(1).waitFor()
    expect(await number('Qui attend', 'À prendre').textContent()).toBe('2')
    await page
      .getByRole('button', { name: /^Confier à Claire/ })
      .first()
      .waitFor()
    await panel('Qui attend').getByRole('link').first().click()
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
  })

  it('says what each number means to who points at it, has the focus on it, or hears it', async () => {
    const page = await overview({}, false)
    const name = page.getByRole('button', { name: 'Agents disponibles', exact: true })
    const means = page.getByRole('tooltip').filter({ hasText: 'dont la console répond' })
    await name.hover()
    await means.waitFor()
    await page.keyboard.press('Escape')
    await means.waitFor({ state: 'hidden' })
    await name.focus()
    await means.waitFor()
    const described = await name.evaluate(
      (one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent,
    )
    expect(described).toMatch(/^Agents qui se sont dits disponibles/)
    await page.keyboard.press('Tab')
    await means.waitFor({ state: 'hidden' })
  })

  it('shows a period, another one, and refuses dates that are none', async () => {
    const page = await overview()
    await page.getByText(/Du 18 novembre 2026 au 24 novembre 2026, comparé aux 7 jours d’avant/).waitFor()
    await page.getByLabel('Période', { exact: true }).selectOption('1')
    await page.getByText(/^Le 24 novembre 2026, comparé au 23 novembre 2026\..*La journée n’est pas finie\./).waitFor()
    await page.getByLabel('Période', { exact: true }).selectOption('chosen')
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
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^mardi 24 novembre.: 9 demandes$/)
    await plot.press('ArrowLeft')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^lundi 23 novembre.: 4 demandes$/)
    await plot.press('Home')
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^mercredi 18 novembre/)
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
    expect(download.suggestedFilename()).toBe('guichet-2026-11-18-2026-11-24.csv')
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toMatch(/^\uFEFFRubrique;Ligne;/)
    expect(text).toContain('Définition;Première réponse;')
    await page.getByText('Comment c’est compté', { exact: true }).click()
    await page.getByText('Pourquoi aucun chiffre par agent').waitFor()
    await page.getByText(/Classer les agents ferait choisir les demandes faciles/).waitFor()
  })

  it('says when nothing was counted yet, and when the server does not answer', async () => {
    counter.server.neverCounted = true
    counter.server.refuseNext(/supervision\/figures/, { status: 503 })
    const page = await overview({}, false)
    await page.getByText('Sur une période', { exact: true }).click()
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
    counter.server.add('one')
    const page = await overview(options)
    const folded = page.getByRole('button', { name: 'Voir les chiffres' })
    while ((await folded.count()) > 0) await folded.first().click()
    await page.getByLabel('Période', { exact: true }).selectOption('chosen')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(
      await page.evaluate(() => {
        const whole = document.querySelector('.whole')
        return whole ? whole.scrollWidth - whole.clientWidth : -1
      }),
    ).toBeLessThanOrEqual(0)
    await page.getByText('Comment c’est compté', { exact: true }).click()
    await page.getByText('Pourquoi aucun chiffre par agent').waitFor()
    await page.getByRole('button', { name: 'Prises à temps', exact: true }).focus()
    await page.getByRole('tooltip').filter({ hasText: 'avant que l’usager renonce' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
