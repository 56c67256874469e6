import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { OPEN, openConsole, openTown, type Town } from '../../benchmarks/front/town.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { HttpCitizen } from './http-citizen.js'

const QUESTION = 'maillot de bain et douche'

/**
 * Somebody who has never curated, with nothing but what is on the screen: she presses the first main button that she sees, reads what it says, and goes on.
 * The real server, the real model, a small base of entries.
 */
describe('a first morning as a curator', () => {
  let base: SmallBase
  let town: Town
  let page: Page
  let presses = 0

  beforeAll(async () => {
    base = await writeSmallBase(QUIET_ENTRIES)
    town = await openTown(OPEN, {
      environment: { GUICHET_KNOWLEDGE_DIR: base.knowledgeDir, GUICHET_INTENTS_DIR: base.intentsDir },
    })
    const citizen = await HttpCitizen.arrive(town.address)
    await citizen.say(QUESTION)
    await citizen.say('je veux parler à un agent')
    citizen.leave()
    page = await (await town.visit()).newPage()
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
  })

  /** The first main button of the page: what the screen itself tells her to press. */
  const pressMain = async (says: RegExp) => {
    // The page before stays until what the next one shows is read.
    await page.locator('main .button.main:visible').first().filter({ hasText: says }).click()
    presses += 1
  }
  const answerTo = async (question: string) => {
    const response = await fetch(`${town.address}/api/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question, communeId: 'villebourg' }),
    })
    const { outcome, candidates } = (await response.json()) as { outcome: string; candidates: { id: string }[] }
    return [outcome, candidates[0]?.id]
  }

  it('mends what was asked in vain, sees that it works, and publishes, by the main buttons alone', async () => {
    expect((await answerTo(QUESTION))[0]).not.toBe('answered')
    await openConsole(page, town.address, 'admin@villebourg.example')
    await page.goto(`${town.address}/admin`)
    await pressMain(/^Traiter la première/)
    await pressMain(/^Ajouter à «\sNager à la piscine\s»/)
    await page.getByText(/Une fois ce brouillon publié, 1 question ajoutée sur 1 trouvera sa réponse/).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await pressMain(/^Publier$/)
    await page.getByText(/C’est publié\s: 1 question ajoutée sur 1 trouve maintenant sa réponse/).waitFor()
    expect(await answerTo(QUESTION)).toEqual(['answered', 'piscine'])
    expect(presses).toBe(3)
  })

  it('undoes it in one press, from the same place', async () => {
    await page.getByRole('button', { name: 'Annuler la publication' }).click()
    await page.getByText(/La publication est annulée/).waitFor()
    expect((await answerTo(QUESTION))[0]).not.toBe('answered')
  })
})
