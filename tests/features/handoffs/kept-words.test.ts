import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from '../../ui/console/counter.js'
import { STAFF } from '../../ui/console/fake-staff-server.js'

const counter = counterForTests()

const answer = (page: Page) => page.getByLabel('Votre réponse')
const keptDraft = (page: Page) => page.getByLabel('Votre brouillon, non envoyé')

/** A console in which Claire holds the conversation `talk`. */
async function talking(changes: Partial<Handoff> = {}): Promise<Page> {
  counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire', ...changes })
  const page = await counter.signIn()
  await page.locator('.row-open').first().click()
  await page.getByRole('heading', { name: /^Conversation|guichet/ }).waitFor()
  return page
}

describe('a session that expired', () => {
  it('leaves the words to the agent who wrote them, and to no colleague', async () => {
    const page = await talking()
    await answer(page).fill('À moitié écrit')
    counter.server.expireSessions()
    await page.getByText('Votre session est terminée').waitFor()
    await fillSignIn(page, STAFF.karim.email)
    await page.getByText('Claire suit cette conversation').waitFor()
    expect(await keptDraft(page).count()).toBe(0)
    expect(await page.evaluate(() => sessionStorage.getItem('guichet-console:unsent'))).not.toContain('moitié')
  })

  it('shows the message that it refused, on its row and where the conversation opens', async () => {
    const page = await talking()
    const long = Array.from({ length: 60 }, (_, line) => `Ligne ${line}`).join('\n')
    counter.server.citizenSays('talk', long)
    await page.locator('.message.citizen').getByText('Ligne 59').waitFor()
    await answer(page).fill('Bonjour Madame')
    counter.server.refuseNext(/messages$/, { status: 401, code: 'sign_in_required' })
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await page.getByText('Votre session est terminée').waitFor()
    await fillSignIn(page, STAFF.claire.email)
    await page.locator('.row').getByText('Non envoyé').waitFor()
    const unsent = page.locator('.outgoing.failed').getByText('Bonjour Madame')
    await unsent.waitFor()
    await eventually(
      () =>
        unsent.evaluate((words) => {
          const frame = words.closest('.thread')?.getBoundingClientRect()
          const { top, bottom } = words.getBoundingClientRect()
          return frame !== undefined && top >= frame.top && bottom <= frame.bottom
        }),
      true,
    )
  })
})

describe('a talk that ends while the agent writes', () => {
  it('is told, keeps her words, and leaves the focus on its title', async () => {
    const page = await talking()
    await answer(page).fill('À moitié écrit')
    counter.server.colleague('talk', { type: 'cancel', at: new Date().toISOString() })
    await page
      .locator('.banner.warning')
      .getByText(/a mis fin à la demande .*Votre brouillon y est gardé/)
      .waitFor()
    await keptDraft(page).waitFor()
    expect(await keptDraft(page).inputValue()).toBe('À moitié écrit')
    await page.waitForFunction(() => document.activeElement?.id === 'conversation-title')
  })

  it('is no news when she ends it herself', async () => {
    const page = await talking()
    await page.getByRole('button', { name: 'Sans réponse', exact: true }).click()
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    expect(
      await page
        .locator('.banner.warning')
        .getByText(/a mis fin|est terminée/)
        .count(),
    ).toBe(0)
  })
})

