import { resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { ADMIN_PAGES, PAGE_GROUPS } from '../../../src/ui/admin/pages.js'
import { shellWords } from '../../../src/ui/kit/shell-words.js'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { failQuestion } from '../../platform/http/unanswered-turn.js'

const { say } = shellWords('fr')
/** Each is a group of its own. */
const ANIMALS = [
  ...['licorne', 'girafe', 'crocodile', 'flamant', 'tapir', 'koala', 'panda', 'toucan', 'iguane', 'narval', 'morse'],
  ...['otarie', 'homard', 'scorpion', 'termite', 'libellule', 'cigale', 'luciole', 'bourdon', 'hippocampe', 'zibeline'],
  ...['hamster', 'tortue', 'perruche', 'autruche', 'dromadaire'],
]
let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer({
    config: { publicDir: resolve('public') },
    entries: ['passeport-perte-vol', 'passeport-renouvellement', 'encombrants', 'piscine-privee'],
  })
  await server.signInAs({ email: 'ada@villebourg.example', displayName: 'Ada', roles: ['admin', 'super-admin'] })
  await server.signInAs({ email: 'curt@villebourg.example', displayName: 'Curt', roles: ['curator'] })
  await server.signInAs({ email: 'dupont@villebourg.example', displayName: 'Élodie Dupont', roles: ['agent'] })
  await failQuestion(server, 'louer un poney pour un anniversaire')
  // Of later ones there are more than the page shows.
  server.clock.set('2026-11-24T10:00:00.000Z')
  for (const animal of ANIMALS) await failQuestion(server, animal)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
})

async function open(who: 'ada' | 'curt', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  await page.goto(`${server.url}/admin`)
  await fillSignIn(page, `${who}@villebourg.example`, DEMONSTRATION_PASSWORD)
  await page.getByRole('heading', { level: 1, name: 'Accueil' }).waitFor()
  return page
}

const field = (page: Page) => page.getByRole('combobox', { name: 'Chercher' })
const options = (page: Page) => page.getByRole('option')

async function search(page: Page, q: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await expectFocus(field(page))
  await field(page).fill(q)
}

it('finds and opens an entry, an example, a failed question, a person, a setting and a page by the keyboard alone', async () => {
  const page = await open('ada')
  await page.keyboard.press('/')
  await expectFocus(field(page))
  await page.getByText('Un mot dont vous vous souvenez').waitFor()
  await page.keyboard.type('passeport perdu')
  await options(page).first().waitFor()
  expect(await field(page).getAttribute('aria-activedescendant')).toBe('admin-search-0')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: /Passeport perdu/ }).waitFor()
  expect(await page.getByRole('listbox').count()).toBe(0)

  // The group whose first line says most of what is typed comes first.
  await search(page, 'passport perdu')
  const examples = page.getByRole('group', { name: 'Questions' }).getByRole('option')
  await examples.first().waitFor()
  await eventually(() => examples.first().getAttribute('aria-selected'), 'true')
  const question = (await examples.first().locator('.option-label').textContent()) ?? ''
  await page.keyboard.press('Enter')
  await eventually(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value), question)

  await search(page, 'poneys')
  await page.getByRole('option', { name: /louer un poney/ }).waitFor()
  await page.keyboard.press('Enter')
  const group = page.getByRole('region', { name: 'La question cherchée' }).getByRole('heading', { level: 3 })
  await expectFocus(group)

  await search(page, 'Dupond')
  await page.getByRole('group', { name: 'Personnes' }).getByRole('option', { name: 'Élodie Dupont' }).waitFor()
  await page.keyboard.press('Enter')
  await expectFocus(page.getByRole('heading', { name: /Élodie Dupont/, level: 4 }))

  // Enter, pressed before anything is found, opens the first once it is.
  await search(page, 'conversations à la fois')
  await page.keyboard.press('Enter')
  await expectFocus(page.locator('#setting-routing-capacity'))

  await search(page, 'journal')
  await page.getByRole('option', { name: 'Journal', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await expectFocus(page.getByRole('heading', { level: 1, name: 'Journal' }))
})

it('says how many were found, what to try when nothing is, and closes with Escape', async () => {
  const page = await open('ada', { viewport: { width: 320, height: 640 } })
  await search(page, 'xylophage')
  await eventually(
    () => page.locator('.admin-search [role=status]').textContent(),
    say('search.none', { q: 'xylophage' }),
  )
  await page.locator('.search-panel').getByText('Rien n’est trouvé').waitFor()
  expect(await field(page).getAttribute('aria-expanded')).toBe('false')
  expect(await accessibilityFaults(page)).toEqual([])
  await field(page).fill('journal')
  await options(page).first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => options(page).count(), 0)
  expect(await field(page).inputValue()).toBe('journal')
  await page.keyboard.press('Escape')
  expect(await field(page).inputValue()).toBe('')
  // Where one writes, a slash is a slash.
  await page.keyboard.type('1/2')
  expect(await field(page).inputValue()).toBe('1/2')
})

it('shows a curator nobody and no setting, and an administrator who sees as she does neither', async () => {
  const page = await open('curt')
  const names = async () => {
    await eventually(() => page.locator('.admin-search [aria-selected=true]').count(), 1)
    return page.locator('.option-group').allTextContents()
  }
  await search(page, 'dupont')
  await page.locator('.search-panel').getByText('Rien n’est trouvé').waitFor()
  await field(page).fill('passeport')
  expect(await names()).toEqual(['Fiches', 'Questions'])
})

it('reaches each page in three gestures from home: by the search, and by the menu', async () => {
  const page = await open('ada')
  for (const { id, title, group } of ADMIN_PAGES) {
    const heading = page.getByRole('heading', { level: 1, name: say(title), exact: true })
    if (id === 'home') continue
    // The shortcut, the words, Enter.
    await search(page, say(title))
    const line = page.locator('.option-line', {
      has: page.locator('.option-label').getByText(say(title), { exact: true }),
    })
    await line.first().waitFor()
    for (let at = 0; at < 20 && (await line.first().getAttribute('aria-selected')) !== 'true'; at += 1)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await heading.waitFor()
    await page.getByRole('link', { name: 'Accueil', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Accueil', exact: true }).waitFor()
    const menu = page.getByRole('navigation', { name: 'Pages' })
    await menu
      .getByRole('link', { name: say(`group.${group}`), exact: true })
      .first()
      .click()
    const isFirst = ADMIN_PAGES.find((one) => one.group === group)?.id === id
    if (!isFirst)
      await menu
        .getByRole('link', { name: say(title), exact: true })
        .last()
        .click()
    await heading.waitFor()
    await page.getByRole('link', { name: 'Accueil', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Accueil', exact: true }).waitFor()
  }
  expect(PAGE_GROUPS.length).toBe(5)
})
