import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { EMERGENCY } from '../fake-payloads.js'
import { FakeServer } from '../fake-server.js'

const LAUNCHER = 'Poser une question à la mairie'

let browser: Browser
let server: FakeServer
let url: string
let context: BrowserContext
let page: Page
/** Errors of the page and breaches of its content policy; failed loads that a test causes are not there. */
let errors: string[]
let requested: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  server = new FakeServer()
  url = await server.listen()
  await visit()
})

afterEach(async () => {
  await context.close()
  await server.close()
  expect(errors).toEqual([])
})

/** Opens a page of the town, as a new visitor. */
async function visit(options: BrowserContextOptions = {}, path = '/'): Promise<void> {
  await context?.close()
  context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options })
  page = await newTab(path)
}

async function newTab(path = '/'): Promise<Page> {
  const tab = await context.newPage()
  errors = []
  requested = []
  tab.on('pageerror', (error) => errors.push(error.message))
  tab.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
  })
  tab.on('request', (request) => requested.push(request.url()))
  await tab.goto(url + path)
  return tab
}

const launcher = () => page.getByRole('button', { name: LAUNCHER })
const dialog = () => page.getByRole('dialog')
const field = () => page.getByRole('textbox')
const log = () => page.getByRole('log')
const button = (name: string) => dialog().getByRole('button', { name, exact: true })

async function open(): Promise<void> {
  await launcher().click()
  await page.getByText('Questions fréquentes').waitFor()
}

async function ask(text: string): Promise<void> {
  await field().fill(text)
  await field().press('Enter')
}

/** Name of the focused element inside the widget. */
function focused(): Promise<string | undefined> {
  return page.evaluate(() => {
    const element = document.querySelector('guichet-widget')?.shadowRoot?.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent ?? undefined
  })
}

/** Waits for what no locator shows. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never true: ${holds}`)
}

/** Puts the page behind another one, or before. */
async function hide(hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

describe('opening and closing', () => {
  it('asks for nothing and stores nothing before it is opened', async () => {
    await launcher().waitFor()
    const [first, script, ...parts] = requested
    expect([first, script]).toEqual([`${url}/`, `${url}/widget.js`])
    expect(parts.filter((part) => !part.startsWith(`${url}/assets/widget/`))).toEqual([])
    await open()
    expect(server.calls).toEqual(['GET /communes/villebourg'])
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0)
    expect(requested.every((address) => address.startsWith(url))).toBe(true)
  })

  it('says who answers, for which town, and whether a person can be reached, before anything is typed', async () => {
    await open()
    expect(await dialog().getAttribute('aria-labelledby')).toBe('title')
    await page.getByRole('dialog', { name: /^Assistant automatique\s*Villebourg-sur-Loire$/ }).waitFor()
    await page.getByText('Un agent peut vous répondre maintenant.').first().waitFor()
    await page.getByText('Vos données restent à la mairie').click()
    await page.getByText('Responsable du traitement').waitFor()
    expect(await page.getByRole('link', { name: 'dpo@villebourg.example' }).getAttribute('href')).toBe(
      'mailto:dpo@villebourg.example',
    )
    const notice = page.getByRole('link', { name: /^Tout savoir\s: durées, droits, CNIL \(nouvel onglet\)$/ })
    expect(await notice.evaluate((link) => (link as HTMLAnchorElement).href)).toBe(
      `${url}/confidentialite?langue=fr&commune=villebourg`,
    )
  })

  it('is used with the keyboard alone', async () => {
    await launcher().waitFor()
    expect(await launcher().getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Questions fréquentes').waitFor()
    await eventually(focused, 'Votre question')
    await page.keyboard.type('une ligne')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('une autre')
    expect(await field().inputValue()).toBe('une ligne\nune autre')
    await page.keyboard.press('Enter')
    await log().getByText('Vous avez écrit').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await eventually(focused, LAUNCHER)
  })

  it('closes the menu before the panel on Escape', async () => {
    await open()
    await button('Options').click()
    await button('Langue / Language').click()
    await eventually(focused, 'Français')
    await button('English').focus()
    await page.keyboard.press('Escape')
    await button('English').waitFor({ state: 'hidden' })
    await eventually(focused, 'Options')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
  })

  it('keeps the focus inside on a phone, and fills the screen', async () => {
    await visit({ viewport: { width: 320, height: 640 }, hasTouch: true })
    await open()
    expect(await dialog().boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 })
    const isModal = () =>
      page.evaluate(() =>
        document.querySelector('guichet-widget')?.shadowRoot?.querySelector('dialog')?.matches(':modal'),
      )
    expect(await isModal()).toBe(true)
    await page.setViewportSize({ width: 1000, height: 800 })
    await page.waitForFunction(
      () => !document.querySelector('guichet-widget')?.shadowRoot?.querySelector('dialog')?.matches(':modal'),
    )
    await dialog().waitFor()
  })

  it('speaks English when asked', async () => {
    await open()
    await button('Options').click()
    await button('Langue / Language').click()
    await button('English').click()
    await page.getByRole('button', { name: 'Talk to an officer' }).waitFor()
    expect(await dialog().getAttribute('lang')).toBe('en')
  })

  it('says that the server is away, and tries again at a press', async () => {
    // While the panel fades in, its text has less contrast than it will have.
    await visit({ reducedMotion: 'reduce' })
    server.down = true
    await launcher().click()
    await log().getByText('Cela n’a pas marché').waitFor()
    await page.getByText('Connexion perdue, nouvelle tentative…').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    // Nothing is tried by itself on a hidden page.
    await hide(true)
    server.down = false
    await button('Réessayer').click()
    await page.getByText('Questions fréquentes').waitFor()
    expect(await page.getByText('Connexion perdue').count()).toBe(0)
    expect(await focused()).toBe('Votre question')
  })

  it('tries again by itself, ever less often, not while the page is hidden, and keeps what is typed', async () => {
    await page.clock.install()
    await page.reload()
    server.down = true
    await launcher().click()
    await log().getByText('Cela n’a pas marché').waitFor()
    await field().fill('Où est la piscine')
    const readings = () => requested.filter((address) => address.includes('/communes/villebourg')).length
    /** Lets an hour pass, a reading at a time. */
    const passHour = async () => {
      for (let seconds = 0; seconds < 3_600; seconds += 60) await page.clock.runFor(60_000)
    }
    const first = readings()
    await page.clock.runFor(2_000)
    await until(() => readings() > first)
    await hide(true)
    const before = readings()
    await passHour()
    expect(readings()).toBe(before)
    server.down = false
    await hide(false)
    await page.getByText('Questions fréquentes').waitFor()
    expect(readings()).toBe(before + 1)
    expect(await field().inputValue()).toBe('Où est la piscine')
    await passHour()
    expect(readings()).toBe(before + 1)
  })
})

