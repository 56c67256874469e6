import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import type { StaffMember } from '../platform/http/clients.js'
import { AGENT, OTHER_AGENT, startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

/** The supervision on the real server, as a supervisor uses it. Its photographs are kept, for eyes. */

const PHOTOGRAPHS = 'coverage/supervision'
const CHIEF = 'chef@villebourg.example'
const LOOKS = [320, 768, 1280].flatMap((width) =>
  (
    [
      ['light', { colorScheme: 'light' }],
      ['dark', { colorScheme: 'dark' }],
      ['forced', { forcedColors: 'active' }],
    ] as const
  ).map(([name, options]) => [name, width, options] as const),
)

let server: TestServer
let browser: Browser
let agent: StaffMember
let chief: StaffMember

/** A citizen who calls. @returns her request */
async function call(): Promise<string> {
  const citizen = await server.startConversation()
  await citizen.callAgent()
  return (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
}

beforeAll(async () => {
  await rm(PHOTOGRAPHS, { recursive: true, force: true })
  await mkdir(PHOTOGRAPHS, { recursive: true })
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
  agent = await server.signIn(AGENT)
  await agent.beAvailable()
  await (await server.signIn(OTHER_AGENT)).beAvailable()
  chief = await server.signInAs({ email: CHIEF, roles: ['agent', 'supervisor'], displayName: 'Chloé' })
  const done = await call()
  await agent.act(done, 'claim')
  await agent.act(done, 'resolve', { resolution: 'answered' })
  const held = await call()
  await agent.act(held, 'claim')
  await call()
  server.clock.advance({ minutes: 4 })
  await call()
  server.clock.advance({ minutes: 7 })
  for (const who of [AGENT, OTHER_AGENT]) await (await server.signIn(who)).beAvailable()
  await call()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.clock.setFixedTime(server.clock.now())
  await page.goto(`${server.url}/console`)
  await page.fill('input[type=email]', CHIEF)
  await page.fill('input[type=password]', DEMONSTRATION_PASSWORD)
  await page.press('input[type=password]', 'Enter')
  await page.locator('#queue').waitFor({ state: 'attached' })
  await page.evaluate(() => {
    location.hash = '#/supervision'
  })
  await page.locator('#today').waitFor()
  return page
}

const tooWide = (page: Page) =>
  page.evaluate(() => {
    const whole = document.querySelector('.whole')
    const spare = whole ? whole.scrollWidth - whole.clientWidth : -1
    return Math.max(spare, document.documentElement.scrollWidth - document.documentElement.clientWidth)
  })

/** The number that answers a question. */
const numberOf = (page: Page, panel: string) =>
  page.locator(`section[aria-labelledby=${panel}] .figures dd`).first().textContent()

describe('the supervision', () => {
  it.each(LOOKS)('has no fault and nothing to scroll sideways, %s, at %i', async (name, width, options) => {
    const page = await visit({ viewport: { width, height: 900 }, ...options })
    expect(await accessibilityFaults(page, { tags: null })).toEqual([])
    expect(await tooWide(page)).toBe(0)
    await page.setViewportSize({ width, height: width < 768 ? 3000 : 1500 })
    await page.screenshot({ path: join(PHOTOGRAPHS, `${name}-${width}.png`) })
    await page.getByRole('button', { name: 'Agents disponibles', exact: true }).focus()
    await page.getByRole('tooltip').filter({ visible: true }).waitFor()
    expect(await tooWide(page)).toBe(0)
    await page.screenshot({ path: join(PHOTOGRAPHS, `${name}-${width}-means.png`) })
    await page.context().close()
  })

  it('says the same as the lists of each agent', async () => {
    const page = await visit()
    const { pending } = (await chief.call('GET', '/agent/queue')).body
    await eventually(() => numberOf(page, 'wait'), String(pending.length))
    expect(await numberOf(page, 'who')).toBe('2')
    const { today } = (await chief.call('GET', '/agent/supervision')).body
    expect(today.requests.now).toBeGreaterThan(0)
    expect(await numberOf(page, 'today')).toBe(String(today.requests.now))
    await page.context().close()
  })

  it('gives who waits to whom she chooses by one press, by keyboard, and takes it back', async () => {
    const page = await visit()
    const wait = page.getByRole('region', { name: 'Qui attend', exact: true })
    const waiting = Number(await numberOf(page, 'wait'))
    const [first] = (await chief.call('GET', '/agent/queue')).body.pending
    const agentOf = async () => (await server.store.getHandoff(first.id))?.agentName ?? null
    await wait.getByLabel('Confier à').selectOption({ index: 1 })
    const button = wait.getByRole('button', { name: /^Confier à .* VR-/ }).first()
    const name = /^Confier à (.*) VR-/.exec((await button.textContent()) ?? '')?.[1]
    await button.focus()
    await page.keyboard.press('Enter')
    await eventually(agentOf, name)
    await expectFocus(wait.getByRole('heading'))
    await eventually(() => numberOf(page, 'wait'), String(waiting - 1))
    await page.getByRole('button', { name: 'Annuler' }).click()
    await eventually(agentOf, null)
    await page.getByRole('main').getByText(`${first.reference}\u00a0: remise dans la file.`).waitFor()
    await eventually(() => numberOf(page, 'wait'), String(waiting))
    await page.context().close()
  })

  it('takes over what is late, and gives it back', async () => {
    const page = await visit()
    const late = page.getByRole('region', { name: 'Ce qui est en retard', exact: true })
    const [held] = (await chief.call('GET', '/agent/queue')).body.others
    const agentOf = async () => (await server.store.getHandoff(held.id))?.agentId
    await late.getByText('attend une réponse depuis 11').waitFor()
    await late.getByRole('button', { name: /^Reprendre/ }).click()
    await eventually(agentOf, chief.userId)
    await page.getByRole('button', { name: 'Annuler' }).click()
    await eventually(agentOf, agent.userId)
    await page.context().close()
  })
})
