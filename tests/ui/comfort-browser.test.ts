import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../browser/accessibility-faults.js'
import { eventually } from '../browser/eventually.js'
import { FakeServer } from './fake-server.js'

/** What a device can do: languages of its own voices, of voices elsewhere, and of speech recognised on it; `null` where the browser cannot tell. */
interface Device {
  local: string[]
  far: string[]
  recognised: string[] | null
}

/** What the fakes of {@link pretend} keep, to be looked at and played with. */
interface Speech {
  said: { text: string; lang: string }[]
  /** Whether a sentence is being said. */
  isSpeaking: boolean
  finish(): void
  /** Whether a microphone is open. */
  isListening: boolean
  processLocally: boolean
  hear(words: string, isFinal: boolean): void
}

let browser: Browser
let server: FakeServer
let url: string
let context: BrowserContext
let page: Page
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
})

afterEach(async () => {
  await context.close()
  await server.close()
  expect(errors).toEqual([])
})

/** Runs in the page, before its scripts: a voice and an ear that only keep what they are asked. */
function pretend({ local, far, recognised }: Device): void {
  let saying: SpeechSynthesisUtterance | null = null
  let open: { onresult?: (event: unknown) => void; onend?: () => void; processLocally?: boolean } | null = null
  const speech: Speech = {
    said: [],
    get isSpeaking() {
      return saying !== null
    },
    finish() {
      const ended = saying
      saying = null
      ended?.onend?.({} as SpeechSynthesisEvent)
    },
    get isListening() {
      return open !== null
    },
    processLocally: false,
    hear: (transcript, isFinal) => open?.onresult?.({ resultIndex: 0, results: [{ isFinal, 0: { transcript } }] }),
  }
  const voices = [
    ...local.map((lang) => ({ lang, localService: true, default: false })),
    ...far.map((lang) => ({ lang, localService: false, default: true })),
  ]
  const synthesis = Object.assign(new EventTarget(), {
    getVoices: () => voices,
    speak(utterance: SpeechSynthesisUtterance) {
      saying = utterance
      speech.said.push({ text: utterance.text, lang: utterance.lang })
    },
    cancel() {
      const interrupted = saying
      saying = null
      interrupted?.onerror?.({} as SpeechSynthesisErrorEvent)
    },
  })
  class Recognition {
    declare processLocally: boolean
    onend?: () => void
    start() {
      open = this
      speech.processLocally = this.processLocally
    }
    stop() {
      open = null
      this.onend?.()
    }
    abort() {
      this.stop()
    }
  }
  if (recognised) {
    const available = async ({ langs }: { langs: string[] }) =>
      langs.every((lang) => recognised.includes(lang)) ? 'available' : 'downloadable'
    Object.assign(Recognition, { available })
    Object.assign(Recognition.prototype, { processLocally: false })
  }
  class Utterance {
    constructor(readonly text: string) {}
  }
  for (const [name, value] of Object.entries({
    speech,
    speechSynthesis: synthesis,
    SpeechSynthesisUtterance: Utterance,
    SpeechRecognition: Recognition,
  }))
    Object.defineProperty(window, name, { value, configurable: true })
  Object.defineProperty(navigator, 'userAgentData', { value: { brands: [{ brand: 'Google Chrome' }] } })
}

const ABLE: Device = { local: ['fr-FR'], far: [], recognised: ['fr-FR'] }

async function visit(device: Device = ABLE, options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options })
  await context.addInitScript(pretend, device)
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  errors = []
  requested = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(url)
  await open()
}

async function open(): Promise<void> {
  const launcher = page.getByRole('button', { name: 'Poser une question à la mairie' })
  // After a reload it is open by itself, where a conversation had begun.
  await launcher.or(field()).first().waitFor()
  if (await launcher.isVisible()) await launcher.click()
  await field().waitFor()
}

const dialog = () => page.getByRole('dialog')
const field = () => page.getByRole('textbox')
const button = (name: string) => dialog().getByRole('button', { name, exact: true })
const status = (text: string | RegExp) => page.getByRole('status').getByText(text)
const speech = <T>(use: (speech: Speech) => T): Promise<T> =>
  page.evaluate(`(${use.toString()})(window.speech)`) as Promise<T>