describe('asking', () => {
  beforeEach(open)

  it('begins with the sentence that answers, then a folded card: facts, one service, and sections, source and date behind headings', async () => {
    await button('Demander un acte de naissance').click()
    const card = log().getByRole('article')
    await card
      .getByRole('heading', { name: 'Demander une copie ou un extrait d’acte de naissance', level: 3 })
      .waitFor()
    expect(await card.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      'En bref',
      'Étapes',
      'Pièces à fournir',
      'Coût',
      'Délai',
      'Où s’adresser',
      'En ligne',
      'Version simplifiée',
      'Source, dates et impression',
    ])
    const [sentence, article] = [log().locator('.bubble + article').locator('xpath=preceding-sibling::*[1]'), card]
    expect(await sentence.textContent()).toContain('C’est gratuit')
    expect((await sentence.boundingBox())?.y).toBeLessThan((await article.boundingBox())?.y ?? 0)
    expect(await card.getByRole('term').allTextContents()).toEqual(['Délai', 'Où s’adresser'])
    expect(await card.locator('details[open]').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await card.locator('.place summary').focus()
    await page.keyboard.press('Enter')
    expect(await card.getByRole('link', { name: '02 61 91 00 00' }).getAttribute('href')).toBe('tel:0261910000')
    const service = card.getByRole('link', { name: 'Demander un acte de naissance en ligne (nouvel onglet)' })
    expect(await service.getAttribute('rel')).toBe('noopener noreferrer')
    await card.getByText('Source de plus d’un an').waitFor()
    await card.locator('.about summary').click()
    await card.getByText('Licence Ouverte 2.0, mis à jour le 31 octobre 2023').waitFor()
    await card.getByText('Vérifié le 2 février 2024').waitFor()
    expect(await log().getByRole('listitem').filter({ hasText: 'Vous ·' }).count()).toBe(1)
  })

  it('reads answers in their simplified version with the keyboard, on the next page as well, until told otherwise', async () => {
    const simple = () => log().locator('details.simple').last()
    await button('Demander un acte de naissance').click()
    await simple().locator('summary').focus()
    await page.keyboard.press('Enter')
    await log().getByText('Il prouve votre naissance.').waitFor()
    expect(await focused()).toContain('Version simplifiée')
    await page.getByRole('status').getByText('Version simplifiée').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await log().getByText('Il prouve votre naissance.').waitFor()
    await button('Options').click()
    await button('Réponse complète').click()
    await page.getByRole('status').getByText('Réponse complète').waitFor()
    expect(await simple().getAttribute('open')).toBeNull()
  })

  it('shows what led to an answer, with a button to change it', async () => {
    await ask('née en France')
    const card = log().getByRole('article')
    await card.getByText('Votre cas : née en France').waitFor()
    await card.getByText('Écrivez à la mairie de naissance.').waitFor()
    expect(await card.getByRole('button', { name: 'Ce n’est pas ma question' }).count()).toBe(1)
    await card.getByRole('button', { name: 'Modifier mes réponses' }).click()
    await log().getByText('Laquelle vous concerne').waitFor()
    await eventually(focused, 'Votre question')
  })

  it('keeps an opinion, and says so', async () => {
    await button('Demander un acte de naissance').click()
    await button('Oui').click()
    expect(await button('Oui').getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('status').getByText('Merci, votre avis est noté.').waitFor()
    await until(() => server.feedback.length === 1)
    expect(server.feedback).toEqual([{ messageId: 'm3', feedback: 'helpful' }])
  })

  it('lets the citizen say that it is not her question', async () => {
    await button('Demander un acte de naissance').click()
    await button('Ce n’est pas ma question').click()
    await log().getByText('Une personne de la mairie peut vous répondre.').waitFor()
    expect(server.feedback).toEqual([{ messageId: 'm3', feedback: 'not_my_question' }])
    expect(await button('Ce n’est pas ma question').count()).toBe(0)
    await eventually(focused, 'Votre question')
  })

  it('tells who cannot manage online where she is helped, with phones that dial, on a small screen too', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await button('Demander un acte de naissance').click()
    await log().locator('.online summary').click()
    await button('Je n’y arrive pas en ligne').click()
    const item = log().locator('ol > li').last()
    const phone = item.getByRole('link', { name: '02 61 91 01 01' })
    expect(await phone.getAttribute('href')).toBe('tel:+33261910101')
    await item.getByRole('link', { name: 'accès du lieu décrit sur Acceslibre (nouvel onglet)' }).waitFor()
    expect(await item.getByRole('listitem').count()).toBe(3)
    await eventually(focused, 'Votre question')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('offers choices as buttons, which retire once answered', async () => {
    await ask('ma carte')
    await button('Retirer ma carte électorale').click()
    await log().getByRole('article').waitFor()
    expect(await button('Refaire une carte d’identité perdue').count()).toBe(0)
    expect(await log().getByText('Refaire une carte d’identité perdue').isVisible()).toBe(true)
    expect(await log().locator('.past strong').allTextContents()).toEqual([
      ' Retirer ma carte électorale (votre choix)',
    ])
  })

  it('writes Arabic from right to left, and says that entries are in French', async () => {
    await ask('بطاقة carte')
    const directionOf = (text: string) =>
      log()
        .getByText(text)
        .evaluate((element) => getComputedStyle(element).direction)
    const languageOf = (name: string) => button(name).evaluate((element) => element.closest('li')?.lang)
    await button('Retirer ma carte électorale').waitFor()
    expect(await directionOf('بطاقة carte')).toBe('rtl')
    expect(await directionOf('Je vois plusieurs réponses possibles.')).toBe('ltr')
    expect(await languageOf('Retirer ma carte électorale')).toBe('')
    expect(await languageOf('Ce n’est pas ma question')).toBe('')
    await button('Retirer ma carte électorale').click()
    expect(await log().getByRole('article').getAttribute('lang')).toBe('fr')
  })

  it('gives the emergency numbers strongly, as links', async () => {
    await ask('je fais un malaise')
    await log().getByText('Urgence').waitFor()
    const hrefs = await log()
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs).toEqual(['tel:15', 'tel:18', 'tel:112', 'sms:114'])
  })

  it('shows at once that an answer is being looked for', async () => {
    server.delayMs = 1_500
    await ask('bonjour')
    await log().getByText('L’assistant cherche la réponse…').waitFor()
    await page.getByRole('status').getByText('L’assistant cherche la réponse…').waitFor()
    await page.getByRole('status').getByText('Vous avez écrit : bonjour').waitFor()
  })

  it('refuses an empty message gently, counts near the limit, and warns of needless numbers', async () => {
    const hint = dialog().locator('#hint')
    const status = page.getByRole('status')
    await field().press('Enter')
    await hint.getByText('Écrivez d’abord votre question').waitFor()
    await status.getByText('Écrivez d’abord votre question').waitFor()
    await field().fill('a'.repeat(1_950))
    await hint.getByText('Caractères restants\u00a0: 50.').waitFor()
    await ask('a'.repeat(2_003))
    await hint.getByText('Caractères à retirer\u00a0: 3.').waitFor()
    await status.getByText('Caractères à retirer\u00a0: 3.').waitFor()
    await field().fill('ma carte est 4970 1012 3456 7890')
    await hint.getByText('est inutile pour vous répondre').waitFor()
    await field().fill('')
    await field().fill('ma carte est 4970 1012 3456 7890')
    await status.getByText('est inutile pour vous répondre').waitFor()
    expect(server.calls.filter((call) => call.startsWith('POST'))).toEqual([])
  })

  it('grows to five lines', async () => {
    const height = async () => (await field().boundingBox())?.height ?? 0
    const one = await height()
    await field().fill('1\n2\n3')
    const three = await height()
    await field().fill('1\n2\n3\n4\n5\n6\n7\n8')
    const most = await height()
    expect(Math.round((three - one) / 24)).toBe(2)
    expect(Math.round((most - one) / 24)).toBe(4)
  })

  it('does not send while a word is being composed', async () => {
    await field().fill('にほん')
    await field().dispatchEvent('keydown', { key: 'Enter', isComposing: true })
    expect(await field().inputValue()).toBe('にほん')
  })

  it('announces a new message once, and not the history', async () => {
    await ask('bonjour')
    await page.getByRole('status').getByText('Vous avez écrit : bonjour').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('Vous avez écrit : bonjour')
    expect(await log().getAttribute('aria-live')).toBe('off')
  })

  it('announces both of two replies that the stream delivers one by one, emergency numbers first', async () => {
    await ask('bonjour')
    const status = page.getByRole('status')
    await status.getByText('Vous avez écrit : bonjour').waitFor()
    server.atOnce(() => {
      server.say('assistant', { type: 'text', text: 'Une personne peut vous répondre.' })
      server.say('assistant', EMERGENCY)
    })
    await status.getByText('appelez le 15').waitFor()
    expect(await status.textContent()).toMatch(/^Si la vie .* 114, par SMS\.\nUne personne peut vous répondre\.$/)
  })
})

describe('what is masked in what is stored', () => {
  const NOTE = 'Visible sur cette page seulement, masqué dans ce qui est enregistré.'

  it('stays as she typed it on her own page, which says so, and is kept nowhere in her browser', async () => {
    server.masks = [
      ['12 rue des Lilas', '[adresse masquée]'],
      ['06 39 98 55 12', '[téléphone masqué]'],
    ]
    await open()
    await ask('quand passe la poubelle, 12 rue des Lilas ?')
    await log().getByText(NOTE).waitFor()
    await ask('  rappelez-moi au 06 39 98 55 12')
    await until(async () => (await log().getByText(NOTE).count()) === 2)
    await ask(' merci  beaucoup ')
    await log().getByText('merci beaucoup').and(log().locator('[dir="auto"]')).last().waitFor()
    await until(async () => (await log().locator('li.citizen.sending').count()) === 0)
    const own = await log().locator('li.citizen .bubble').allTextContents()
    expect(own.map((text) => text.trim())).toEqual([
      'quand passe la poubelle, 12 rue des Lilas ?',
      'rappelez-moi au 06 39 98 55 12',
      expect.stringMatching(/^merci +beaucoup$/),
    ])
    expect(await log().getByText(NOTE).count()).toBe(2)
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
    expect(kept).not.toMatch(/Lilas|06 39/)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await log().getByText('[téléphone masqué]').waitFor()
    expect(await log().getByText(NOTE).count()).toBe(0)
  })
})

describe('when things go wrong', () => {
  beforeEach(open)

  it('keeps a refused message, says why, and sends it again under the same id', async () => {
    server.refusals.push({ status: 503, problem: { detail: 'Le service est momentanément indisponible.' } })
    await ask('bonjour')
    await log().getByText('Le service est momentanément indisponible.').waitFor()
    await log().getByText('Non envoyé').waitFor()
    await button('Envoyer de nouveau').click()
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    await log().getByText('Envoyé').waitFor()
    expect(await log().getByText('bonjour', { exact: true }).count()).toBe(1)
  })

  it('waits as long as the server asks, then sends by itself', async () => {
    server.refusals.push({ status: 429, problem: { detail: 'Trop de messages en peu de temps.', retryAfterS: 1 } })
    await ask('bonjour')
    await log().getByText('Trop de messages en peu de temps.').waitFor()
    await log().getByText('Vous avez écrit : bonjour').waitFor()
  })

  it('sends what was written after a message that waits after it', async () => {
    server.refusals.push({ status: 429, problem: { detail: 'Trop de messages en peu de temps.', retryAfterS: 1 } })
    await ask('un')
    await log().getByText('Trop de messages en peu de temps.').waitFor()
    await ask('deux')
    await log().getByText('Vous avez écrit : deux').waitFor()
    const said = await log().locator('li.citizen .bubble').allTextContents()
    expect(said).toEqual(['un', 'deux'])
  })

  it('keeps messages typed without a network, through a reload, and sends them when it is back', async () => {
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.down = true
    server.dropStreams()
    await ask('deux')
    await log().getByText('Pas de connexion.').waitFor()
    await dialog().getByText('Connexion perdue, nouvelle tentative…').waitFor()
    // What is still being written stays too, until it is sent.
    await field().fill('et trois')
    await page.reload()
    server.down = false
    await log().getByText('Vous avez écrit : deux').waitFor()
    expect(await field().inputValue()).toBe('et trois')
    await field().press('Enter')
    await log().getByText('Vous avez écrit : et trois').waitFor()
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('trois')
    expect(await log().getByText('deux', { exact: true }).count()).toBe(1)
    await dialog().getByText('Connexion perdue').waitFor({ state: 'hidden' })
  })

  it('keeps what could not leave in sight when the loss of the connection takes room above it', async () => {
    await page.setViewportSize({ width: 320, height: 480 })
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.down = true
    await ask('deux')
    await log().getByText('Pas de connexion.').waitFor()
    server.dropStreams()
    await dialog().getByText('Connexion perdue, nouvelle tentative…').waitFor()
    const hidden = await log().evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight)
    expect(hidden).toBeLessThan(2)
  })

  it('reads what was said while the stream was cut, once', async () => {
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.dropStreams()
    server.say('agent', { type: 'text', text: 'dit pendant la coupure' }, { authorName: 'Nadia' })
    await log().getByText('dit pendant la coupure').waitFor()
    expect(await log().getByText('dit pendant la coupure').count()).toBe(1)
  })

  it('shows a message once when the stream says it twice', async () => {
    server.doubled = true
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.say('agent', { type: 'text', text: 'deux fois' }, { authorName: 'Nadia' })
    await log().getByText('deux fois').waitFor()
    await ask('trois')
    await log().getByText('Vous avez écrit : trois').waitFor()
    for (const text of ['deux fois', 'un', 'trois'])
      expect(await log().getByText(text, { exact: true }).count()).toBe(1)
  })

  it('asks every few seconds where streams are held back', async () => {
    server.mute = true
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.say('agent', { type: 'text', text: 'sans flux' }, { authorName: 'Nadia' })
    await log().getByText('sans flux').waitFor({ timeout: 30_000 })
  })

  it('begins again, saying so, when the conversation is gone, and loses no message', async () => {
    await ask('un')
    await log().getByText('Vous avez écrit : un').waitFor()
    server.conversations.clear()
    await ask('deux')
    await log().getByText('La conversation précédente a expiré').waitFor()
    await log().getByText('Vous avez écrit : deux').waitFor()
  })
})

