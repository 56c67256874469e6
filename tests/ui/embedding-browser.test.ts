import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../browser/accessibility-faults.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { HOSTILE_CSS, HostSite, SITE_CSS } from './host-site.js'

const LAUNCHER = 'Poser une question à la mairie'
const ACCENT = 'rgb(122, 31, 92)'

let browser: Browser
let host: HostSite
let town: string
let chat: TestServer
let context: BrowserContext
/** Breaches of a content policy, uncaught errors, and what a console calls an error. */
let errors: string[]

beforeAll(async () => {
  host = new HostSite()
  town = await host.listen()
  const bourg = { id: 'bourg', nom: 'Bourg', origins: [town], theme: { accent: '#7a1f5c', radius: 6 } as const }
  const disc = { id: 'disque', nom: 'Disque', origins: [town], theme: { launcher: 'round', font: 'site' } as const }
  chat = await startTestServer({ communes: [bourg, disc], config: { publicDir: 'public' } })
  host.chat = chat.url
  host.put('/site.css', SITE_CSS)
  host.put('/hostile.css', HOSTILE_CSS)
  host.put('/own.css', 'guichet-widget { --guichet-accent: #1b3a6b; --guichet-y: 90px; }')
  host.putPage('/nothing', '')
  host.putPage(
    '/script',
    `<a href="#guichet">Une question ?</a> <a href="${chat.url}/chat?commune=bourg&langue=fr#guichet">Écrire à la mairie</a>${host.script()}`,
  )
  host.putPage('/hostile', `<a href="#guichet">Une question ?</a>${host.script()}`, ['/site.css', '/hostile.css'])
  host.putPage('/left', host.script('data-position="left" data-offset="10 60" data-label="Aide"'))
  host.putPage('/own', host.script(), ['/site.css', '/own.css'])
  host.putPage('/disc', host.script().replace('bourg', 'disque'))
  host.putPage(
    '/frame',
    `<a href="/">Avant</a><iframe src="${chat.url}/embed?commune=bourg&amp;langue=fr" title="Poser une question à la mairie"></iframe>`,
  )
  host.putPage('/refused', `<iframe src="${chat.url}/embed?commune=villebourg" title="x"></iframe>`)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await chat.stop()
  await host.close()
})

afterEach(async () => {
  await context.close()
  expect(errors).toEqual([])
})

async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({
    locale: 'fr-FR',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(30_000)
  errors = []
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      // Of the page: what moves inside the panel, in its shadow tree, is told without a node.
      const all = list.getEntries() as (PerformanceEntry & { value: number; sources: { node: Node | null }[] })[]
      const shifts = all.filter(({ sources }) => sources.some(({ node }) => node !== null))
      const { dataset } = document.documentElement
      dataset.shift = String(shifts.reduce((sum, { value }) => sum + value, Number(dataset.shift ?? 0)))
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(address.startsWith('/') ? town + address : address)
  return page
}

const launcher = (page: Page) => page.getByRole('button', { name: LAUNCHER })
const panel = (place: Page | Frame) => place.getByRole('dialog')
const styleOf = (page: Page, property: string) =>
  launcher(page).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)

async function askAndRead(place: Page | Frame): Promise<void> {
  await place.getByRole('textbox').fill('Comment obtenir un livret de famille ?')
  await place.getByRole('textbox').press('Enter')
  await place
    .getByRole('log')
    .getByText(/livret de famille/i)
    .nth(1)
    .waitFor()
}

