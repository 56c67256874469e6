import { describe, expect, it } from '@jest/globals'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()

const HELD = { status: 'assigned', agentId: 'claire', agentName: 'Claire' } as const
const PHONE_MASKED = { id: '8a4f9d52-7d0c-4a57-9d1f-0f6a4f1f7c11', kind: 'phone', messageSeq: 6 } as const

const answer = (page: Page) => page.getByLabel('Votre réponse')
const thread = (page: Page) => page.getByRole('region', { name: 'Messages de la conversation' })
const stored = () => counter.server.handoffs.get('talk')
const open = (page: Page, id: string) =>
  page.evaluate((to) => {
    location.hash = to
  }, `#handoff/${id}`)

/** A console in which Claire has the conversation `talk` open, whose citizen asks about the canteen, with its proposals. */
async function talking(options: BrowserContextOptions = {}): Promise<Page> {
  counter.server.add('talk', HELD)
  counter.server.citizenSays('talk', 'comment inscrire mon fils à la cantine ?')
  const page = await counter.signIn('claire', options)
  await open(page, 'talk')
  await page.locator('.chip.proposed').first().waitFor()
  return page
}

/** Whether something can be seen whole without scrolling, in the window and in a frame. */
async function isInSight(what: Locator, frame: Locator): Promise<boolean> {
  const [box, around] = [await what.boundingBox(), await frame.boundingBox()]
  if (!box || !around) return false
  return box.y >= around.y - 1 && box.y + box.height <= around.y + around.height + 1
}