describe('across pages', () => {
  it('finds the conversation again after a reload', async () => {
    await open()
    await ask('bonjour')
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    await page.reload()
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    expect(await log().getByText('Vous avez écrit : bonjour').count()).toBe(1)
    expect(server.conversations.size).toBe(1)
  })

  it('shows the same conversation in two tabs', async () => {
    await open()
    await ask('bonjour')
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    const first = page
    page = await newTab()
    await launcher().click()
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    await ask('du second onglet')
    await log().getByText('Vous avez écrit : du second onglet').waitFor()
    await first.bringToFront()
    await first.getByRole('log').getByText('Vous avez écrit : du second onglet').waitFor()
    expect(server.conversations.size).toBe(1)
  })

  it('counts unread words of an agent on the launcher and in the title', async () => {
    await open()
    await button('Parler à un agent').click()
    await dialog().getByText('Un agent est prévenu').waitFor()
    await button('Fermer').click()
    server.say('agent', { type: 'text', text: 'Bonjour' }, { authorName: 'Nadia' })
    await page.getByRole('button', { name: /Nouveaux messages\s: 1/ }).waitFor()
    expect(await page.title()).toBe('(1) Mairie')
    await page.reload()
    await page.getByRole('button', { name: /Nouveaux messages\s: 1/ }).click()
    await log().getByText('Nadia, agent de la mairie').waitFor()
    expect(await page.title()).toBe('Mairie')
  })
})

