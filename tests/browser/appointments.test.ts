import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { fillSignIn } from '../../benchmarks/front/sign-in.js'
import { rdvServicePublic } from '../features/appointments/rdv-service-public.js'
import { plainSpaces, startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'

const PAGE = 'https://rdv.anct.gouv.fr/org/2458'
const MOTIVE = 'https://rdv.anct.gouv.fr/prendre_rdv?motif_id=12&public_link_organisation_id=2458'
const ENTRY = 'carte-identite-renouvellement'
const JEANNE = { phone_number: '+33612345678', email: null as unknown as string }

/** From the settings of the commune to what a citizen and an agent see: the steps share one server. */
describe('appointments with RDV Service Public', () => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext
  let admin: Page
  let secret = ''

  beforeAll(async () => {
    server = await startTestServer({ config: { publicDir: resolve('public') } })
    browser = await launchBrowser()
    context = await browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width: 320, height: 640 },
    })
    context.setDefaultTimeout(30_000)
    admin = await open(`/admin#/appointments`, 'admin@villebourg.example')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(path: string, email: string): Promise<Page> {
    const own = await browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width: 320, height: 640 },
    })
    own.setDefaultTimeout(30_000)
    const page = await own.newPage()
    await page.clock.setFixedTime(server.clock.now())
    await page.goto(server.url + path)
    await fillSignIn(page, email)
    return page
  }
  const faults = async (page: Page) => {
    const found: unknown[] = []
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) found.push([width, 'overflow', overflow])
      found.push(...(await accessibilityFaults(page)))
    }
    return found
  }

  it('are proposed by an administrator, who is told beside the field what is wrong', async () => {
    await admin.getByText('Aucune fiche ne propose encore de rendez-vous').waitFor()
    expect(await faults(admin)).toEqual([])
    const save = admin.getByRole('button', { name: 'Enregistrer' })
    await admin.getByLabel('Page de réservation de la mairie').fill('https://www.doctolib.fr/mairie')
    await admin.getByRole('button', { name: 'Ajouter une fiche' }).click()
    await save.click()
    await admin.locator('#booking-entry-0-error').getByText('Choisissez une fiche').waitFor()
    await admin.locator('#booking-entry-0').selectOption(ENTRY)
    await admin.getByLabel('Lien avec le motif déjà choisi').fill(MOTIVE)
    await save.click()
    await admin.locator('#booking-page-error').waitFor()
    expect(plainSpaces((await admin.locator('#booking-page-error').textContent()) ?? '')).toMatch(
      /n’est pas celle de RDV/,
    )
    expect(await faults(admin)).toEqual([])
    await admin.getByLabel('Page de réservation de la mairie').fill(PAGE)
    await save.click()
    await admin.getByText('C’est enregistré').waitFor()
    expect(await admin.locator('.field-error:not(:empty)').count()).toBe(0)
  })

  it('are connected by a secret that is shown once', async () => {
    await admin.getByRole('button', { name: 'Relier RDV Service Public' }).click()
    const shown = admin.getByRole('region', { name: 'Secret partagé' })
    secret = (await shown.locator('code').textContent()) ?? ''
    expect(secret.length).toBeGreaterThan(40)
    await admin.getByText(`${server.url}/api/v1/appointments/villebourg`).waitFor()
    expect(await faults(admin)).toEqual([])
    await shown.getByRole('button', { name: 'J’ai gardé le secret' }).click()
    await shown.waitFor({ state: 'detached' })
  })

  it('are booked from a card, with and without script', async () => {
    const page = await context.newPage()
    await page.goto(`${server.url}/chat?commune=villebourg`)
    await page.getByRole('textbox').first().fill('renouveler ma carte d’identité')
    await page.keyboard.press('Enter')
    const link = page.getByRole('link', { name: 'Prendre rendez-vous' })
    await link.waitFor()
    expect(await link.getAttribute('href')).toBe(MOTIVE)
    expect(await faults(page)).toEqual([])
    const bare = await browser.newContext({ javaScriptEnabled: false, locale: 'tr-TR' })
    const sheet = await bare.newPage()
    await sheet.goto(`${server.url}/fiche/${ENTRY}?langue=tr`)
    expect(await sheet.getByRole('link', { name: 'Randevu al' }).getAttribute('href')).toBe(MOTIVE)
    await bare.close()
  })

  it('are seen by the agent of whoever left the same number, as soon as RDV Service Public tells', async () => {
    const citizen = await server.startConversation()
    const left = { kind: 'message', name: 'Jeanne', phone: '06 12 34 56 78', text: 'Rappelez-moi' }
    expect((await citizen.call('POST', '/handoff', left)).status).toBe(201)
    const [handoff] = await server.store.listHandoffs('villebourg', ['pending'])
    const agent = await open(`/console#handoff/${handoff?.id}`, 'accueil@villebourg.example')
    await agent.getByText('06 12 34 56 78', { exact: false }).first().waitFor()
    expect(await agent.getByText('Rendez-vous').count()).toBe(0)
    const rdv = rdvServicePublic(secret)
    const send = (status: string, at: string) =>
      server.fetch('/api/v1/appointments/villebourg', { ...rdv.tell('updated', { people: [JEANNE], status }, at) })
    await send('unknown', '2026-11-24T09:30:00Z')
    const line = agent.locator('.contact-slot', { hasText: 'Rendez-vous' })
    await line.waitFor()
    expect(plainSpaces((await line.textContent()) ?? '').trim()).toBe(
      'Rendez-vous : mardi 8 décembre à 10 h, Mairie annexe, Renouvellement de carte d’identité – confirmé',
    )
    expect(await faults(agent)).toEqual([])
    await send('excused', '2026-11-24T09:31:00Z')
    await line.filter({ hasText: 'annulé par la personne' }).waitFor()
  })
})
