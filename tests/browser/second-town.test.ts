import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { openTown, type Town } from '../../benchmarks/front/town.js'
import { demonstrationHash } from '../../src/commands/demonstration.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { ASKED, FIRST, OWN } from '../features/new-town/first-town.js'
import { accessibilityFaults } from './accessibility-faults.js'

const PASSWORD = 'demonstration'
const COMPOST = {
  ...OWN[0],
  ...{
    id: 'composteur',
    title: 'Avoir un composteur',
    online: [],
    questions: ['avoir un composteur'],
    fromCitizens: [],
  },
  summary: 'Bourgneuf prête un composteur contre 15 €. Appelez le 02 61 91 44 55.',
  sections: Object.fromEntries(Object.keys(OWN[0]?.sections ?? {}).map((key) => [key, ''])),
}
const SCREENS = process.env.GUICHET_SCREENS_DIR

/** A second town from a form to an answer of its own, on the real server. The steps share one server. */
describe('a second town in ten minutes', () => {
  let folder: string
  let base: SmallBase
  let town: Town
  let page: Page
  let invitation = ''
  let gestures = 0
  const begun = performance.now()
  const told: string[] = []

  const fill = async (field: Locator, text: string) => {
    gestures += 1
    await field.fill(text)
  }
  const press = async (button: Locator) => {
    gestures += 1
    await button.click()
  }
  const step = (name: string) =>
    told.push(`${name}: ${gestures} gestures, ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  const look = async (name: string) => {
    if (!SCREENS) return
    for (const [width, scheme] of [
      [320, 'light'],
      [768, 'light'],
      [1280, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      await page.screenshot({ path: join(SCREENS, `${name}-${width}-${scheme}.png`), fullPage: true })
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
  const signIn = async (email: string, password: string) => {
    await page.goto(`${town.address}/admin`)
    await fill(page.getByLabel('Adresse électronique'), email)
    await fill(page.getByLabel('Mot de passe', { exact: true }), password)
    await press(page.getByRole('button', { name: 'Se connecter' }))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-second-'))
    await mkdir(join(folder, 'communes'), { recursive: true })
    await writeFile(join(folder, 'communes/bourgneuf.json'), JSON.stringify(FIRST))
    await writeFile(join(folder, 'communes/bourgneuf.jsonl'), `${JSON.stringify(COMPOST)}\n`)
    base = await writeSmallBase(QUIET_ENTRIES)
    town = await openTown('', {
      environment: {
        ...{ GUICHET_DEMONSTRATION: 'no', GUICHET_TOWN_DIR: folder, GUICHET_MODEL_DIR: 'models/none' },
        ...{ GUICHET_KNOWLEDGE_DIR: base.knowledgeDir, GUICHET_INTENTS_DIR: base.intentsDir },
      },
    })
    await town.running.app.store.saveUser({
      ...{ id: 'root', communeId: 'bourgneuf', email: 'odile@bourgneuf-sur-rive.fr', displayName: 'Odile Ferrand' },
      ...{ roles: ['super-admin', 'admin'], passwordHash: await demonstrationHash(), demonstration: false },
      createdAt: new Date().toISOString(),
    })
    page = await (await town.visit({ viewport: { width: 1280, height: 900 } })).newPage()
  })

  afterAll(async () => {
    await town?.close()
    await base?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  it('says what comes along, and all that is missing at once, each beside its field', async () => {
    await signIn('odile@bourgneuf-sur-rive.fr', PASSWORD)
    await press(page.getByRole('link', { name: 'Équipe', exact: true }))
    await press(page.getByRole('link', { name: 'Une autre commune' }))
    await page.getByText('1 fiche que Bourgneuf-sur-Rive a écrite elle-même').waitFor()
    await page.getByRole('button', { name: 'Commencer cette commune' }).click()
    await page.getByText('Écrivez le nom de la commune.').waitFor()
    expect(await page.locator('.field-error').count()).toBeGreaterThanOrEqual(9)
    expect(await page.locator('input[aria-invalid=true]').count()).toBe(8)
    expect(await accessibilityFaults(page)).toEqual([])
    await look('new-town-faults')
  })

  it('begins it in one press, and says what is left to do', async () => {
    await fill(page.getByLabel('Nom de la commune'), ASKED.name)
    await fill(page.getByLabel('Adresse de la mairie'), ASKED.address)
    await fill(page.getByLabel('Code postal'), ASKED.postalCode)
    await fill(page.getByLabel('Téléphone de la mairie'), ASKED.phone)
    await fill(page.getByLabel('Courriel de la mairie'), ASKED.email)
    await fill(page.getByLabel('Adresse du site'), ASKED.site)
    const monday = page.getByRole('group', { name: 'lundi' })
    await press(monday.getByRole('button', { name: /Ajouter/ }))
    await press(page.getByRole('button', { name: /lundi/i }).last())
    await fill(page.getByLabel('Prénom et nom'), ASKED.adminName)
    await fill(page.getByLabel('Courriel', { exact: true }), ASKED.adminEmail)
    await look('new-town-filled')
    await press(page.getByRole('button', { name: 'Commencer cette commune' }))
    await page.getByRole('heading', { name: 'Aubrac-le-Haut est prête à être remplie.' }).waitFor()
    await page.getByText('1 brouillon à compléter et à publier').waitFor()
    invitation = (await page.locator('.shown-once code').textContent()) ?? ''
    expect(await accessibilityFaults(page)).toEqual([])
    await look('new-town-done')
    step('begun')
  })

  it('is opened by its administrator, who chooses her password by the link', async () => {
    page = await (await town.visit({ viewport: { width: 1280, height: 900 } })).newPage()
    gestures += 1
    await page.goto(invitation)
    // The link is read before its form is there.
    await page.locator('input[type=password]').first().waitFor()
    for (const field of await page.locator('input[type=password]').all()) await fill(field, 'les prairies du plateau')
    await press(page.getByRole('button', { name: 'Enregistrer le mot de passe' }))
    await page.getByText('Votre mot de passe est enregistré').waitFor()
    await signIn(ASKED.adminEmail, 'les prairies du plateau')
    await page.getByRole('link', { name: 'Fiches', exact: true }).waitFor()
    step('signed in')
  })

  it('completes a draft, publishes it, and the widget answers with it', async () => {
    await press(page.getByRole('link', { name: 'Fiches', exact: true }))
    await press(page.getByRole('link', { name: 'Avoir un composteur' }))
    const answer = page.getByLabel('Réponse courte', { exact: true })
    expect(await answer.inputValue()).toBe(
      '{{commune.nom}} prête un composteur contre [à compléter : prix]. Appelez le [à compléter : téléphone].',
    )
    await page.getByRole('button', { name: 'Vérifier et publier…' }).click()
    await page.getByText('Il reste [à compléter : prix] dans ce texte').first().waitFor()
    await look('new-town-draft')
    await fill(answer, '{{commune.nom}} prête un composteur contre 20 €. Appelez le {{accueil.telephone}}.')
    await press(page.getByRole('button', { name: 'Vérifier et publier…' }))
    await press(page.getByRole('button', { name: 'Publier', exact: true }))
    await page.getByText('C’est publié').waitFor()
    step('published')
    await page.goto(`${town.address}/chat?commune=aubrac-le-haut`)
    const dialog = page.getByRole('dialog').or(page.getByRole('main'))
    await fill(dialog.getByRole('textbox').first(), 'avoir un composteur')
    await page.keyboard.press('Enter')
    await page.getByText('contre 20').first().waitFor()
    step('answered')
    process.stderr.write(`${told.join('\n')}\n`)
    expect(gestures).toBeLessThan(40)
    expect(performance.now() - begun).toBeLessThan(600_000)
  })
})