describe('after a reload', () => {
  /** What the top says, the first time that it says anything. */
  const speaker = () => dialog().locator('header p').getByText(/./).first().textContent()
  const greeting = () => log().getByText('Bonjour. Je suis un assistant automatique')

  it('shows where one was, waiting and talking, and says who speaks', async () => {
    await open()
    await button('Parler à un agent').click()
    await dialog()
      .locator('header')
      .getByText(/En attente\s: vous êtes 2e/)
      .waitFor()
    await page.reload()
    expect(await speaker()).toMatch(/^En attente\s: vous êtes 2e$/)
    await log().getByText('Vous êtes 2e dans la file').waitFor()
    server.setHandoff({ kind: 'live', status: 'assigned', agentName: null, position: null })
    server.say('agent', { type: 'text', text: 'Un long message.\n'.repeat(30) }, { authorName: 'Nadia' })
    server.say('agent', { type: 'text', text: 'Et le dernier.' }, { authorName: 'Nadia' })
    await log().getByText('Et le dernier.').waitFor()
    await page.reload()
    expect(await speaker()).toBe('Agent d’accueil')
    expect(await greeting().count()).toBe(0)
    const last = log().getByText('Et le dernier.')
    await last.waitFor()
    await until(async () => {
      const [said, seen] = [await last.boundingBox(), await log().boundingBox()]
      return !!said && !!seen && said.y >= seen.y && said.y + said.height <= seen.y + seen.height
    })
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  })

  it('finds a conversation that has ended, and a form as it was typed; both are forgotten when they are done with', async () => {
    server.canTalk = false
    await open()
    await ask('bonjour')
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    await button('Laisser un message').click()
    const name = page.getByRole('textbox', { name: /Votre nom/ })
    await name.fill('Ana Bertin')
    await page.reload()
    await name.waitFor()
    expect(await name.inputValue()).toBe('Ana Bertin')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 78')
    await page.getByRole('textbox', { name: /Votre message/ }).fill('Rappelez-moi.')
    await button('Envoyer le message').click()
    await dialog().getByText('Votre message est transmis.').waitFor()
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('Bertin')
    await button('Options').click()
    await button('Terminer la conversation').click()
    await button('Nouvelle conversation').waitFor()
    await page.reload()
    await button('Nouvelle conversation').waitFor()
    await button('Fermer').click()
    await page.reload()
    await launcher().waitFor()
    expect(await dialog().count()).toBe(0)
  })
})

