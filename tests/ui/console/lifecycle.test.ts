import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { accessibilityFaults } from '../../browser/accessibility-faults.js'
import { eventually } from '../../browser/eventually.js'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()

const answer = (page: Page) => page.getByLabel('Votre réponse')
const verb = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const stored = () => counter.server.handoffs.get('talk')
const done = (page: Page) => page.locator('.banner.done')
/** A console in which an agent has the conversation of Claire open. */
async function talking(who: 'claire' | 'karim' | 'ada' = 'claire', narrow = false): Promise<Page> {
  counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
  const page = await counter.signIn(who, narrow ? { viewport: { width: 320, height: 640 } } : {})
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /téléphone masqué/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /^Conversation/ }).waitFor()
  return page
}

describe('a transfer', () => {
  it('says what happens with each choice, asks for one, and passes the note on', async () => {
    counter.server.available.add('ada')
    const page = await talking()
    await verb(page, 'Transférer…').click()
    await page.waitForFunction(() => document.activeElement?.id === 'transfer-to')
    await verb(page, 'Transférer').click()
    await page.getByText('Choisissez un collègue ou un service.').waitFor()
    const options = await page.getByLabel('À qui').locator('option').allTextContents()
    expect(options.map((words) => words.replace(/\s/g, ' '))).toEqual([
      'Choisissez…',
      'Karim – pas disponible, ira dans la file : Urbanisme',
      'Ada – disponible',
      'Urbanisme – personne de disponible',
    ])
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByLabel('À qui').selectOption({ label: 'Ada – disponible' })
    await page.getByLabel('Note pour les collègues').fill('Dossier complet')
    await verb(page, 'Transférer').click()
    await done(page).getByText('La conversation est maintenant à Ada.').waitFor()
    expect([stored()?.agentId, counter.server.steps.get('talk')?.at(-1)?.note]).toEqual(['ada', 'Dossier complet'])
  })

  it('is announced to who receives it, with the note of the colleague', async () => {
    counter.server.add('talk', { status: 'assigned', agentId: 'karim', agentName: 'Karim' })
    const page = await counter.signIn()
    await page.getByText('Avec Karim').waitFor()
    counter.server.colleague('talk', {
      type: 'transfer',
      agentId: 'karim',
      at: new Date().toISOString(),
      to: { agentId: 'claire', agentName: 'Claire' },
      note: 'Elle a déjà le formulaire',
    })
    await page
      .getByRole('status')
      .getByText(/Un collègue vous transfère une conversation/)
      .waitFor({ state: 'attached' })
    await page.getByText('Transmise par Karim').waitFor()
    await page
      .getByRole('listitem')
      .getByRole('button', { name: /téléphone masqué/ })
      .click()
    const note = page.getByRole('region', { name: 'Messages' }).getByRole('listitem').filter({ hasText: 'note privée' })
    await note.getByText('Elle a déjà le formulaire').waitFor()
    await note.getByText('Karim, note privée').waitFor()
    await note.getByText('Karim l’a transférée à Claire.').waitFor()
  })
})

