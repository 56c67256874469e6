import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'

/**
 * The life of a conversation in the hands of two agents, each in a browser of her own, on the real server: passed on with a note, put aside,
 * woken by the citizen, closed for a reason, opened again. The steps share one conversation.
 */
describe('a conversation that changes hands', () => {
  let town: Town
  let citizen: Page
  let first: Page
  let second: Page
  let dialog: Locator

  beforeAll(async () => {
    town = await openTown(OPEN, {
      // Words alone answer: the model is not what is looked at here.
      environment: { GUICHET_MODEL_DIR: 'models/none' },
    })
    const open = async (email: string) => {
      const page = await (await town.visit()).newPage()
      await openConsole(page, town.address, email)
      await page.getByText('Disponible', { exact: true }).first().click()
      return page
    }
    first = await open('accueil@villebourg.example')
    second = await open('etat-civil@villebourg.example')
    citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
  })

  afterAll(async () => {
    await town?.close()
  })

  const history = () => dialog.getByRole('log', { name: 'Messages de la conversation' })
  const verb = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const say = async (words: string) => {
    const field = dialog.getByRole('textbox', { name: 'Votre question' }).or(dialog.getByRole('combobox'))
    await field.or(dialog.getByRole('textbox')).first().fill(words)
    await citizen.keyboard.press('Enter')
  }

  it('is passed to a colleague with a note that she reads and the citizen does not', async () => {
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    await first
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .click()
    await history()
      .getByText(/Accueil a rejoint la conversation/)
      .waitFor()
    await verb(first, 'Passer à…').click()
    const menu = first.getByRole('region', { name: 'Passer la conversation à' })
    await menu.getByLabel('Note pour les collègues').fill('Elle cherche un acte de naissance.')
    expect(await accessibilityFaults(first)).toEqual([])
    await menu.getByRole('button', { name: /^État civil\s*disponible/ }).click()
    await first.locator('.banner.done').getByText('La conversation est maintenant à État civil.').waitFor()
    await history()
      .getByText(/Accueil a passé la conversation à État civil/)
      .waitFor()
    await second.locator('.mine').getByRole('button').first().click()
    await second.getByText('Elle cherche un acte de naissance.').waitFor()
    expect(await accessibilityFaults(second)).toEqual([])
    expect(await history().getByText('Elle cherche un acte').count()).toBe(0)
  })

  it('shows who else reads it and who writes', async () => {
    await first.getByRole('button', { name: /^Chez les collègues/ }).click()
    await first.locator('.elsewhere .row-open').first().click()
    await first.getByText('État civil suit cette conversation').waitFor()
    await second.locator('.viewers').getByText('Accueil lit aussi cette conversation.').waitFor()
    await second.getByLabel('Votre réponse').pressSequentially('Bonjour')
    await first.locator('.viewers').getByText('État civil est en train d’écrire…').waitFor()
    await second.getByLabel('Votre réponse').press('Control+Enter')
    await history().getByText('Bonjour', { exact: true }).waitFor()
  })

  it('is put aside, the citizen reads until when, and her words bring it back', async () => {
    await verb(second, 'Plus tard…').click()
    expect(await accessibilityFaults(second)).toEqual([])
    await verb(second, 'dans 1 h').click()
    await history()
      .getByText(/État civil revient vers vous à 11/)
      .waitFor()
    await second
      .locator('.later')
      .getByText(/Revient\s:/)
      .waitFor()
    await say('J’ai retrouvé le livret de famille.')
    await second.locator('.mine').getByText('À répondre').waitFor()
    await second.locator('.mine').getByRole('button').first().click()
    await second
      .getByRole('region', { name: 'Messages de la conversation' })
      .getByText('J’ai retrouvé le livret')
      .waitFor()
  })

  it('is closed for a reason, opened again from the notice, and its history tells it all', async () => {
    await verb(second, 'Rendez-vous').click()
    await history()
      .getByText(/État civil a terminé la conversation/)
      .waitFor()
    await second.locator('.banner.done').getByRole('button', { name: 'Annuler' }).click()
    await history()
      .getByText(/État civil rouvre la conversation/)
      .waitFor()
    await second.getByLabel('Votre réponse').waitFor()
    const steps = second.locator('details.steps')
    await steps.getByText('Historique').click()
    await steps.getByText('État civil l’a rouverte.').waitFor()
    expect(await steps.getByRole('listitem').count()).toBe(7)
    expect(await accessibilityFaults(second)).toEqual([])
    expect(await accessibilityFaults(citizen)).toEqual([])
  })

  it('has broken no content policy, and sent no request elsewhere', () => {
    expect([...new Set(town.requests.map((url) => new URL(url).origin))]).toEqual([town.address])
    expect(town.errors).toEqual([])
  })
})
