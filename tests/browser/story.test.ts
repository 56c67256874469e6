import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'

/**
 * The whole story, with a citizen and an agent in browsers of their own, on the real server, content and model:
 * answered, clarification, unanswerable, handoff, both talk, resolved, assistant again, reload keeps all.
 * The steps share one conversation and run in order; each fails when its part breaks.
 */
describe('from a question to a human and back', () => {
  let town: Town
  let citizen: Page
  let agent: Page
  let dialog: Locator

  beforeAll(async () => {
    town = await openTown()
    citizen = await (await town.visit()).newPage()
    agent = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
  })

  afterAll(async () => {
    await town?.close()
  })

  const ask = async (text: string) => {
    const field = dialog.getByRole('textbox')
    await field.fill(text)
    await field.press('Enter')
    await history().getByText(text, { exact: true }).last().waitFor()
  }
  /** The conversation as it is read; the live region beside it repeats the newest message. */
  const history = () => dialog.getByRole('log', { name: 'Messages de la conversation' })

  it('says first that it is an automatic assistant, and whether a person can be reached', async () => {
    await dialog
      .getByText(/assistant automatique/)
      .first()
      .waitFor()
    await dialog
      .getByText(/aucun agent/i)
      .first()
      .waitFor()
    await dialog.getByRole('button', { name: 'Laisser un message' }).waitFor()
  })

  it('answers a question, once it knows for whom, with a dated and sourced card', async () => {
    await ask('j’ai perdu ma carte d’identité comment je fais')
    await history().getByRole('button', { name: 'Préciser mon cas' }).click()
    await history().getByRole('button', { name: 'Un adulte' }).click()
    // The first is for everybody: it proposes to say more.
    const card = dialog.getByRole('article').filter({ hasText: 'Carte d’identité perdue ou volée' }).nth(1)
    await card.waitFor()
    expect(await card.textContent()).toMatch(/Pièces à fournir/)
    expect(await card.textContent()).toMatch(/Vérifié le 2 février 2024/)
    await card.getByText('Source, dates et impression').click()
    await card
      .getByRole('link', { name: /Service-Public/ })
      .first()
      .waitFor()
  })

  it('asks back where a word may mean several things, and opens the one that is chosen', async () => {
    await ask('bruit')
    await history().getByText('D’où vient le bruit').waitFor()
    await history().getByRole('button', { name: 'De mes voisins' }).click()
    await history()
      .getByRole('article')
      .last()
      .getByRole('heading', { name: /voisin/i })
      .first()
      .waitFor()
  })

  it('says that it does not know, and offers a person', async () => {
    await ask('quelle est la vitesse d’une hirondelle en vol')
    await history()
      .getByText(/Je n’ai pas trouvé de réponse sûre/)
      .waitFor()
    await history().getByRole('button', { name: 'Laisser un message' }).waitFor()
  })

  it('lets her wait, write a mail or leave a message while nobody is there, and keeps what she was writing', async () => {
    await dialog.getByRole('textbox').fill('Bonjour, mon livret est déchiré')
    await dialog.locator('header').getByRole('button', { name: 'Laisser un message' }).click()
    const message = dialog.getByRole('textbox', { name: /Votre message/ })
    expect(await message.inputValue()).toBe('Bonjour, mon livret est déchiré')
    await dialog.getByText(/Vous pouvez aussi écrire à accueil@/).waitFor()
    await dialog.getByRole('button', { name: 'Être rappelé(e)' }).waitFor()
    await message.fill('Bonjour, mon livret est déchiré. Que faire ?')
    expect(await accessibilityFaults(citizen)).toEqual([])
    await dialog.getByRole('button', { name: 'Attendre ici' }).click()
    await history()
      .getByText(/vous gardez votre place ici/)
      .waitFor()
    await history().getByText('Bonjour, mon livret est déchiré. Que faire ?', { exact: true }).waitFor()
    expect(await dialog.getByRole('textbox').inputValue()).toBe('')
    await dialog.getByRole('button', { name: 'Annuler l’attente' }).click()
    await dialog.getByRole('button', { name: 'Laisser un message' }).first().waitFor()
  })

  it('tells the citizen that an agent has become available', async () => {
    await openConsole(agent, town.address, 'accueil@villebourg.example')
    await agent.getByText('Disponible', { exact: true }).first().click()
    await dialog.getByRole('button', { name: 'Parler à un agent' }).waitFor()
  })

  it('hands over to the agent, who sees the conversation and what the assistant thought', async () => {
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    await dialog.getByText(/Vous êtes en tête de la file/).waitFor()
    await agent
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .click()
    await agent.getByText('j’ai perdu ma carte d’identité comment je fais').first().waitFor()
    await agent.getByText('A montré la fiche qui convient au cas de l’usager').first().waitFor()
    await agent.getByText('N’a pas répondu : aucune fiche assez sûre').first().waitFor()
    await history()
      .getByText(/Accueil a rejoint la conversation/)
      .waitFor()
  })

  it('lets both talk', async () => {
    await agent.getByLabel('Votre réponse').fill('Bonjour, je suis à votre écoute.')
    await agent.getByLabel('Votre réponse').press('Control+Enter')
    await history().getByText('Bonjour, je suis à votre écoute.').waitFor()
    await ask('merci, puis-je venir samedi ?')
    await agent.getByText('merci, puis-je venir samedi ?').first().waitFor()
  })

  it('gives the conversation back to the assistant', async () => {
    await agent.getByRole('button', { name: 'Réponse donnée' }).click()
    await history()
      .getByText(/a terminé la conversation.*L’assistant automatique reprend/)
      .waitFor()
    await ask('où jeter mes encombrants')
    await history()
      .getByRole('heading', { name: /encombrants/i })
      .waitFor()
  })

  it('keeps everything, once, over a reload', async () => {
    const seen = () => history().locator(':scope > ol > li').count()
    const before = await seen()
    await citizen.reload()
    dialog = await openWidget(citizen)
    await history().getByText('Bonjour, je suis à votre écoute.').waitFor()
    expect(before).toBeGreaterThan(10)
    expect(await seen()).toBe(before)
    expect(await history().getByText('merci, puis-je venir samedi ?').count()).toBe(1)
  })

  it('has no accessibility fault on the real pages', async () => {
    const closed = await (await town.visit()).newPage()
    await closed.goto(town.address)
    const signIn = await (await town.visit()).newPage()
    await signIn.goto(`${town.address}/console`)
    await signIn.getByRole('button', { name: 'Se connecter' }).waitFor()
    for (const page of [closed, citizen, agent, signIn]) {
      expect(await accessibilityFaults(page)).toEqual([])
    }
  })

  it('has sent no request elsewhere, and broken no content policy', () => {
    expect(town.requests.length).toBeGreaterThan(20)
    expect([...new Set(town.requests.map((url) => new URL(url).origin))]).toEqual([town.address])
    expect(town.errors).toEqual([])
  })
})
