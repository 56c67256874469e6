import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { passHeard } from './hear.js'

/** Three agents and a citizen in browsers of their own, on the real server, in a town that offers its waits. The steps follow each other. */
describe('who is there, and who gets what', () => {
  let town: Town
  let knowledge: string
  let accueil: Page
  let civil: Page
  let admin: Page
  /** How far the clock is ahead of its own pace, in ms. */
  let ahead = 0

  beforeAll(async () => {
    knowledge = await mkdtemp(join(tmpdir(), 'guichet-routed-'))
    await cp('knowledge', knowledge, { recursive: true })
    const file = join(knowledge, 'communes', 'villebourg.json')
    const commune = JSON.parse(await readFile(file, 'utf8'))
    commune.routing = { mode: 'least_loaded', acceptSeconds: 60 }
    await writeFile(file, JSON.stringify(commune))
    const begun = Date.now()
    town = await openTown(OPEN, {
      environment: { GUICHET_MODEL_DIR: 'models/none', GUICHET_KNOWLEDGE_DIR: knowledge },
      overrides: { now: () => new Date(Date.parse(OPEN) + Date.now() - begun + ahead) },
    })
    const sit = async (name: string) => {
      const page = await (await town.visit()).newPage()
      await openConsole(page, town.address, `${name}@villebourg.example`)
      return page
    }
    accueil = await sit('accueil')
    civil = await sit('etat-civil')
    admin = await sit('admin')
    // Consoles have had the time to be heard since the start.
    ahead += 31_000
  })

  afterAll(async () => {
    await town?.close()
    await rm(knowledge, { recursive: true, force: true })
  })

  const declare = (page: Page, state: 'Disponible' | 'Occupé' | 'Absent') =>
    page.getByRole('group', { name: 'Votre disponibilité' }).getByText(state, { exact: true }).click()
  const colleagues = async (page: Page) => {
    const button = page.getByRole('button', { name: 'Voir vos collègues' })
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
    return page.locator('.team-list')
  }
  const offerBar = (page: Page) => page.getByRole('region', { name: 'Une demande vous est proposée' })
  const call = async (words: string) => {
    const post = async (path: string, token: string, body: unknown) =>
      (
        await fetch(`${town.address}/api/v1/conversations${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
        })
      ).json()
    const { id, token } = await post('', '', {})
    await post(`/${id}/messages`, token, { clientId: 'client-000001', text: words })
    await post(`/${id}/handoff`, token, { kind: 'live' })
  }

  /** Time passes; the consoles of both are heard, so that the talks of each stay hers. */
  const pass = (ms: number) =>
    passHeard(
      ms,
      (jump) => {
        ahead += jump
      },
      [accueil, civil],
    )

  it('colleagues see who is there, who is not, and why in her own word', async () => {
    for (const page of [accueil, civil]) await declare(page, 'Disponible')
    await admin.getByRole('button', { name: 'Préciser le motif' }).click()
    expect(await accessibilityFaults(admin)).toEqual([])
    await admin.getByRole('button', { name: 'au guichet' }).click()
    await admin.getByRole('button', { name: 'Motif : au guichet. Modifier' }).waitFor()
    const list = await colleagues(accueil)
    await list.getByText('absent, au guichet').waitFor()
    await list.getByText('0 sur 3 conversations · État civil').waitFor()
    expect(await accessibilityFaults(accueil)).toEqual([])
    await accueil.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
  })

  it('a request comes to the agent of its department, with the seconds that she has; others see to whom', async () => {
    await call('acte de naissance')
    await offerBar(civil)
      .getByText(/Encore \d+ secondes pour répondre/)
      .waitFor()
    await offerBar(civil).getByText('acte de naissance').waitFor()
    await civil.getByRole('status').getByText('Alt + P pour la prendre').waitFor({ state: 'attached' })
    await accueil.getByText('Proposée à État civil').waitFor()
    expect(await accueil.getByRole('button', { name: /^Prendre :/ }).isDisabled()).toBe(true)
    expect(await offerBar(accueil).count()).toBe(0)
    for (const page of [civil, accueil]) expect(await accessibilityFaults(page)).toEqual([])
  })

  it('does not move what is being pressed when it goes; passed on, it comes to a colleague, who takes it by a key', async () => {
    const pass = offerBar(civil).getByRole('button', { name: 'Passer à un collègue' })
    const box = await pass.boundingBox()
    await civil.mouse.move((box?.x ?? 0) + 8, (box?.y ?? 0) + 8)
    await civil.mouse.down()
    expect(await pass.boundingBox()).toEqual(box)
    await civil.mouse.up()
    await offerBar(civil).waitFor({ state: 'detached' })
    await offerBar(accueil).waitFor()
    await accueil.keyboard.press('Alt+KeyP')
    await accueil.getByLabel('Votre réponse').waitFor()
    const list = await colleagues(civil)
    await list.getByText('1 sur 3 conversations').waitFor()
    await civil.keyboard.press('Escape')
  })

  it('goes on with the colleague whom she names, when she goes away', async () => {
    await declare(accueil, 'Absent')
    await accueil.getByRole('button', { name: 'Préciser le motif' }).click()
    const successor = accueil.getByRole('region', { name: 'Confier ce que vous tenez à' })
    expect(await successor.getByRole('button').allTextContents()).toEqual(['État civil'])
    const said = accueil.waitForResponse(/\/availability$/)
    await successor.getByRole('button', { name: 'État civil' }).click()
    await said
    await pass(31_000)
    await town.running.app.sweep()
    await civil
      .getByRole('region', { name: /^À moi/ })
      .getByText('acte de naissance')
      .waitFor()
    await accueil
      .getByRole('region', { name: /^À moi/ })
      .getByText('Aucune conversation en cours')
      .waitFor()
    await declare(accueil, 'Disponible')
    await accueil.getByRole('radio', { name: 'Disponible', checked: true }).waitFor({ state: 'attached' })
  })

  it('goes to the next agent when nobody answers in time', async () => {
    await call('mariage')
    await offerBar(civil).waitFor()
    await pass(61_000)
    await town.running.app.sweep()
    await offerBar(accueil).waitFor()
    await offerBar(civil).waitFor({ state: 'detached' })
    await offerBar(accueil)
      .getByRole('button', { name: /^Prendre/ })
      .click()
    await accueil.getByLabel('Votre réponse').waitFor()
  })

  it('asks an agent whose console is untouched whether she is there; her press says so, and later she is absent', async () => {
    const touch = () => civil.waitForRequest((request) => request.postData()?.includes('"touched":true') === true)
    const touched = touch()
    await civil.keyboard.press('Escape')
    await (await touched).response()
    // And once nothing of hers is still to be told: a touch that is counted after the jump would put the question off.
    await civil.waitForResponse((answer) => answer.request().postData()?.includes('"touched":false') === true, {
      timeout: 60_000,
    })
    await pass(14.5 * 60_000)
    await civil.getByText('Êtes-vous toujours là').waitFor()
    expect(await accessibilityFaults(civil)).toEqual([])
    const stays = touch()
    await civil.getByRole('button', { name: 'Je suis là' }).click()
    await (await stays).response()
    await civil.getByText('Êtes-vous toujours là').waitFor({ state: 'detached' })
    await pass(10 * 60_000)
    expect(await civil.getByRole('radio', { name: 'Disponible' }).isChecked()).toBe(true)
    await pass(6 * 60_000)
    await town.running.app.sweep()
    await civil.getByText('Vous êtes noté absent : la console est restée 15 min sans geste.').waitFor()
    expect(await civil.getByRole('radio', { name: 'Absent' }).isChecked()).toBe(true)
    await civil.getByRole('button', { name: 'Je suis là' }).click()
    await civil.getByRole('radio', { name: 'Disponible', checked: true }).waitFor({ state: 'attached' })
  }, 120_000)

  it('tells a waiting citizen within seconds that the last console was closed, and that somebody is back', async () => {
    await declare(accueil, 'Occupé')
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const dialog = await openWidget(citizen)
    await dialog.getByText('Un agent peut vous répondre maintenant').first().waitFor()
    await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
    await dialog
      .locator('.human')
      .getByText(/Vous êtes (en tête de|\S+ dans) la file/)
      .waitFor()
    await civil.close()
    await admin.getByText('Aucun agent disponible').waitFor({ timeout: 60_000 })
    const history = dialog.getByRole('log', { name: 'Messages de la conversation' })
    await history.getByText(/Il n’y a plus d’agent en ligne/).waitFor({ timeout: 60_000 })
    await history.getByRole('button', { name: 'Laisser un message' }).waitFor()
    expect(await accessibilityFaults(citizen)).toEqual([])
    await (await colleagues(admin)).getByText('connexion perdue').waitFor()
    await declare(accueil, 'Disponible')
    await history.getByText(/Un agent est de nouveau en ligne/).waitFor({ timeout: 60_000 })
    await offerBar(accueil).waitFor()
  })

  it('fits a phone, with an offer and the switch', async () => {
    await accueil.setViewportSize({ width: 320, height: 640 })
    expect(await accueil.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    expect(await accessibilityFaults(accueil)).toEqual([])
  })

  it('has broken no content policy, and sent no request elsewhere', () => {
    expect([...new Set(town.requests.map((url) => new URL(url).origin))]).toEqual([town.address])
    expect(town.errors).toEqual([])
  })
})
