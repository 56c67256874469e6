import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../browser/accessibility-faults.js'
import { FakeServer } from './fake-server.js'

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

async function open(options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, ...options })
  page = await context.newPage()
  errors = []
  requested = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(url)
  await page.getByRole('button', { name: 'Poser une question à la mairie' }).press('Enter')
  await page.getByText('Questions fréquentes').waitFor()
}

const field = () => page.getByRole('textbox')
const list = () => page.getByRole('listbox', { name: 'Fiches proposées pendant la saisie' })
const options = () => list().getByRole('option').allTextContents()
const log = () => page.getByRole('log')
const active = async () => {
  const id = await field().getAttribute('aria-activedescendant')
  return id === null ? null : page.locator(`#${id}`).textContent()
}

describe('suggestions while typing', () => {
  it('are read, chosen and closed with the keyboard alone, and nothing typed is sent for them', async () => {
    await open()
    await page.keyboard.type('p')
    expect(await list().count()).toBe(0)
    await page.keyboard.type('assport')
    await list().waitFor()
    expect((await options()).slice(0, 2)).toEqual(['Passeport perdu ou volé', 'Renouveler son passeport'])
    expect(await field().getAttribute('aria-controls')).toBe('suggestions')
    expect(await active()).toBeNull()
    await page.getByRole('status').getByText('Fiches proposées\u00a0: 4.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    await page.keyboard.press('ArrowDown')
    expect(await active()).toBe('Passeport perdu ou volé')
    await page.keyboard.press('ArrowDown')
    expect(await active()).toBe('Renouveler son passeport')
    expect(await list().getByRole('option', { selected: true }).allTextContents()).toEqual(['Renouveler son passeport'])
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect(await active()).toBeNull()
    await page.keyboard.press('ArrowUp')
    expect(await active()).toBe('Faire ou refaire le passeport d’un enfant')
    expect(await accessibilityFaults(page)).toEqual([])

    await page.keyboard.press('Escape')
    await list().waitFor({ state: 'detached' })
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    expect(await field().inputValue()).toBe('passport')
    expect(await field().getAttribute('aria-activedescendant')).toBeNull()

    await page.keyboard.type(' vol')
    await list().waitFor()
    await page.keyboard.press('ArrowDown')
    expect(requested.filter((address) => /passport|vol/.test(address))).toEqual([])
    expect(server.calls).toEqual(['GET /communes/villebourg', 'GET /communes/villebourg/titles'])
    await page.keyboard.press('Enter')
    await log().getByRole('article').waitFor()
    expect(await log().getByText('Passeport perdu ou volé', { exact: true }).count()).toBeGreaterThan(0)
    expect(await field().inputValue()).toBe('')
    expect(await list().count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('leave Enter to the question when none is active', async () => {
    await open()
    await field().fill('passeport')
    await list().waitFor()
    await page.keyboard.press('Enter')
    await log().getByText('Vous avez écrit : passeport').waitFor()
  })

  it('leave the keys to a word that is being composed', async () => {
    await open()
    await field().fill('passeport')
    await list().waitFor()
    await field().evaluate((element) => {
      const key = { key: 'ArrowDown', isComposing: true, bubbles: true, cancelable: true }
      element.dispatchEvent(new KeyboardEvent('keydown', key))
    })
    expect(await active()).toBeNull()
  })

  it('are turned off and on again in the options', async () => {
    await open()
    const option = () => page.getByRole('button', { name: 'Fiches proposées pendant la saisie' })
    await page.getByRole('button', { name: 'Options' }).click()
    expect(await option().getAttribute('aria-pressed')).toBe('true')
    await option().click()
    await field().fill('passeport')
    await page.reload()
    await page.getByRole('button', { name: 'Poser une question à la mairie' }).click()
    await field().fill('passeport')
    await page.getByRole('button', { name: 'Options' }).click()
    await option().waitFor()
    expect(await list().count()).toBe(0)
    expect(server.calls).not.toContain('GET /communes/villebourg/titles')
    await option().click()
    await field().fill('passeport perdu')
    await list().waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  it('are not shown while an agent talks', async () => {
    await open()
    await field().fill('bonjour')
    await page.keyboard.press('Enter')
    await log().getByText('Vous avez écrit : bonjour').waitFor()
    await field().fill('passeport')
    await list().waitFor()
    server.setHandoff({ kind: 'live', status: 'assigned', agentName: 'Nadia', position: null })
    await list().waitFor({ state: 'detached' })
  })
})

describe('on a small screen', () => {
  it.each([
    [320, 640],
    [320, 256],
  ])(
    'leave every button in sight at %i × %i, without horizontal scroll, and are chosen by touch',
    async (width, height) => {
      await open({ viewport: { width, height }, hasTouch: true })
      await field().fill('passeport')
      await list().waitFor()
      expect((await options()).length).toBe(3)
      const [box, send] = [
        await list().boundingBox(),
        await page.getByRole('button', { name: 'Envoyer', exact: true }).boundingBox(),
      ]
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(send?.y ?? 0)
      expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(height)
      expect(await page.getByRole('button', { name: 'Parler à un agent' }).isVisible()).toBe(true)
      expect(await list().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
      const heights = await list()
        .getByRole('option')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
      await page.keyboard.press('Escape')
      await list().waitFor({ state: 'detached' })
      expect(await page.getByRole('dialog').isVisible()).toBe(true)
      await field().fill('passeport perdu')
      await list().getByRole('option').first().tap()
      await log().getByRole('article').waitFor()
    },
  )

  it('have no violation in forced colours nor in the dark', async () => {
    await open({ viewport: { width: 320, height: 640 }, colorScheme: 'dark', forcedColors: 'active' })
    await field().fill('passeport')
    await list().waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
