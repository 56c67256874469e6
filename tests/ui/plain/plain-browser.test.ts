import { resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import type { StaffMember } from '../../platform/http/clients.js'
import { CLOSED, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let agent: StaffMember
let browser: Browser
let context: BrowserContext
let page: Page
/** Breaches of the content policy, and other errors of the pages. */
let errors: string[]
let requested: string[]
/** How the page is shown. */
let look: BrowserContextOptions

beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  agent = await server.signIn()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})
beforeEach(async () => {
  server.clock.set(OPEN)
  await agent.beAvailable('away')
  await visit()
})

/** A phone that runs no script. */
async function visit(options: BrowserContextOptions = {}): Promise<void> {
  look = options
  await context?.close()
  const phone = { locale: 'fr-FR', javaScriptEnabled: false, viewport: { width: 320, height: 640 } }
  context = await browser.newContext({ ...phone, ...options })
  context.setDefaultTimeout(30_000)
  page = await context.newPage()
  errors = []
  requested = []
  page.on('console', (message) => {
    // The browser itself reports a page of error, whose status is not 200.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) errors.push(message.text())
  })
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(`${server.url}/sans-script`)
}

/** Goes with the keyboard to what has this name, and says how it is reached. */
async function tabTo(role: 'button' | 'link' | 'textbox', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: true }).first()
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`never reached: ${name}`)
}

async function press(role: 'button' | 'link', name: string): Promise<void> {
  await tabTo(role, name)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function ask(text: string, field = 'Votre question', button = 'Envoyer la question'): Promise<void> {
  await tabTo('textbox', field)
  await page.keyboard.insertText(text)
  await press('button', button)
}

/** The faults of the page as it stands. The checker is a script: it looks at a copy, in a browser that runs one. */
async function violations(disabled: string[]): Promise<string[]> {
  const { colorScheme = 'light', forcedColors = 'none' } = look
  const checker = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme, forcedColors })
  const copy = await checker.newPage()
  const body = await page.content()
  await copy.route('**/copy', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
  await copy.goto(`${server.url}/copy`)
  const faults = await accessibilityFaults(copy, { without: disabled })
  await checker.close()
  return faults
}

/** No accessibility fault, nothing wider than the screen, nothing from elsewhere. */
async function expectSound(disabled: string[] = []): Promise<void> {
  expect(await violations(disabled)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  expect(errors).toEqual([])
  expect(requested.filter((address) => !address.startsWith(server.url))).toEqual([])
}

/** A page gives the focus to the field at fault once it is there. */
const focusOn = (id: string) => page.waitForFunction((one) => document.activeElement?.id === one, id)

const lands = () => page.evaluate(() => document.querySelector('#dernier')?.getBoundingClientRect().top ?? -1)

describe('a phone without script, with the keyboard alone', () => {
  it('asks, reads the answer, refuses it', async () => {
    await expectSound()
    await ask('Comment obtenir une attestation d’accueil ?')
    expect(await page.title()).toMatch(/^Nouvelle réponse/)
    expect(page.url()).toMatch(/#dernier$/)
    const top = await lands()
    expect(top).toBeGreaterThanOrEqual(0)
    expect(top).toBeLessThan(320)
    await page.getByRole('article').getByRole('heading', { name: 'Pièces à fournir' }).waitFor()
    await expectSound()
    await press('button', 'Oui')
    await page.getByText('Merci, votre avis est noté.').waitFor()
    await expectSound()
    await press('button', 'Non')
    await press('button', 'Ce n’est pas ma question')
    await page.getByText(/D’accord/).waitFor()
    await expectSound()
  })

  it('keeps the way to a person in sight on four fifths of the screen left to the rest', async () => {
    const bar = await page.locator('.reach').boundingBox()
    expect(bar?.height).toBeLessThanOrEqual(640 / 5)
    expect(
      (await page.getByRole('button', { name: 'Parler à un agent' }).boundingBox())?.height,
    ).toBeGreaterThanOrEqual(44)
  })

  it('corrects what is wrong, where it is wrong', async () => {
    await press('button', 'Envoyer la question')
    expect(await page.title()).toMatch(/^Erreur/)
    await focusOn('ecrire')
    await expectSound()
    await page.keyboard.insertText('attestation d’accueil')
    await press('button', 'Envoyer la question')
    await page.getByRole('article').waitFor()
  })

  it('waits for an agent, lets the page read itself again, talks', async () => {
    await agent.beAvailable()
    await ask('acte de naissance')
    await press('button', 'Parler à un agent')
    await page.getByText(/Vous êtes en tête de la file/).waitFor()
    await expectSound()
    await press('link', 'Actualiser automatiquement')
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1)
    // The citizen has asked for it, and can stop it.
    await expectSound(['meta-refresh'])
    await press('link', 'Arrêter l’actualisation et écrire')
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    const [item] = (await agent.queue()).pending
    await agent.act(item?.id ?? '', 'claim')
    await agent.act(item?.id ?? '', 'messages', { clientId: 'agent-phone-1', text: 'Bonjour Madame' })
    await press('link', 'Actualiser')
    await page.getByText('Bonjour Madame').waitFor()
    await ask('merci', 'Votre message', 'Envoyer le message')
    await page.getByText('merci', { exact: true }).waitFor()
    await expectSound()
  })

  it('leaves a message when the reception is closed', async () => {
    server.clock.set(CLOSED)
    await ask('acte de naissance')
    await press('button', 'Parler à un agent')
    await expectSound()
    await tabTo('textbox', 'Votre nom (obligatoire)')
    await page.keyboard.insertText('Jeanne')
    await tabTo('textbox', 'Téléphone')
    await page.keyboard.insertText('06 12')
    await tabTo('textbox', 'Votre message (obligatoire)')
    await page.keyboard.insertText('Rappelez-moi')
    await press('button', 'Envoyer le message')
    await focusOn('champ-phone')
    await expectSound()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText('06 12 34 56 78')
    await press('button', 'Envoyer le message')
    await page.getByText(/Votre message attend un agent/).waitFor()
    await expectSound()
  })

  it('ends, and erases once confirmed', async () => {
    await ask('acte de naissance')
    await press('button', 'Terminer la conversation')
    await expectSound()
    const address = page.url()
    await press('link', 'Effacer la conversation…')
    await expectSound()
    await press('button', 'Oui, effacer')
    expect(await page.title()).toMatch(/^Conversation effacée/)
    await expectSound()
    await page.goto(address)
    await page.getByText(/Cette conversation n’existe pas/).waitFor()
    await expectSound()
    expect(await context.cookies()).toEqual([])
  })

  it.each([{ colorScheme: 'dark' as const }, { forcedColors: 'active' as const }, { locale: 'en-GB' }])(
    'reads as well with %j',
    async (options) => {
      await visit(options)
      await expectSound()
      const button = options.locale ? 'Send the question' : 'Envoyer la question'
      await ask('acte de naissance', options.locale ? 'Your question' : 'Votre question', button)
      await expectSound()
    },
  )
})

describe('the town’s own pages', () => {
  it.each(['/', '/demarches', '/la-mairie'])('%s leads here when no script runs', async (path) => {
    await page.goto(server.url + path)
    await page
      .locator('.noscript')
      .getByRole('link', { name: /sans JavaScript/ })
      .click()
    await page.getByRole('heading', { name: 'Poser une question' }).waitFor()
  })
})
