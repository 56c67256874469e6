import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { entryText } from '../features/entries/sample-entry.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { expectFocus } from './expect-focus.js'

/**
 * A curator mends an entry, with a citizen in a browser of her own, on the real server: a small base of entries, without the model, so that each measure is
 * short. The steps share one town.
 */
describe('curating', () => {
  let base: SmallBase
  let town: Town
  let curator: Page
  let citizen: Page
  let dialog: Locator

  beforeAll(async () => {
    base = await writeSmallBase(QUIET_ENTRIES, (title) =>
      entryText(title).replace('owner: accueil', 'owner: etat-civil'),
    )
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
      },
    })
    curator = await (await town.visit()).newPage()
    await openAdmin(curator, town.address)
    await curator.getByRole('link', { name: 'Fiches', exact: true }).waitFor()
    citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    dialog = await openWidget(citizen)
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
  })

  const ask = async (text: string) => {
    const field = dialog.getByRole('textbox')
    await field.fill(text)
    await field.press('Enter')
    await dialog.getByText(text, { exact: true }).last().waitFor()
  }
  const focus = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  /** Tab, until something has the focus: what keys alone can reach. */
  const tabTo = async (target: Locator) => {
    await target.waitFor()
    for (let presses = 0; presses < 120 && !(await focus(target)); presses += 1) await curator.keyboard.press('Tab')
    expect(await focus(target)).toBe(true)
  }

  it('begins with a question that nobody answers', async () => {
    await ask('barboter dimanche avec des bambins')
    await dialog
      .getByText(/pas trouvé|pas compris|reformul/i)
      .first()
      .waitFor()
    expect(await dialog.getByRole('article').count()).toBe(0)
  })

  it('shows the question among those that were failed, and adds it to an entry in one press, by keys alone', async () => {
    // The page that opens first says what waits: it was read before the question was asked.
    await curator.reload()
    await curator.getByRole('link', { name: 'Traiter la première' }).click()
    const question = curator.getByText('barboter dimanche avec des bambins').first()
    await question.waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    await tabTo(curator.getByText('Aucune de ces fiches ne répond').first())
    await curator.keyboard.press('Enter')
    await tabTo(curator.getByLabel('Une autre fiche').first())
    await curator.keyboard.type('Nager à la piscine')
    await curator.keyboard.press('Enter')
    await tabTo(curator.getByRole('link', { name: 'Ouvrir la fiche' }))
    await curator.keyboard.press('Enter')
    await curator.locator('.citizen-card').getByRole('heading', { name: 'Nager à la piscine' }).waitFor()
    await curator.getByText('Brouillon enregistré').waitFor()
    expect(await curator.getByLabel('Question 5').inputValue()).toBe('barboter dimanche avec des bambins')
    await curator.getByText('Réellement posée par 1 personne').waitFor()
    await curator.getByLabel('Seulement la question réellement posée (1)').check()
    expect(await curator.getByLabel('Question 1', { exact: true }).isVisible()).toBe(false)
    await curator.getByLabel('Seulement la question réellement posée (1)').uncheck()
    expect(await accessibilityFaults(curator)).toEqual([])
  })

  it('finds entries by words, accents or not, and saves what is written by itself', async () => {
    await curator.getByRole('link', { name: 'Fiches', exact: true }).press('Enter')
    await tabTo(curator.getByLabel('Chercher dans la liste'))
    await curator.keyboard.type('PISCINE tarif')
    await curator.getByText('1 fiche trouvée, sur 3').waitFor()
    expect(curator.url()).toContain('search=PISCINE')
    expect(await accessibilityFaults(curator)).toEqual([])
    await tabTo(curator.getByRole('link', { name: 'Nager à la piscine' }))
    await curator.keyboard.press('Enter')
    await tabTo(curator.getByLabel('Ajouter des questions'))
    await curator.keyboard.type('petit bain')
    await curator.keyboard.press('Control+Enter')
    await curator.getByText('1 question ajoutée.').waitFor()
    await curator.getByText('Brouillon enregistré').waitFor()
    const record = await town.running.app.store.getEntryRecord('villebourg', 'piscine')
    expect(record?.draft?.content.questions.slice(4)).toEqual(['barboter dimanche avec des bambins', 'petit bain'])
  })

  it('is told what publishing changes, publishes, and the next question is answered from the new version', async () => {
    const before = await contentVersion()
    await tabTo(curator.getByRole('button', { name: 'Vérifier et publier…' }))
    await curator.keyboard.press('Enter')
    await curator.getByRole('heading', { name: 'Rien ne s’oppose à la publication.' }).waitFor()
    await curator.getByText('Questions d’exemple et chiffres').click()
    await curator.getByText(/La promesse/).waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    await tabTo(curator.getByLabel('Pourquoi ce changement (facultatif)'))
    await curator.keyboard.type('demandé deux fois lundi')
    await tabTo(curator.getByRole('button', { name: 'Publier', exact: true }))
    await curator.keyboard.press('Enter')
    const done = curator.getByText('C’est publié')
    await done.waitFor()
    await expectFocus(done)
    await ask('barboter dimanche avec des bambins')
    await dialog.getByRole('article').getByRole('heading', { name: 'Nager à la piscine' }).waitFor()
    const after = await contentVersion()
    expect(after).not.toBe(before)
    // The turn says from which version it was answered.
    const understood = await lastTurn()
    expect(understood).toMatchObject({ outcome: 'answered', contentVersion: after })
  })

  it('writes a guide and a translation, each seen as citizens will see it', async () => {
    await curator.goto(`${town.address}/admin#/entries/marche`)
    await curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Parcours guidé' }).click()
    await curator.getByRole('heading', { name: 'Parcours guidé' }).waitFor()
    await curator.getByRole('button', { name: 'Écrire un parcours' }).click()
    await curator.getByLabel('Titre du parcours').fill('Marché')
    await curator.getByLabel('Ce qui est demandé').fill('Habitant ou commerçant ?')
    await curator.getByRole('textbox', { name: 'Réponse 1' }).fill('Habitant')
    await curator.getByRole('textbox', { name: 'Réponse 2' }).fill('Commerçant')
    const first = curator.getByRole('group', { name: 'Cas 1' })
    await first.getByLabel('Commerçant').check()
    await first.getByLabel('À savoir dans ce cas', { exact: true }).fill('Demandez une **place**.')
    await curator.getByRole('button', { name: 'Ajouter un cas' }).click()
    const seen = curator.getByRole('region', { name: 'Ce que lit l’usager' })
    await seen.getByText('Habitant ou commerçant ?').waitFor()
    await seen.getByRole('button', { name: 'Commerçant' }).click()
    await seen.getByText('Demandez une place.').waitFor()
    await curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Traductions' }).click()
    await curator.getByRole('button', { name: 'anglais' }).click()
    const english = curator.getByLabel('Titre', { exact: true }).last()
    await expectFocus(english)
    await curator.keyboard.type('The Saturday market')
    await seen.getByRole('heading', { name: 'The Saturday market' }).waitFor()
    await curator.getByLabel('Réponse courte', { exact: true }).first().fill('Le samedi matin.')
    await curator.locator('.translation').getByText('À revoir').waitFor()
    await curator.getByRole('button', { name: 'Elle correspond au français actuel' }).click()
    await curator.locator('.translation').getByText('À revoir').waitFor({ state: 'detached' })
    await curator.getByText('Brouillon enregistré').waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    const { draft } = (await town.running.app.store.getEntryRecord('villebourg', 'marche')) ?? {}
    expect(draft?.content).toMatchObject({
      guide: { branches: [{ note: 'Demandez une **place**.' }, { entryId: 'marche', when: {} }] },
      translations: { en: { title: 'The Saturday market' } },
    })
  })

  it('stops a theft, and lets it through for a reason that the audit keeps', async () => {
    await curator.goto(`${town.address}/admin#/entries/velo`)
    const stolen = [
      'piscine ouverte le matin',
      'tarif de la piscine enfant',
      'nager le dimanche matin',
      'bassin chauffé',
    ]
    const own = ['piscine ouverte', 'tarif de la piscine', 'nager le dimanche', 'bassin']
    await curator.getByLabel('Titre').fill('Piscine et vélo')
    await curator
      .getByLabel('Ajouter des questions')
      .fill([...stolen, ...stolen.map((one) => `${one} svp`), ...own].join('\n'))
    await curator.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await curator.getByText('12 questions ajoutées.').waitFor()
    await curator.getByText('Brouillon enregistré').waitFor()
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await curator.getByRole('heading', { name: 'La publication est bloquée.' }).waitFor()
    await curator.getByText(/«\sPiscine et vélo\s» répondrait à \d+ questions de «\sNager à la piscine\s»/).waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    const override = curator.getByRole('button', { name: 'Publier malgré tout' })
    await override.click()
    await curator.getByText('dites pourquoi vous publiez malgré tout').waitFor()
    const reason = curator.getByLabel('Pourquoi publier malgré tout')
    await expectFocus(reason)
    await reason.fill('la piscine ferme')
    await override.click()
    await curator.getByText('C’est publié').waitFor()
    const { rows } = await town.running.app.store.listAudit('villebourg', { targetId: 'velo', limit: 10 })
    expect(rows[0]).toMatchObject({
      action: 'entry_published',
      why: 'la piscine ferme',
      after: { gate: { verdict: 'blocked', thefts: [{ from: 'piscine', by: 'velo' }] } },
    })
  })

  it('shows each version with what it changed, and the way back', async () => {
    await curator.goto(`${town.address}/admin#/entries/velo/history`)
    await curator.getByText('Lue par les usagers').waitFor()
    await curator.locator('.diff-field ins').getByText('Piscine').first().waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    await curator.getByRole('link', { name: 'Ce qu’elle a changé' }).first().press('Enter')
    await expectFocus(curator.getByRole('heading', { name: /^De .* à / }))
    await curator.getByRole('link', { name: 'Revenir à cette version…' }).click()
    await curator.getByRole('heading', { name: /^Publier la version 1/ }).waitFor()
    await curator.getByRole('button', { name: 'Publier', exact: true }).waitFor()
    expect(town.errors).toEqual([])
  })

  it('mends a failed question in two presses, tried before it is published and seen answered afterwards', async () => {
    const question = 'gonfler un canot pneumatique'
    const other = await (await town.visit()).newPage()
    await other.goto(town.address)
    const talk = await openWidget(other)
    await talk.getByRole('textbox').fill(question)
    await talk.getByRole('textbox').press('Enter')
    await talk
      .getByText(/pas trouvé|pas compris|reformul/i)
      .first()
      .waitFor()
    await curator.goto(`${town.address}/admin#/failures?words=CANOT%20gonfler`)
    await curator.reload()
    const group = curator.locator('.failure-group').filter({ hasText: question }).first()
    await group.getByLabel('Une autre fiche').fill('Nager à la piscine')
    await group.getByRole('button', { name: 'Ajouter', exact: true }).click()
    const trial = curator.getByRole('region', { name: 'Essai de « Nager à la piscine »' })
    await trial.getByText(/1 question ajoutée sur 1 trouvera sa réponse/).waitFor()
    await expectFocus(trial.getByRole('heading'))
    const row = trial.getByRole('row').filter({ hasText: question })
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      expect.stringContaining('Pas de réponse'),
      expect.stringContaining('Réponse « Nager à la piscine »'),
    ])
    expect(await accessibilityFaults(curator)).toEqual([])
    await trial.getByRole('button', { name: 'Publier' }).click()
    await trial.getByText(/C’est publié\s: 1 question ajoutée sur 1 trouve maintenant sa réponse/).waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    await talk.getByRole('textbox').fill(question)
    await talk.getByRole('textbox').press('Enter')
    await talk.getByRole('article').getByText('Nager à la piscine').first().waitFor()
    await curator.goto(`${town.address}/admin#/failures?state=resolved&words=canot`)
    await curator.locator('.failure-group').filter({ hasText: question }).first().waitFor()
    expect(town.errors).toEqual([])
  })

  async function contentVersion(): Promise<string> {
    const response = await fetch(`${town.address}/api/v1/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question: 'heures du marché', communeId: 'villebourg' }),
    })
    return ((await response.json()) as { contentVersion: string }).contentVersion
  }

  async function lastTurn() {
    const id = await citizen.evaluate(() =>
      Object.values(localStorage)
        .concat(Object.values(sessionStorage))
        .map((value) => /"conversationId":"([^"]+)"/.exec(String(value))?.[1])
        .find(Boolean),
    )
    return (await town.running.app.store.getTranscript(String(id)))?.turns.at(-1)
  }
})
