import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'

const QUESTION = 'ma carte d’identité est périmée, comment la renouveler ?'

/** A citizen asks in a talk; the agent inserts the entry with one key, edits it and sends it; she notes something and reloads. Real server and content. */
describe('an answer from curated content', () => {
  let town: Town
  let citizen: Page
  let agent: Page
  let dialog: Locator
  beforeAll(async () => {
    town = await openTown(OPEN, { environment: { GUICHET_MODEL_DIR: 'models/none' } })
    agent = await (await town.visit({ viewport: { width: 1366, height: 900 } })).newPage()
    citizen = await (await town.visit()).newPage()
    await openConsole(agent, town.address, 'accueil@villebourg.example')
    await agent.getByText('Disponible', { exact: true }).first().click()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
    await dialog.getByText('Un agent peut vous répondre maintenant').first().waitFor()
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    const take = agent.getByRole('button', { name: /^Prendre/ }).first()
    await take.click()
    await field().waitFor()
  })
  afterAll(async () => {
    await town?.close()
  })

  const history = () => dialog.getByRole('log', { name: 'Messages de la conversation' })
  const field = () => agent.getByLabel('Votre réponse')
  const chips = () => agent.getByRole('region', { name: 'Propositions' })
  const say = async (words: string) => {
    await dialog.getByRole('textbox').fill(words)
    await dialog.getByRole('textbox').press('Enter')
  }

  it('is suggested, inserted with one key, edited and sent', async () => {
    await say(QUESTION)
    await agent.locator('.message.citizen').getByText(QUESTION).waitFor()
    await chips()
      .getByRole('button', { name: /^Insérer\s*Renouveler sa carte d’identité/ })
      .waitFor()
    await field().focus()
    await agent.keyboard.press('Alt+Digit1')
    expect(await field().inputValue()).toMatch(/gratuit/)
    const joined = agent.locator('.joined-card').getByRole('link', { name: /^Renouveler sa carte d’identité/ })
    expect(await joined.getAttribute('href')).toBe('/fiche/carte-identite-renouvellement?langue=fr')
    await agent.keyboard.type(' À bientôt.')
    expect(
      await history()
        .getByText(/gratuit/)
        .count(),
    ).toBe(0)
    await agent.keyboard.press('Control+Enter')
    await history()
      .getByText(/À bientôt\./)
      .waitFor()
  })

  it('is followed by the assistant’s card, signed by the agent and without asking for an opinion', async () => {
    const card = history().getByRole('article').last()
    await card.getByRole('heading', { name: 'Renouveler sa carte d’identité' }).waitFor()
    await history()
      .getByText(/Accueil/)
      .last()
      .waitFor()
    expect(await card.getByRole('button', { name: 'Oui' }).count()).toBe(0)
    // The words come first, then the card.
    const [words, shown] = [
      await history()
        .getByText(/À bientôt\./)
        .boundingBox(),
      await card.boundingBox(),
    ]
    expect(words?.y).toBeLessThan(shown?.y ?? 0)
  })

  it('goes with a private note that the citizen never sees, and a draft that a reload keeps', async () => {
    await field().focus()
    await agent.keyboard.press('Alt+o')
    const note = agent.getByLabel('Votre note, pour les collègues')
    await note.fill('Dossier incomplet hippocampe')
    await note.press('Control+Enter')
    await agent.locator('.message.note').getByText('Dossier incomplet hippocampe').waitFor()
    await agent.keyboard.press('Alt+n')
    await field().fill('Il vous faut aussi')
    await agent.reload()
    await field().waitFor()
    expect(await field().inputValue()).toBe('Il vous faut aussi')
    await agent.locator('.message.note').getByText('Dossier incomplet hippocampe').waitFor()
    await citizen.reload()
    dialog = await openWidget(citizen)
    await history()
      .getByText(/À bientôt\./)
      .waitFor()
    expect(await citizen.content()).not.toContain('hippocampe')
    expect(await dialog.textContent()).not.toContain('hippocampe')
  })

  it('has no fault, with its list open', async () => {
    await field().fill('')
    await field().pressSequentially('/hor')
    await agent.getByRole('option', { name: /Nos horaires/ }).waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.keyboard.press('Enter')
    expect((await field().inputValue()).replace(/\s/g, ' ')).toMatch(/^Accueil de la mairie : du lundi/)
    expect(town.errors).toEqual([])
  })
})
