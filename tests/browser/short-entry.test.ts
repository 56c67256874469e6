import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

/** An entry of two lines, from nothing to what a citizen reads: three fields, two of which are filled already. The steps share one town. */
describe('an entry as long as its subject', () => {
  const title = 'Où sont les toilettes publiques ?'
  const sentence = 'Derrière la halle, tous les jours de 8 h à 20 h.'
  let base: SmallBase
  let town: Town
  let curator: Page

  beforeAll(async () => {
    base = await writeSmallBase(QUIET_ENTRIES)
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
      },
    })
    curator = await (await town.visit()).newPage()
    await openAdmin(curator, town.address)
    await curator.getByRole('link', { name: 'Fiches', exact: true }).click()
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
  })

  const pasteInto = async (field: Locator, html: string) => {
    await field.evaluate((area, text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', text)
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, html)
    await eventually(async () => (await field.inputValue()) !== '', true)
    return field.inputValue()
  }

  it('asks for three fields, tells what is missing beside them, and is served in six gestures', async () => {
    const begun = performance.now()
    await curator.getByRole('link', { name: 'Nouvelle fiche' }).click()
    await curator.getByLabel('Titre', { exact: true }).fill(title)
    await curator.keyboard.press('Enter')
    const answer = curator.getByLabel('Réponse courte', { exact: true })
    await expectFocus(answer)
    expect(await curator.getByLabel('D’où vient la réponse').inputValue()).toBe('Villebourg-sur-Loire')
    expect(await curator.getByLabel('Date de cette source').inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/)
    await answer.fill(sentence)
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await curator.getByRole('button', { name: 'Publier', exact: true }).click()
    await curator.getByText('C’est publié').waitFor()
    const tookMs = performance.now() - begun
    expect(tookMs).toBeLessThan(30_000)
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const dialog = await openWidget(citizen)
    await dialog.getByRole('textbox').fill('toilettes publiques')
    await dialog.getByRole('textbox').press('Enter')
    const card = dialog.getByRole('article')
    await card.getByRole('heading', { name: 'Où sont les toilettes publiques' }).waitFor()
    await dialog.getByText('Derrière la halle').first().waitFor()
    expect(await card.getByRole('heading', { level: 4 }).allTextContents()).toEqual(['Source, dates et impression'])
  })

  it('says all that is missing at once, beside each field, and goes to the first', async () => {
    await curator.goto(`${town.address}/admin#/entries/ou-sont-les-toilettes-publiques`)
    const answer = curator.getByLabel('Réponse courte', { exact: true })
    await answer.fill('')
    await curator.getByLabel('D’où vient la réponse').fill('')
    await curator.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await expectFocus(answer)
    expect(await curator.locator('[aria-invalid=true]').evaluateAll((all) => all.map(({ id }) => id))).toEqual([
      'field-summary',
      'field-source-name',
    ])
    expect(await answer.getAttribute('aria-invalid')).toBe('true')
    expect(await accessibilityFaults(curator)).toEqual([])
    await answer.fill(sentence)
    await curator.getByLabel('D’où vient la réponse').fill('Villebourg-sur-Loire')
  })

  it('adds a part in one press, helps to write it, and shows it to citizens once', async () => {
    await curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Prix' }).click()
    const price = curator.getByRole('textbox', { name: 'Combien ça coûte ?' })
    await expectFocus(price)
    await price.fill('Vous payez auprès du gardien.')
    await curator.getByText('Aucun prix n’est dit').waitFor()
    expect(await accessibilityFaults(curator)).toEqual([])
    await price.fill('50 centimes.')
    await curator.getByText('Aucun prix n’est dit').waitFor({ state: 'detached' })
    const card = curator.locator('.citizen-card')
    await card.getByText('50 centimes.').waitFor()
    expect(await card.getByText('50 centimes.').count()).toBe(1)
    expect(await curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Prix' }).count()).toBe(0)
  })

  it('keeps the structure of what is pasted from a page and from Word, and nothing else', async () => {
    const read = (name: string) => readFile(`tests/fixtures/clipboard/${name}.txt`, 'utf8')
    await curator.getByRole('group', { name: 'Ajouter' }).getByRole('button', { name: 'Étapes' }).click()
    const steps = curator.getByRole('textbox', { name: 'Étapes', exact: true })
    expect(await pasteInto(steps, await read('word'))).toBe(
      [
        '**Inscription à la cantine**',
        'Le dossier est à rendre **avant le 15 juin**, à l’[espace famille](https://www.ville.example/cantine?id=4).',
        '- Une attestation d’assurance\n- Un justificatif de domicile',
        '1. Remplissez la fiche\n2. Rendez-la à l’accueil',
      ].join('\n\n'),
    )
    await steps.fill('')
    expect(await pasteInto(steps, await read('page'))).toBe(
      [
        '**Déchèterie**',
        'Ouverte **du mardi au samedi**. Voir [les horaires](https://www.agglo.example/dechets?page=2#horaires) ou imprimer.',
        '1. Présentez votre carte\n2. Triez :',
        '- le bois\n- les métaux',
        'Habitants Gratuit',
      ].join('\n\n'),
    )
    expect(town.errors).toEqual([])
  })
})
