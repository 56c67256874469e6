import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { OPEN, plainSpaces, startTestServer, type TestServer } from '../platform/http/harness.js'
import { eventually } from './eventually.js'

/** A message that nobody has taken for eleven weeks: its end is announced. */
const WEEKS_MS = 76 * 24 * 3_600_000
const ADMIN = 'admin@villebourg.example'
/** The narrowest phone that RGAA asks for, and a desk. */
const WIDTHS = [320, 1280]

let server: TestServer
let browser: Browser
let left = ''

beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
  const citizen = await server.startConversation()
  const contact = { name: 'Apolline', phone: '07 58 63 21 49', email: 'apolline@mail.example' }
  const message = { kind: 'message', ...contact, text: 'Mon dossier de cantine n’avance pas' }
  expect(await citizen.call('POST', '/handoff', message)).toMatchObject({ status: 201 })
  left = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
  server.clock.set(new Date(Date.parse(OPEN) + WEEKS_MS).toISOString())
  await server.app.sweep()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function signIn(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale: 'fr-FR' })
  const page = await context.newPage()
  // The server's clock is far from the machine's.
  await page.clock.setFixedTime(server.clock.now())
  await page.goto(`${server.url}/console`)
  await page.fill('input[type=email]', ADMIN)
  await page.fill('input[type=password]', DEMONSTRATION_PASSWORD)
  await page.press('input[type=password]', 'Enter')
  return page
}

const saysIn = (page: Page, place: string, words: string) =>
  eventually(async () => plainSpaces((await page.locator(place).allInnerTexts()).join(' ')).includes(words), true)
const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - window.innerWidth')

describe.each(WIDTHS)('a request that is about to be erased, %d pixels wide', (width) => {
  it.each(['light', 'dark'] as const)(
    'tells its day in the queue, beside how to reach her, and to supervisors (%s)',
    async (scheme) => {
      const page = await signIn(width, scheme)
      await saysIn(page, '.row .mark-badge.urgent', 'Sera effacée le 22 février')
      expect(await overflow(page)).toBe(0)
      await page.goto(`${server.url}/console#handoff/${left}`)
      await saysIn(page, '.contact', 'cette demande sera close sans réponse le 22 février')
      expect(await overflow(page)).toBe(0)
      await page.goto(`${server.url}/console#/supervision`)
      await saysIn(page, '.panels', 'sans suite depuis 76 jours, sera effacée le 22 février')
      expect(await overflow(page)).toBe(0)
      await page.context().close()
    },
  )
})
