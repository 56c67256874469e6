import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { passHeard } from './hear.js'

/**
 * Waiting well and ending well, with a citizen and an agent in browsers of their own, on the real server and content: her place moves, the
 * agent is seen writing, is lost, comes back; the citizen falls silent, answers, and says how it went. The steps share one conversation.
 */
describe('a wait, a talk and their end', () => {
  let town: Town
  let citizen: Page
  let agent: Page
  let agentContext: BrowserContext
  let dialog: Locator
  /** How far the clock is ahead of its own pace, in ms. */
  let ahead = 0

  beforeAll(async () => {
    const begun = Date.now()
    town = await openTown(OPEN, {
      // Words alone answer: the model is not what is looked at here.
      environment: { GUICHET_MODEL_DIR: 'models/none' },
      overrides: { now: () => new Date(Date.parse(OPEN) + Date.now() - begun + ahead) },
    })
    agentContext = await town.visit()
    agent = await agentContext.newPage()
    citizen = await (await town.visit()).newPage()
    await openConsole(agent, town.address, 'accueil@villebourg.example')
    await agent.getByText('Disponible', { exact: true }).first().click()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
  })

  afterAll(async () => {
    await town?.close()
  })

  const history = () => dialog.getByRole('log', { name: 'Messages de la conversation' })
  const take = async () => {
    await agent
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .click()
    await agent.getByLabel('Votre réponse').waitFor()
  }
  /** Time passes; the agent's console is heard meanwhile. */
  const passWithAgent = async (seconds: number) => {
    await passHeard(
      seconds * 1000,
      (jump) => {
        ahead += jump
      },
      [agent],
    )
    await town.running.app.sweep()
  }

  it('tells the place in the queue as it moves', async () => {
    const post = async (path: string, token: string, method = 'POST') =>
      (
        await fetch(`${town.address}/api/v1/conversations${path}`, {
          method,
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          ...(method === 'POST' ? { body: JSON.stringify(path === '' ? {} : { kind: 'live' }) } : {}),
        })
      ).json()
    await dialog.getByText('Un agent peut vous répondre maintenant').first().waitFor()
    const { id, token } = await post('', '')
    await post(`/${id}/handoff`, token)
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    await dialog.locator('.human').getByText('Vous êtes 2e dans la file').waitFor()
    await post(`/${id}/handoff`, token, 'DELETE')
    await dialog.locator('.human').getByText('Vous êtes en tête de la file').waitFor()
    await dialog.getByRole('status').getByText('Vous êtes en tête de la file').waitFor()
  })

  it('shows that the agent writes, until she has said it', async () => {
    await take()
    await history()
      .getByText(/Accueil a rejoint la conversation/)
      .waitFor()
    await agent.getByLabel('Votre réponse').pressSequentially('Bonjour, je regarde.')
    await history().getByText('Accueil écrit…').waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
    await agent.getByLabel('Votre réponse').press('Control+Enter')
    await history().getByText('Bonjour, je regarde.').waitFor()
    await history().getByText('Accueil écrit…').waitFor({ state: 'detached' })
  })

  it('says that the agent was lost, and what can be done; the agent finds the citizen first when she is back', async () => {
    await agentContext.setOffline(true)
    ahead += 91_000
    await town.running.app.sweep()
    await history()
      .getByText(/La connexion avec Accueil s’est interrompue/)
      .waitFor()
    await history().getByRole('button', { name: 'Laisser un message' }).waitFor()
    await dialog.locator('.human').getByText('Vous êtes en tête de la file').waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
    await agentContext.setOffline(false)
    await agent.evaluate(() => dispatchEvent(new Event('online')))
    await take()
    await dialog.locator('header').getByText('Agent d’accueil · Accueil').waitFor()
    // Her console shows the conversation.
    await dialog.locator('textarea').fill('me voilà')
    await dialog.locator('textarea').press('Enter')
    await history().getByText('Lu', { exact: true }).waitFor()
    await agent.getByLabel('Votre réponse').fill('Je vous retrouve.')
    await agent.getByLabel('Votre réponse').press('Control+Enter')
    await history().getByText('Je vous retrouve.').waitFor()
  })

  it('asks a silent citizen whether she is there; her button answers the agent', async () => {
    await passWithAgent(601)
    await history()
      .getByText(/Êtes-vous toujours là/)
      .waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
    await history().getByRole('button', { name: 'Oui, je suis là' }).click()
    await agent.locator('.message.citizen').getByText('Oui, je suis là').waitFor()
  })

  it('asks how it went when the agent has ended; one press answers, and a word may follow', async () => {
    await agent.getByRole('button', { name: 'Réponse donnée' }).click()
    const question = history().getByRole('region', { name: 'Comment s’est passé cet échange' })
    await question.waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
    await question.getByRole('button', { name: 'Satisfaisant', exact: true }).click()
    await history().getByLabel('Votre commentaire (facultatif)').fill('Accueil rapide')
    expect(await accessibilityFaults(citizen)).toEqual([])
    await history().getByRole('button', { name: 'Envoyer le commentaire' }).click()
    await history().getByText('Merci, votre avis est noté.').waitFor()
    const day = '2026-11-24'
    expect((await town.running.app.store.readCounters('villebourg', day, day))[day]).toMatchObject({ 'rating.4': 1 })
  })

  it('leaves a conversation with the assistant as it was for half an hour', async () => {
    const messages = history().locator(':scope > ol > li')
    const before = await messages.count()
    ahead += 30 * 60_000
    await town.running.app.sweep()
    const field = dialog.getByRole('textbox', { name: 'Votre question' }).or(dialog.getByRole('combobox'))
    await field.fill('bonjour')
    await field.press('Enter')
    await history().getByText('Quelle est votre question').waitFor()
    expect(await messages.count()).toBe(before + 2)
  })

  it('does not ask again, whatever comes after', async () => {
    await citizen.reload()
    dialog = await openWidget(citizen)
    await history().getByText('Bonjour, je regarde.').waitFor()
    await dialog.getByRole('button', { name: 'Options' }).click()
    await dialog.getByRole('button', { name: 'Terminer la conversation' }).click()
    await dialog.getByRole('button', { name: 'Nouvelle conversation' }).waitFor()
    expect(await history().getByRole('region', { name: 'Comment s’est passé cet échange' }).count()).toBe(0)
  })

  it('has broken no content policy, and sent no request elsewhere', () => {
    expect([...new Set(town.requests.map((url) => new URL(url).origin))]).toEqual([town.address])
    expect(town.errors.filter((text) => !/ERR_INTERNET_DISCONNECTED/.test(text))).toEqual([])
  })
})
