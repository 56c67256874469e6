import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

/**
 * What an agent checks, notices and looks at, with a citizen and an agent in browsers of their own, on the real server and content. The steps
 * share one conversation.
 */
describe('a human validates first', () => {
  let knowledge: string
  let town: Town
  let citizen: Page
  let agent: Page
  let dialog: Locator

  beforeAll(async () => {
    knowledge = await mkdtemp(join(tmpdir(), 'guichet-checked-'))
    await cp('knowledge', knowledge, { recursive: true })
    const file = join(knowledge, 'communes', 'villebourg.json')
    const commune = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...commune, validation: { categories: 'all', seconds: 600 } }))
    // Words alone answer: the model is not what is looked at here.
    town = await openTown(OPEN, { environment: { GUICHET_MODEL_DIR: 'models/none', GUICHET_KNOWLEDGE_DIR: knowledge } })
    agent = await (await town.visit()).newPage()
    citizen = await (await town.visit()).newPage()
    await openConsole(agent, town.address, 'accueil@villebourg.example')
    await agent.getByText('Disponible', { exact: true }).first().click()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
    await dialog.getByText('Un agent peut vous répondre maintenant').first().waitFor()
  })

  afterAll(async () => {
    await town?.close()
    await rm(knowledge, { recursive: true, force: true })
  })

  const history = () => dialog.getByRole('log', { name: 'Messages de la conversation' })
  /** @param kept a part that masking leaves: what is masked shows for an instant only */
  const ask = async (text: string, kept?: string) => {
    const field = dialog.getByRole('textbox')
    await field.fill(text)
    await field.press('Enter')
    await history()
      .getByText(kept ?? text, { exact: kept === undefined })
      .last()
      .waitFor()
  }
  const bar = () => agent.getByRole('region', { name: 'Réponses à vérifier' })
  const check = () => agent.getByRole('dialog', { name: 'Réponse à vérifier' })

  it('holds the answer, tells her, and puts it above everything else in the console without moving anything', async () => {
    await bar().getByText('Aucune réponse à vérifier').waitFor()
    const before = await agent.locator('#queue').boundingBox()
    await ask('quels papiers pour voter')
    await history()
      .getByText(/Un agent relit la réponse/)
      .waitFor()
    await bar().getByText('1 réponse à vérifier').waitFor()
    expect(await agent.locator('#queue').boundingBox()).toEqual(before)
    expect(await history().getByRole('article').count()).toBe(0)
  })

  it('is decided by one key, and read marked', async () => {
    await agent.keyboard.press('Alt+v')
    await check().getByText('quels papiers pour voter').waitFor()
    await check().getByText('Proposée par l’assistant').waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    // As AZERTY types it without shift; held down, a key would decide what comes next too.
    const press = (repeat: boolean) =>
      check().evaluate(
        (dialog, repeat) =>
          dialog.dispatchEvent(new KeyboardEvent('keydown', { key: '&', code: 'Digit1', bubbles: true, repeat })),
        repeat,
      )
    await press(true)
    await check().getByText('quels papiers pour voter').waitFor()
    expect(await check().getByText('Réponse envoyée').count()).toBe(0)
    await press(false)
    await check().getByText('Réponse envoyée').waitFor()
    await check().getByText('Plus rien à vérifier').waitFor()
    await agent.keyboard.press('Escape')
    await history()
      .getByText(/Réponse vérifiée par un agent.*Accueil/)
      .waitFor()
    await history().getByRole('article').first().waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
  })

  it('is written in other words: a personal number among them is asked about, and taken out', async () => {
    await ask('quels papiers pour voter')
    await bar().getByText('1 réponse à vérifier').waitFor()
    await agent.keyboard.press('Alt+v')
    await check().getByText('quels papiers pour voter').waitFor()
    await agent.keyboard.press('r')
    await check().getByRole('button', { name: 'Annuler' }).press('Enter')
    await expectFocus(check().getByRole('heading', { level: 2 }))
    await agent.keyboard.press('r')
    const own = check().getByLabel('Votre réponse')
    await own.fill('Votre carte, et le 1 85 05 78 006 084 91.')
    await own.press('Control+Enter')
    const warning = check().getByRole('alertdialog', { name: 'Avant d’envoyer' })
    await warning.getByText('numéro de sécurité sociale').waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    // A letter that comes too late decides nothing, and Escape goes back to the text.
    await agent.keyboard.press('n')
    await agent.keyboard.press('Escape')
    await warning.waitFor({ state: 'detached' })
    await expectFocus(own)
    await own.press('Control+Enter')
    await warning.getByRole('button', { name: 'Retirer ces numéros' }).click()
    expect(await own.inputValue()).toBe('Votre carte, et le ….')
    await own.press('Control+Enter')
    await check().getByText('Votre réponse est envoyée').waitFor()
    await agent.keyboard.press('Escape')
    await history().getByText('Votre carte, et le ….').waitFor()
  })

  it('is turned down by another, and she is told what else there is', async () => {
    await ask('papiers pour voter')
    await bar().getByText('1 réponse à vérifier').waitFor()
    await bar()
      .getByRole('button', { name: /Vérifier/ })
      .click()
    await check().getByText('papiers pour voter').first().waitFor()
    await agent.keyboard.press('n')
    await history()
      .getByText(/la réponse que j’avais trouvée ne convenait pas/)
      .waitFor()
    await agent.keyboard.press('Escape')
    await bar().getByText('Aucune réponse à vérifier').waitFor()
  })

  it('tells the curators in one press, which can be taken back', async () => {
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    await agent
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .click()
    await agent.getByLabel('Votre réponse', { exact: true }).fill('La déchèterie ouvre à 9 h.')
    await agent.getByLabel('Votre réponse', { exact: true }).press('Control+Enter')
    const said = agent.getByRole('listitem').filter({ hasText: 'La déchèterie ouvre à 9 h.' }).last()
    await said.getByRole('button', { name: 'Proposer comme réponse' }).click()
    await said.getByText('Proposée comme réponse').waitFor()
    await said.getByRole('button', { name: 'Annuler' }).click()
    await said.getByText('Signalement annulé').waitFor()
    await said.getByRole('button', { name: 'Proposer comme réponse' }).click()
    await said.getByRole('button', { name: 'Préciser…' }).click()
    await said.getByLabel('Remarque pour le référent (facultatif)').fill('à mettre en tête')
    await said.getByRole('button', { name: 'Enregistrer' }).click()
    await said.getByText('Précision enregistrée').waitFor()
    await agent.getByText('Vérifiée par Accueil').first().waitFor({ state: 'attached' })
  })

  it('shows what was masked to the agent who holds the talk, in one press that says why', async () => {
    await ask('mon numéro : 06 39 98 55 12', 'mon numéro :')
    const masked = agent.locator('.message.citizen').filter({ hasText: 'mon numéro' })
    const show = masked.getByRole('button', { name: /^Afficher\s: Téléphone, pour rappeler ou écrire$/ })
    await show.waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    expect(await agent.getByText('06 39 98 55 12').count()).toBe(0)
    await show.click()
    await masked.getByText('06 39 98 55 12').waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    await masked.getByRole('button', { name: 'Masquer' }).click()
    expect(await masked.getByText('06 39 98 55 12').count()).toBe(0)
  })

  it('tells the administrators and the curators, and the agent what came of it', async () => {
    const admin = await (await town.visit()).newPage()
    await openAdmin(admin, town.address)
    await admin.getByRole('link', { name: 'Questions', exact: true }).click()
    const inbox = admin.getByRole('region', { name: 'À traiter d’abord' })
    const group = inbox.getByRole('listitem').filter({ hasText: 'Signalée par un agent (1)' }).first()
    await group.getByText('Questions du sujet').click()
    await group.getByText('à mettre en tête').waitFor()
    await group.getByRole('button', { name: /^Résolu/ }).click()
    await admin.getByText(/classée.* résolue/).waitFor()
    expect(await accessibilityFaults(admin)).toEqual([])
    await admin.getByRole('link', { name: 'Réglages', exact: true }).click()
    await admin.getByRole('link', { name: 'Données personnelles' }).click()
    const looks = admin.getByRole('region', { name: 'Données masquées affichées' }).first()
    await looks.getByRole('cell', { name: 'rappeler ou écrire' }).waitFor()
    expect(await looks.textContent()).not.toContain('55 12')
    expect(await accessibilityFaults(admin)).toEqual([])
    await admin.getByRole('link', { name: 'Équipe', exact: true }).click()
    await admin.getByRole('link', { name: 'Vérification' }).click()
    await admin.getByRole('region', { name: 'Vérification des réponses' }).waitFor()
    expect(await accessibilityFaults(admin)).toEqual([])
    const own = agent.getByRole('group').filter({ hasText: 'Vos signalements' }).last()
    await own.getByText('Vos signalements').click()
    await own.getByText(/Fait par Administration/).waitFor()
  })

  it('has broken no content policy', () => {
    expect(town.errors).toEqual([])
  })
})
