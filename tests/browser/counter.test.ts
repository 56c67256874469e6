import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { OPEN, openConsole, openTown, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

/**
 * An agent at the counter, on the real server and content: she searches for a visitor, gives and prints a sheet, leaves a call-back, finds it
 * again by a filter, a view and a search; then the same at 320 pixels. The steps share one console.
 */
describe('the counter, and the queue that finds again', () => {
  let town: Town
  let context: BrowserContext
  let agent: Page
  let reference = ''

  beforeAll(async () => {
    town = await openTown(OPEN, { environment: { GUICHET_MODEL_DIR: 'models/none' } })
    context = await town.visit()
    // A print dialog would wait for a person.
    await context.addInitScript(() => {
      window.print = () => {
        document.documentElement.dataset.printed = 'yes'
      }
    })
    agent = await context.newPage()
    await openConsole(agent, town.address, 'accueil@villebourg.example')
  })

  afterAll(async () => {
    await town?.close()
  })

  const queue = () => agent.getByRole('region', { name: 'File d’attente' })
  const section = (name: string): Locator => queue().locator('.queue-section').filter({ hasText: name })

  it('begins a request in two presses, with the cursor where the question is typed', async () => {
    await agent.getByRole('button', { name: 'Nouvelle demande' }).click()
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Au guichet' }).click()
    await agent.getByRole('heading', { name: /^Au guichet/ }).waitFor()
    const question = agent.getByLabel('Question de la personne')
    await question.waitFor()
    await agent.waitForFunction(() => document.activeElement?.id === 'desk-question')
    await agent.keyboard.type('acte de naissance')
    await agent.keyboard.press('Enter')
    await agent.getByRole('heading', { name: 'Fiches les plus proches' }).waitFor()
    expect(await question.inputValue()).toBe('')
    expect(await accessibilityFaults(agent)).toEqual([])
  })

  it('gives the sheet that the agent chose, and prints it in one press with the reference', async () => {
    const candidate = agent.locator('.desk-candidates li').first()
    if ((await candidate.getByRole('button', { name: /^Donner/ }).count()) > 0)
      await candidate.getByRole('button', { name: /^Donner/ }).click()
    await candidate.getByText('Donnée').waitFor()
    await agent.locator('.message.assistant .card[open]').waitFor()
    const [sheet] = await Promise.all([
      context.waitForEvent('page'),
      candidate.getByRole('link', { name: /^Imprimer/ }).click(),
    ])
    await sheet.waitForFunction(() => document.documentElement.dataset.printed === 'yes')
    const shown = await sheet.locator('#reference').textContent()
    expect(shown).toMatch(/VR-\w{3}-\w{3}/)
    expect(sheet.url()).not.toContain('#')
    await sheet.close()
  })

  it('leaves a call-back for the visitor, whose reference is said', async () => {
    await agent.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
    await agent.getByText('Un rappel', { exact: true }).click()
    await agent.getByRole('button', { name: 'Laisser et terminer' }).click()
    await agent.getByText('Écrivez le nom de la personne.').waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByLabel('Nom de la personne').fill('Jeanne Martin')
    await agent.getByLabel('Téléphone où rappeler').fill('01 99 00 12 34')
    await agent.getByLabel('Demi-journée').selectOption({ index: 1 })
    await agent.getByRole('button', { name: 'Laisser et terminer' }).click()
    const notice = agent.locator('.banner').getByText(/Référence à donner/)
    reference = /VR-\w{3}-\w{3}/.exec((await notice.textContent()) ?? '')?.[0] ?? ''
    expect(reference).not.toBe('')
    await section('Plus tard').getByText('Jeanne Martin').waitFor()
  })

  it('notes what came of the call, and puts it off', async () => {
    await section('Plus tard')
      .getByRole('button', { name: /^Prendre/ })
      .click()
    await agent.getByRole('heading', { name: /^Rappel\s: Jeanne Martin$/ }).waitFor()
    await agent.getByRole('button', { name: 'Pas jointe' }).click()
    await agent.locator('.banner.done').getByText('Appel sans réponse noté').waitFor()
    await section('À moi')
      .getByText(/1 appel sans réponse/)
      .waitFor()
    await agent.getByRole('button', { name: 'Autre moment…' }).click()
    const menu = agent.getByRole('region', { name: 'Demi-journée' })
    const halves = menu.getByRole('listitem').getByRole('button')
    await halves.first().waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    const chosen = (await halves.nth(1).textContent())?.trim() ?? ''
    await halves.nth(1).click()
    await agent
      .locator('.banner.done')
      .getByText(/Prévenez la personne/)
      .waitFor()
    await section('Plus tard').getByText(chosen).waitFor()
    await section('Plus tard')
      .getByRole('button', { name: /^Prendre/ })
      .waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
  })

  it('filters by chips that stay in the address: Back, a reload and a view find them again', async () => {
    await queue().getByRole('button', { name: 'Filtrer' }).click()
    await queue().getByRole('button', { name: 'Urgentes', exact: true }).click()
    await section('Plus tard').waitFor({ state: 'detached' })
    await queue()
      .getByRole('status')
      .getByText(/^0 demande/)
      .waitFor({ state: 'attached' })
    expect(await accessibilityFaults(agent)).toEqual([])
    expect(new URL(agent.url()).search).toBe('?state=urgent')
    await agent.goBack()
    await section('Plus tard').getByText('Jeanne Martin').waitFor()
    await agent.goForward()
    await queue().getByRole('button', { name: 'Enregistrer la vue…' }).click()
    await expectFocus(agent.getByLabel('Nom de la vue'))
    await agent.getByLabel('Nom de la vue').fill('Au plus vite')
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await agent.reload()
    const urgent = queue()
      .getByRole('navigation', { name: 'Mes vues' })
      .getByRole('button', { name: /^Au plus vite/ })
    await urgent.waitFor()
    expect(await urgent.getAttribute('aria-current')).toBe('true')
    await queue().getByRole('button', { name: 'Changer la vue…' }).click()
    await agent.getByLabel('Nom de la vue').fill('Urgent')
    await agent.getByRole('button', { name: 'Enregistrer', exact: true }).click()
    await expectFocus(queue().getByRole('button', { name: 'Changer la vue…' }))
    await queue()
      .getByRole('button', { name: /^Urgent 0/ })
      .waitFor()
    await agent.keyboard.press('Enter')
    await queue().getByRole('button', { name: 'Supprimer' }).click()
    await queue().getByRole('navigation', { name: 'Mes vues' }).waitFor({ state: 'detached' })
    await agent.locator('.banner.done').getByRole('button', { name: 'Annuler' }).click()
    await queue()
      .getByRole('button', { name: /^Urgent 0/ })
      .waitFor()
    await queue().getByRole('button', { name: 'Tout effacer' }).click()
    await section('Plus tard').getByText('Jeanne Martin').waitFor()
    expect(new URL(agent.url()).search).toBe('')
  })

  it('searches what was said and who said it, with the words marked', async () => {
    const search = queue().getByRole('searchbox', { name: 'Rechercher un mot, un nom ou une référence' })
    await search.fill('martin naissance')
    await queue().getByText('1 conversation trouvée').waitFor()
    expect(await queue().locator('.found mark').allTextContents()).toEqual(
      expect.arrayContaining(['naissance', 'Martin']),
    )
    expect(await accessibilityFaults(agent)).toEqual([])
    await search.fill(reference.toLowerCase().replaceAll('-', ' '))
    await queue().getByText('1 conversation trouvée').waitFor()
    await search.press('Escape')
    await section('Plus tard').waitFor()
  })

  it('holds on a phone of 320 pixels', async () => {
    await agent.setViewportSize({ width: 320, height: 640 })
    await agent.evaluate(() => {
      location.hash = '#queue'
    })
    await section('Plus tard').getByText('Jeanne Martin').waitFor()
    expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Nouvelle demande' }).click()
    await agent.getByRole('button', { name: 'Au téléphone' }).click()
    await agent.getByLabel('Question de la personne').fill('passeport')
    await agent.getByLabel('Question de la personne').press('Enter')
    await agent.getByRole('heading', { name: 'Fiches les plus proches' }).waitFor()
    expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
    await agent.getByLabel('Nom de la personne').waitFor()
    expect(await agent.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await accessibilityFaults(agent)).toEqual([])
  })

  it('has broken no content policy, and sent no request elsewhere', () => {
    expect([...new Set(town.requests.map((url) => new URL(url).origin))]).toEqual([town.address])
    expect(town.errors).toEqual([])
  })
})