describe('putting aside', () => {
  it('shows until when, and is taken up again from the notice', async () => {
    const page = await talking()
    await verb(page, 'Mettre en attente…').click()
    await page.getByLabel('dans 30 min').check()
    await verb(page, 'Mettre en attente').click()
    await done(page)
      .getByText(/La conversation est en attente/)
      .waitFor()
    const minutes = (Date.parse(stored()?.snoozedUntil ?? '') - Date.now()) / 60_000
    expect(Math.round(minutes)).toBe(30)
    await page
      .locator('.snoozed')
      .getByText(/En attente\s:/)
      .waitFor()
    await done(page).getByRole('button', { name: 'Reprendre' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    expect(stored()).not.toHaveProperty('snoozedUntil')
  })

  it('is until the moment that was chosen, although the computer’s clock is two days ahead', async () => {
    const page = await talking()
    await page.addInitScript(() => {
      const Real = Date
      const ahead = 2 * 86_400_000
      class Ahead extends Real {
        constructor(...given: []) {
          if (given.length === 0) super(Real.now() + ahead)
          else super(...given)
        }
        static override now() {
          return Real.now() + ahead
        }
      }
      globalThis.Date = Ahead as DateConstructor
    })
    await page.reload()
    await verb(page, 'Mettre en attente…').click()
    await page.getByLabel('autre moment').check()
    const inAnHour = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000)
    const local = inAnHour.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T').slice(0, 16)
    await page.getByLabel('Jour et heure').fill(local)
    const sent = page.waitForRequest(/\/snooze$/)
    await verb(page, 'Mettre en attente').click()
    expect((await sent).postDataJSON()).toEqual({ until: inAnHour.toISOString() })
  })

  it('takes a moment to come, and no other; Escape gives it up', async () => {
    const page = await talking()
    await verb(page, 'Mettre en attente…').click()
    await page.getByLabel('autre moment').check()
    await page.getByLabel('Jour et heure').fill('2020-01-01T10:00')
    await verb(page, 'Mettre en attente').click()
    await page.getByText('Choisissez un moment à venir.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    expect(stored()).not.toHaveProperty('snoozedUntil')
  })
})

describe('an end', () => {
  it('can be undone from the notice, and later from the conversation; its history is told in words', async () => {
    const page = await talking()
    const end = async (note: string) => {
      await verb(page, 'Terminer…').click()
      await page.getByLabel('Comment s’est-elle terminée ?').selectOption({ label: 'Réponse donnée' })
      if (note) {
        await verb(page, 'Ajouter une note…').click()
        await page.waitForFunction(() => document.activeElement?.id === 'resolve-note')
        await page.keyboard.type(note)
      }
      await verb(page, 'Terminer').click()
      await done(page).getByText('La conversation est terminée.').waitFor()
    }
    await end('')
    await done(page).getByRole('button', { name: 'Rouvrir' }).click()
    await answer(page).waitFor()
    expect(stored()).toMatchObject({ status: 'assigned', agentId: 'claire' })
    await end('reviendra lundi')
    await page.getByText('Terminées aujourd’hui').click()
    await page
      .locator('.ended')
      .getByRole('button', { name: /téléphone masqué/ })
      .click()
    await verb(page, 'Historique').click()
    const steps = page.getByRole('region', { name: 'Historique' })
    expect((await steps.getByRole('listitem').allTextContents()).map((words) => words.replace(/\s/g, ' '))).toEqual([
      expect.stringContaining('L’usager a demandé une personne.'),
      expect.stringContaining('Claire a terminé : Réponse donnée.'),
      expect.stringContaining('Claire l’a rouverte.'),
      expect.stringContaining('Claire a terminé : Réponse donnée.'),
    ])
    expect(await accessibilityFaults(page)).toEqual([])
    await page.locator('.foot').getByRole('button', { name: 'Rouvrir' }).click()
    await answer(page).waitFor()
  })

  it('is not undone when another request of the same person is open: the server says so', async () => {
    const page = await talking()
    counter.server.colleague('talk', {
      type: 'resolve',
      agentId: 'claire',
      resolution: 'answered',
      at: new Date().toISOString(),
    })
    counter.server.refuseNext(/reopen/, {
      status: 409,
      code: 'other_handoff_open',
      detail: 'Cette personne a déjà une autre demande en cours.',
    })
    await page.locator('.foot').getByRole('button', { name: 'Rouvrir' }).click()
    await page.locator('.banner.error').getByText('Cette personne a déjà une autre demande en cours.').waitFor()
  })
})

describe('a supervisor', () => {
  it('takes over, and may give back', async () => {
    counter.server.available.add('claire')
    const page = await talking('ada')
    await verb(page, 'Prendre la main').click()
    await answer(page).waitFor()
    await done(page)
      .getByText(/Vous avez pris la main. Claire et l’usager/)
      .waitFor()
    await done(page).getByRole('button', { name: 'Rendre à Claire' }).click()
    await done(page).getByText('La conversation est maintenant à Claire.').waitFor()
    expect(stored()).toMatchObject({ agentId: 'claire', passedBy: 'Ada' })
  })

  it('is the only one who may while its holder is there', async () => {
    counter.server.declared.set('claire', { state: 'busy' })
    const page = await talking('karim')
    await page.getByText('Claire suit cette conversation').waitFor()
    expect(await verb(page, 'Prendre la main').count()).toBe(0)
  })

  it('is not needed while its holder is absent', async () => {
    counter.server.declared.set('claire', { state: 'away' })
    const page = await talking('karim')
    await verb(page, 'Prendre la main').click()
    await answer(page).waitFor()
    expect(stored()).toMatchObject({ takenFrom: 'claire' })
  })

  it('leaves the words that the agent had begun', async () => {
    const page = await talking()
    await answer(page).fill('À moitié écrit')
    counter.server.colleague('talk', {
      type: 'take_over',
      agentId: 'ada',
      agentName: 'Ada',
      at: new Date().toISOString(),
    })
    await page
      .locator('.banner.warning')
      .getByText(/Ada a pris la main/)
      .waitFor()
    const kept = page.getByLabel('Votre brouillon, non envoyé')
    expect(await kept.inputValue()).toBe('À moitié écrit')
    await page.reload()
    await kept.waitFor()
    expect(await kept.inputValue()).toBe('À moitié écrit')
    await verb(page, 'Effacer le brouillon').click()
    await kept.waitFor({ state: 'detached' })
  })
})

describe('colleagues in the same conversation', () => {
  it('are shown without moving what is being pressed, and leave the screen by themselves', async () => {
    const page = await talking()
    const line = page.locator('.viewers')
    const before = await verb(page, 'Terminer…').boundingBox()
    const thread = await page.getByRole('region', { name: 'Messages de la conversation' }).boundingBox()
    const karim = { userId: 'karim', name: 'Karim', readingMs: 60_000, writingMs: 0 }
    counter.server.look('talk', karim)
    await line.getByText('Karim lit aussi cette conversation.').waitFor()
    counter.server.look('other', { ...karim, userId: 'ada', name: 'Ada' })
    counter.server.look('talk', { ...karim, writingMs: 500 })
    await line.getByText('Karim est en train d’écrire…').waitFor()
    await line.getByText('Karim lit aussi cette conversation.').waitFor()
    expect(await line.textContent()).not.toContain('Ada')
    expect(await verb(page, 'Terminer…').boundingBox()).toEqual(before)
    expect(await page.getByRole('region', { name: 'Messages de la conversation' }).boundingBox()).toEqual(thread)
    counter.server.look('talk', { ...karim, readingMs: 0 })
    await line.getByText('Karim').waitFor({ state: 'detached' })
  })

  it('are found by who comes after them; the console says when it leaves', async () => {
    counter.server.viewers = [{ userId: 'karim', name: 'Karim', readingMs: 30_000, writingMs: 0 }]
    const page = await talking()
    await page.locator('.viewers').getByText('Karim lit aussi').waitFor()
    counter.server.add('next', { subject: 'Inscription à la cantine' })
    const look = (id: string) =>
      page
        .waitForRequest((request) => request.url().endsWith(`/handoffs/${id}/look`))
        .then((sent) => sent.postDataJSON())
    const told = Promise.all([look('talk'), look('next')])
    await page
      .getByRole('list', { name: /À prendre/ })
      .getByRole('listitem')
      .getByRole('button')
      .first()
      .click()
    expect(await told).toEqual([{ state: 'gone' }, { state: 'reading' }])
  })
})

describe('on a narrow screen', () => {
  it('keeps the end in sight and folds the other verbs behind one button, reachable by keyboard', async () => {
    const page = await talking('claire', true)
    const actions = page.getByRole('button', { name: 'Actions' })
    expect(await verb(page, 'Transférer…').isVisible()).toBe(false)
    expect(await verb(page, 'Terminer…').isVisible()).toBe(true)
    await actions.focus()
    await page.keyboard.press('Enter')
    for (const name of ['Transférer…', 'Mettre en attente…', 'Remettre dans la file', 'Historique']) {
      await page.keyboard.press('Tab')
      await eventually(() => page.evaluate(() => document.activeElement?.textContent?.trim()), name)
      expect((await verb(page, name).boundingBox())?.height).toBeGreaterThanOrEqual(40)
    }
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await verb(page, 'Transférer…').isVisible()).toBe(false)
    await actions.click()
    await verb(page, 'Transférer…').click()
    await page.waitForFunction(() => document.activeElement?.id === 'transfer-to')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await accessibilityFaults(page)).toEqual([])
  })
})

describe('where the analysis takes the place of the conversation', () => {
  it.each([
    ['Alt+E', '#resolution'],
    ['Alt+T', '#transfer-to'],
    ['Alt+S', 'input[name=snooze] >> nth=0'],
  ])('%s brings it back with the keyboard in what opens', async (keys, field) => {
    const page = await talking()
    await page.setViewportSize({ width: 1100, height: 700 })
    await page.keyboard.press('Alt+I')
    await expectFocus(page.locator('#understanding-title'))
    await page.keyboard.press(keys)
    await expectFocus(page.locator(field))
  })
})