describe('reaching a person', () => {
  it('waits with a place in the file, may give up, and tells who has come', async () => {
    await open()
    await button('Parler à un agent').press('Enter')
    await dialog().getByText('Vous êtes 2e dans la file').waitFor()
    await eventually(focused, 'Votre question')
    await button('Annuler l’attente').press('Enter')
    await log().getByText('Vous n’attendez plus d’agent.').waitFor()
    await button('Parler à un agent').waitFor()
    await eventually(focused, 'Votre question')
    await button('Parler à un agent').click()
    await dialog().getByText('Vous êtes 2e dans la file').waitFor()
    // An agent comes while the button is about to be pressed: the keyboard does not fall out of the panel with it.
    await button('Annuler l’attente').focus()
    server.setHandoff({ kind: 'live', status: 'assigned', agentName: 'Nadia', position: null })
    await dialog().locator('header').getByText('Agent d’accueil · Nadia').waitFor()
    await eventually(focused, 'Votre message')
    server.say('agent', { type: 'text', text: 'Bonjour, ici Nadia.' }, { authorName: 'Nadia' })
    await log().getByText('Nadia, agent de la mairie').waitFor()
    await ask('merci')
    await log().getByText('Reçu').waitFor()
    const readSeq = server.conversation.messages.length
    server.setHandoff({ kind: 'live', status: 'assigned', agentName: 'Nadia', position: null, readSeq })
    await log().getByText('Lu', { exact: true }).waitFor()
    expect(await log().getByText('L’assistant cherche').count()).toBe(0)
  })

  it('is told the next opening, and leaves a message: errors in words, nothing lost', async () => {
    server.canTalk = false
    await open()
    await dialog().getByText('Il rouvre demain à 8 h 30.').first().waitFor()
    expect(await button('Parler à un agent').count()).toBe(0)
    await button('Laisser un message').click()
    await button('Envoyer le message').click()
    const name = page.getByRole('textbox', { name: /Votre nom/ })
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    await expectFocus(name)
    const described = (await name.getAttribute('aria-describedby')) ?? ''
    const said = await page
      .locator(
        described
          .split(' ')
          .map((id) => `#${id}`)
          .join(','),
      )
      .allTextContents()
    expect(said.join(' ')).toContain('Écrivez votre nom.')
    await page.getByRole('alert').getByText('Réponses à corriger\u00a0: 3.').waitFor()

    await name.fill('Ana Bertin')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 99')
    await page.getByRole('textbox', { name: /Votre message/ }).fill('Rappelez-moi pour le livret de famille.')
    await button('Envoyer le message').click()
    await dialog().getByText('Ce numéro de téléphone n’existe pas.').waitFor()
    await button('Revenir à la discussion').click()
    await button('Laisser un message').click()
    expect(await name.inputValue()).toBe('Ana Bertin')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 78')
    await button('Envoyer le message').click()
    await log().getByText('Votre message est enregistré').waitFor()
    await dialog().getByText('Votre message est transmis.').waitFor()
  })

  it('reads why a message was refused: the keyboard goes there, in sight on a small screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    server.canTalk = false
    await open()
    await button('Laisser un message').click()
    await page.getByRole('textbox', { name: /Votre nom/ }).fill('Ana Bertin')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 78')
    await page.getByRole('textbox', { name: /Votre message/ }).fill('Rappelez-moi.')
    server.handoffRefusals.push({ status: 503, problem: { detail: 'Le service est momentanément indisponible.' } })
    await button('Envoyer le message').press('Enter')
    const refusal = page.getByRole('alert')
    await refusal.getByText('Le service est momentanément indisponible.').waitFor()
    await expectFocus(refusal)
    expect((await refusal.boundingBox())?.y).toBeGreaterThan(0)
  })

  it('learns that the reception has just closed', async () => {
    await open()
    server.canTalk = false
    await button('Parler à un agent').click()
    await dialog().getByRole('heading', { name: 'Laisser un message à la mairie' }).waitFor()
  })
})

