import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { totpCode, totpStep } from '../../src/features/accounts/totp.js'
import { fromBase32 } from '../platform/http/base32.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

const ADMIN = 'admin@villebourg.example'
const EMAIL = 'lea@villebourg.example'
const PASSWORD = 'trois chats sur le toit'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function open(address: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** No accessibility fault, and nothing wider than the screen. */
async function expectSound(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Adresse électronique').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

it('leads from an invitation to a second factor and a sign-in in two steps, by the keyboard, without a fault', async () => {
  const admin = await open(`${server.url}/admin#/accounts`)
  await signIn(admin, ADMIN, 'demonstration')
  await admin.getByRole('button', { name: 'Inviter quelqu’un' }).press('Enter')
  await admin.getByLabel('Adresse électronique').fill(EMAIL)
  await admin.getByRole('button', { name: 'Inviter', exact: true }).press('Enter')
  // The field at fault has the focus, and its sentence.
  const name = admin.getByLabel('Nom', { exact: true })
  await admin.getByText('Saisissez un nom.').waitFor()
  await expectFocus(name)
  await name.fill('Léa')
  await admin.keyboard.press('Enter')
  await admin.getByRole('heading', { name: 'Lien pour Léa' }).waitFor()
  await expectSound(admin)
  const link = (await admin.locator('.shown-once code').textContent()) ?? ''

  const page = await open(link)
  await page.getByRole('heading', { name: 'Bienvenue, Léa' }).waitFor()
  await expectSound(page)
  await page.getByLabel('Nouveau mot de passe').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('Votre mot de passe est enregistré').waitFor()
  expect(page.url()).not.toContain('lien=')
  await signIn(page, EMAIL, PASSWORD)
  await page.getByRole('button', { name: 'Ajouter un deuxième facteur' }).press('Enter')
  await page.getByLabel('Confirmez votre mot de passe').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: /QR/ }).waitFor()
  await expectSound(page)
  const secret = fromBase32(((await page.locator('form code').textContent()) ?? '').replaceAll(' ', ''))
  const shown = () => totpCode(secret, totpStep(server.clock.now()))
  await page.getByLabel(/Saisissez le code/).fill(shown())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Codes de secours' }).waitFor()
  expect(await page.locator('.codes li').count()).toBe(10)
  await page.getByRole('button', { name: 'C’est noté' }).press('Enter')
  await page.getByText('En place depuis').waitFor()
  await expectSound(page)

  await page.getByRole('button', { name: 'Se déconnecter' }).press('Enter')
  await signIn(page, EMAIL, PASSWORD)
  const code = page.getByLabel('Code de votre application')
  await code.waitFor()
  await expectFocus(code)
  await expectSound(page)
  server.clock.advance({ seconds: 30 })
  await code.fill(shown())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Mes sessions' }).waitFor()
})

it('shuts a deactivated agent out of her open page', async () => {
  const page = await open(`${server.url}/compte`)
  await signIn(page, 'etat-civil@villebourg.example', 'demonstration')
  await page.getByRole('heading', { name: 'Mes sessions' }).waitFor()
  const admin = await open(`${server.url}/admin#/accounts`)
  await signIn(admin, ADMIN, 'demonstration')
  await admin.getByRole('button', { name: 'Modifier le compte de État civil' }).press('Enter')
  await admin.getByRole('button', { name: 'Désactiver le compte' }).press('Enter')
  // What it does is said first, and the way back has the focus.
  await admin.getByText('Ses sessions se terminent tout de suite').waitFor()
  await admin.getByRole('button', { name: 'Désactiver le compte' }).press('Enter')
  await admin.getByText('Le compte de État civil est désactivé.').waitFor()
  await expectSound(admin)
  await page.getByLabel('Mot de passe actuel').fill('demonstration')
  await page.getByLabel('Nouveau mot de passe').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('Votre session est terminée').waitFor()
})

it('asks who has the same password in two communes which one, by the keyboard', async () => {
  const config = { publicDir: resolve('public') }
  const both = await startTestServer({ config, communes: [{ id: 'zedville', nom: 'Zedville' }] })
  try {
    const email = 'deux@villebourg.example'
    const first = await both.signInAs({ id: 'first', email, roles: ['agent'] })
    const passwordHash = (await both.store.getUser(first.userId))?.passwordHash ?? null
    const made = {
      displayName: 'Sacha',
      roles: ['agent' as const],
      demonstration: true,
      createdAt: '2026-11-24T09:00:00Z',
    }
    await both.store.saveUser({ id: 'second', communeId: 'zedville', email, passwordHash, ...made })
    const page = await open(`${both.url}/compte`)
    await signIn(page, email, 'demonstration')
    const commune = page.getByLabel('Commune', { exact: true })
    await commune.waitFor()
    await expectFocus(commune)
    await expectSound(page)
    await commune.selectOption('Zedville')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Mon compte' }).waitFor()
    const sessions = await both.store.listSessions('second', both.clock.now().toISOString())
    expect(sessions).toHaveLength(1)
    await page.context().close()
    const back = await open(`${both.url}/compte#connexion=commune&villebourg=Villebourg-sur-Loire&zedville=Zedville`)
    await back.getByText('Vous avez un compte dans plusieurs communes. Choisissez-en une.').waitFor()
    await expectSound(back)
    await back.context().close()
  } finally {
    await both.stop()
  }
})
