import { expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Channel } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from '../../ui/console/counter.js'

const counter = counterForTests()

/** A console in which Claire holds what Jeanne left. */
async function holding(channel: Channel, kind: Handoff['kind']): Promise<Page> {
  const contact = { name: 'Jeanne', phone: '01 99 00 12 34' }
  counter.server.channels.set('left', channel)
  counter.server.add('left', { kind, contact, status: 'assigned', agentId: 'claire', agentName: 'Claire' })
  const page = await counter.signIn()
  await page.locator('.row-open').first().click()
  await page.getByRole('heading', { name: /Jeanne/ }).waitFor()
  return page
}

const ends = (page: Page) => page.getByRole('group', { name: /^Terminer/ }).getByRole('button')

it('what was left at the counter or on the phone is dealt with by phone: nothing can be written to who reads nothing', async () => {
  const page = await holding('counter', 'message')
  await page.getByText('elle n’a pas de conversation en ligne').waitFor()
  const context = page.getByRole('region', { name: 'À savoir' })
  await context.getByText('Demande faite').waitFor()
  expect(await context.getByText(/Motif de la demande|Page visitée/).count()).toBe(0)
  expect(await page.getByLabel('Votre réponse').count()).toBe(0)
  expect((await ends(page).allTextContents()).slice(0, 2)).toEqual(['Jointe', 'Pas jointe'])
  await page.getByRole('button', { name: 'Ajouter une note privée' }).click()
  await page.getByLabel('Votre note, pour les collègues').waitFor()
})

it('a message left on the site is answered in its conversation', async () => {
  const page = await holding('web', 'message')
  await page.getByLabel('Votre réponse').waitFor()
  expect(await page.getByText('elle n’a pas de conversation en ligne').count()).toBe(0)
})

it('a call to which nobody answered is noted in one press, and ends nothing', async () => {
  const page = await holding('phone', 'callback')
  const sent: string[] = []
  await page.route('**/missed-call', (route) => {
    sent.push(route.request().method())
    return route.fulfill({ json: counter.server.handoffs.get('left') })
  })
  await ends(page).filter({ hasText: 'Pas jointe' }).click()
  await page.locator('.banner.done').getByText('la demande reste ouverte').waitFor()
  expect([sent, counter.server.handoffs.get('left')?.status]).toEqual([['POST'], 'assigned'])
})

it('a call is put off once, to a half-day that was chosen', async () => {
  const day = { day: '2030-01-09', half: 'morning' as const }
  counter.server.slots = [{ ...day, startsAt: '2030-01-09T07:30:00.000Z', endsAt: '2030-01-09T11:00:00.000Z' }]
  const page = await holding('phone', 'callback')
  const later = page.getByRole('button', { name: 'Autre moment…' })
  await later.press('Enter')
  const half = page.getByRole('button', { name: /^mercredi 9 janvier, matin/ })
  await expectFocus(half)
  await page.keyboard.press('Escape')
  await expectFocus(later)
  await later.press('Enter')
  const sent: unknown[] = []
  await page.route('**/reschedule', (route) => void sent.push(route.request().postDataJSON()))
  await half.dblclick()
  await page.waitForTimeout(200)
  expect(sent).toEqual([{ slot: day }])
})

it('where no half-day has a place, that is said', async () => {
  const page = await holding('phone', 'callback')
  await page.getByRole('button', { name: 'Autre moment…' }).click()
  await page.getByRole('status').getByText('Aucune demi-journée n’a de place.').waitFor()
})