describe('the conversation is the screen', () => {
  it.each([
    ['a laptop', { width: 1280, height: 720 }, 430],
    ['a laptop of 1366 × 768 at 125 %', { width: 1093, height: 614 }, 0.6 * 614],
    ['a tablet', { width: 768, height: 1024 }, 0.6 * 1024],
  ])('on %s: its messages have their height, and the last one is in sight as it comes', async (_, viewport, least) => {
    const page = await talking({ viewport })
    expect((await thread(page).boundingBox())?.height).toBeGreaterThanOrEqual(least)
    const last = thread(page).locator('.message').last()
    await eventually(() => isInSight(last, thread(page)), true)
    counter.server.citizenSays('talk', 'Et faut-il une photo ? Je n’en ai pas de récente.')
    await last.getByText('Et faut-il une photo').waitFor()
    await eventually(() => isInSight(last, thread(page)), true)
    await answer(page).fill('Non, aucune photo.')
    await answer(page).press('Control+Enter')
    await last.getByText('Non, aucune photo.').waitFor()
    await eventually(() => isInSight(last, thread(page)), true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
  })

  it('a composer that grows leaves the last message in sight, and gives its room back', async () => {
    const page = await talking({ viewport: { width: 1280, height: 720 } })
    const before = (await thread(page).boundingBox())?.height ?? 0
    await answer(page).fill(Array.from({ length: 8 }, (_line, number) => `ligne ${number}`).join('\n'))
    await eventually(async () => ((await thread(page).boundingBox())?.height ?? before) < before, true)
    await eventually(() => isInSight(thread(page).locator('.message').last(), thread(page)), true)
    await answer(page).fill('')
    await eventually(async () => (await thread(page).boundingBox())?.height, before)
  })
})

/** Somebody's hands: each press of a button or of a key is one; what is typed is not. */
class Hands {
  presses = 0

  constructor(readonly page: Page) {}

  async press(what: Locator): Promise<void> {
    this.presses += 1
    await what.click()
  }

  async key(name: string): Promise<void> {
    this.presses += 1
    await this.page.keyboard.press(name)
  }
}

describe('how many presses', () => {
  it('one takes a request', async () => {
    counter.server.add('talk')
    const hands = new Hands(await counter.signIn())
    await hands.press(hands.page.getByRole('button', { name: /^Prendre : / }))
    await expectFocus(answer(hands.page))
    expect([hands.presses, stored()?.agentId]).toEqual([1, 'claire'])
  })

  it('two answer with the text and the card of an entry', async () => {
    const hands = new Hands(await talking())
    await hands.press(hands.page.locator('.chip.proposed').first())
    await hands.press(hands.page.getByRole('button', { name: 'Envoyer', exact: true }))
    await thread(hands.page).locator('.message.agent .card').waitFor()
    expect(counter.server.said).toHaveLength(1)
    expect(hands.presses).toBe(2)
  })

  it('two pass a conversation on', async () => {
    const hands = new Hands(await talking())
    await hands.press(hands.page.getByRole('button', { name: 'Passer à…' }))
    await hands.press(hands.page.getByRole('button', { name: /^Karim/ }))
    await hands.page.locator('.banner.done').getByText('La conversation est maintenant à Karim.').waitFor()
    expect([hands.presses, stored()?.agentId]).toEqual([2, 'karim'])
  })

  it('two put it aside', async () => {
    const hands = new Hands(await talking())
    await hands.press(hands.page.getByRole('button', { name: 'Plus tard…' }))
    await hands.press(hands.page.getByRole('button', { name: 'dans 1 h' }))
    await hands.page.locator('.banner.done').getByText('Mise de côté').waitFor()
    expect([hands.presses, stored()?.snoozedUntil]).toEqual([2, expect.any(String)])
  })

  it('one ends it', async () => {
    const hands = new Hands(await talking())
    await hands.press(hands.page.getByRole('button', { name: 'Réponse donnée' }))
    await hands.page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    expect([hands.presses, stored()?.resolution]).toEqual([1, 'answered'])
  })

  it('one shows a masked number, in the message where it stands, and says why; a minute later it is masked again', async () => {
    counter.server.masked = { items: [PHONE_MASKED], mayReveal: true }
    const page = await talking()
    const hands = new Hands(page)
    const message = page.locator('.message.citizen').filter({ hasText: 'téléphone masqué' })
    await message.getByRole('button').filter({ hasText: 'Afficher' }).waitFor()
    await page.clock.install()
    const noted = page.waitForRequest(/\/reveals$/)
    await hands.press(message.getByRole('button', { name: 'Afficher : Téléphone, pour rappeler ou écrire' }))
    await message.getByText(counter.server.maskedValue).waitFor()
    expect([hands.presses, (await noted).postDataJSON()]).toEqual([1, { itemId: PHONE_MASKED.id, reason: 'call_back' }])
    expect(await page.getByText(counter.server.maskedValue).count()).toBe(1)
    await page.clock.runFor(61_000)
    await message.getByText(counter.server.maskedValue).waitFor({ state: 'detached' })
  })

  it('and none does it for who may not see it', async () => {
    counter.server.masked = { items: [PHONE_MASKED], mayReveal: false }
    const page = await talking()
    await thread(page).getByText('téléphone masqué').waitFor()
    expect(await page.getByRole('button', { name: /^Afficher/ }).count()).toBe(0)
  })

  it('three answer a visitor’s question at the counter, and count her', async () => {
    const page = await counter.signIn()
    const hands = new Hands(page)
    await hands.key('F2')
    const dialog = page.getByRole('dialog', { name: 'Chercher une fiche' })
    await expectFocus(dialog.getByLabel('Ce que demande la personne'))
    await page.keyboard.type('cantine')
    await dialog.getByText('2 fiches. Entrée ouvre la première.').waitFor()
    await hands.key('Enter')
    await expectFocus(dialog.getByRole('heading', { name: 'Inscrire un enfant à la cantine' }))
    await dialog.getByText('Une pièce d’identité').waitFor()
    await hands.press(dialog.getByRole('button', { name: 'Donnée au guichet' }))
    await page.locator('.banner.done').getByText('C’est compté : une personne au guichet.').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    expect([hands.presses, counter.server.given]).toEqual([
      3,
      [{ id: 'cantine-inscription', channel: 'counter', language: 'fr', question: 'cantine' }],
    ])
  })
})

describe('the window in which an entry is looked for', () => {
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Chercher une fiche' })
  const look = async (page: Page, words: string) => {
    await page.getByRole('button', { name: 'Chercher une fiche' }).click()
    await dialog(page).getByLabel('Ce que demande la personne').fill(words)
  }

  it('prints the sheet, reads it in another language, and joins it to the answer that is being written', async () => {
    const page = await talking()
    await answer(page).fill('Voici la fiche.')
    await look(page, 'cantine')
    await dialog(page).getByRole('button', { name: 'Payer la cantine' }).click()
    const print = dialog(page).getByRole('link', { name: /^Imprimer/ })
    expect(await print.getAttribute('href')).toMatch(/^\/fiche\/cantine-paiement\?.*langue=fr/)
    const read = page.waitForRequest(/\/agent\/sheets\/cantine-paiement\?language=ar$/)
    await dialog(page).getByLabel('Langue de la personne').selectOption({ label: 'arabe' })
    await read
    await eventually(async () => (await print.getAttribute('href'))?.includes('langue=ar'), true)
    await dialog(page).getByRole('button', { name: 'Joindre à ma réponse' }).click()
    await expectFocus(answer(page))
    await page
      .locator('.joined-card')
      .getByRole('link', { name: /^Payer la cantine/ })
      .waitFor()
    expect(await answer(page).inputValue()).toBe('Voici la fiche.')
    expect(counter.server.given).toEqual([])
  })

  it('joins nothing where nobody is written to, says that nothing was found, and what the server refused', async () => {
    const page = await counter.signIn()
    await look(page, 'licorne')
    await dialog(page).getByText('Aucune fiche proche').waitFor()
    await dialog(page).getByLabel('Ce que demande la personne').fill('Déclarer')
    await dialog(page).getByRole('button', { name: 'Déclarer un décès' }).click()
    await dialog(page).getByRole('button', { name: 'Donnée au téléphone' }).waitFor()
    expect(await dialog(page).getByRole('button', { name: 'Joindre à ma réponse' }).count()).toBe(0)
    counter.server.refuseNext(/given$/, { status: 503, detail: 'Rien n’a été compté.' })
    await dialog(page).getByRole('button', { name: 'Donnée au téléphone' }).click()
    await page.locator('.banner.error').getByText('Rien n’a été compté.').waitFor({ state: 'attached' })
    await dialog(page).getByRole('button', { name: 'Donnée au téléphone', disabled: false }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    expect(counter.server.given).toEqual([{ id: 'deces', channel: 'phone', language: 'fr', question: 'Déclarer' }])
  })
})

/** Somebody who has never seen the desk: she presses only what the screen names in words, in sight. */
class Newcomer {
  gestures = 0

  constructor(private readonly page: Page) {}

  async press(role: 'button' | 'radio', words: RegExp): Promise<void> {
    const named = this.page.getByRole(role, { name: words }).first()
    await named.waitFor()
    const shown = await named.evaluate((one) => {
      const { top, bottom, left, right } = one.getBoundingClientRect()
      const isInWindow = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
      // biome-ignore lint/performance/useDomNodeTextContent: what is not shown is not read
      return { isInWindow, words: (one as HTMLElement).innerText.trim() }
    })
    expect(shown).toEqual({ isInWindow: true, words: expect.stringMatching(words) })
    this.gestures += 1
    await named.click()
  }

  async write(words: string): Promise<void> {
    const field = this.page.getByPlaceholder('Votre réponse')
    await field.waitFor()
    this.gestures += 1
    await field.pressSequentially(words)
  }
}

it('a newcomer takes, answers, passes on and ends in a dozen gestures, by what the screen says', async () => {
  const page = await counter.signIn('claire', { viewport: { width: 1280, height: 720 } })
  const newcomer = new Newcomer(page)
  await newcomer.press('button', /^Me rendre disponible$/)
  counter.server.add('talk')
  counter.server.citizenSays('talk', 'comment inscrire mon fils à la cantine ?')
  await newcomer.press('button', /^Prendre/)
  await newcomer.write('Bonjour, ')
  await newcomer.press('button', /Inscrire un enfant à la cantine/)
  await newcomer.press('button', /^Envoyer$/)
  await thread(page).locator('.message.agent .card').waitFor()
  counter.server.available.add('karim')
  await newcomer.press('button', /^Passer à…$/)
  await newcomer.press('button', /^Karim/)
  await page.locator('.banner.done').getByText('La conversation est maintenant à Karim.').waitFor()
  counter.server.add('next')
  await newcomer.press('button', /^Prendre/)
  await newcomer.press('button', /^Réponse donnée$/)
  await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
  expect(newcomer.gestures).toBeLessThanOrEqual(12)
  expect([stored()?.agentId, counter.server.handoffs.get('next')?.resolution]).toEqual(['karim', 'answered'])
  expect(counter.server.said.map(({ text }) => text)).toEqual([expect.stringMatching(/^Bonjour,\s+Inscrire un enfant/)])
})

describe.each([320, 768, 1280])('the desk at %i pixels', (width) => {
  it.each(['light', 'dark'] as const)('has no fault with its menus and its windows open, %s', async (colorScheme) => {
    counter.server.available.add('karim')
    counter.server.masked = { items: [PHONE_MASKED], mayReveal: true }
    counter.server.add('waits', { urgent: true })
    counter.server.add('hers', { status: 'assigned', agentId: 'karim', agentName: 'Karim' })
    counter.server.add('aside', { ...HELD, snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() })
    counter.server.reasons = Array.from({ length: 8 }, (_, place) => ({
      id: `reason-${place}`,
      nom: `Motif ${place}`,
      outcome: 'answered',
    }))
    const page = await talking({ viewport: { width, height: 800 }, colorScheme })
    const expectSound = async (state: string, without: string[] = []) => {
      expect([state, await accessibilityFaults(page, { without })]).toEqual([state, []])
      expect([state, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([state, width])
    }
    await page.locator('.chip.proposed').first().click()
    await page.locator('.joined-card').waitFor()
    await expectSound('a card joined')
    await page.keyboard.press('Alt+T')
    await page.getByRole('button', { name: /^Karim/ }).waitFor()
    await expectSound('to pass on')
    await page.keyboard.press('Alt+S')
    await page.getByLabel('Autre moment').waitFor()
    await expectSound('to put aside')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Autre raison…' }).click()
    await page.getByRole('button', { name: 'Motif 7' }).waitFor()
    await expectSound('to end')
    await page.keyboard.press('Escape')
    await answer(page).fill('')
    await answer(page).pressSequentially('/')
    await page.getByRole('option').first().waitFor()
    // The field keeps the keyboard, and its arrows scroll the list.
    await expectSound('ready replies', ['scrollable-region-focusable'])
    await page.keyboard.press('Escape')
    await page.keyboard.press('F2')
    const looked = page.getByRole('dialog', { name: 'Chercher une fiche' })
    await looked.getByLabel('Ce que demande la personne').fill('cantine')
    await looked.getByRole('button', { name: 'Payer la cantine' }).click()
    await looked.getByRole('heading', { name: 'Pièces à fournir' }).waitFor()
    await expectSound('an entry looked for')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+I')
    await expectFocus(page.locator('#understanding-title'))
    await page.locator('details.steps summary').click()
    await expectSound('what is known')
    await page.evaluate(() => {
      location.hash = '#queue'
    })
    await page.getByRole('button', { name: /^Chez les collègues/ }).click()
    await page.locator('.elsewhere').getByText('Avec Karim').waitFor()
    await page.getByRole('button', { name: 'Filtrer' }).click()
    await page.getByRole('button', { name: 'Urgentes', exact: true }).waitFor()
    await expectSound('the lists')
  })
})