describe('the form that leaves something for a visitor', () => {
  it('is found again as it was after an interruption, and loses no address when the way changes', async () => {
    counter.server.slots = [
      { day: '2026-12-01', half: 'morning', startsAt: '2026-12-01T07:30:00.000Z', endsAt: '2026-12-01T11:00:00.000Z' },
    ]
    counter.server.channels.set('talk', 'counter')
    const page = await talking({ kind: 'desk' })
    await page.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'leave-name')
    await page.keyboard.type('Jeanne')
    await page.getByLabel('Courriel').fill('jeanne@example.org')
    await page.getByRole('radio', { name: 'Un rappel' }).check()
    expect(await page.getByLabel('Courriel').isVisible()).toBe(false)
    await page.getByLabel('Demi-journée').selectOption({ index: 1 })
    await page.reload()
    await page.getByLabel('Nom de la personne').waitFor()
    expect(await page.getByLabel('Nom de la personne').inputValue()).toBe('Jeanne')
    expect(await page.getByLabel('Demi-journée').inputValue()).toBe('2026-12-01 morning')
    await page.getByRole('radio', { name: 'Un message' }).check()
    expect(await page.getByLabel('Courriel').inputValue()).toBe('jeanne@example.org')
    await page.getByRole('button', { name: 'Annuler' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'desk-question')
    await page.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
    expect(await page.getByLabel('Courriel').inputValue()).toBe('')
  })

  it('is left once, however often its button is pressed', async () => {
    counter.server.channels.set('talk', 'counter')
    const page = await talking({ kind: 'desk' })
    await page.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
    await page.getByLabel('Nom de la personne').fill('Jeanne')
    await page.getByLabel('Téléphone').fill('01 99 00 12 34')
    await page.getByLabel('Demande', { exact: true }).fill('Rappeler pour la cantine')
    const sent: string[] = []
    await page.route('**/leave', (route) => void sent.push(route.request().url()))
    await page.getByRole('button', { name: 'Laisser et terminer' }).dblclick()
    await page.getByRole('button', { name: 'Laisser et terminer', disabled: true }).waitFor()
    expect(sent).toHaveLength(1)
  })
})

describe('a note begun in a menu', () => {
  const verb = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const note = (page: Page) => page.getByLabel('Note pour les collègues')
  const unsent = (page: Page) => page.evaluate(() => sessionStorage.getItem('guichet-console:unsent'))

  it('outlives a glance at another conversation, and goes once the server agreed', async () => {
    counter.server.available.add('ada')
    const page = await talking()
    counter.server.add('next', { subject: 'Inscription à la cantine' })
    await verb(page, 'Passer à…').click()
    await note(page).fill('Dossier complet')
    // Another menu takes its place.
    await verb(page, 'Plus tard…').click()
    await note(page).waitFor({ state: 'detached' })
    await page.locator('.row.pending .row-open').click()
    await page.getByText('Vous pouvez lire avant de prendre').waitFor()
    await page.locator('.row.assigned .row-open').click()
    await verb(page, 'Passer à…').click()
    expect(await note(page).inputValue()).toBe('Dossier complet')
    counter.server.refuseNext(/transfer/, { status: 503, code: 'internal' })
    const ada = page.getByRole('button', { name: /^Ada\s*disponible/ })
    await ada.click()
    await page.locator('.banner.error').waitFor()
    expect(await note(page).inputValue()).toBe('Dossier complet')
    await ada.click()
    await page.locator('.banner.done').getByText('La conversation est maintenant à Ada.').waitFor()
    expect(await unsent(page)).not.toContain('Dossier complet')
  })
})

describe('what would be erased', () => {
  it('is told before signing out, and only then', async () => {
    const page = await talking()
    await answer(page).fill('À moitié écrit')
    const menu = page.getByRole('button', { name: /Claire.*Options/ })
    const signOut = page.locator('#tools').getByRole('button', { name: 'Se déconnecter' })
    const asked = page.getByRole('dialog', { name: 'Se déconnecter ?' })
    await menu.click()
    await signOut.click()
    await asked.waitFor()
    expect(await asked.getByRole('listitem').allTextContents()).toEqual([
      '1 conversation retourne dans la file.',
      '1 brouillon sera effacé.',
    ])
    await asked.getByRole('button', { name: 'Rester connecté' }).click()
    expect(await answer(page).inputValue()).toBe('À moitié écrit')
    expect(counter.server.calls).not.toContain('DELETE /session')
    await menu.click()
    await signOut.click()
    await asked.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.getByRole('heading', { name: 'Connexion' }).waitFor()
  })

  it('is not lost by an end: it is given back when the conversation is opened again', async () => {
    const page = await talking()
    await answer(page).fill('À moitié écrit')
    await page.getByRole('button', { name: 'Réponse donnée' }).click()
    await page.locator('.banner.done').getByRole('button', { name: 'Annuler' }).click()
    await answer(page).waitFor()
    expect(await answer(page).inputValue()).toBe('À moitié écrit')
  })
})
