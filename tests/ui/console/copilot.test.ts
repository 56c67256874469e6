import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { expectFocus } from '../../browser/expect-focus.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()

const answer = (page: Page) => page.getByLabel('Votre réponse')
const note = (page: Page) => page.getByLabel('Votre note, pour les collègues')
const thread = (page: Page) => page.getByRole('region', { name: 'Messages de la conversation' })
const chips = (page: Page) => page.getByRole('region', { name: 'Propositions' })
const joined = (page: Page) => page.locator('.joined-card')
const written = async (page: Page) => (await answer(page).inputValue()).replace(/\s/g, ' ')

/** A console in which Claire holds the conversation `talk`, whose citizen asks about the canteen. */
async function talking(): Promise<Page> {
  counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
  counter.server.citizenSays('talk', 'comment inscrire mon fils à la cantine ?')
  const page = await counter.signIn()
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /cantine/ })
    .first()
    .click()
  await chips(page).getByText(/94\s%/).waitFor()
  return page
}

describe('suggestions', () => {
  it('are inserted with one key, edited, undone by the browser, and do not move the field', async () => {
    const page = await talking()
    await answer(page).focus()
    await page.keyboard.press('Alt+Digit1')
    expect(await written(page)).toBe('Inscrire un enfant à la cantine : en trois lignes.')
    await page.getByText('Inséré. Relisez, puis envoyez.').waitFor()
    await page.keyboard.type(' Bonne journée.')
    await page.keyboard.press('Alt+Digit4')
    expect(await written(page)).toMatch(/Bonne journée\. Bonjour, je suis Claire\.$/)
    await page.keyboard.press('Control+z')
    expect(await written(page)).not.toContain('Claire')
    await joined(page).getByRole('button', { name: 'Retirer la fiche : Inscrire un enfant à la cantine' }).click()
    // Letters typed on the numeric pad are the agent's.
    await answer(page).fill('Voilà')
    await page.keyboard.press('Alt+Numpad1')
    expect(await written(page)).toBe('Voilà')
    await answer(page).fill('')
    const before = await answer(page).boundingBox()
    counter.server.citizenSays('talk', 'bonjour ?')
    await chips(page).getByText('Aucune fiche proche').waitFor()
    expect(await answer(page).boundingBox()).toEqual(before)
  })

  it('say how sure they are, in words and as a number', async () => {
    const page = await talking()
    const titles = await chips(page)
      .getByRole('button', { name: /^Insérer.*cantine/ })
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).title.replace(/\s/g, ' ')))
    expect(titles).toEqual([
      'Inscrire un enfant à la cantine : très probable (94 %)',
      'Payer la cantine : possible (41 %)',
    ])
  })

  it('join the card of their entry, which leaves after the words, signed, once these are sent', async () => {
    const page = await talking()
    await chips(page)
      .getByRole('button', { name: /Inscrire un enfant à la cantine/ })
      .click()
    const card = joined(page).getByRole('link', { name: /^Inscrire un enfant à la cantine/ })
    expect(await card.getAttribute('href')).toBe('/fiche/cantine-inscription?langue=fr')
    await page.reload()
    await card.waitFor()
    const acts = () => counter.server.calls.filter((call) => /^POST.*\/(cards|messages)$/.test(call))
    expect(acts()).toEqual([])
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click()
    await thread(page).locator('.message.agent .card').waitFor()
    expect(acts()).toEqual(['POST /agent/handoffs/talk/messages', 'POST /agent/handoffs/talk/cards'])
    expect(counter.server.said.map(({ text }) => text)).toEqual(['Inscrire un enfant à la cantine : en trois lignes.'])
    expect(await thread(page).locator('.message.agent').last().textContent()).toMatch(/^Vous/)
    await joined(page).waitFor({ state: 'detached' })
  })

  it('do not leave with a card that was taken away', async () => {
    const page = await talking()
    await page.keyboard.press('Alt+Digit1')
    await joined(page)
      .getByRole('button', { name: /^Retirer la fiche/ })
      .click()
    await joined(page).waitFor({ state: 'detached' })
    await answer(page).press('Control+Enter')
    await thread(page).getByText('en trois lignes.').waitFor()
    await page.getByText('Envoi…').waitFor({ state: 'detached' })
    expect(counter.server.calls).not.toContain('POST /agent/handoffs/talk/cards')
  })

  it('keep a card that the server refused with the words, and give it back', async () => {
    const page = await talking()
    await page.keyboard.press('Alt+Digit1')
    await answer(page).fill('')
    counter.server.refuseNext(/cards$/, { status: 422, code: 'unknown_entry', detail: 'La fiche a été retirée.' })
    await answer(page).press('Control+Enter')
    await thread(page)
      .getByText(/Non envoyé. La fiche a été retirée/)
      .waitFor()
    expect(counter.server.said).toEqual([])
    await page.getByRole('button', { name: 'Reprendre le texte' }).click()
    await joined(page)
      .getByRole('link', { name: /^Inscrire un enfant à la cantine/ })
      .waitFor()
    expect(await written(page)).toBe('')
    await answer(page).press('Control+Enter')
    await thread(page).locator('.message.agent .card').waitFor()
  })

  it('have two buttons that type the signs of the whole lists', async () => {
    const page = await talking()
    await chips(page).getByRole('button', { name: '/ Réponses' }).click()
    await page.getByRole('listbox', { name: 'Réponses prêtes' }).waitFor()
    expect(await written(page)).toBe('/')
    await expectFocus(answer(page))
    await page.keyboard.press('Escape')
    await answer(page).fill('Voir')
    await chips(page).getByRole('button', { name: '# Fiches' }).click()
    await page.getByRole('listbox', { name: 'Fiches par titre' }).waitFor()
    expect(await written(page)).toBe('Voir #')
    await page.getByRole('option', { name: 'Déclarer un décès' }).click()
    await joined(page)
      .getByRole('link', { name: /^Déclarer un décès/ })
      .waitFor()
    expect(await written(page)).toBe('Voir Déclarer un décès : en trois lignes.')
  })
})

