import { describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { SETTING_GROUPS } from '../../../src/features/settings/pages/setting-fields.js'
import { ADMIN_PAGES } from '../../../src/ui/admin/pages.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from '../console/counter.js'
import { STAFF } from '../console/fake-staff-server.js'
import { minutesAgo, PROMISES, promiseReport } from '../console/sample-town.js'

const counter = counterForTests()

const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 } }
type Look = [name: string, options: BrowserContextOptions]
/** Looks in which every state is examined by axe. */
const LOOKS: Look[] = [
  ['in the light', {}],
  ['in the dark', { colorScheme: 'dark' }],
  ['at 320 px', PHONE],
]
/** Looks that differ from the others by size or colours only: the busiest state is examined. */
const OTHER_LOOKS: Look[] = [
  ['in forced colours', { forcedColors: 'active' }],
  ['at 768 px', { viewport: { width: 768, height: 1024 } }],
  ['at 320 px in the dark', { ...PHONE, colorScheme: 'dark' }],
]

/** Rows of every kind. */
function fillQueue(): void {
  const { server } = counter
  server.add('waiting')
  server.add('urgent', { urgent: true, reason: 'emergency', requestedAt: minutesAgo(1) })
  const contact = { name: 'Fatima Benali', phone: '0612345678', email: 'fatima.benali@exemple.fr' }
  server.add('left', { kind: 'message', contact, requestedAt: minutesAgo(900), subject: 'Rappelez-moi.' })
  server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire', language: 'en' })
  server.add('colleague', { status: 'assigned', agentId: 'karim', agentName: 'Karim' })
  server.add('over', {
    status: 'resolved',
    agentId: 'karim',
    agentName: 'Karim',
    endedAt: minutesAgo(30),
    resolution: 'answered',
  })
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

async function go(page: Page, hash: string, text: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await page.locator('main').getByText(text).last().waitFor()
}

describe.each(LOOKS)('every state %s', (_name, options) => {
  it('has no fault, and nothing to scroll sideways', async () => {
    const page = await counter.open('/console', options)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    const check = async () => {
      expect(await accessibilityFaults(page)).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    }
    await check()
    await fillSignIn(page, STAFF.claire.email)
    await page.getByText('Vous êtes absent').first().waitFor()
    await check()
    fillQueue()
    await page.getByText('Message laissé').first().waitFor()
    await check()
    await go(page, '#handoff/talk', 'Votre demande est transmise')
    await check()
    await page.keyboard.press('Alt+T')
    await page.getByRole('button', { name: /^Karim/ }).waitFor()
    await check()
    await page.keyboard.press('Alt+S')
    await page.getByLabel('Autre moment').waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('F2')
    await page.getByRole('dialog', { name: 'Chercher une fiche' }).waitFor()
    await check()
    await page.keyboard.press('Escape')
    await go(page, '#handoff/talk/understanding', 'Message par message')
    await check()
    await go(page, '#handoff/left', 'Coordonnées')
    await check()
    await page.getByRole('button', { name: /Claire.*Options/ }).click()
    await page.getByRole('button', { name: 'Aide et raccourcis' }).click()
    await page.getByRole('dialog').waitFor()
    await check()
  })
})

describe.each(OTHER_LOOKS)('a conversation %s', (_name, options) => {
  it('has no fault, and nothing to scroll sideways', async () => {
    fillQueue()
    const page = await counter.signIn('claire', options)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await go(page, '#handoff/talk', 'Votre demande est transmise')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
  })
})

describe('the administrators’ page', () => {
  it.each(LOOKS)('has no fault %s', async (_name, options) => {
    counter.server.publications = [
      {
        promises: PROMISES,
        mayPublish: true,
        running: null,
        last: null,
        report: promiseReport('broken', 0.08),
        checks: { answers: 240, right: 237, said: 0.98, refit: null },
        trend: [0.031, 0.024, 0.019].map((share, index) => ({
          at: minutesAgo((3 - index) * 10_000),
          promise: 0.02,
          answered: 60,
          error: { share, low: 0.01, high: 0.05 },
          coverage: { share: 0.6 + index / 20, low: 0.5, high: 0.8 },
        })),
      },
    ]
    const page = await counter.open('/admin', options)
    await fillSignIn(page, STAFF.ada.email)
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()
    for (const { id } of ADMIN_PAGES) {
      await page.goto(`${counter.address}/admin#/${id}`)
      await page.locator('main section h2').first().waitFor()
      if (id === 'publication') await page.getByText('Fiches à mieux distinguer').click()
      expect([id, await accessibilityFaults(page)]).toEqual([id, []])
      expect([id, await overflow(page)]).toEqual([id, 0])
    }
    counter.server.stop = { since: minutesAgo(3), by: 'Ada', why: 'Réponses fausses sur la cantine' }
    for (const group of SETTING_GROUPS) {
      await page.goto(`${counter.address}/admin#/settings/${group}`)
      await page.locator(`.group-nav [aria-current][href$="${group}"]`).waitFor()
      expect([group, await accessibilityFaults(page), await overflow(page)]).toEqual([group, [], 0])
    }
    await page.goto(`${counter.address}/admin#/first-run/checks`)
    await page.getByText('{{sports.nom}}').waitFor()
    expect([await accessibilityFaults(page), await overflow(page)]).toEqual([[], 0])
    await page.goto(`${counter.address}/admin#/first-run/checks/ecole-periscolaire`)
    await page.getByRole('checkbox', { name: 'Règlement de la cantine' }).waitFor()
    expect([await accessibilityFaults(page), await overflow(page)]).toEqual([[], 0])
    await page.goto(`${counter.address}/admin#/settings/copy`)
    await page.getByLabel('Fermetures et jours fériés').check()
    await page.getByRole('button', { name: 'Voir ce qui changerait' }).click()
    await page.getByRole('heading', { name: /1 réglage deviendrait/ }).waitFor()
    expect([await accessibilityFaults(page), await overflow(page)]).toEqual([[], 0])
    await page.goto(`${counter.address}/admin#/settings/services`)
    await page.getByText('Adresse', { exact: true }).first().waitFor({ state: 'attached' })
    await page.locator('.service-item > summary').first().click()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  })

  it('leads from its home to every page in two presses', async () => {
    const page = await counter.open('/admin', { viewport: { width: 1280, height: 800 } })
    await fillSignIn(page, STAFF.ada.email)
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()
    for (const { id, group } of ADMIN_PAGES) {
      await page.goto(`${counter.address}/admin#/home`)
      const [first] = ADMIN_PAGES.filter((one) => one.group === group)
      await page.locator(`#pages a[href="#/${first?.id}"]`).click()
      if (id !== first?.id) await page.locator(`#pages a[href="#/${id}"]`).click()
      await page.locator(`#pages a[href="#/${id}"][aria-current=page]`).waitFor()
    }
  })

  it('says who suspended the commune, and proposes nothing that would not open it', async () => {
    const stop = { since: minutesAgo(3), by: 'exploitant', why: 'Travaux sur le réseau' }
    counter.server.stop = stop
    const page = await counter.open('/admin', { viewport: { width: 1280, height: 800 } })
    await fillSignIn(page, STAFF.ada.email)
    await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()
    await page.getByRole('link', { name: 'Le remettre en marche' }).waitFor()
    counter.server.stop = { ...stop, suspended: true }
    await page.goto(`${counter.address}/admin#/answers`)
    await page.getByText('l’exploitant du serveur rouvre la commune').waitFor()
    await page.getByText('Travaux sur le réseau').first().waitFor()
    expect(await page.getByRole('button', { name: 'Remettre en marche' }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Le remettre en marche' }).count()).toBe(0)
    expect([await accessibilityFaults(page), await overflow(page)]).toEqual([[], 0])
  })

  it('is walked through by keys: past the menu, from page to page, the heading read first', async () => {
    const page = await counter.open('/admin', { viewport: { width: 320, height: 800 } })
    await fillSignIn(page, STAFF.ada.email)
    const menu = page.getByRole('button', { name: 'Menu' })
    await menu.waitFor()
    expect(await page.getByRole('link', { name: 'Apparence' }).count()).toBe(0)
    await menu.press('Enter')
    expect(await page.locator('#pages > ul').first().getByRole('link').allTextContents()).toEqual([
      ...['Accueil', 'Questions', 'Fiches', 'Équipe', 'Réglages'],
    ])
    await page.getByRole('link', { name: 'Réglages', exact: true }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Réglages de la commune' }).waitFor()
    await menu.press('Enter')
    await page.getByRole('link', { name: 'Apparence' }).press('Enter')
    const heading = page.getByRole('heading', { level: 1, name: 'Apparence' })
    await heading.waitFor()
    await expectFocus(heading)
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await page.title()).toBe('Apparence – Guichet')
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Réglages de la commune' }).waitFor()
    await page.goto(`${counter.address}/admin#/nowhere`)
    await page.getByText('Cette page n’existe pas').waitFor()
  })
})

describe('the keyboard alone', () => {
  it('signs in, takes a request, answers and ends', async () => {
    const page = await counter.open('/console')
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    await press('Tab')
    await page.keyboard.type(STAFF.claire.email)
    await press('Tab')
    await page.keyboard.type('demonstration')
    await press('Enter')
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await page.waitForFunction(() => document.activeElement?.id === 'queue-title')
    await tabTo(page, /^Me rendre disponible$/)
    await press('Enter')
    await page.getByText('Personne n’attend').waitFor()
    counter.server.add('one')
    await page.getByRole('button', { name: /^Prendre : / }).waitFor()
    await tabTo(page, /^Prendre$/)
    await press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    await page.keyboard.type('Bonjour, je vous écoute.')
    await press('Control+Enter')
    await page
      .getByRole('region', { name: 'Messages de la conversation' })
      .getByText('Bonjour, je vous écoute.')
      .waitFor()
    await press('Alt+E')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await press('Enter')
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    expect(counter.server.handoffs.get('one')?.resolution).toBe('answered')
    await page.waitForFunction(() => document.activeElement?.id === 'queue-title')
  })

  it('skips the bar, and moves the availability with an arrow', async () => {
    const page = await counter.signIn()
    await page.reload()
    await page.getByText('Vous êtes absent').waitFor()
    await page.keyboard.press('Tab')
    await eventually(() => page.evaluate(() => document.activeElement?.textContent), 'Aller au contenu')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowLeft')
    await page.getByText('Personne n’attend').waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'queue-title')
  })

  it('walks the queue, takes the first, and lists its shortcuts, which can be turned off', async () => {
    counter.server.add('one')
    const page = await counter.signIn()
    await page.getByRole('button', { name: /^Prendre : / }).waitFor()
    await page.keyboard.press('Alt+J')
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.className), 'row-open')
    await page.keyboard.press('Alt+P')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    await page.keyboard.type('?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.locator('.mark').click()
    await page.keyboard.press('Shift+?')
    await page.getByRole('dialog').getByText('Demande suivante').waitFor()
    await page.getByLabel('Activer les raccourcis clavier').uncheck()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Shift+?')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('goes there and back on a narrow screen, and the focus is never on something hidden', async () => {
    counter.server.add('one')
    const page = await counter.signIn('claire', PHONE)
    await page
      .getByRole('listitem')
      .getByRole('button', { name: /téléphone masqué/ })
      .first()
      .press('Enter')
    await page.getByRole('button', { name: 'Retour à la file' }).waitFor()
    await page.waitForFunction(() => document.activeElement?.id === 'conversation-title')
    await page.getByRole('button', { name: 'Infos' }).click()
    await page.getByText('Message par message').waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
    await page.getByRole('button', { name: 'Retour à la file' }).click()
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await focusIsVisible(page)
  })
})

describe('200 % zoom', () => {
  it('keeps everything within reach on a small laptop', async () => {
    counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
    // 1280 × 720 at 200 % is 640 × 360 CSS pixels.
    const page = await counter.signIn('claire', { viewport: { width: 640, height: 360 } })
    await go(page, '#handoff/talk', 'Votre demande est transmise')
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.getByLabel('Votre réponse').fill('Bonjour')
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page
      .getByRole('region', { name: 'Messages de la conversation' })
      .getByText('Bonjour', { exact: true })
      .waitFor()
  })
})

/** Presses Tab until the focused element's text matches. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let stops = 0; stops < 40; stops += 1) {
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (text.test(focused.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the focus never reached ${text}`)
}

/** The focus follows one frame after what is shown: waits until it stands on something visible, and fails when it never does. */
async function focusIsVisible(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.activeElement as HTMLElement | null)?.offsetParent != null)
}
