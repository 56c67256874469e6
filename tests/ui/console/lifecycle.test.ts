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
  if (who !== 'claire') await page.getByRole('button', { name: /^Chez les collègues/ }).click()
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /téléphone masqué/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /^Conversation/ }).waitFor()
  return page
}

describe('a transfer', () => {
  it('says what happens with each choice, passes on in one press, with the note, and can be taken back', async () => {
    counter.server.available.add('ada')
    const page = await talking()
    await verb(page, 'Passer à…').click()
    const menu = page.getByRole('region', { name: 'Passer la conversation à' })
    const choices = menu.getByRole('list').getByRole('button')
    await menu.getByRole('button', { name: /^Ada/ }).waitFor()
    expect((await choices.allTextContents()).map((words) => words.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^Karim ?absent : ira dans la file, Urbanisme$/),
      expect.stringMatching(/^Ada ?disponible$/),
      expect.stringMatching(/^Urbanisme ?personne de disponible$/),
      expect.stringMatching(/^Remettre dans la file ?elle y reprend sa place$/),
    ])
    expect(await accessibilityFaults(page)).toEqual([])
    await menu.getByLabel('Note pour les collègues').fill('Dossier complet')
    await menu.getByRole('button', { name: /^Ada/ }).click()
    await done(page).getByText('La conversation est maintenant à Ada.').waitFor()
    expect([stored()?.agentId, counter.server.steps.get('talk')?.at(-1)?.note]).toEqual(['ada', 'Dossier complet'])
    await done(page).getByRole('button', { name: 'Annuler' }).click()
    await expectFocus(answer(page))
    expect(stored()).toMatchObject({ status: 'assigned', agentId: 'claire' })
  })

  it('goes to a department, and is forgotten with Escape or a press elsewhere; its note is kept', async () => {
    const page = await talking()
    const menu = page.getByRole('region', { name: 'Passer la conversation à' })
    await verb(page, 'Passer à…').waitFor()
    await page.keyboard.press('Alt+T')
    await menu.getByLabel('Note pour les collègues').fill('Voir le plan')
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    await expectFocus(verb(page, 'Passer à…'))
    await verb(page, 'Passer à…').click()
    expect(await menu.getByLabel('Note pour les collègues').inputValue()).toBe('Voir le plan')
    await page.getByRole('region', { name: 'Messages de la conversation' }).click({ position: { x: 5, y: 200 } })
    await menu.waitFor({ state: 'detached' })
    expect(stored()).toMatchObject({ status: 'assigned', agentId: 'claire' })
    await verb(page, 'Passer à…').click()
    await menu.getByRole('button', { name: /^Urbanisme/ }).click()
    await done(page)
      .getByText(/a repris sa place dans la file/)
      .waitFor()
    expect([stored()?.status, counter.server.steps.get('talk')?.at(-1)?.note]).toEqual(['pending', 'Voir le plan'])
  })

  it('is announced to who receives it, with the note of the colleague', async () => {
    counter.server.add('talk', { status: 'assigned', agentId: 'karim', agentName: 'Karim' })
    const page = await counter.signIn()
    await page.getByRole('button', { name: /^Chez les collègues/ }).click()
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
  it('takes one press, shows until when, and is taken up again from the notice', async () => {
    const page = await talking()
    await verb(page, 'Plus tard…').click()
    await verb(page, 'dans 30 min').click()
    await done(page)
      .getByText(/Mise de côté/)
      .waitFor()
    const minutes = (Date.parse(stored()?.snoozedUntil ?? '') - Date.now()) / 60_000
    expect(Math.round(minutes)).toBe(30)
    const later = page.locator('details.later')
    await later.getByText(/Revient\s:/).waitFor()
    await done(page).getByRole('button', { name: 'Annuler' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'answer')
    expect(stored()).not.toHaveProperty('snoozedUntil')
    await later.waitFor({ state: 'detached' })
  })

  it('folds with its list, and is taken up again from the conversation', async () => {
    const page = await talking()
    await verb(page, 'Plus tard…').click()
    await verb(page, 'dans 1 h').click()
    const later = page.locator('details.later')
    const aside = later.getByRole('button', { name: /téléphone masqué/ })
    await aside.waitFor()
    await later.locator('summary').click()
    await aside.waitFor({ state: 'detached' })
    await later.locator('summary').click()
    await aside.click()
    await verb(page, 'Reprendre').click()
    await verb(page, 'Plus tard…').waitFor()
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
    await verb(page, 'Plus tard…').click()
    const inAnHour = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000)
    const local = inAnHour.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T').slice(0, 16)
    await page.getByLabel('Autre moment').fill(local)
    const sent = page.waitForRequest(/\/snooze$/)
    await verb(page, 'Mettre de côté').click()
    expect((await sent).postDataJSON()).toEqual({ until: inAnHour.toISOString() })
  })

  it('takes a moment to come, and no other; Escape gives it up', async () => {
    const page = await talking()
    await verb(page, 'Plus tard…').click()
    await page.getByLabel('Autre moment').fill('2020-01-01T10:00')
    await verb(page, 'Mettre de côté').click()
    await page.getByText('Choisissez un moment à venir.').waitFor()
    await expectFocus(page.getByLabel('Autre moment'))
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expectFocus(verb(page, 'Plus tard…'))
    expect(stored()).not.toHaveProperty('snoozedUntil')
  })
})

describe('an end', () => {
  it('can be undone from the notice, and later from the conversation; its history is told in words', async () => {
    const page = await talking()
    const end = async () => {
      await verb(page, 'Réponse donnée').click()
      await done(page).getByText('La conversation est terminée.').waitFor()
    }
    await end()
    await done(page).getByRole('button', { name: 'Annuler' }).click()
    await answer(page).waitFor()
    expect(stored()).toMatchObject({ status: 'assigned', agentId: 'claire' })
    await end()
    await page.getByRole('button', { name: /^Terminées aujourd’hui/ }).click()
    await page
      .locator('.elsewhere')
      .getByRole('button', { name: /téléphone masqué/ })
      .click()
    const steps = page.locator('details.steps')
    await steps.getByText('Historique').click()
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

  it('has six reasons in sight where the commune has more, and the others in a menu', async () => {
    counter.server.reasons = ['État civil', 'Écoles', 'Voirie', 'Urbanisme', 'Élections', 'Social', 'Sport', 'Eau'].map(
      (nom, place) => ({ id: `reason-${place}`, nom, outcome: 'answered' }),
    )
    const page = await talking()
    const bar = page.getByRole('group', { name: /^Terminer/ })
    expect(await bar.getByRole('button').count()).toBe(7)
    expect(await verb(page, 'Sport').count()).toBe(0)
    await bar.getByRole('button', { name: 'Autre raison…' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await verb(page, 'Sport').count()).toBe(0)
    await bar.getByRole('button', { name: 'Autre raison…' }).click()
    const sent = page.waitForRequest(/\/resolve$/)
    await verb(page, 'Eau').click()
    expect((await sent).postDataJSON()).toEqual({ resolution: 'reason-7' })
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
    const before = await verb(page, 'Réponse donnée').boundingBox()
    const thread = await page.getByRole('region', { name: 'Messages de la conversation' }).boundingBox()
    const karim = { userId: 'karim', name: 'Karim', readingMs: 60_000, writingMs: 0 }
    counter.server.look('talk', karim)
    await line.getByText('Karim lit aussi cette conversation.').waitFor()
    counter.server.look('other', { ...karim, userId: 'ada', name: 'Ada' })
    counter.server.look('talk', { ...karim, writingMs: 500 })
    await line.getByText('Karim est en train d’écrire…').waitFor()
    await line.getByText('Karim lit aussi cette conversation.').waitFor()
    expect(await line.textContent()).not.toContain('Ada')
    expect(await verb(page, 'Réponse donnée').boundingBox()).toEqual(before)
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
  it('keeps the reasons to end in sight, and the other verbs one drawing each, with their words for who cannot see', async () => {
    const page = await talking('claire', true)
    expect(await verb(page, 'Réponse donnée').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Retour à la file' }).focus()
    for (const name of ['Passer à…', 'Plus tard…', 'Infos']) {
      await eventually(async () => {
        await page.keyboard.press('Tab')
        return page.evaluate(() => document.activeElement?.textContent?.trim())
      }, name)
      const box = await verb(page, name).boundingBox()
      expect([name, Math.min(box?.width ?? 0, box?.height ?? 0) >= 40 || box]).toEqual([name, true])
    }
    expect(await accessibilityFaults(page)).toEqual([])
    await verb(page, 'Passer à…').click()
    const menu = page.getByRole('region', { name: 'Passer la conversation à' })
    await menu.getByRole('button', { name: /^Karim/ }).waitFor()
    const frame = await menu.boundingBox()
    expect(frame && frame.x >= 0 && frame.x + frame.width <= 320).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await verb(page, 'Infos').click()
    await page.getByRole('heading', { name: 'À savoir' }).waitFor()
    expect(await answer(page).isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Retour à la conversation' }).click()
    await answer(page).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})

describe('what is known beside the conversation', () => {
  it('folds where there is room, and stays so', async () => {
    const page = await talking()
    const side = page.getByRole('region', { name: 'À savoir' })
    const infos = verb(page, 'Infos')
    const width = async () => (await page.locator('.thread').boundingBox())?.width ?? 0
    expect([await infos.getAttribute('aria-expanded'), await side.isVisible()]).toEqual(['true', true])
    const before = await width()
    await infos.click()
    await side.waitFor({ state: 'hidden' })
    expect(await infos.getAttribute('aria-expanded')).toBe('false')
    expect(await width()).toBeGreaterThan(before)
    await page.reload()
    await answer(page).waitFor()
    expect(await side.isVisible()).toBe(false)
    await page.keyboard.press('Alt+I')
    await expectFocus(page.locator('#understanding-title'))
    await side.getByRole('button', { name: 'Retour à la conversation' }).click()
    await side.waitFor({ state: 'hidden' })
    await expectFocus(page.locator('#conversation-title'))
  })
})

describe('where it takes the place of the conversation', () => {
  it.each([
    ['Alt+E', 'Réponse donnée'],
    ['Alt+T', 'Karim'],
    ['Alt+S', 'dans 10 min'],
  ])('%s brings it back with the keyboard in what opens', async (keys, name) => {
    const page = await talking()
    await page.setViewportSize({ width: 1100, height: 700 })
    await page.keyboard.press('Alt+I')
    await expectFocus(page.locator('#understanding-title'))
    await page.keyboard.press(keys)
    await expectFocus(page.getByRole('button', { name: new RegExp(`^${name}`) }))
  })
})
