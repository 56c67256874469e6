import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { BIRTH_CERTIFICATE_CARD } from '../fake-payloads.js'
import { FakeServer } from '../fake-server.js'

let browser: Browser
let server: FakeServer
let url: string
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
})

const dialog = () => page.getByRole('dialog')
const button = (name: string) => dialog().getByRole('button', { name, exact: true })
const directionOf = (selector: string) =>
  dialog()
    .locator(selector)
    .first()
    .evaluate((element) => getComputedStyle(element).direction)

/** A visitor whose browser speaks Arabic, on a French page. */
async function visit(width: number, height: number): Promise<void> {
  server = new FakeServer()
  url = await server.listen()
  context = await browser.newContext({ locale: 'ar', viewport: { width, height }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(url)
  await page.getByRole('button', { name: 'Poser une question à la mairie' }).click()
  await page.getByText('Questions fréquentes').waitFor()
}

async function leave(): Promise<void> {
  await context.close()
  await server.close()
}

async function chooseArabic(): Promise<void> {
  await button('Options').click()
  await button('Langue / Language').click()
  await button('العربية').click()
  await button('خيارات').waitFor()
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

describe.each([
  [320, 640],
  [1280, 900],
])('Arabic, at %i × %i', (width, height) => {
  it('is proposed and not imposed; chosen, it goes from right to left, and French stays French', async () => {
    await visit(width, height)
    expect(await dialog().getAttribute('lang')).toBe('fr')
    const proposal = button('المتابعة بالعربية؟')
    await proposal.waitFor()
    expect([await proposal.getAttribute('lang'), await proposal.getAttribute('dir')]).toEqual(['ar', 'rtl'])
    expect(await accessibilityFaults(page)).toEqual([])
    await proposal.click()
    await button('التحدث مع موظف').waitFor()
    expect([await dialog().getAttribute('lang'), await dialog().getAttribute('dir')]).toEqual(['ar', 'rtl'])
    expect(await proposal.count()).toBe(0)
    await expectFocus(page.getByRole('textbox'))
    await page.getByText('بياناتكم تبقى في البلدية').click()
    expect(await page.getByRole('link', { name: 'dpo@villebourg.example' }).getAttribute('dir')).toBe('ltr')

    await button('Demander un acte de naissance').click()
    const card = page.getByRole('article')
    await card.waitFor()
    await card.locator('details').evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true
    })
    expect([await card.getAttribute('lang'), await card.getAttribute('dir')]).toEqual(['fr', 'ltr'])
    expect([await directionOf('article .steps'), await directionOf('article footer')]).toEqual(['ltr', 'rtl'])
    // What its buttons say is in her language.
    expect(await button('Je n’y arrive pas en ligne').getAttribute('lang')).toBe('ar')
    await card.getByText('31 أكتوبر 2023').waitFor()
    expect(await overflow()).toEqual([])
    expect(await accessibilityFaults(page)).toEqual([])

    server.say(
      'assistant',
      {
        ...BIRTH_CERTIFICATE_CARD,
        answer: { ...answerOf(), language: 'ar', title: 'طلب شهادة الميلاد', translation: 'ترجمة لم يراجعها أحد' },
      } as typeof BIRTH_CERTIFICATE_CARD,
      { language: 'ar' },
    )
    const translated = page.getByRole('article').filter({ hasText: 'ترجمة لم يراجعها أحد' })
    await translated.waitFor()
    expect([await translated.getAttribute('lang'), await translated.getAttribute('dir')]).toEqual(['ar', 'rtl'])
    expect(await translated.locator('a[href^="tel:"]').getAttribute('dir')).toBe('ltr')
    expect(await overflow()).toEqual([])
    await button('خيارات').click()
    await button('اللغة / Langue').click()
    // The open menu lies over a part of the button beneath until it closes.
    expect((await accessibilityFaults(page)).filter((one) => !one.startsWith('target-size'))).toEqual([])
    expect(await overflow()).toEqual([])
    await leave()
  })
})

describe('a chosen language', () => {
  it('is kept for the next page, told to the conversation, and forgotten with it', async () => {
    await visit(1280, 900)
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await page.getByRole('textbox').fill('bonjour')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Vous avez écrit : bonjour').waitFor()
    await chooseArabic()
    const chosen = button('العربية')
    expect(await chosen.count()).toBe(0)
    await page.reload()
    await button('التحدث مع موظف').waitFor()
    expect(server.languages).toEqual(['ar'])
    await button('خيارات').click()
    await button('محو بياناتي').click()
    await button('نعم، محو').click()
    await page.getByText('مُحيت بياناتكم.').first().waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await leave()
  })
})

describe('the form of a message', () => {
  it('gives the phone once, though the sentence writes it with other spaces', async () => {
    await visit(320, 640)
    server.canTalk = false
    server.sentence = 'لا يوجد موظف متاح. الهاتف: \u206802\u00a061\u00a091\u00a000\u00a000\u2069.'
    await page.reload()
    await page.getByRole('button', { name: 'Poser une question à la mairie' }).click()
    await chooseArabic()
    await button('ترك رسالة').click()
    await dialog().locator('form.contact').waitFor()
    expect(await dialog().locator('form.contact a[href^="tel:"]').count()).toBe(1)
    await leave()
  })
})

function answerOf() {
  if (BIRTH_CERTIFICATE_CARD.type !== 'card') throw new Error('a card was expected')
  return BIRTH_CERTIFICATE_CARD.answer
}