describe('ending', () => {
  beforeEach(async () => {
    await open()
    await ask('bonjour')
    await log().getByText('Vous avez écrit').waitFor()
    await button('Options').click()
  })

  it('ends the conversation and begins another', async () => {
    await button('Terminer la conversation').click()
    await log().getByText('La conversation est terminée.').waitFor()
    await eventually(focused, 'Nouvelle conversation')
    await page.keyboard.press('Enter')
    await page.getByText('Questions fréquentes').waitFor()
    await eventually(focused, 'Votre question')
    await page.getByRole('status').getByText('Nouvelle conversation').waitFor()
    await log().getByText('Nouvelle conversation').waitFor()
    await ask('encore')
    await log().getByText('Vous avez écrit : encore').waitFor()
    expect(server.conversations.size).toBe(2)
  })

  it('reaches a person all the same, or leaves her a message, in another conversation', async () => {
    await button('Terminer la conversation').click()
    await button('Nouvelle conversation').waitFor()
    await button('Parler à un agent').press('Enter')
    await dialog().getByText('Vous êtes 2e dans la file').waitFor()
    await page.getByRole('status').getByText('Nouvelle conversation').waitFor()
    expect(await dialog().getByRole('heading', { name: 'Laisser un message à la mairie' }).count()).toBe(0)
    expect(server.conversations.size).toBe(2)
    await eventually(focused, 'Votre question')

    await button('Options').click()
    await button('Terminer la conversation').click()
    await button('Nouvelle conversation').waitFor()
    server.setHandoff(null)
    server.canTalk = false
    await button('Parler à un agent').click()
    await page.getByRole('textbox', { name: /Votre nom/ }).fill('Ana Bertin')
    await page.getByRole('textbox', { name: 'Téléphone' }).fill('06 12 34 56 78')
    await page.getByRole('textbox', { name: /Votre message/ }).fill('Rappelez-moi.')
    await button('Envoyer le message').click()
    await dialog().getByText('Votre message est transmis.').waitFor()
    expect(server.conversations.size).toBe(3)
  })

  it('does not ask for a message where the call is refused for another reason than that nobody is there', async () => {
    await button('Options').click()
    server.handoffRefusals.push({ status: 409, problem: { code: 'busy', detail: 'Patientez.' } })
    await button('Parler à un agent').click()
    await page.getByRole('status').getByText('Patientez.').waitFor()
    const shown = dialog().locator('.banner').getByText('Patientez.')
    await shown.waitFor()
    expect(await dialog().getByRole('heading', { name: 'Laisser un message à la mairie' }).count()).toBe(0)
    await ask('encore')
    await log().getByText('Vous avez écrit : encore').waitFor()
    expect(await shown.count()).toBe(0)
  })

  it('deletes everything after asking once', async () => {
    await button('Effacer mes données').click()
    await eventually(focused, 'Non, garder')
    await button('Oui, effacer').click()
    await log().getByText('Vos données sont effacées.').waitFor()
    expect(server.conversations.size).toBe(0)
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  })

  it('shows that everything is deleted on a small screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await log().evaluate((element) => element.scrollTo(0, 0))
    server.say('agent', { type: 'text', text: 'plus bas\n'.repeat(20) }, { authorName: 'Nadia' })
    await log().getByText('plus bas').waitFor()
    await log().evaluate(async (element) => {
      element.scrollTo(0, 0)
      // What scrolls is told with the next frame.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
    })
    server.say('agent', { type: 'text', text: 'encore plus bas' }, { authorName: 'Nadia' })
    await button('Nouveau message ↓').waitFor()
    await button('Effacer mes données').click()
    await button('Oui, effacer').click()
    const notice = log().getByText('Vos données sont effacées.')
    await notice.waitFor()
    await until(async () => {
      const [said, seen] = [await notice.boundingBox(), await log().boundingBox()]
      return !!said && !!seen && said.y >= seen.y && said.y + said.height <= seen.y + seen.height
    })
    expect(await button('Nouveau message ↓').count()).toBe(0)
  })
})