describe('the lists of / and #', () => {
  it('find ready replies without the mouse or accents, and tell screen readers', async () => {
    const page = await talking()
    await answer(page).pressSequentially('Voici : /ferme')
    const list = page.getByRole('listbox', { name: 'Réponses prêtes' })
    await list.waitFor()
    await page.getByRole('status').getByText('1 proposition. Flèches pour choisir').waitFor()
    expect(await answer(page).getAttribute('aria-activedescendant')).toBe(
      await list.getByRole('option', { selected: true }).getAttribute('id'),
    )
    await page.keyboard.press('Enter')
    expect(await written(page)).toBe('Voici : Accueil : du lundi au vendredi de 8 h 30 à 12 h.')
    await list.waitFor({ state: 'detached' })
  })

  it('move by arrows, close by Escape, and leave Ctrl + Enter alone', async () => {
    const page = await talking()
    await answer(page).pressSequentially('/')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('option', { selected: true }).textContent()).toMatch(/Nos horaires/)
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await answer(page).pressSequentially('h')
    expect(await page.getByRole('listbox').count()).toBe(0)
    await page.keyboard.press('Control+Enter')
    await thread(page).getByText('/h', { exact: true }).waitFor()
  })

  it('insert an entry by its title', async () => {
    const page = await talking()
    await answer(page).pressSequentially('#deces')
    await page.getByRole('option', { name: 'Déclarer un décès' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() =>
      (document.querySelector('#answer') as HTMLTextAreaElement).value.startsWith('Déclarer'),
    )
  })
})

describe('private notes', () => {
  it('have another colour and another button, are kept over a reload, and are never sent to the citizen', async () => {
    const page = await talking()
    await answer(page).fill('Un instant.')
    await page.keyboard.press('Alt+o')
    await note(page).fill('Voir avec l’urbanisme')
    await page.reload()
    await answer(page).waitFor()
    expect(await written(page)).toBe('Un instant.')
    await answer(page).focus()
    await page.keyboard.press('Alt+o')
    expect(await note(page).inputValue()).toBe('Voir avec l’urbanisme')
    await note(page).press('Control+Enter')
    await thread(page).getByText('Voir avec l’urbanisme').waitFor()
    await thread(page).getByText('Vous, note privée').waitFor()
    expect(await note(page).inputValue()).toBe('')
    expect(counter.server.said).toEqual([])
    expect(counter.server.calls.filter((call) => call.endsWith('/typing')).length).toBeLessThanOrEqual(1)
    await page.keyboard.press('Alt+n')
    expect(await written(page)).toBe('Un instant.')
    expect(counter.server.handoffs.get('talk')?.status).toBe('assigned')
  })

  it('keep their words when they could not be saved', async () => {
    const page = await talking()
    await page.getByRole('radio', { name: 'Note privée' }).check()
    counter.server.refuseNext(/notes/, { status: 503, detail: 'L’enregistrement est impossible.' })
    await note(page).fill('À retenir')
    await page.getByRole('button', { name: 'Enregistrer la note' }).click()
    await page.getByText(/La note n’est pas enregistrée.*impossible/).waitFor()
    expect(await note(page).inputValue()).toBe('À retenir')
  })

  it('can be left in a conversation that a colleague holds', async () => {
    counter.server.add('hers', { status: 'assigned', agentId: 'karim', agentName: 'Karim' })
    const page = await counter.signIn()
    await page.evaluate(() => {
      location.hash = '#handoff/hers'
    })
    await page.getByRole('button', { name: 'Ajouter une note privée' }).click()
    await note(page).fill('Elle a rappelé')
    await note(page).press('Control+Enter')
    await thread(page).getByText('Elle a rappelé').waitFor()
    expect(await answer(page).count()).toBe(0)
  })
})