const stored = () => page.evaluate(() => localStorage.getItem('guichet:villebourg:comfort'))
const textSize = () => dialog().evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))

async function choose(option: string): Promise<void> {
  await button('Options').click()
  await button(option).click()
}

async function ask(text: string): Promise<void> {
  await field().fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText(text, { exact: true }).waitFor()
}

/** What overflows its place sideways. */
function overflow(): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('guichet-widget')?.shadowRoot
    const wide = [...(root?.querySelectorAll('*') ?? [])].filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 1 &&
        getComputedStyle(element).display !== 'inline',
    )
    const ofPage = document.documentElement.scrollWidth > innerWidth ? ['page'] : []
    return [...ofPage, ...wide.map((element) => element.className || element.tagName)]
  })
}

describe('reading aloud', () => {
  it('is off, and not even loaded, until it is chosen; then each message has a button', async () => {
    await visit()
    await ask('acte')
    await page.getByRole('article').waitFor()
    expect(await button('Écouter').count()).toBe(0)
    expect(requested.filter((address) => /comfort/.test(address))).toEqual([])
    expect(await stored()).toBeNull()

    await choose('Proposer la lecture à voix haute')
    await status('Chaque message a maintenant un bouton').waitFor()
    // Not on her own.
    expect(await button('Écouter').count()).toBe(2)
    expect(await stored()).toBe('100 reading')
    expect(await speech(({ said }) => said)).toEqual([])
    expect(await accessibilityFaults(page)).toEqual([])

    await page.reload()
    await open()
    await button('Écouter').last().waitFor()
    expect(await button('Écouter').count()).toBe(2)
  })

  it('reads a card in order, sentence by sentence, says so, and stops', async () => {
    await visit()
    await choose('Proposer la lecture à voix haute')
    await ask('acte')
    await page.getByRole('article').waitFor()
    await button('Écouter').last().click()
    await page.getByText('Lecture en cours').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await speech((it) => it.finish())
    await speech((it) => it.finish())
    expect(await speech(({ said }) => said.slice(0, 3))).toEqual([
      { text: 'C’est gratuit.', lang: 'fr-FR' },
      { text: expect.stringMatching(/^La demande se fait/), lang: 'fr-FR' },
      { text: 'Demander une copie ou un extrait d’acte de naissance', lang: 'fr-FR' },
    ])
    // One with the message, one that stays in sight.
    expect(await button('Arrêter la lecture').count()).toBe(2)
    await button('Arrêter la lecture').first().click()
    expect(await speech(({ isSpeaking }) => isSpeaking)).toBe(false)
    expect(await page.getByText('Lecture en cours').count()).toBe(0)
    expect(await field().evaluate((element) => element.matches(':focus'))).toBe(true)
  })

  it('stops with Escape, which leaves the panel open, with a message sent, with the panel', async () => {
    await visit()
    await choose('Proposer la lecture à voix haute')
    await ask('acte')
    await page.getByRole('article').waitFor()
    const isSpeaking = () => speech((it) => it.isSpeaking)

    await button('Écouter').last().click()
    expect(await isSpeaking()).toBe(true)
    await page.keyboard.press('Escape')
    expect([await isSpeaking(), await dialog().isVisible()]).toEqual([false, true])

    await button('Écouter').first().click()
    expect(await isSpeaking()).toBe(true)
    await ask('merci')
    expect(await isSpeaking()).toBe(false)

    await button('Écouter').first().click()
    expect(await isSpeaking()).toBe(true)
    await button('Fermer').click()
    expect(await isSpeaking()).toBe(false)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('is not offered with a voice elsewhere, and the menu says why', async () => {
    await visit({ local: ['de-DE'], far: ['fr-FR'], recognised: null })
    await button('Options').click()
    await page.getByText('À savoir sur la lecture').click()
    await page.getByText('votre appareil n’a pas de voix pour elle').waitFor()
    await page.getByText('il enverrait le texte à une autre entreprise').waitFor()
    expect(await button('Proposer la lecture à voix haute').count()).toBe(0)
    expect(await page.getByText('La voix est celle de votre appareil').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
  })
})

describe('dictation', () => {
  it('is off until it is chosen; writes what is heard, sends nothing, and stops', async () => {
    await visit()
    await ask('bonjour')
    // Answered: its own call is over.
    await page.getByRole('log').getByText('Vous avez écrit : bonjour').waitFor()
    const sent = server.calls.length
    expect(await button('Dicter').count()).toBe(0)
    await choose('Proposer la dictée')
    await status('Un bouton').waitFor()
    await button('Dicter').click()
    await page.getByText('Micro allumé').waitFor()
    expect(await speech(({ isListening, processLocally }) => [isListening, processLocally])).toEqual([true, true])
    expect(await accessibilityFaults(page)).toEqual([])

    await speech((it) => it.hear('refaire ma car', false))
    expect(await field().inputValue()).toBe('refaire ma car')
    await speech((it) => it.hear('refaire ma carte', true))
    expect(await field().inputValue()).toBe('refaire ma carte')
    await button('Arrêter la dictée').click()
    await status('Dictée arrêtée').waitFor()
    expect(await speech((it) => it.isListening)).toBe(false)
    expect(await field().evaluate((element) => element.matches(':focus'))).toBe(true)
    expect(server.calls.slice(sent).filter((call) => call.startsWith('POST'))).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('refaire ma carte', { exact: true }).waitFor()
  })

  it('closes the microphone with Escape, and when what is written is sent', async () => {
    await visit()
    await choose('Proposer la dictée')
    await button('Dicter').click()
    await speech((it) => it.hear('bonjour', false))
    await page.keyboard.press('Escape')
    expect([await speech((it) => it.isListening), await dialog().isVisible()]).toEqual([false, true])
    expect(await field().inputValue()).toBe('bonjour')
    await button('Dicter').click()
    await button('Envoyer').click()
    await page.getByRole('log').getByText('bonjour', { exact: true }).waitFor()
    expect(await speech((it) => it.isListening)).toBe(false)
    await speech((it) => it.hear('trop tard', true))
    expect(await field().inputValue()).toBe('')
  })

  it.each([
    ['the browser would send the voice elsewhere', [] as string[]],
    ['the browser cannot tell where it goes', null],
  ])('is not offered where %s, and the menu says so', async (_, recognised) => {
    await visit({ local: ['fr-FR'], far: [], recognised })
    await button('Options').click()
    await page.getByText('À savoir sur la lecture').click()
    await page.getByText('votre navigateur peut envoyer votre voix à une autre entreprise').waitFor()
    await page.getByText('Le clavier d’un téléphone a souvent un micro').waitFor()
    expect(await button('Proposer la dictée').count()).toBe(0)
    await page.getByText('deux voix parleraient en même temps').waitFor()
    expect(await page.getByText('Votre voix est reconnue par votre appareil').count()).toBe(0)
  })
})

/** Which message is at the top of what is seen. */
const messageInSight = () =>
  page.getByRole('log').evaluate((log) => {
    const { top } = log.getBoundingClientRect()
    return [...log.querySelectorAll(':scope > ol > li')].findIndex((one) => one.getBoundingClientRect().bottom > top)
  })

describe('the size of the text', () => {
  it('grows and shrinks in the options, is remembered, and forgotten with the rest', async () => {
    await visit()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    const normal = await textSize()
    await button('Options').click()
    const larger = dialog().getByRole('button', { name: 'Agrandir le texte' })
    await larger.click()
    await status('Taille du texte\u00a0: 125\u202f%').waitFor()
    expect(await textSize()).toBe(normal * 1.25)
    await larger.click()
    expect(await larger.getAttribute('aria-disabled')).toBe('true')
    await larger.press('Enter')
    expect([await textSize(), await stored()]).toEqual([normal * 1.5, '150'])
    expect(await accessibilityFaults(page)).toEqual([])

    await page.reload()
    expect(requested.filter((address) => /comfort/.test(address)).length).toBe(1)
    await open()
    await page.waitForFunction((size) => {
      const panel = document.querySelector('guichet-widget')?.shadowRoot?.querySelector('dialog')
      return panel && Number.parseFloat(getComputedStyle(panel).fontSize) === size
    }, normal * 1.5)
    await ask('bonjour')
    await choose('Effacer mes données')
    await button('Oui, effacer').click()
    await page.getByText('Vos données sont effacées.').first().waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    // The stream of what is erased may have been opening.
    errors = errors.filter((error) => !error.includes('404'))
  })

  it.each([
    [320, 640],
    [640, 450],
  ])('at its largest, leaves all in reach at %i × %i, in every language', async (width, height) => {
    await visit(ABLE, { viewport: { width, height } })
    await choose('Proposer la lecture à voix haute')
    await choose('Proposer la dictée')
    await ask('acte')
    await page.getByRole('article').waitFor()
    await button('Options').click()
    const read = await messageInSight()
    for (const _ of [1, 2]) await dialog().getByRole('button', { name: 'Agrandir le texte' }).click()
    expect(await messageInSight()).toBe(read)
    await page.getByText('À savoir sur la lecture').click()
    expect(await overflow()).toEqual([])
    const last = button('Fiches proposées pendant la saisie')
    await last.scrollIntoViewIfNeeded()
    const box = await last.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
    // The open menu lies over a part of what is beneath until it closes.
    expect((await accessibilityFaults(page)).filter((one) => !one.startsWith('target-size'))).toEqual([])
    await page.keyboard.press('Escape')
    await button('Écouter').last().click()
    await button('Arrêter la lecture').first().waitFor()
    expect(await overflow()).toEqual([])
    expect(await accessibilityFaults(page)).toEqual([])
    const room = await page.getByRole('log').boundingBox()
    expect(room?.height).toBeGreaterThan(120)
    await page.keyboard.press('Escape')

    for (const [menu, opener, language, listen] of [
      ['Options', 'Langue / Language', 'العربية', 'استماع'],
      ['خيارات', 'اللغة / Langue', 'Українська', 'Слухати'],
      ['Параметри', 'Мова / Langue', 'Português', 'Ouvir'],
      ['Opções', 'Língua / Langue', 'Español', 'Escuchar'],
      ['Opciones', 'Idioma / Langue', 'English', 'Listen'],
      ['Options', 'Language / Langue', 'Русский', 'Слушать'],
      ['Параметры', 'Язык / Langue', 'Türkçe', 'Dinle'],
      ['Seçenekler', 'Dil / Langue', 'Română', 'Ascultați'],
    ] as const) {
      await button(menu).click()
      await button(opener).click()
      await button(language).click()
      await button(listen).last().waitFor()
      expect([language, await overflow()]).toEqual([language, []])
    }
  })

  it('loses no word as it grows on a small screen', async () => {
    await visit(ABLE, { viewport: { width: 320, height: 640 } })
    server.sentence = 'Aucun agent n’est disponible en ligne. Téléphone : 02 61 91 00 00.'
    await page.reload()
    await open()
    for (const _ of [1, 2]) {
      await button('Options').click()
      await dialog().getByRole('button', { name: 'Agrandir le texte' }).click()
      await page.keyboard.press('Escape')
      await dialog().getByRole('link', { name: '02 61 91 00 00' }).waitFor()
      await page.getByRole('log').getByText('N’écrivez ni mot de passe').waitFor()
      // What is folded is laid out again a little later.
      await eventually(async () => (await overflow()).length, 0)
    }
    const room = await page.getByRole('log').boundingBox()
    expect(room?.height).toBeGreaterThan(120)
  })

  it('has no violation in the dark and in forced colours', async () => {
    await visit(ABLE, { viewport: { width: 320, height: 640 }, colorScheme: 'dark', forcedColors: 'active' })
    await choose('Proposer la lecture à voix haute')
    await choose('Proposer la dictée')
    await ask('bonjour')
    await button('Dicter').click()
    expect(await accessibilityFaults(page)).toEqual([])
    await button('Options').click()
    expect((await accessibilityFaults(page)).filter((one) => !one.startsWith('target-size'))).toEqual([])
  })
})
