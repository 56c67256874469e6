import { describe, expect, it } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { counterForTests } from '../../ui/console/counter.js'
import { STAFF } from '../../ui/console/fake-staff-server.js'
import { minutesAgo } from '../../ui/console/sample-town.js'

const counter = counterForTests()

/** What a tab played and showed. */
interface Heard {
  notes: number
  notices: { title: string; body: string }[]
}

/** Counts notes instead of playing them, and keeps notifications instead of showing them. */
const RECORDER = `
  window.heard = { notes: 0, notices: [] }
  OscillatorNode.prototype.start = () => { window.heard.notes += 1 }
  OscillatorNode.prototype.stop = () => {}
  window.Notification = class {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    constructor(title, { body }) { window.heard.notices.push({ title, body }) }
    close() {}
  }
  Document.prototype.hasFocus = () => false
`
const heardBy = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard)
const allHeard = async (...pages: Page[]) => {
  const heard = await Promise.all(pages.map(heardBy))
  return { notes: heard.reduce((sum, { notes }) => sum + notes, 0), notices: heard.flatMap(({ notices }) => notices) }
}

/** Claire in two tabs of a browser, sound and notifications on. */
async function twoTabs(script = ''): Promise<{ context: BrowserContext; first: Page; second: Page }> {
  const preferences = JSON.stringify({ sound: true, desktop: true })
  const first = await counter.open('/favicon.svg')
  const context = first.context()
  await context.addInitScript(`${RECORDER};${script}`)
  await context.addInitScript(`localStorage.setItem('guichet-console:preferences:claire', '${preferences}')`)
  await first.goto(`${counter.address}/console`)
  await fillSignIn(first, STAFF.claire.email)
  await first.getByRole('heading', { name: 'File d’attente' }).waitFor()
  const second = await open(context)
  await until(() => counter.server.openStreams > 0)
  return { context, first, second }
}

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(`${counter.address}/console`)
  await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
  return page
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 8_000
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`never so: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const rowOf = (page: Page, reference: string) => page.getByRole('listitem').filter({ hasText: reference })
/** Without shared workers, one of the tabs reads the stream. */
const WITHOUT_WORKER = 'delete window.SharedWorker'

describe.each([
  ['by a worker', ''],
  ['by a tab', WITHOUT_WORKER],
])('the stream of two tabs, read %s', (_name, script) => {
  it('is one, feeds both, and is handed over when a tab is closed; a request is heard once', async () => {
    const { context, first, second } = await twoTabs(script)
    expect(counter.server.openStreams).toBe(1)
    counter.server.add('one', { reference: 'VR-AAA-001', requestedAt: minutesAgo(0) })
    for (const page of [first, second]) await rowOf(page, 'VR-AAA-001').waitFor()
    await until(async () => (await allHeard(first, second)).notes > 0)
    expect(await allHeard(first, second)).toEqual({
      notes: 2,
      notices: [{ title: 'Une personne attend', body: 'Ouvrir la console pour répondre.' }],
    })
    // The second was opened last, the first was touched last: it has the word, and in turn the second one.
    await first.close()
    await until(() => counter.server.openStreams === 1)
    const third = await open(context)
    counter.server.add('two', { reference: 'VR-AAA-002', requestedAt: minutesAgo(0) })
    for (const page of [second, third]) await rowOf(page, 'VR-AAA-002').waitFor()
    await until(async () => (await allHeard(second, third)).notes > 0)
    expect((await allHeard(second, third)).notes).toBe(2)
    expect(counter.server.openStreams).toBe(1)
  })
})

describe('a crash', () => {
  it('of the tab that reads the stream hands it over, with what was missed', async () => {
    const { context, first, second } = await twoTabs(WITHOUT_WORKER)
    const session = await context.newCDPSession(first)
    void session.send('Page.crash').catch(() => {})
    counter.server.add('one', { reference: 'VR-AAA-003' })
    await rowOf(second, 'VR-AAA-003').waitFor()
    await until(() => counter.server.openStreams === 1)
    counter.server.add('two', { reference: 'VR-AAA-004' })
    await rowOf(second, 'VR-AAA-004').waitFor()
  })
})

describe('a sign-out', () => {
  it('in one tab signs out all, closes the stream, and a sign-in opens all', async () => {
    const { first, second } = await twoTabs()
    counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
    await first.evaluate(() => {
      location.hash = '#handoff/talk'
    })
    await first.getByLabel('Votre réponse').fill('Un brouillon')
    await second.getByRole('button', { name: /Claire.*Options/ }).click()
    await second.getByRole('button', { name: 'Se déconnecter' }).click()
    // A citizen is talking with her: it is asked first.
    await second.getByRole('dialog').getByRole('button', { name: 'Se déconnecter' }).click()
    for (const page of [first, second]) await page.getByRole('heading', { name: 'Connexion' }).waitFor()
    await until(() => counter.server.openStreams === 0)
    expect(await first.evaluate(() => sessionStorage.getItem('guichet-console:unsent'))).toBeNull()
    await fillSignIn(second, STAFF.claire.email)
    for (const page of [first, second]) await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await until(() => counter.server.openStreams === 1)
  })
})

describe('what waits too long', () => {
  it('is told again, stronger, and stands in the bar without moving the queue', async () => {
    const { first, second } = await twoTabs()
    await second.close()
    counter.server.add('one', { reference: 'VR-AAA-005', requestedAt: new Date(Date.now() - 57_000).toISOString() })
    const row = rowOf(first, 'VR-AAA-005')
    await row.waitFor()
    const before = await row.boundingBox()
    await until(async () => (await heardBy(first)).notes === 2 + 4)
    const { notices } = await heardBy(first)
    expect(notices.at(-1)?.title.replace(/\s/g, ' ')).toBe('Une personne attend depuis 1 min')
    await first.getByRole('button', { name: /1 attend depuis plus de 1\s*min/ }).waitFor()
    expect(await row.boundingBox()).toEqual(before)
    await first.getByRole('button', { name: /1 attend depuis/ }).click()
    await first.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
  })

  it('is not heard during a silence, and counts in the title and on the icon', async () => {
    const { first } = await twoTabs()
    await first.getByRole('button', { name: /^Alertes/ }).click()
    await first.getByRole('button', { name: 'Silence 30 minutes' }).click()
    // Half an hour before midnight, the day is told too.
    await first.getByText(/^Silence jusqu’(à|au \d+\s\S+,) \d+\sh\s\d\d\.$/).waitFor()
    await first.keyboard.press('Escape')
    await first.getByRole('button', { name: 'Alertes : silence en cours' }).waitFor()
    counter.server.add('one', { urgent: true, requestedAt: minutesAgo(1) })
    await first.waitForFunction(() => document.title.startsWith('(1) '))
    expect(await first.locator('link[rel="icon"]').getAttribute('href')).toBe('/console-icon-dot.svg')
    await first.waitForTimeout(1_500)
    expect(await heardBy(first)).toEqual({ notes: 0, notices: [] })
  })
})

describe('the settings of the alerts', () => {
  it('are tried, kept for the agent, followed by the other tabs, and ask the browser on a press only', async () => {
    const { first, second } = await twoTabs(
      'Object.defineProperty(Notification, "permission", { value: "default", writable: true })',
    )
    await first.getByRole('button', { name: /^Alertes/ }).click()
    const dialog = first.getByRole('dialog', { name: 'Alertes' })
    await dialog.getByLabel('Deux coups').check()
    await dialog.getByRole('button', { name: 'Écouter', exact: true }).click()
    expect((await heardBy(first)).notes).toBe(2)
    const asked = first.evaluate(
      () =>
        new Promise((resolve) => {
          Notification.requestPermission = async () => {
            Object.assign(Notification, { permission: 'granted' })
            resolve('asked')
            return 'granted'
          }
        }),
    )
    await dialog.getByRole('button', { name: 'Afficher ces notifications' }).click()
    expect(await asked).toBe('asked')
    await dialog.getByRole('button', { name: 'Essayer une notification' }).click()
    expect((await heardBy(first)).notices).toEqual([
      { title: 'Voici une notification d’essai', body: 'Ouvrir la console pour répondre.' },
    ])
    await dialog.getByLabel(/^Relancer/).fill('10')
    await dialog.getByLabel(/^Relancer/).press('Tab')
    await dialog.getByText('Choisissez un nombre de 30 à 300.').waitFor()
    await dialog.getByLabel(/^Relancer/).fill('45')
    await dialog.getByLabel(/^Relancer/).press('Tab')
    await dialog.getByLabel('Avoir des heures calmes').check()
    await dialog.getByLabel('dimanche').uncheck()
    await dialog.getByLabel('De', { exact: true }).fill('17:30')
    const kept = await second.evaluate(() => localStorage.getItem('guichet-console:preferences:claire'))
    expect(JSON.parse(kept ?? '{}')).toMatchObject({
      sound: true,
      tune: 'knock',
      desktop: true,
      repeatAfterS: 45,
      quiet: { hours: { days: [1, 2, 3, 4, 5, 6], from: '17:30', to: '08:00' }, until: null },
    })
    await second.getByRole('button', { name: /^Alertes/ }).click()
    expect(await second.getByLabel('Deux coups').isChecked()).toBe(true)
    expect(await first.getByText('Quand la console est fermée').count()).toBe(0)
  })

  it('say by whose server a push goes before one accepts, where the installation has keys', async () => {
    counter.server.pushKey = 'BNbxGYNMhEIi9zrneh7mqV4oUanjLUK3m-mYZBc62frMKrEoMk88r3Lk596T0ck9xlT-aok0fO1KXBLV4fEnzWM'
    const page = await counter.signIn()
    await page.getByRole('button', { name: /^Alertes/ }).click()
    await page.getByText(/passe par le serveur de l’éditeur du navigateur/).waitFor()
    const registered = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
    expect(await registered()).toBe(0)
    expect(counter.server.calls.filter((call) => call.endsWith('/agent/push'))).toEqual([])
  })
})