describe('the script, on another site under a strict policy', () => {
  it('opens and answers, moves nothing of the page, and leaves nothing in its window', async () => {
    const bare = await visit('/nothing')
    const names = () => Object.getOwnPropertyNames(window)
    const before = await bare.evaluate(names)
    await context.close()
    const page = await visit('/script')
    await launcher(page).click()
    await panel(page).waitFor()
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length)).toBe(0)
    await askAndRead(page)
    expect((await page.evaluate(names)).filter((name) => !before.includes(name))).toEqual([])
    expect(await page.evaluate(() => document.documentElement.dataset.shift ?? '0')).toBe('0')
    // The measure sees what would move the page.
    await page.evaluate(() => document.body.append(document.createElement('p')))
    await page.waitForFunction(() => Number(document.documentElement.dataset.shift) > 0)
  })

  it('is opened by a link of the page, which has the focus back', async () => {
    const page = await visit('/script')
    await launcher(page).waitFor()
    for (const name of ['Une question ?', 'Écrire à la mairie']) {
      const link = page.getByRole('link', { name })
      await link.press('Enter')
      await panel(page).waitFor()
      await page.waitForFunction(
        () => document.querySelector('guichet-widget')?.shadowRoot?.activeElement?.tagName === 'TEXTAREA',
      )
      await page.keyboard.press('Escape')
      await panel(page).waitFor({ state: 'hidden' })
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
    }
    expect(page.url()).toBe(`${town}/script`)
  })

  it('is opened by an address, also when the link was pressed before the script was there', async () => {
    const page = await visit('/script#guichet')
    await panel(page).waitFor()
  })

  it('leaves a plain link to who has no script, from page to page', async () => {
    const page = await visit('/script', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Écrire à la mairie' }).click()
    await page.getByRole('link', { name: /sans JavaScript/ }).click()
    await page.getByRole('heading', { name: 'Poser une question' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/sans-script')
  })

  it('stands where the page says, in its words while its language is spoken', async () => {
    const page = await visit('/left')
    const button = page.getByRole('button', { name: 'Aide' })
    const { x, y, height } = (await button.boundingBox()) ?? { x: -1, y: -1, height: -1 }
    expect([x, 900 - y - height]).toEqual([10, 60])
    await button.click()
    const box = await panel(page).boundingBox()
    expect([box?.x, (box?.y ?? 0) >= 0]).toEqual([10, true])
    await page.getByRole('button', { name: 'Options' }).click()
    await page.getByRole('button', { name: /Langue/ }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.keyboard.press('Escape')
    await panel(page).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Ask the town hall a question' }).waitFor()
  })

  it('looks the same under the rules that a page has for everything', async () => {
    const looks = async (path: string) => {
      const page = await visit(path)
      await launcher(page).waitFor()
      const closed = await computedStyles(page)
      await launcher(page).click()
      await page.getByText('Questions fréquentes').waitFor()
      await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState === 'finished'))
      await page.evaluate(() =>
        (document.querySelector('guichet-widget')?.shadowRoot?.activeElement as HTMLElement)?.blur(),
      )
      const styles = { closed, open: await computedStyles(page) }
      await context.close()
      return styles
    }
    const [calm, hostile] = [await looks('/script'), await looks('/hostile')]
    expect(Object.keys(calm.open).length).toBeGreaterThan(40)
    expect(hostile).toEqual(calm)
  })
})

/** Every computed property of everything that the widget draws, by its place. */
function computedStyles(page: Page): Promise<Record<string, Record<string, string>>> {
  return page.evaluate(() => {
    const root = document.querySelector('guichet-widget')?.shadowRoot
    const all = [...(root?.querySelectorAll<HTMLElement>('*') ?? [])]
    return Object.fromEntries(
      all.map((element, index) => {
        const style = getComputedStyle(element)
        return [
          `${index} ${element.tagName} ${element.className}`,
          Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)])),
        ]
      }),
    )
  })
}

describe('the looks of a commune', () => {
  it('are there from the first moment, and give way to the page’s own', async () => {
    let page = await visit('/script')
    expect([await styleOf(page, 'background-color'), await styleOf(page, 'border-radius')]).toEqual([ACCENT, '12px'])
    await context.close()
    page = await visit('/own')
    const { y, height } = (await launcher(page).boundingBox()) ?? { y: 0, height: 0 }
    expect([await styleOf(page, 'background-color'), 900 - y - height]).toEqual(['rgb(27, 58, 107)', 90])
  })

  it('may be a disc, with its words for the keyboard and for those who do not see, in the page’s letters', async () => {
    const page = await visit('/disc')
    const { width, height } = (await launcher(page).boundingBox()) ?? { width: 0, height: 1 }
    expect(Math.abs(width - height)).toBeLessThan(1)
    expect(width).toBeGreaterThanOrEqual(44)
    expect(await styleOf(page, 'font-family')).toBe('Georgia, serif')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Tab')
    expect((await launcher(page).boundingBox())?.width).toBeGreaterThan(150)
  })

  it('give way to the reader’s own colours', async () => {
    const page = await visit('/script', { forcedColors: 'active' })
    expect(await styleOf(page, 'background-color')).not.toBe(ACCENT)
  })
})

