import { describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from '../../ui/console/counter.js'
import { STAFF } from '../../ui/console/fake-staff-server.js'
import { minutesAgo } from '../../ui/console/sample-town.js'

const counter = counterForTests()

const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 } }
/** A laptop of 1280 × 720 at 200 %. */
const ZOOMED: BrowserContextOptions = { viewport: { width: 640, height: 360 } }

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** What has the focus, in words; empty when it is lost: on nothing, or on something that cannot be seen. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (!element || element === document.body || element.getClientRects().length === 0) return ''
    return element.getAttribute('aria-label') ?? element.id ?? element.textContent ?? element.tagName
  })
}

/** The focus follows one frame after what is shown. */
async function focusIsSomewhere(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const element = document.activeElement
    return element !== null && element !== document.body && element.getClientRects().length > 0
  })
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

describe.each([
  ['on a wide screen', {}],
  ['at 320 px', PHONE],
  ['at 200 %', ZOOMED],
] as [string, BrowserContextOptions][])('the keyboard alone, %s', (_name, options) => {
  it('signs in, becomes available, takes, answers, looks around, ends, and never loses the focus', async () => {
    const page = await counter.open('/console', options)
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    await press(page, 'Tab')
    await page.keyboard.type(STAFF.claire.email)
    await press(page, 'Tab')
    await page.keyboard.type('demonstration')
    await press(page, 'Enter')
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await focusIsSomewhere(page)
    await press(page, 'Control+k')
    await expectFocus(page.getByRole('combobox'))
    await page.keyboard.type('disponible')
    await page
      .getByRole('option', { name: /disponible/i })
      .first()
      .waitFor()
    await press(page, 'Enter')
    await page.getByText('Personne n’attend').waitFor()
    expect(counter.server.available.has('claire')).toBe(true)
    await focusIsSomewhere(page)
    counter.server.add('one', { requestedAt: minutesAgo(0) })
    await page.getByRole('button', { name: /^Prendre : / }).waitFor()
    await press(page, 'Alt+p')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    await page.keyboard.type('Bonjour, je vous écoute.')
    await press(page, 'Alt+i')
    await page.waitForFunction(() => document.activeElement?.id === 'understanding-title')
    await press(page, 'Alt+l')
    await page.waitForFunction(() => document.activeElement?.id === 'conversation-title')
    await press(page, 'Alt+r')
    await page.waitForFunction(() => document.activeElement?.id === 'queue-title')
    await press(page, 'Alt+j')
    await focusIsSomewhere(page)
    await page.locator('#answer').waitFor()
    await press(page, 'Alt+n')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    await press(page, 'Control+Enter')
    const thread = page.getByRole('region', { name: 'Messages de la conversation' })
    await thread.getByText('Bonjour, je vous écoute.').waitFor()
    await press(page, 'Alt+e')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await press(page, 'Enter')
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    expect(counter.server.handoffs.get('one')?.status).toBe('resolved')
    await focusIsSomewhere(page)
    expect(await focused(page)).not.toBe('')
  })
})

describe('the palette', () => {
  it('lists what can be done now, finds without accents, and puts the last first', async () => {
    counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire', reference: 'VR-AAA-001' })
    const page = await counter.signIn()
    await page.getByRole('button', { name: /Claire.*Options/ }).press('Enter')
    const open = page.getByRole('button', { name: 'Rechercher une action' })
    expect(await open.getAttribute('aria-keyshortcuts')).toBe('Control+K')
    await open.press('Enter')
    const field = page.getByRole('combobox', { name: 'Action, conversation, fiche ou page' })
    await field.waitFor()
    const options = page.getByRole('option')
    expect(await options.filter({ hasText: 'Terminer la conversation' }).count()).toBe(0)
    await field.fill('ABSENT')
    await page.getByText('Rien ne correspond').waitFor()
    expect(await options.count()).toBe(0)
    await field.fill('aaa-001')
    await page.getByText('1 résultat').waitFor({ state: 'attached' })
    expect(await field.getAttribute('aria-activedescendant')).toBe('palette-0')
    await press(page, 'Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'conversation-title')
    await press(page, 'Control+k')
    await field.fill('regler les al')
    await press(page, 'Enter')
    await page.getByRole('dialog', { name: 'Alertes' }).waitFor()
    // Another window holds the keyboard: the console's keys are left alone.
    await press(page, 'Alt+e', '?')
    expect(await page.getByRole('dialog').count()).toBe(1)
    await press(page, 'Escape', 'Control+k')
    const recent = page.getByRole('group', { name: 'Récents' }).getByRole('option')
    expect(await recent.allTextContents()).toEqual(['Régler les alertes'])
    await press(page, 'ArrowDown')
    await page.locator('[aria-activedescendant="palette-1"]').waitFor()
    await press(page, 'ArrowUp', 'ArrowUp')
    await page.locator('[role="option"][aria-selected="true"]').and(options.last()).waitFor()
    await press(page, 'Escape')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
    await focusIsSomewhere(page)
    expect(await page.evaluate(() => localStorage.getItem('guichet-console:recent'))).toBe('["command:alerts"]')
  })

  it('says that something is not possible now, and leaves all keys alone once they are turned off', async () => {
    const page = await counter.signIn()
    await press(page, 'Alt+e')
    await page.getByText('Cette action n’est pas possible maintenant.').waitFor({ state: 'attached' })
    await press(page, '?')
    await page.getByLabel('Activer les raccourcis clavier').uncheck()
    await press(page, 'Escape', 'Control+k')
    await page.waitForTimeout(200)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe.each([
  ['in the light', {}],
  ['in the dark at 320 px', { ...PHONE, colorScheme: 'dark' }],
  ['in forced colours at 200 %', { ...ZOOMED, forcedColors: 'active' }],
] as [string, BrowserContextOptions][])('the windows %s', (_name, options) => {
  it('have no fault, and nothing to scroll sideways', async () => {
    counter.server.pushKey = 'BNbxGYNMhEIi9zrneh7mqV4oUanjLUK3m-mYZBc62frMKrEoMk88r3Lk596T0ck9xlT-aok0fO1KXBLV4fEnzWM'
    counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
    counter.server.add('one')
    const page = await counter.signIn('claire', options)
    await page.getByRole('button', { name: /1 attend depuis|2 attendent depuis/ }).waitFor()
    const check = async () => {
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    }
    await check()
    await press(page, 'Control+k')
    await page.getByRole('option').first().waitFor()
    await check()
    await page.getByRole('combobox').fill('alertes')
    await press(page, 'Enter')
    await page.getByLabel('Avoir des heures calmes').check()
    await check()
  })
})
