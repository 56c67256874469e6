import { describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { counterForTests } from './counter.js'

const PHONE = { viewport: { width: 320, height: 640 } }
const HELD = { status: 'assigned', agentId: 'claire', agentName: 'Claire' } as const
const MINUTE_MS = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString()

const counter = counterForTests()

const box = async (one: Locator) => (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
const open = (page: Page, id: string) =>
  page.evaluate((to) => {
    location.hash = to
  }, `#handoff/${id}`)

describe('on a phone of 320 pixels', () => {
  it('the bar takes two rows, and says whole how many have waited too long', async () => {
    for (const id of ['one', 'two']) counter.server.add(id, { requestedAt: ago(3) })
    const page = await counter.signIn('claire', PHONE)
    const badge = page.getByRole('button', { name: /2 attendent depuis plus de 2\smin/ })
    const words = await box(badge.getByText('2 attendent', { exact: true }))
    const frame = await box(badge)
    expect(words.x + words.width).toBeLessThanOrEqual(frame.x + frame.width)
    expect(frame.x + frame.width).toBeLessThanOrEqual(320)
    const menu = await box(page.getByRole('button', { name: 'Options' }))
    const choice = await box(page.locator('.availability'))
    expect(menu.y).toBeLessThan(choice.y + choice.height)
    const agents = await box(page.getByRole('button', { name: /Aucun agent disponible/ }))
    expect(frame.y).toBeLessThan(agents.y + agents.height)
  })

  it('the tools are read whole, where wider letters send their button to a row of its own', async () => {
    const page = await counter.signIn('claire', PHONE)
    const menu = page.getByRole('button', { name: 'Options' })
    await menu.waitFor()
    const availability = page.locator('.availability')
    await availability.evaluate((one) => {
      one.style.letterSpacing = '0.1em'
    })
    const choice = await box(availability)
    expect((await box(menu)).y).toBeGreaterThanOrEqual(choice.y + choice.height)
    await menu.press('Enter')
    const list = await box(page.locator('#tools'))
    expect([list.width > 200, list.x >= 0, list.x + list.width <= 320]).toEqual([true, true, true])
  })

  it('an open conversation says how many others wait, on one row with what becomes of it, and its reference in one piece', async () => {
    counter.server.add('talk', { ...HELD, urgent: true, reference: 'VR-9FG-H96' })
    const page = await counter.signIn('claire', PHONE)
    await open(page, 'talk')
    const back = page.getByRole('button', { name: 'Retour à la file' })
    await back.waitFor()
    expect(await back.getAttribute('aria-label')).toBe('Retour à la file')
    for (let count = 0; count < 12; count++) counter.server.add(`waiting-${count}`)
    await page.getByRole('button', { name: 'Retour à la file, 12 en attente' }).waitFor()
    const way = await box(back)
    const pass = await box(page.getByRole('button', { name: 'Passer à…' }))
    expect(pass.y).toBeLessThan(way.y + way.height)
    // How it ends is the row below: all its reasons, one beside the other.
    const reasons = page.getByRole('group', { name: /^Terminer/ }).getByRole('button')
    const tops = await reasons.evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetTop))
    expect([tops.length, new Set(tops).size]).toEqual([6, 1])
    const end = await box(reasons.first())
    expect(end.y).toBeGreaterThanOrEqual(way.y + way.height)
    expect(end.x + end.width).toBeLessThanOrEqual(320)
    const lines = await page.locator('#conversation-title .nowrap').evaluate((one) => one.getClientRects().length)
    expect(lines).toBe(1)
  })
})

describe.each([1600, 1440, 1280, 1093, 1024, 768])('at %i pixels', (width) => {
  it('the bar has room for each of its parts, while somebody waits too long and the agent is absent', async () => {
    counter.server.add('one', { requestedAt: ago(3) })
    const page = await counter.signIn('claire', { viewport: { width, height: 800 } })
    const bar = page.getByRole('banner')
    const overdue = bar.getByRole('button', { name: /1 attend depuis plus de 2\smin/ })
    const parts = [
      ...(await bar.getByRole('group', { name: 'Votre disponibilité' }).all()),
      bar.getByRole('button', { name: 'Préciser le motif' }),
      bar.getByRole('button', { name: /Aucun agent disponible/ }),
      overdue,
      bar.getByRole('button', { name: 'Chercher une fiche' }),
      bar.getByRole('button', { name: /^Alertes/ }),
      bar.getByRole('button', { name: 'Options' }),
    ]
    await overdue.waitFor()
    const boxes = await Promise.all(parts.map(box))
    for (const [place, one] of boxes.entries()) {
      expect([place, one.width > 20 && one.x >= 0 && one.x + one.width <= width]).toEqual([place, true])
      for (const other of boxes.slice(place + 1)) {
        const isBeside = one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1
        const isAbove = one.y + one.height <= other.y + 1 || other.y + other.height <= one.y + 1
        expect([place, boxes.indexOf(other), isBeside || isAbove]).toEqual([place, boxes.indexOf(other), true])
      }
    }
    await overdue.click()
    await page.getByRole('button', { name: 'Prendre la conversation' }).waitFor()
  })
})

describe('on a usual laptop', () => {
  it('what can be done is one row, and an answer to who is to be phoned can be sent', async () => {
    const contact = { name: 'Inès', phone: '0199001234' }
    const slot = { day: '2026-11-24', half: 'morning' as const, startsAt: ago(60), endsAt: ago(-60) }
    counter.server.add('call', { ...HELD, kind: 'callback', contact, slot })
    const page = await counter.signIn()
    await open(page, 'call')
    await page.getByRole('heading', { name: /^Rappel\s: Inès$/ }).waitFor()
    const rowOf = (buttons: Locator) =>
      buttons.evaluateAll((all) => [all.length, new Set(all.map((one) => (one as HTMLElement).offsetTop)).size])
    expect(await rowOf(page.locator('.verbs .verb > .button'))).toEqual([2, 1])
    const ends = page.getByRole('group', { name: /^Terminer/ }).getByRole('button')
    expect(await rowOf(ends)).toEqual([await ends.count(), 1])
    expect(await ends.allTextContents()).toEqual(expect.arrayContaining(['Jointe', 'Pas jointe']))
    const send = await box(page.getByRole('button', { name: 'Envoyer', exact: true }))
    expect(send.y + send.height).toBeLessThanOrEqual(800)
  })
})