describe('before sending', () => {
  it('warns of a personal number, and sends only when told again', async () => {
    const page = await talking()
    await answer(page).fill('Votre IBAN FR76 3000 6000 0112 3456 7890 189 est noté.')
    await answer(page).press('Control+Enter')
    const warning = page.getByRole('alertdialog', { name: 'Avant d’envoyer' })
    await warning.getByText('coordonnées bancaires').waitFor()
    await expectFocus(warning.getByRole('button', { name: 'Corriger' }))
    expect(counter.server.said).toEqual([])
    await page.keyboard.press('Enter')
    await warning.waitFor({ state: 'detached' })
    await answer(page).press('Control+Enter')
    await warning.getByRole('button', { name: 'Envoyer quand même' }).click()
    await thread(page).getByText(/FR76/).waitFor()
  })

  it('takes personal numbers out of the text when told so, and the browser gives them back', async () => {
    const page = await talking()
    const written = 'Votre numéro 1 85 05 78 006 084 91 est noté.'
    await answer(page).fill(written)
    await answer(page).press('Control+Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retirer ces numéros' }).press('Enter')
    await expectFocus(answer(page))
    expect(await answer(page).inputValue()).toBe('Votre numéro … est noté.')
    await page.getByText('Les numéros sont retirés.').waitFor()
    await page.keyboard.press('Control+z')
    expect(await answer(page).inputValue()).toBe(written)
    expect(counter.server.said).toEqual([])
  })

  it('asks about a variable that is left', async () => {
    const page = await talking()
    await answer(page).pressSequentially('/rappel')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await answer(page).press('Control+Enter')
    await page.getByRole('alertdialog').getByText('Il reste à remplir : {usager}.').waitFor()
    await page.keyboard.press('Escape')
    await expectFocus(answer(page))
    expect(await page.getByRole('alertdialog').count()).toBe(0)
  })
})

describe('ready replies of one’s own', () => {
  it('are added from the text at hand, changed and deleted; Enter may send', async () => {
    const page = await talking()
    await answer(page).fill('Le parking est derrière la mairie.')
    await chips(page).getByRole('button', { name: '/ Réponses' }).click()
    await page.getByRole('button', { name: 'Gérer mes réponses…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Réponses prêtes et rédaction' })
    await dialog.getByRole('button', { name: 'Ajouter mon texte en cours' }).click()
    await dialog.getByLabel('Nom, pour la retrouver').fill('Parking')
    await dialog.getByLabel('Texte', { exact: true }).press('End')
    await dialog.getByRole('button', { name: 'téléphone' }).click()
    // What was pressed goes with the form: the window's title has the focus, and two presses keep one reply.
    await dialog.getByRole('button', { name: 'Enregistrer' }).dblclick()
    await dialog.getByText('La réponse est enregistrée.').waitFor()
    await expectFocus(dialog.getByRole('heading', { name: 'Réponses prêtes et rédaction' }))
    expect(counter.server.replies).toHaveLength(1)
    await dialog.getByRole('button', { name: 'Modifier : Parking' }).click()
    await dialog.getByRole('button', { name: 'Annuler', exact: true }).press('Enter')
    await expectFocus(dialog.getByRole('heading', { name: 'Réponses prêtes et rédaction' }))
    expect(counter.server.replies[0]).toMatchObject({ title: 'Parking', text: expect.stringContaining('{telephone}') })
    await dialog.getByRole('button', { name: 'Supprimer : Parking' }).click()
    await dialog.getByRole('button', { name: 'Confirmer la suppression de : Parking' }).click()
    await dialog.getByText('Vous n’en avez pas encore.').waitFor()
    await expectFocus(dialog.getByRole('heading', { name: 'Réponses prêtes et rédaction' }))
    await dialog.getByLabel(/La touche Entrée envoie/).check()
    await page.keyboard.press('Escape')
    await answer(page).fill('Une ligne')
    await answer(page).press('Shift+Enter')
    await answer(page).pressSequentially('et deux')
    await answer(page).press('Enter')
    await thread(page).getByText('et deux').waitFor()
  })
})

describe('the citizen', () => {
  it('is seen writing until she has said it', async () => {
    const page = await talking()
    counter.server.citizenTypes('talk')
    await page.getByText('L’usager écrit…').waitFor()
    counter.server.citizenSays('talk', 'voilà')
    await page.getByText('L’usager écrit…').waitFor({ state: 'detached' })
  })
})
