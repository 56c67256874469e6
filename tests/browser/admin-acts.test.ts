import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAdmin } from '../../benchmarks/front/sign-in.js'
import { OPEN, openTown, openWidget, type Town } from '../../benchmarks/front/town.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { type Homeserver, openHomeserver } from '../features/tchap/homeserver.js'
import { TchapUser } from '../features/tchap/tchap-user.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'

/** What an administrator does once in a while, pressed as she would, and seen where it shows. The steps share one town. */
describe('an administrator’s acts', () => {
  let base: SmallBase
  let home: Homeserver
  let town: Town
  let page: Page

  beforeAll(async () => {
    base = await writeSmallBase(QUIET_ENTRIES)
    home = await openHomeserver()
    town = await openTown(OPEN, {
      // Files are read by another process, which runs what is built.
      overrides: { builtFrom: pathToFileURL('dist/src/') },
      environment: {
        GUICHET_MODEL_DIR: 'models/none',
        GUICHET_KNOWLEDGE_DIR: base.knowledgeDir,
        GUICHET_INTENTS_DIR: base.intentsDir,
        GUICHET_MATRIX_URL: home.url,
        GUICHET_MATRIX_TOKEN: (await home.register('guichet')).token,
      },
    })
    page = await (await town.visit()).newPage()
    await openAdmin(page, town.address)
    await page.getByRole('link', { name: 'Fiches', exact: true }).waitFor()
  })

  afterAll(async () => {
    await town?.close()
    await home?.close()
    await base?.remove()
  })

  /** Opens a page of the administration by its address. */
  const open = async (place: string, title: string) => {
    await page.goto(`${town.address}/admin#/${place}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  /** A citizen asks, in a conversation of her own. @returns the dialog */
  const ask = async (question: string) => {
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const dialog = await openWidget(citizen)
    await dialog.getByRole('textbox').fill(question)
    await dialog.getByRole('textbox').press('Enter')
    return dialog
  }

  it('the looks are tried, saved, and those of the chat', async () => {
    await open('theme', 'Apparence')
    await page.getByLabel('Couleur sur écran clair').fill('#fafa00')
    expect(await page.getByRole('button', { name: 'Enregistrer', exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Prendre la plus proche qui se lit' }).first().click()
    await page.getByLabel('Couleur sur écran clair').fill('#7a1f5c')
    await press('Enregistrer')
    await page.getByText('Enregistré : les pages de la ville suivent').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    const citizen = await (await town.visit()).newPage()
    await citizen.goto(town.address)
    const launcher = citizen.getByRole('button', { name: 'Poser une question à la mairie' })
    expect(await launcher.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe('rgb(122, 31, 92)')
  })

  it('many questions are tried at once, and what becomes of them is a table and a file', async () => {
    await open('try', 'Essayer')
    await page.getByLabel('Questions, une par ligne').fill('garage à vélo\nheures du marché\nun escargotier')
    await press('Essayer ces questions')
    await page.getByText('3 questions essayées').waitFor()
    const rows = page.getByRole('table').getByRole('row')
    expect((await rows.nth(1).textContent()) ?? '').toContain('Garer son vélo')
    const download = page.waitForEvent('download')
    await press('Télécharger les résultats (CSV)')
    expect((await download).suggestedFilename()).toBe('guichet-questions.csv')
  })

  it('an import makes drafts, and is taken back with them', async () => {
    await open('exchange', 'Import et export')
    const csv = 'Question;Réponse\nOù est la fontaine ?;Derrière la mairie.\n'
    await page.setInputFiles('#import-file', { name: 'fontaine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await press('Créer 1 brouillon')
    await page.getByText('1 brouillon enregistré').waitFor()
    await page.getByRole('button', { name: 'Annuler cet import' }).click()
    await press('Oui, annuler l’import')
    await page.getByText('Import annulé : 1 brouillon retiré').waitFor()
    await eventually(() => page.getByRole('button', { name: 'Annuler cet import' }).count(), 0)
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('a publication is left for tomorrow, given another hour, and given up', async () => {
    await open('entries/velo', 'Fiches')
    await page.getByLabel('Réponse courte', { exact: true }).fill('Sous la halle.')
    await press('Vérifier et publier…')
    await press('Publier plus tard')
    await press('Publier à cette heure')
    await page.getByText('C’est programmé').waitFor()
    await page.getByRole('button', { name: 'Changer l’heure' }).click()
    const hour = page.getByLabel('Jour et heure')
    const tomorrow = await hour.inputValue()
    await hour.fill(tomorrow.replace('T08:00', 'T19:30'))
    await press('Publier à cette heure')
    await page.getByText('L’heure est changée.').waitFor()
    await page.getByText(/Sera publiée le .* à 19\s?h\s?30/).waitFor()
    await page.getByRole('button', { name: 'Ne plus publier' }).click()
    await page.getByText('Rien ne sera publié à cette heure').waitFor()
    expect(await town.running.app.store.listScheduledPublications('villebourg')).toEqual([])
  })

  it('the answers are stopped with a reason, which everybody reads, and go on again', async () => {
    await open('answers', 'Réponses automatiques')
    await press('Arrêter les réponses automatiques')
    await page.getByText('Dites pourquoi en quelques mots').waitFor()
    await page.getByLabel('Pourquoi l’arrêter').fill('Un tarif est faux')
    // While the server has not answered, the button says that a second press would do nothing.
    const calls: Array<() => Promise<void>> = []
    const isCall = (url: URL) => url.pathname.includes('/admin/answers')
    await page.route(isCall, (route) => void calls.push(() => route.continue()))
    await press('Arrêter les réponses automatiques')
    await eventually(() => page.getByRole('button', { name: /automatiques$/, disabled: true }).count(), 1)
    for (const go of calls) await go()
    await page.unroute(isCall)
    await page.getByText('C’est fait : chaque question va à une personne.').waitFor()
    await page.getByText(/^Arrêté par .*Un tarif est faux$/).waitFor()
    const stopped = await ask('garage à vélo')
    await stopped.getByText('ne répond').first().waitFor()
    expect(await stopped.getByRole('article').count()).toBe(0)
    await press('Remettre en marche')
    await page.getByText('C’est fait : l’assistant répond de nouveau.').waitFor()
    const again = await ask('garage à vélo')
    await again.getByRole('article').getByRole('heading', { name: 'Garer son vélo' }).waitFor()
  })

  it('an account of Tchap is linked by the code that is typed there, and unlinked', async () => {
    const phone = await TchapUser.register(home, 'camille')
    await page.goto(`${town.address}/compte`)
    await press('Relier mon compte Tchap')
    const code = (await page.locator('.typed-code').textContent()) ?? ''
    expect(code).toMatch(/^\d{4} \d{4}$/)
    const bot = (await page.getByText('Dans Tchap, écrivez').textContent())?.match(/@[\w-]+:[\w.:-]*\w/)?.[0] ?? ''
    await phone.writeTo(bot)
    const roomId = await phone.accept()
    await phone.say(roomId, code)
    await page.getByText('Votre compte Tchap est relié.').waitFor()
    await page.getByText(`Relié à ${phone.id}`).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await press('Ne plus relier')
    await page.getByText('Votre compte Tchap n’est plus relié.').waitFor()
  })
})
