import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, type Town } from '../../benchmarks/front/town.js'
import { CONFUSED_ENTRIES, MISPLACED, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { eventually } from './eventually.js'

/** A curator mends two entries that are confused, by keys alone, on the real server with a small base and without the model. The steps share one town. */
describe('entries that are confused', () => {
  let base: SmallBase
  let town: Town
  let page: Page

  beforeAll(async () => {
    base = await writeSmallBase(CONFUSED_ENTRIES)
    town = await openTown(OPEN, {
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
      },
    })
    page = await (await town.visit()).newPage()
    await openAdmin(page, town.address, 'conflicts')
    await page.getByRole('heading', { level: 1, name: 'Conflits' }).waitFor()
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
  })

  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  const card = () => page.locator('.conflict').filter({ hasText: 'Confondues' })

  it('are looked for and told in a sentence', async () => {
    await page.getByText('Les conflits n’ont pas encore été cherchés.').waitFor()
    await page.getByRole('button', { name: 'Chercher les conflits' }).press('Enter')
    await page.getByText('1 paire de fiches se confond').waitFor()
    await card().getByText('2 questions de l’une, sur 11 en tout, reçoivent la réponse de l’autre.').waitFor()
  })

  it('are mended by moving a question, and back, without losing the focus', async () => {
    await card().getByRole('button', { name: 'Déplacer vers l’autre fiche' }).first().press('Enter')
    await page.getByText(/^Question déplacée de/).waitFor()
    await card().getByText('Corrigée dans un brouillon, à publier').waitFor()
    await eventually(() => hasFocus(card().getByRole('heading', { level: 3 })), true)
    await page.getByRole('button', { name: 'Annuler' }).press('Enter')
    await page.getByText('Annulé.').waitFor()
    await eventually(() => hasFocus(page.getByText('Annulé.')), true)
    await eventually(() => card().getByText('Corrigée dans un brouillon, à publier').count(), 0)
  })

  it('lead to the very question in its entry', async () => {
    const question = card()
      .getByRole('listitem')
      .filter({ hasText: MISPLACED[1] as string })
    await question.getByRole('link', { name: 'Voir dans sa fiche' }).press('Enter')
    const field = page.locator('.entry-questions input:focus')
    await field.waitFor()
    expect(await field.inputValue()).toBe(MISPLACED[1])
  })
})