describe('the frame', () => {
  const frameOf = async (page: Page) => {
    await page.frameLocator('iframe').getByRole('dialog').waitFor()
    return page.frames()[1] as Frame
  }

  it('shows the panel opened over its whole place, takes no focus, and has nothing to open or close it', async () => {
    const page = await visit('/frame')
    const frame = await frameOf(page)
    expect(await panel(frame).evaluate((element) => [element.clientHeight, innerHeight])).toEqual([600, 600])
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
    expect(
      await frame.evaluate(() => document.querySelector('guichet-widget')?.shadowRoot?.activeElement ?? null),
    ).toBeNull()
    expect(await frame.getByRole('button', { name: LAUNCHER }).count()).toBe(0)
    expect(await frame.getByRole('button', { name: 'Fermer' }).count()).toBe(0)
    expect(await frame.title()).toBe('Poser une question – Bourg')
    expect(await page.evaluate(() => document.documentElement.dataset.shift ?? '0')).toBe('0')
  })

  it('closes its menus on Escape, and stays', async () => {
    const page = await visit('/frame')
    const frame = await frameOf(page)
    const menu = frame.getByRole('button', { name: 'Options' })
    await menu.press('Enter')
    await frame.getByRole('button', { name: 'Version simplifiée' }).waitFor()
    await page.keyboard.press('Escape')
    await frame.getByRole('button', { name: 'Version simplifiée' }).waitFor({ state: 'hidden' })
    expect(await menu.evaluate((element) => element.matches(':focus'))).toBe(true)
    await page.keyboard.press('Escape')
    expect(await panel(frame).isVisible()).toBe(true)
    await askAndRead(frame)
  })

  it('answers where the browser refuses to keep anything', async () => {
    const page = await visit('/nothing')
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('refused', 'SecurityError')
          },
        })
      }
    })
    await page.goto(`${town}/frame`)
    await askAndRead(await frameOf(page))
  })

  it('is refused to the sites of another commune', async () => {
    const page = await visit('/refused')
    await page.waitForTimeout(500)
    expect(errors.filter((error) => /frame-ancestors/.test(error))).toHaveLength(1)
    expect(await page.frameLocator('iframe').getByRole('dialog').count()).toBe(0)
    errors = []
  })
})

describe('the page of its own, in another language', () => {
  it('is whole in it, what the server says included', async () => {
    const page = await visit(`${chat.url}/chat?commune=bourg&langue=en`)
    await page.getByText('Nobody is available online').first().waitFor()
    expect(await page.title()).toBe('Ask a question – Bourg')
    expect(await page.getByText('Aucun agent').count()).toBe(0)
  })
})

describe.each([
  ['a desk', { viewport: { width: 1280, height: 900 } }],
  ['a phone of 320 px', { viewport: { width: 320, height: 640 }, hasTouch: true }],
  ['a dark screen', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
] satisfies [string, BrowserContextOptions][])('the page of its own, on %s', (_name, options) => {
  it('fills the window, with no violation and nothing to scroll sideways', async () => {
    const page = await visit(`${chat.url}/chat?commune=bourg&langue=fr`, options)
    await page.getByText('Questions fréquentes').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const [width, height] = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, innerHeight])
    const box = await panel(page).boundingBox()
    expect([(width ?? 0) <= 0, box?.y, box?.height]).toEqual([true, 0, height])
    expect(await page.getByRole('link', { name: /sans JavaScript/ }).count()).toBe(0)
    await askAndRead(page)
  })
})
