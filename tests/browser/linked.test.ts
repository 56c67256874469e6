import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page, Route } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import type { Role } from '../../src/platform/model/role.js'
import { OPEN, startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

const EMAIL = 'sacha@clairac.example'
const OTHER = 'sacha@beaumont.example'
const PASSWORD = 'demonstration'

/** Who works for two town halls links her two accounts, goes from one to the other, and undoes the link: by the keyboard, on a real server. */
describe('one person in two communes', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    const communes = [
      { id: 'clairac', nom: 'Clairac' },
      { id: 'beaumont', nom: 'Beaumont' },
    ]
    server = await startTestServer({ config: { publicDir: resolve('public') }, communes, entries: ['carte-identite'] })
    server.clock.set(OPEN)
    const account = async (email: string, communeId: string, roles: Role[]) =>
      server.signInAs({ email, communeId, roles, displayName: 'Sacha' })
    await account(EMAIL, 'clairac', ['curator'])
    const there = await account(OTHER, 'beaumont', ['agent', 'curator'])
    await there.beAvailable()
    const citizen = await server.startConversation({ communeId: 'beaumont' })
    await citizen.callAgent()
    browser = await launchBrowser()
    const context = await browser.newContext({
      locale: 'fr-FR',
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(30_000)
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** No fault, and nothing wider than the screen, on a phone, a tablet and a desk; dark, and with forced colours. */
  async function expectSound(): Promise<void> {
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      for (const media of [{ colorScheme: 'dark' }, { forcedColors: 'active' }, {}] as const) {
        await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', ...media })
        expect(await accessibilityFaults(page)).toEqual([])
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  }

  /** Has a console read its queue, and refuses that as of a session that is over. @param after not before */
  async function refuseOne(console: Page, after = Promise.resolve()): Promise<void> {
    const refuse = async (route: Route) => {
      await after
      await route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{}' })
    }
    await console.route('**/api/v1/agent/queue*', refuse, { times: 1 })
    const answered = console.waitForResponse((response) => response.status() === 401)
    await console.evaluate(() => dispatchEvent(new Event('online')))
    await answered
  }

  it('links her accounts by the password of each', async () => {
    await page.goto(`${server.url}/compte`)
    await page.getByLabel('Adresse électronique').fill(EMAIL)
    await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('Aucun autre compte n’est relié à celui-ci.').waitFor()
    expect(await page.getByRole('button', { name: /^Commune/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'J’ai aussi un compte dans une autre commune' }).press('Enter')
    const present = page.getByLabel('Votre mot de passe ici')
    await expectFocus(present)
    await page.keyboard.type(PASSWORD)
    await page.getByLabel('Adresse de l’autre compte').fill(OTHER)
    const other = page.getByLabel('Mot de passe de l’autre compte')
    await other.fill('pas le bon')
    await page.keyboard.press('Enter')
    // What is wrong is said beside its field, which has the focus; nothing typed is lost.
    await page.getByText('Aucun autre compte n’a cette adresse et ce mot de passe').waitFor()
    await expectFocus(other)
    expect(await present.inputValue()).toBe(PASSWORD)
    await expectSound()
    await other.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('C’est relié.').waitFor()
    await expectFocus(page.getByRole('heading', { name: 'Mes autres communes' }))
    await expectSound()
  })

  it('goes to the other one from the head of the administration, to the same page where it is hers', async () => {
    await page.goto(`${server.url}/admin#/entries`)
    const menu = page.getByRole('button', { name: 'Commune : Clairac' })
    await menu.press('Enter')
    const going = page.getByRole('button', { name: /Beaumont/ })
    await page.getByText('agent, rédaction · 1 personne attend').waitFor()
    await expectSound()
    await page.keyboard.press('Escape')
    await expectFocus(menu)
    await page.keyboard.press('Enter')
    await going.waitFor()
    await page.keyboard.press('Tab')
    await expectFocus(going)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    await page.getByRole('heading', { name: 'Fiches', level: 1 }).waitFor()
    expect(page.url()).toBe(`${server.url}/admin#/entries`)
  })

  it('is told in the other tabs of the browser, which do nothing more as somebody else', async () => {
    const [pages, desk] = [await page.context().newPage(), await page.context().newPage()]
    await pages.goto(`${server.url}/admin#/entries`)
    await pages.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    await desk.goto(`${server.url}/console`)
    await desk.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    const go = async (from: string, to: string) => {
      await page.getByRole('button', { name: `Commune : ${from}` }).press('Enter')
      await page.getByRole('button', { name: new RegExp(to) }).press('Enter')
      await page.getByRole('button', { name: `Commune : ${to}` }).waitFor()
    }
    await go('Beaumont', 'Clairac')
    const said = pages.getByRole('dialog', { name: 'Un autre compte est ouvert' })
    await said.getByText('Cette page était celle de Sacha').waitFor()
    expect(await accessibilityFaults(pages)).toEqual([])
    const asked: string[] = []
    pages.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()))
    await pages.evaluate(() => location.assign('#/failures'))
    // She answers no citizens in Clairac.
    await desk.getByText('celui-là ne répond pas aux usagers').waitFor()
    expect(asked).toEqual([])
    await go('Clairac', 'Beaumont')
    await said.waitFor({ state: 'detached' })
    await pages.getByRole('heading', { name: 'Questions ratées', level: 1 }).waitFor()
    await desk.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    // A call of the desk is refused before it hears of the other tab.
    await refuseOne(desk)
    await desk.getByText('Votre session est terminée').waitFor()
    await go('Beaumont', 'Clairac')
    await desk.getByText('celui-là ne répond pas aux usagers').waitFor()
    await said.getByRole('button', { name: 'Continuer avec l’autre compte' }).press('Enter')
    await pages.getByRole('button', { name: 'Commune : Clairac' }).waitFor()
    await go('Clairac', 'Beaumont')
    await desk.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    // And after.
    const heard = desk.getByText('celui-là ne répond pas aux usagers').waitFor()
    const refused = refuseOne(desk, heard)
    await go('Beaumont', 'Clairac')
    await refused
    await heard
    expect(await desk.getByText('Votre session est terminée').count()).toBe(0)
    await go('Clairac', 'Beaumont')
    await said.waitFor()
    await page.getByRole('button', { name: 'Se déconnecter' }).press('Enter')
    for (const one of [pages, desk]) await one.getByLabel('Adresse électronique').waitFor()
    await pages.getByLabel('Adresse électronique').fill(EMAIL)
    await pages.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    await pages.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Commune : Clairac' }).waitFor()
    await go('Clairac', 'Beaumont')
    await desk.getByRole('button', { name: 'Commune : Beaumont' }).waitFor()
    await pages.close()
    await desk.close()
  })

  it('says at the console what going away costs, and opens what is hers there', async () => {
    await page.goto(`${server.url}/console`)
    await page
      .getByRole('button', { name: /^Prendre/ })
      .first()
      .press('Enter')
    await page.getByLabel('Votre réponse').waitFor()
    await page.getByRole('button', { name: 'Commune : Beaumont' }).press('Enter')
    await page.getByRole('button', { name: /Clairac/ }).press('Enter')
    await expectFocus(page.getByRole('heading', { name: 'Passer à Clairac ?' }))
    await page.getByText('1 conversation retourne dans la file.').waitFor()
    await expectSound()
    await page.getByRole('button', { name: 'Y aller' }).press('Enter')
    // No citizens are hers to answer in Clairac.
    await page.waitForURL(`${server.url}/admin`)
    await page.getByRole('button', { name: 'Commune : Clairac' }).waitFor()
    await expectSound()
  })

  it('undoes the link by one press, once it has said what that does', async () => {
    await page.goto(`${server.url}/compte`)
    const undo = page.getByRole('button', { name: 'Ne plus relier Beaumont' })
    await undo.press('Enter')
    await page.getByText('Rien n’est effacé').waitFor()
    await undo.press('Enter')
    await page.getByText('Le lien avec Beaumont est défait.').waitFor()
    expect(await page.getByRole('button', { name: /^Commune/ }).count()).toBe(0)
    await expectSound()
  })

  it('adds an invitation of another commune to the account that is signed in', async () => {
    const chief = await server.signInAs({ email: 'chef@beaumont.example', communeId: 'beaumont', roles: ['admin'] })
    const invited = { email: 'sacha@mairie-beaumont.example', name: 'Sacha', roles: ['agent'] }
    const { body } = await chief.call('POST', '/admin/accounts', invited)
    await page.goto('about:blank')
    await page.goto(body.link)
    await page.getByRole('heading', { name: 'L’ajouter à votre compte ?' }).waitFor()
    await page.getByText('Sacha, Clairac. Cette invitation est pour Beaumont.').waitFor()
    await expectSound()
    await page.getByLabel('Votre mot de passe actuel').fill('pas le bon')
    await page.keyboard.press('Enter')
    await page.getByText('Ce n’est pas votre mot de passe actuel.').waitFor()
    await page.getByRole('button', { name: 'Choisir un mot de passe à part' }).press('Enter')
    await page.getByRole('heading', { name: 'Bienvenue, Sacha' }).waitFor()
    await page.getByText('Compte pour Beaumont : sacha@mairie-beaumont.example').waitFor()
  })
})
