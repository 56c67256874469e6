import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { OPEN, openConsole, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

/**
 * A new agent practises by keyboard alone, on the real server: she finds the page, an entry, her answers, the feedback; a real citizen calls in the
 * middle. The steps share one page and run in order; each fails when its part breaks.
 */
describe('a practice by keyboard', () => {
  let town: Town
  let page: Page

  beforeAll(async () => {
    // Words alone are enough to call an agent, and spare the time of embedding the content.
    town = await openTown(OPEN, { environment: { GUICHET_MODEL_DIR: 'models/none' } })
    page = await (await town.visit({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })).newPage()
    await openConsole(page, town.address, 'accueil@villebourg.example')
  }, 150_000)
  afterAll(async () => {
    await town?.close()
  })

  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  /** Presses Tab until something with these words has the focus. */
  const tabTo = async (words: RegExp, key = 'Tab') => {
    for (let press = 0; press < 80; press += 1) {
      const label = await page.evaluate(() => {
        const one = document.activeElement
        if (!one?.matches('a, button, input, textarea')) return ''
        const named = one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.labels?.[0] : one
        return `${one.getAttribute('aria-label') ?? ''} ${named?.textContent ?? ''}`
      })
      if (words.test(label)) return
      await page.keyboard.press(key)
    }
    throw new Error(`nothing called ${words} is reached by ${key}`)
  }
  /** Words in the thread; the live region repeats them. */
  const said = (text: string) => page.getByRole('region', { name: 'Messages de la conversation' }).getByText(text)
  const live = () => page.locator('.live').textContent()

  it('is found in the menu, says what it is, and begins with the first exercise of a path', async () => {
    await tabTo(/Options/)
    await page.keyboard.press('Enter')
    await tabTo(/S’entraîner/)
    await page.keyboard.press('Enter')
    await page.getByText('personne n’est au bout du fil').waitFor()
    await page.getByRole('heading', { name: 'Entraînement', level: 2 }).waitFor()
    await page.getByRole('heading', { name: 'Accueil', level: 3, exact: true }).waitFor()
    await eventually(focused, 'Entraînement')
    expect(await accessibilityFaults(page)).toEqual([])
    await tabTo(/Commencer.*Une carte d’identité perdue/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Prendre : bjr jai perdu ma carte/ }).waitFor()
    expect(await live()).toContain('bjr jai perdu ma carte')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('is taken and answered on the desk of real talks, by its keys, and the citizen follows her script', async () => {
    await page.keyboard.press('Alt+p')
    const field = page.getByLabel('Votre réponse')
    await expectFocus(field)
    await said('bjr jai perdu ma carte').waitFor()
    await page.keyboard.type('Bonjour Madame, je comprends. La carte a-t-elle été perdue ou volée ?')
    await page.keyboard.press('Control+Enter')
    await said('non non perdue').waitFor()
    await eventually(async () => (await live())?.includes('non non perdue'), true)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Alt+l')
    await eventually(focused, 'Conversation EXERCICE')
  })

  it('leaves the conversation its height, and the composer in sight under the situation and its hints', async () => {
    const boxOf = async (what: string) => (await page.locator(what).boundingBox()) ?? { y: 0, height: 0 }
    for (const [width, height, least] of [
      [1280, 720, 430],
      [1093, 614, 300],
      [768, 1024, 600],
      [320, 640, 250],
    ] as const) {
      await page.setViewportSize({ width, height })
      expect((await boxOf('.thread')).height).toBeGreaterThanOrEqual(least)
      await page.getByRole('button', { name: 'Situation et indices' }).click()
      const [bubble, foot] = [await boxOf('.practice-situation'), await boxOf('.foot')]
      expect(bubble.y + bubble.height).toBeLessThanOrEqual(foot.y)
      expect(foot.y + foot.height).toBeLessThanOrEqual(height)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      await page.keyboard.press('Escape')
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('finds a sheet with the key of the desk and joins it to the answer, after a hint', async () => {
    await tabTo(/Situation et indices/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await tabTo(/Donner un indice/)
    await page.keyboard.press('Enter')
    await page.getByText('Deux fiches se ressemblent').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('F2')
    await page.keyboard.type('carte identité perdue')
    await page.getByRole('button', { name: /^Carte d.identité perdue ou volée/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Pièces à fournir' }).waitFor()
    await tabTo(/Joindre à ma réponse/)
    await page.keyboard.press('Enter')
    await expectFocus(page.getByLabel('Votre réponse'))
    await page.locator('.joined-card').getByRole('link', { name: 'Carte d’identité perdue ou volée' }).waitFor()
    await page.keyboard.type('Le timbre coûte 25 €, apportez une photo.')
  })

  it('announces a real citizen at once, goes to her in one press, and keeps the exercise', async () => {
    await page.getByText('Disponible', { exact: true }).first().click()
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const dialog = await openWidget(citizen)
    await dialog.getByRole('textbox').fill('parler à un agent')
    await dialog.getByRole('textbox').press('Enter')
    await page.getByText('1 personne attend une vraie réponse').waitFor()
    await tabTo(/Y aller/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Prendre la conversation' }).click()
    await page.getByLabel('Votre réponse').fill('Bonjour, ici la mairie.')
    await page.getByLabel('Votre réponse').press('Control+Enter')
    await dialog.getByRole('log').getByText('Bonjour, ici la mairie.').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
    await page.goto(`${town.address}/console#/practice/accueil-carte-perdue`)
    await said('non non perdue').waitFor()
    expect(await page.getByLabel('Votre réponse').inputValue()).toContain('Le timbre')
    await page.locator('.joined-card').waitFor()
    expect(await citizen.getByText('non non perdue').count()).toBe(0)
  })

  it('ends with feedback: what was found, what was forgotten and where it is, a possible answer', async () => {
    await page.getByLabel('Votre réponse').press('Control+Enter')
    await said('super merci beaucoup').waitFor()
    await page.getByLabel('Votre réponse').fill('Bonne journée !')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Alt+e')
    await expectFocus(page.getByRole('button', { name: 'Réponse donnée' }))
    await page.keyboard.press('Enter')
    await page.locator('.banner.done').getByText('La conversation est terminée.').waitFor()
    await tabTo(/Lire le retour/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Le retour' }).waitFor()
    await eventually(focused, 'Le retour')
    await page
      .getByText(/Maîtrisé/)
      .first()
      .waitFor()
    await page.getByText('Dans la fiche que vous avez donnée').first().waitFor()
    await page.getByRole('heading', { name: 'Une réponse possible' }).waitFor()
    await page.getByText('Résultat enregistré').waitFor()
    expect(await live()).toMatch(/Retour/)
    expect(await accessibilityFaults(page)).toEqual([])
    await tabTo(/Suivant/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Prendre : slt vs etes ouvert samedi/ }).waitFor()
  })

  it('shows the progress, at 320 pixels too, and nothing of it anywhere else', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await tabTo(/Tous les exercices/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText('1 exercice sur 9', { exact: true }).waitFor()
    await page.getByRole('progressbar', { name: 'État civil : pas commencé' }).waitFor()
    await page.getByText('Maîtrisé').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    const store = town.running.app.store
    expect((await store.listPractice('villebourg')).map(({ exerciseId }) => exerciseId)).toEqual([
      'accueil-carte-perdue',
    ])
    // One real citizen, and no trace of the imaginary one.
    const ids = await store.listConversationsUpdatedBefore('9999-12-31T00:00:00.000Z')
    expect(ids).toHaveLength(1)
    expect(JSON.stringify(await store.getTranscript(ids[0] ?? ''))).not.toContain('non non perdue')
    expect(town.errors).toEqual([])
  })

  it('tells an administrator what each has done, and of who has done nothing, that alone', async () => {
    const admin = await (await town.visit()).newPage()
    await openConsole(admin, town.address, 'admin@villebourg.example')
    await admin.goto(`${town.address}/console#/practice`)
    const team = admin.getByRole('region', { name: 'Où en est l’équipe' }).getByRole('listitem')
    await eventually(
      async () => (await team.allTextContents()).map((text) => text.trim()),
      [
        'AccueilAccueil1 exercice sur 9',
        'État civilAucun exercice fait pour l’instant.',
        'AdministrationAucun exercice fait pour l’instant.',
      ],
    )
  })
})
