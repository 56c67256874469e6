import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Note } from '../../../src/platform/model/note.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from '../../ui/console/counter.js'

const LONG = Array.from({ length: 40 }, (_, line) => `Ligne ${line + 1} de ma question.`).join('\n')
const HELD = { status: 'assigned', agentId: 'claire', agentName: 'Claire' } as const

const counter = counterForTests()

const thread = (page: Page) => page.getByRole('region', { name: 'Messages de la conversation' })
const newBelow = (page: Page) => page.getByRole('button', { name: 'Nouveau message' })

async function openTalk(): Promise<Page> {
  const page = await counter.signIn()
  await page.locator('#queue .row-open').first().click()
  await page.getByLabel('Votre réponse').waitFor()
  return page
}

/** Scrolls to the top, and leaves the console the time to hear of it. */
const readFromTop = (page: Page) =>
  thread(page).evaluate((frame) => {
    frame.scrollTo(0, 0)
    return new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
  })

/** Whether what is found begins within the frame of the thread. */
const beginsInView = (page: Page, words: string) =>
  thread(page)
    .locator('.message', { hasText: words })
    .last()
    .evaluate((message) => {
      const frame = message.closest('.thread')?.getBoundingClientRect() ?? new DOMRect()
      const { top } = message.getBoundingClientRect()
      return top >= frame.top && top < frame.bottom
    })

describe('a conversation', () => {
  it('opens on what a colleague noted after the citizen’s last words', async () => {
    counter.server.add('talk', HELD)
    counter.server.citizenSays('talk', LONG)
    for (let count = 0; count < 8; count++) counter.server.notice('talk', LONG)
    const at = new Date(Date.now() + 1_000).toISOString()
    const note = { authorId: 'karim', authorName: 'Karim', text: 'Dossier complet' }
    counter.server.notes.set('talk', [{ id: 'n', at, ...note } as Note])
    const page = await openTalk()
    await eventually(() => beginsInView(page, 'Dossier complet'), true)
  })

  it('shows what is longer than the frame from its beginning, and goes on following', async () => {
    counter.server.add('talk', HELD)
    const page = await openTalk()
    for (const words of [`Première. ${LONG}`, `Seconde. ${LONG}`, 'Voilà.']) {
      counter.server.citizenSays('talk', words)
      await thread(page).getByText(words.slice(0, 8)).waitFor()
      await eventually(() => beginsInView(page, words.slice(0, 8)), true)
    }
    expect(await newBelow(page).count()).toBe(0)
  })

  it('at the counter shows what the agent has just asked for, wherever she reads', async () => {
    counter.server.channels.set('talk', 'counter')
    counter.server.add('talk', { ...HELD, kind: 'desk' })
    counter.server.citizenSays('talk', LONG)
    const page = await counter.signIn()
    await page.locator('#queue .row-open').first().click()
    await page.getByLabel('Question de la personne').waitFor()
    await readFromTop(page)
    counter.server.citizenSays('talk', `Passeport. ${LONG}`)
    await thread(page).getByText('Passeport').waitFor()
    await eventually(() => beginsInView(page, 'Passeport'), true)
  })

  it('tells who reads higher up that somebody wrote, not that a notice came', async () => {
    counter.server.add('talk', HELD)
    counter.server.citizenSays('talk', LONG)
    const page = await openTalk()
    await readFromTop(page)
    counter.server.notice('talk', 'Un avis du système.')
    await thread(page).getByText('Un avis du système.').waitFor()
    expect(await newBelow(page).count()).toBe(0)
    counter.server.citizenSays('talk', 'Vous êtes là ?')
    await newBelow(page).click()
    await eventually(() => beginsInView(page, 'Vous êtes là ?'), true)
  })
})
