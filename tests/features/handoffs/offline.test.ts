import { expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Handoff } from '../../../src/features/handoffs/handoff.js'
import type { Channel } from '../../../src/platform/model/channel.js'
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

const calls = (page: Page) => page.locator('.contact-calls').getByRole('button')

it('what was left at the counter or on the phone is dealt with by phone: nothing can be written to who reads nothing', async () => {
  const page = await holding('counter', 'message')
  await page.getByText('elle n’a pas de conversation en ligne').waitFor()
  const context = page.getByRole('region', { name: 'Ce que l’assistant a compris' })
  await context.getByText('Demande faite').waitFor()
  expect(await context.getByText(/Motif de la demande|Page visitée/).count()).toBe(0)
  expect(await page.getByLabel('Votre réponse').count()).toBe(0)
  expect(await calls(page).allTextContents()).toEqual(['Jointe', 'Pas jointe'])
  await page.getByRole('button', { name: 'Ajouter une note privée' }).click()
  await page.getByLabel('Votre note, pour les collègues').waitFor()
})

it('a message left on the site is answered in its conversation', async () => {
  const page = await holding('web', 'message')
  await page.getByLabel('Votre réponse').waitFor()
  expect(await calls(page).count()).toBe(0)
})

it('a call is put off once, and to a half-day that was chosen', async () => {
  const day = { day: '2030-01-09', half: 'morning' as const }
  counter.server.slots = [{ ...day, startsAt: '2030-01-09T07:30:00.000Z', endsAt: '2030-01-09T11:00:00.000Z' }]
  const page = await holding('phone', 'callback')
  await calls(page).filter({ hasText: 'Autre moment' }).click()
  const putOff = page.getByRole('button', { name: 'Reporter l’appel' })
  const missing = page.getByText('Choisissez une demi-journée.')
  await putOff.click()
  await missing.waitFor()
  const slot = page.getByLabel('Demi-journée')
  await slot.selectOption({ index: 1 })
  await missing.waitFor({ state: 'detached' })
  await slot.selectOption({ index: 0 })
  await missing.waitFor()
  await slot.selectOption({ index: 1 })
  const sent: string[] = []
  await page.route('**/reschedule', (route) => void sent.push(route.request().method()))
  await putOff.click()
  await putOff.and(page.getByRole('button', { disabled: true })).waitFor()
  await page.locator('.later').evaluate((form: HTMLFormElement) => form.requestSubmit())
  expect(sent).toEqual(['POST'])
})

it('another moment for a call has the focus, and Escape gives it back to its button', async () => {
  const page = await holding('phone', 'callback')
  await page.locator('.contact-calls').getByRole('button', { name: 'Autre moment…' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.closest('.later') !== null)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Autre moment…')
})