describe('reading older messages', () => {
  it('does not jump; a button leads to what is new', async () => {
    await open()
    await button('Demander un acte de naissance').click()
    await log().getByRole('article').waitFor()
    await log().evaluate((element) => element.scrollTo(0, 0))
    await page.waitForTimeout(100)
    server.say('agent', { type: 'text', text: 'tout en bas' }, { authorName: 'Nadia' })
    await button('Nouveau message ↓').waitFor()
    expect(await log().evaluate((element) => element.scrollTop)).toBe(0)
    await button('Nouveau message ↓').click()
    await until(() => log().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 4))
    await button('Nouveau message ↓').waitFor({ state: 'hidden' })
  })

  it('shows the beginning of a long answer', async () => {
    await open()
    await button('Demander un acte de naissance').click()
    const sentence = log().getByText('C’est gratuit.').first()
    await sentence.waitFor()
    await page.waitForTimeout(100)
    const [box, frame] = [await sentence.boundingBox(), await log().boundingBox()]
    expect((box?.y ?? 0) - (frame?.y ?? 0)).toBeGreaterThanOrEqual(0)
    expect((box?.y ?? 0) - (frame?.y ?? 0)).toBeLessThan(120)
  })
})

describe.each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { colorScheme: 'dark', forcedColors: 'active' }],
])('accessibility, %s', (_name, options) => {
  it('has no violation, from closed to the form’s errors', async () => {
    await visit({ ...options, reducedMotion: 'reduce' })
    await launcher().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await open()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Demander un acte de naissance').click()
    await log().getByRole('article').waitFor()
    server.refusals.push({ status: 503 })
    await ask('ma carte')
    await log().getByText('Non envoyé').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Envoyer de nouveau').click()
    await button('Retirer ma carte électorale').waitFor()
    await ask('je fais un malaise')
    await log().getByText('Urgence').waitFor()
    await button('Options').click()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Effacer mes données').click()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Non, garder').click()
    server.setHandoff(null)
    server.canTalk = false
    await button('Parler à un agent').click()
    await button('Envoyer le message').click()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})

describe('small screens', () => {
  it.each([
    [320, 640],
    [320, 256],
    [640, 450],
  ])('needs no horizontal scroll at %i × %i', async (width, height) => {
    await visit({ viewport: { width, height } })
    await open()
    await button('Demander un acte de naissance').click()
    await log().getByRole('article').waitFor()
    const overflow = await page.evaluate(() => {
      const root = document.querySelector('guichet-widget')?.shadowRoot
      const scrolled = [...(root?.querySelectorAll('*') ?? [])].filter(
        (element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1,
      )
      return {
        page: document.documentElement.scrollWidth - innerWidth,
        widget: scrolled
          .filter((element) => getComputedStyle(element).display !== 'inline')
          .map((element) => element.className || element.tagName),
      }
    })
    expect(overflow).toEqual({ page: 0, widget: [] })
  })

  it.each([
    [320, 480],
    [640, 400],
  ])('loses no word at %i × %i: the phone and the warning begin the conversation', async (width, height) => {
    server.sentence = 'Aucun agent n’est disponible en ligne. Téléphone : 02 61 91 00 00.'
    await visit({ viewport: { width, height } })
    await open()
    await log().getByRole('link', { name: '02 61 91 00 00' }).waitFor()
    await log().getByText('N’écrivez ni mot de passe').waitFor()
  })

  it('keeps a phone number whole', async () => {
    await visit({ viewport: { width: 320, height: 640 } })
    await open()
    await ask('bonjour')
    await log().getByText('Vous avez écrit').waitFor()
    server.say('assistant', { type: 'text', text: 'Telefone: 02 61 91 00 00. '.repeat(8) })
    const phones = log().getByRole('link', { name: '02 61 91 00 00' })
    await phones.last().waitFor()
    expect(await phones.evaluateAll((links) => links.map((link) => link.getClientRects().length))).toEqual(
      Array(8).fill(1),
    )
  })

  it.each([
    [640, 0.75],
    [350, 0.65],
  ])(
    'is conversation for the most part, at 320 × %i, and keeps a person and the field in sight',
    async (height, share) => {
      await visit({ viewport: { width: 320, height } })
      await open()
      const room = async () => ((await log().boundingBox())?.height ?? 0) / height
      expect(await room()).toBeGreaterThanOrEqual(share)
      await ask('bonjour')
      await log().getByText('Vous avez écrit').waitFor()
      expect(await room()).toBeGreaterThanOrEqual(share)
      for (const one of [button('Parler à un agent'), field(), log().getByText('Vous avez écrit')]) {
        const box = await one.boundingBox()
        expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= height).toBe(true)
      }
    },
  )

  it('tells in the menu, quietly, how those who do not hear reach the town', async () => {
    server.hearing = 'Par écrit ou par relais téléphonique : du lundi au vendredi de 8 h 30 à 17 h.'
    await open()
    await button('Options').click()
    await dialog().getByText(server.hearing).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('offers targets of 44 px, 24 px at least inside sentences', async () => {
    await visit({ viewport: { width: 320, height: 640 } })
    await open()
    const small = await dialog()
      .getByRole('button')
      .evaluateAll(
        (buttons) =>
          buttons.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44)
            .length,
      )
    expect(small).toBe(0)
  })
})

describe('the demonstration site', () => {
  it.each(['/index.html', '/demarches', '/la-mairie'])(
    '%s has no violation, light or dark, and does not overflow',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await visit({ colorScheme, viewport: { width: 320, height: 640 } }, path)
        await launcher().waitFor()
        expect(await accessibilityFaults(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
      }
    },
  )

  it('tells how to reach the town hall without JavaScript', async () => {
    await visit({}, '/index.html')
    const said = await page.locator('noscript').first().textContent()
    expect(said).toContain('02&nbsp;61&nbsp;91&nbsp;00&nbsp;00')
    expect(said).toContain('1 place de la Mairie, 45990 Villebourg-sur-Loire')
  })
})

describe('weight', () => {
  it('is at most 20 kB compressed: the script, and the call that opens the panel', async () => {
    const weigh = (content: string | Buffer) => gzipSync(content, { level: 9 }).length
    const script = weigh(await readFile(join('public/assets', 'widget.js')))
    const parts = await partsLoadedAtOnce('guichet-widget.js')
    const weights = await Promise.all(
      parts.map(async (name) => weigh(await readFile(join('public/assets', 'widget', name)))),
    )
    const modules = weights.reduce((sum, weight) => sum + weight, 0)
    const commune = weigh(await (await fetch(`${url}/api/v1/communes/villebourg`)).text())
    expect(script + modules + commune).toBeLessThanOrEqual(20_000)
  })
})

/** A module of the widget and those that it imports at once. */
async function partsLoadedAtOnce(name: string): Promise<string[]> {
  const code = await readFile(join('public/assets', 'widget', name), 'utf8')
  const imported = [...code.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)].map(([, part = '']) => part)
  const further = await Promise.all(imported.map(partsLoadedAtOnce))
  return [...new Set([name, ...further.flat()])]
}
