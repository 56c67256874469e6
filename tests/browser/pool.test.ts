import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { OPEN, openConsole, openTown, type Town } from '../../benchmarks/front/town.js'
import { writeFewEntries } from '../features/entries/few-entries.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { HttpCitizen } from './http-citizen.js'

/** An entry that both communes have. */
const ENTRY = 'carte-electorale'
const SIGNED = '{agent}, pour la mairie de {commune}'

/**
 * The server's administrator has two communes share an agent; she takes one request of each, answers each with its own commune's entry and signature, and
 * serves somebody at the counter for the other. Real server, content and screens.
 */
describe('one agent for two communes', () => {
  let folder: string
  let town: Town
  let agent: Page
  let citizens: HttpCitizen[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-pool-'))
    const { knowledgeDir, intentsDir } = await writeFewEntries(folder, [ENTRY, 'pacs-conclure'])
    const villebourg = JSON.parse(await readFile(join(knowledgeDir, 'communes', 'villebourg.json'), 'utf8'))
    const zedville = { ...villebourg, id: 'zedville', nom: 'Zedville' }
    await writeFile(join(knowledgeDir, 'communes', 'zedville.json'), JSON.stringify(zedville))
    town = await openTown(OPEN, {
      environment: {
        ...{ GUICHET_MODEL_DIR: 'models/none', GUICHET_KNOWLEDGE_DIR: knowledgeDir, GUICHET_INTENTS_DIR: intentsDir },
      },
    })
    const { store } = town.running.app
    const users = await store.listUsers()
    const root = users.find(({ email }) => email === 'admin@villebourg.example')
    if (root) await store.saveUser({ ...root, roles: [...root.roles, 'super-admin'] })
    const userId = users.find(({ email }) => email === 'accueil@villebourg.example')?.id ?? ''
    const reply = { id: 'signed', userId, communeId: 'villebourg', title: 'Signature', text: SIGNED, updatedAt: OPEN }
    await store.saveReply({ ...reply, language: 'fr' })
    agent = await (await town.visit({ viewport: { width: 1366, height: 900 } })).newPage()
  })
  afterAll(async () => {
    for (const citizen of citizens) citizen.leave()
    await town?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is set on a page of the administration, which says who answers for whom', async () => {
    const page = await (await town.visit()).newPage()
    await openConsole(page, town.address, 'admin@villebourg.example')
    await page.goto(`${town.address}/admin#/pools`)
    await page.getByText('Aucune commune ne partage ses agents.').waitFor()
    await page.getByRole('button', { name: 'Créer un accueil mutualisé' }).click()
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByText('Donnez un nom.').waitFor()
    await page.getByLabel('Nom', { exact: true }).fill('Val de Loire')
    await page.getByLabel('Villebourg-sur-Loire').check()
    await page.getByLabel('Zedville', { exact: true }).check()
    const label = 'Accueil (Villebourg-sur-Loire, accueil@villebourg.example)'
    await page.getByLabel('Ajouter un agent').selectOption({ label })
    await page.getByLabel('Répond pour Zedville').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    const row = page.getByRole('row', { name: /^Accueil/ })
    await row.getByText('Sa commune').waitFor()
    await row.getByText('Tous les services').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('shows her one queue, in which each request has the name of its commune', async () => {
    await openConsole(agent, town.address, 'accueil@villebourg.example')
    await agent.getByText('Disponible', { exact: true }).first().click()
    await agent.getByRole('radio', { name: 'Disponible', checked: true }).waitFor({ state: 'attached' })
    await agent.getByText('2 communes').waitFor()
    for (const communeId of ['villebourg', 'zedville']) {
      const citizen = await HttpCitizen.arrive(town.address, communeId)
      citizens = [...citizens, citizen]
      await citizen.call()
    }
    for (const name of ['Villebourg-sur-Loire', 'Zedville']) await rowOf(name).waitFor()
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Filtrer' }).click()
    await agent.getByRole('button', { name: 'Zedville', exact: true }).click()
    await rowOf('Villebourg-sur-Loire').waitFor({ state: 'detached' })
    await agent.getByRole('button', { name: 'Tout effacer' }).click()
    await rowOf('Villebourg-sur-Loire').waitFor()
  })

  it('has her answer each with its own commune’s entry and signature', async () => {
    const answered: string[] = []
    for (const [index, name] of ['Villebourg-sur-Loire', 'Zedville'].entries()) {
      await rowOf(name)
        .getByRole('button', { name: /^Prendre/ })
        .click()
      await agent.getByRole('heading', { name: new RegExp(name) }).waitFor()
      const field = agent.getByLabel('Votre réponse')
      await field.fill('')
      await field.pressSequentially('#carte elec')
      await agent.getByRole('option', { name: /électorale/ }).waitFor()
      await agent.keyboard.press('Enter')
      const card = agent.locator('.joined-card').getByRole('link').first()
      answered.push((await card.getAttribute('href')) ?? '')
      await field.pressSequentially(' /signat')
      await agent.getByRole('option', { name: /Signature/ }).waitFor()
      await agent.keyboard.press('Enter')
      expect(await field.inputValue()).toContain(`Accueil, pour la mairie de ${name}`)
      await agent.keyboard.press('Control+Enter')
      const wanted = [`Accueil, pour la mairie de ${name}`, `"entryId":"${ENTRY}"`]
      await eventually(() => wanted.filter((one) => JSON.stringify(citizens[index]?.heard).includes(one)), wanted)
    }
    expect(answered).toEqual([`/fiche/${ENTRY}?langue=fr`, `/fiche/${ENTRY}?commune=zedville&langue=fr`])
  })

  it('asks for which commune somebody has come, and remembers the last', async () => {
    await agent.getByRole('button', { name: 'Nouvelle demande' }).click()
    await agent.getByLabel('Pour quelle commune').selectOption('zedville')
    expect(await accessibilityFaults(agent)).toEqual([])
    await agent.getByRole('button', { name: 'Au guichet' }).click()
    await agent.getByRole('heading', { name: /^Zedville Au guichet/ }).waitFor()
    await agent.getByRole('button', { name: 'Nouvelle demande' }).click()
    expect(await agent.getByLabel('Pour quelle commune').inputValue()).toBe('zedville')
    expect(town.errors).toEqual([])
  })

  const rowOf = (name: string) =>
    agent.locator('#queue .row').filter({ has: agent.locator('.commune', { hasText: name }) })
})
