import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { readConfig } from '../../src/config.js'
import { EMPTY_MEMORY } from '../../src/platform/model/conversation.js'
import type { Role } from '../../src/platform/model/role.js'
import { entryText } from '../features/entries/sample-entry.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../features/entries/small-base.js'
import { entriesSheet } from '../features/publication/hundred-entries.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { startMockProvider } from '../platform/http/mock-provider.js'
import { UNANSWERED } from '../platform/http/unanswered-turn.js'
import { accessibilityFaults } from './accessibility-faults.js'
import { eventually } from './eventually.js'
import { expectFocus } from './expect-focus.js'

/** What staff meet less often than the rest, each pressed once on the real server: a small base of entries, two communes, an identity provider. */

/** A pack that the town follows. */
const FOLLOWED = {
  id: 'bibliotheque',
  title: 'Bibliothèque',
  version: '1',
  sourceName: 'Reluville',
  followers: 0,
  licence: 'Licence Ouverte 2.0',
  address: 'https://relu.example/p.json',
  fingerprint: 'ab',
}

let base: SmallBase
let provider: Awaited<ReturnType<typeof startMockProvider>>
let server: TestServer
let browser: Browser
let contexts: BrowserContext[] = []

beforeAll(async () => {
  provider = await startMockProvider()
  base = await writeSmallBase(QUIET_ENTRIES, (title) => entryText(title).replace('owner: accueil', 'owner: etat-civil'))
  const villebourg = JSON.parse(await readFile(join(base.knowledgeDir, 'communes/villebourg.json'), 'utf8'))
  const relu = { ...villebourg, id: 'relu', nom: 'Reluville', curation: { reviewerRequired: true } }
  await writeFile(join(base.knowledgeDir, 'communes/relu.json'), JSON.stringify(relu))
  const { identityProvider } = readConfig({
    GUICHET_OIDC_ISSUER: provider.issuer,
    GUICHET_OIDC_CLIENT_ID: provider.client.id,
    GUICHET_OIDC_CLIENT_SECRET: provider.client.secret,
  })
  server = await startTestServer({
    config: {
      publicDir: resolve('public'),
      knowledgeDir: base.knowledgeDir,
      intentsDir: base.intentsDir,
      identityProvider,
    },
  })
  browser = await launchBrowser()
})
afterEach(async () => {
  for (const context of contexts) await context.close()
  contexts = []
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await provider?.stop()
  await base?.remove()
})

const invite = (email: string, displayName: string, roles: Role[], communeId = 'villebourg') =>
  server.signInAs({ email, displayName, roles, communeId })

async function visit(address: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris' })
  context.setDefaultTimeout(30_000)
  contexts.push(context)
  const page = await context.newPage()
  await page.goto(server.url + address)
  return page
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Adresse électronique').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(DEMONSTRATION_PASSWORD)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
}

/** Opens a page of the administration, signed in. */
async function open(address: string, email: string): Promise<Page> {
  const page = await visit(`/admin${address}`)
  await signIn(page, email)
  return page
}

describe('the commune that is looked at', () => {
  it('changes at a press, not at a choice, and what is done is done there', async () => {
    await invite('partout@villebourg.example', 'Sacha', ['super-admin'])
    const page = await open('#/answers', 'partout@villebourg.example')
    const who = page.locator('.who')
    await eventually(() => who.textContent(), 'Sacha, Villebourg-sur-Loire')
    const choice = page.getByLabel('Commune affichée')
    await choice.selectOption({ label: 'Reluville' })
    expect(await who.textContent()).toBe('Sacha, Villebourg-sur-Loire')
    await page.route('**/api/v1/session/commune', (route) => route.abort())
    await page.getByRole('button', { name: 'Changer', exact: true }).click()
    await page.locator('.commune-switch').getByRole('alert').filter({ hasText: /\p{L}/u }).waitFor()
    expect(await who.textContent()).toBe('Sacha, Villebourg-sur-Loire')
    await page.unroute('**/api/v1/session/commune')
    await page.getByRole('button', { name: 'Changer', exact: true }).click()
    await eventually(() => who.textContent(), 'Sacha, Reluville')
    expect(await choice.inputValue()).toBe('relu')
    // It holds for her session: another page of it, or the same one read again.
    await page.reload()
    await eventually(() => who.textContent(), 'Sacha, Reluville')
  })

  it('is not asked of who has one', async () => {
    await invite('une@villebourg.example', 'Maël', ['admin'])
    const page = await open('', 'une@villebourg.example')
    await eventually(() => page.locator('.who').textContent(), 'Maël, Villebourg-sur-Loire')
    expect(await page.getByLabel('Commune affichée').count()).toBe(0)
  })
})

describe('a part of a page that has its own address', () => {
  it('names the document, and its heading has the focus of whoever came to it', async () => {
    await invite('clavier@villebourg.example', 'Andrea', ['curator'])
    const page = await open('#/entries/piscine', 'clavier@villebourg.example')
    await eventually(() => page.title(), 'Nager à la piscine – Fiches – Guichet')
    // Whoever opens the page by its address keeps its beginning, where the way past the menu is.
    await expectFocus(page.locator('body'))
    await page.getByRole('link', { name: 'Historique', exact: true }).press('Enter')
    const history = page.getByRole('heading', { name: 'Historique de' })
    await history.waitFor()
    await expectFocus(history)
    await page.getByRole('link', { name: 'Ce qu’elle a changé' }).press('Enter')
    await expectFocus(page.getByRole('heading', { name: /^De .* à / }))
    expect((await page.title()).replace(/\s/g, ' ')).toBe('Historique de « Nager à la piscine » – Fiches – Guichet')
    await page.getByRole('link', { name: 'Revenir à la fiche' }).press('Enter')
    const entry = page.locator('#entry-title')
    await entry.waitFor()
    await expectFocus(entry)
    await page.getByRole('link', { name: 'Toutes les fiches' }).first().press('Enter')
    await eventually(() => page.title(), 'Fiches – Guichet')
    await expectFocus(page.getByRole('heading', { level: 1, name: 'Fiches' }))
  })
})

describe('a button that works', () => {
  it('keeps the focus when what it asked for is refused', async () => {
    await invite('pack@villebourg.example', 'Robin', ['curator'])
    const page = await open('#/packs', 'pack@villebourg.example')
    await page.getByLabel('Adresse du pack').fill('http://ailleurs.example/pack.json')
    const button = page.getByRole('button', { name: 'Regarder ce pack' })
    await button.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Cette adresse ne peut pas être lue' }).waitFor()
    await expectFocus(button)
  })

  it('does nothing meanwhile, nor do those beside it', async () => {
    await invite('suivi@villebourg.example', 'Gwen', ['admin'])
    const page = await visit('/admin#/packs')
    await page.route('**/api/v1/admin/packs', (route) => route.fulfill({ json: { packs: [FOLLOWED] } }))
    await page.route('**/api/v1/admin/packs/look', () => {})
    await signIn(page, 'suivi@villebourg.example')
    await page.getByRole('button', { name: 'Regarder ce pack' }).click()
    const drop = page.getByRole('button', { name: /^Ne plus suivre/, disabled: true })
    // Playwright waits until what it presses can be.
    await drop.dispatchEvent('click')
    expect(await page.getByRole('button', { name: 'Oui, ne plus suivre' }).count()).toBe(0)
  })
})

describe('a question before an act', () => {
  it('gives the focus back to its button, or leads where the outcome is', async () => {
    await invite('doute@villebourg.example', 'Doute', ['admin'])
    const page = await visit('/admin#/packs')
    await page.route('**/api/v1/admin/packs', (route) => route.fulfill({ json: { packs: [FOLLOWED] } }))
    await page.route('**/api/v1/admin/packs/bibliotheque', (route) => route.fulfill({ status: 204 }))
    await signIn(page, 'doute@villebourg.example')
    const drop = page.getByRole('button', { name: /^Ne plus suivre/ })
    await drop.press('Enter')
    await page.getByRole('button', { name: 'Continuer à suivre' }).press('Enter')
    await expectFocus(drop)
    await drop.press('Enter')
    await page.getByRole('button', { name: 'Oui, ne plus suivre' }).press('Enter')
    await page.getByText('n’est plus suivi.').waitFor()
    await expectFocus(page.locator('#packs-list'))
  })
})

describe('a link to come in', () => {
  it('is sent once, however often its button is pressed', async () => {
    await invite('lien@villebourg.example', 'Lien', ['admin'])
    const page = await open('#/accounts', 'lien@villebourg.example')
    await page.getByRole('button', { name: 'Modifier le compte de Lien' }).click()
    const sent: string[] = []
    await page.route('**/link', (route) => void sent.push(route.request().url()))
    await page
      .getByRole('group', { name: 'Ce compte' })
      .or(page.locator('fieldset.acts'))
      .getByRole('button')
      .first()
      .dblclick()
    await eventually(async () => sent.length, 1)
    await page.waitForTimeout(200)
    expect(sent).toHaveLength(1)
  })
})

describe('a button that is pressed twice', () => {
  /** Calls of a method that are left without an answer. */
  async function held(page: Page, path: string, method: string): Promise<string[]> {
    const sent: string[] = []
    await page.route(path, (route) =>
      route.request().method() === method ? void sent.push(route.request().url()) : route.continue(),
    )
    return sent
  }

  it('puts the looks in use once', async () => {
    await invite('deux@villebourg.example', 'Deux', ['admin'])
    const page = await open('#/theme', 'deux@villebourg.example')
    await page.getByLabel('Arrondi des boutons').fill('3')
    const sent = await held(page, '**/admin/settings', 'PUT')
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).dblclick()
    await eventually(async () => sent.length, 1)
    await page.waitForTimeout(200)
    expect(sent).toHaveLength(1)
  })

  it('copies an entry once, whose text is being saved', async () => {
    await invite('copie@villebourg.example', 'Copie', ['curator'])
    const page = await open('#/entries/piscine', 'copie@villebourg.example')
    await page.getByLabel('Titre', { exact: true }).first().fill('Nager à la piscine, en été')
    await page.route('**/draft', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
    const sent = await held(page, '**/admin/entries', 'POST')
    await page.getByRole('button', { name: 'Copier en nouvelle fiche' }).dblclick()
    await eventually(async () => sent.length, 1)
    await page.waitForTimeout(200)
    expect(sent).toHaveLength(1)
  })
})

describe('a file that was mended', () => {
  it('can be chosen again under its name', async () => {
    await invite('fichier@villebourg.example', 'Fichier', ['curator'])
    const page = await open('#/exchange', 'fichier@villebourg.example')
    const field = page.locator('#import-file')
    await field.setInputFiles({
      name: 'fiches.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('titre;question\nA;b\n'),
    })
    await page.getByText('fiches.csv').first().waitFor()
    const opened = page.waitForEvent('filechooser')
    await field.click()
    await opened
    expect(await field.inputValue()).toBe('')
  })
})

describe('what was done of a question nobody answered', () => {
  it('is taken back from the question itself, which then says so, and keeps the focus', async () => {
    await invite('lundi@villebourg.example', 'Lundi', ['curator'])
    const { id: conversationId } = await server.startConversation({ communeId: 'villebourg' })
    const at = server.clock.now().toISOString()
    const payload = { type: 'text' as const, text: 'adopter une licorne violette' }
    await server.store.appendTurn({
      conversationId,
      message: { author: 'citizen', at, language: 'fr', payload },
      replies: [],
      turn: { ...UNANSWERED, at },
      memory: EMPTY_MEMORY,
    })
    const page = await open('#/failures?state=all', 'lundi@villebourg.example')
    const all = page.getByRole('region', { name: 'Toutes les questions' })
    const group = all.locator('.failure-group').filter({ hasText: 'licorne' })
    await group.getByRole('button', { name: /^Traiter/ }).click()
    await group.getByRole('button', { name: /^Hors sujet/ }).click()
    await group.getByText('Questions du sujet').click()
    await group.getByRole('button', { name: 'Annuler' }).press('Enter')
    await page.getByText('les questions sont revenues à leur état d’avant').waitFor()
    await group.getByRole('button', { name: 'Annuler' }).waitFor({ state: 'detached' })
    await expectFocus(group.getByRole('checkbox'))
  })
})

describe('what is typed and not saved', () => {
  it('is not lost by the menu nor by signing out before she says so', async () => {
    await invite('annonce@villebourg.example', 'Yael', ['admin', 'agent'])
    const page = await open('#/alert', 'annonce@villebourg.example')
    const asked: string[] = []
    let isLeaving = false
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      return isLeaving ? dialog.accept() : dialog.dismiss()
    })
    await page.getByLabel('Texte en français').fill('L’eau est coupée rue des Lilas.')
    await page.getByRole('link', { name: 'Apparence' }).click()
    await eventually(async () => asked.length, 1)
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await eventually(async () => asked.length, 2)
    expect(asked[0]).toMatch(/n’est pas enregistré/)
    expect(new URL(page.url()).hash).toBe('#/alert')
    expect(await page.getByLabel('Texte en français').inputValue()).toBe('L’eau est coupée rue des Lilas.')
    await page.getByRole('button', { name: 'Mettre en ligne' }).click()
    await page.getByText('L’annonce est enregistrée.').waitFor()
    await page.getByRole('link', { name: 'Apparence' }).click()
    await page.getByRole('heading', { level: 1, name: 'Apparence' }).waitFor()
    await page.getByLabel('Arrondi des boutons').fill('3')
    isLeaving = true
    await page.getByRole('link', { name: 'Équipe', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Équipe' }).waitFor()
    expect(asked).toHaveLength(3)
    await page.getByRole('button', { name: 'Modifier le compte de Yael' }).click()
    await page.getByLabel('Nom', { exact: true }).fill('Yaël')
    await page.getByRole('link', { name: 'Vérification' }).click()
    await page.getByRole('heading', { level: 1, name: 'Vérification' }).waitFor()
    expect(asked).toHaveLength(4)
    await page.getByRole('link', { name: 'Équipe', exact: true }).click()
    // What is unticked, then ticked again, is as it was.
    await page.getByRole('button', { name: 'Modifier le compte de Yael' }).click()
    const role = page.getByRole('checkbox', { name: /^Administration/ })
    await role.uncheck()
    await role.check()
    await page.getByRole('link', { name: 'Réglages', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Réglages de la commune' }).waitFor()
    expect(asked).toHaveLength(4)
  })
})

describe('the identity provider’s button', () => {
  it('leads to the provider and back, signed in, to the page from which it was pressed', async () => {
    await invite('personne@villebourg.example', 'Personne', ['admin'])
    const page = await visit('/admin')
    await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).press('Enter')
    await page.locator('.who').filter({ hasText: 'Personne' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin')
    expect(provider.asked.get('client_id')).toBe('guichet')
  })

  it('is left with the session, and what is not saved is asked about once', async () => {
    await invite('sortie@villebourg.example', 'Sortie', ['admin', 'agent'])
    provider.person = { sub: 's7', email: 'sortie@villebourg.example', email_verified: true }
    const page = await visit('/admin#/alert')
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      return dialog.accept()
    })
    await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).click()
    await page.locator('.who').filter({ hasText: 'Sortie' }).waitFor()
    await page.goto(`${server.url}/admin#/alert`)
    await page.getByLabel('Texte en français').fill('L’eau est coupée.')
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.getByLabel('Adresse électronique').waitFor()
    await eventually(async () => provider.ended?.get('client_id') ?? null, 'guichet')
    expect(asked).toEqual(['confirm'])
  })

  it('says on the same page that nobody was invited under that address', async () => {
    provider.person = { sub: 's9', email: 'inconnue@ville.example', email_verified: true }
    const page = await visit('/console')
    await page.getByRole('link', { name: 'Se connecter avec ProConnect' }).click()
    await page.getByText('Aucun compte n’est ouvert à cette adresse ici.').waitFor()
    await page.getByLabel('Adresse électronique').waitFor()
  })
})

describe('an entry that two write at once', () => {
  let [one, other]: Page[] = []
  const title = (page: Page) => page.getByLabel('Titre', { exact: true }).first()
  const kept = async () => (await server.store.getEntryRecord('villebourg', 'piscine'))?.draft?.content.title

  beforeAll(async () => {
    await invite('ada@villebourg.example', 'Ada', ['curator'])
    await invite('lin@villebourg.example', 'Lin', ['curator'])
  })
  beforeEach(async () => {
    ;[one, other] = [
      await open('#/entries/piscine', 'ada@villebourg.example'),
      await open('#/entries/piscine', 'lin@villebourg.example'),
    ]
    for (const page of [one, other]) await title(page).waitFor()
  })

  /** One saves, then the other writes something else. */
  async function collide(first: string, second: string): Promise<Page> {
    if (!one || !other) throw new Error('both are there')
    await title(one).fill(first)
    await one.getByText('Brouillon enregistré').waitFor()
    await title(other).fill(second)
    const panel = other.getByRole('region', { name: 'Quelqu’un d’autre a modifié cette fiche' })
    await panel.getByRole('alert').filter({ hasText: 'Ada a enregistré ce brouillon' }).waitFor()
    await panel.locator('del', { hasText: 'Nager' }).or(panel.locator('ins')).first().waitFor()
    expect(await kept()).toBe(first)
    return other
  }

  it('is kept as she wrote it, and the other version is one step back', async () => {
    const page = await collide('Nager avec Ada', 'Nager avec Lin')
    await page.getByRole('button', { name: 'Garder ma version' }).press('Enter')
    await page.getByText('Votre version est gardée.').waitFor()
    await eventually(kept, 'Nager avec Lin')
    await page.getByRole('button', { name: 'Annuler', exact: true }).click()
    expect(await title(page).inputValue()).toBe('Nager avec Ada')
    await eventually(kept, 'Nager avec Ada')
  })

  it('is taken as the other one wrote it, and hers is one step back', async () => {
    const page = await collide('Nager chez Ada', 'Nager chez Lin')
    await page.getByRole('button', { name: 'Prendre l’autre version' }).press('Enter')
    await page.getByText('L’autre version est reprise.').waitFor()
    expect(await title(page).inputValue()).toBe('Nager chez Ada')
    await page.getByRole('button', { name: 'Annuler', exact: true }).click()
    expect(await title(page).inputValue()).toBe('Nager chez Lin')
    await eventually(kept, 'Nager chez Lin')
  })
})

describe('an entry that cannot be saved', () => {
  const title = (page: Page) => page.getByLabel('Titre', { exact: true }).first()
  const kept = async () => (await server.store.getEntryRecord('villebourg', 'marche'))?.draft?.content.title

  it('is kept by the browser while the server is away, and saved at a press', async () => {
    await invite('eve@villebourg.example', 'Ève', ['curator'])
    const page = await open('#/entries/marche', 'eve@villebourg.example')
    await title(page).waitFor()
    await page.route('**/api/v1/admin/entries/marche/draft', (route) => route.abort())
    await title(page).fill('Le marché du dimanche')
    const panel = page.getByRole('alert').filter({ hasText: 'Le serveur ne répond pas.' })
    await panel.getByText('Ce que vous avez écrit est gardé dans ce navigateur').waitFor()
    expect(await kept()).toBeUndefined()
    // Nothing is lost with the page either.
    page.on('dialog', (dialog) => void dialog.accept())
    await page.reload()
    await eventually(() => title(page).inputValue(), 'Le marché du dimanche')
    await panel.waitFor()
    await page.unroute('**/api/v1/admin/entries/marche/draft')
    await panel.getByRole('button', { name: 'Enregistrer maintenant' }).click()
    await page.getByText('Brouillon enregistré').waitFor()
    expect(await kept()).toBe('Le marché du dimanche')
  })

  it('is saved once she has signed in again, under her own account alone', async () => {
    await invite('noe@villebourg.example', 'Noé', ['curator'])
    const page = await open('#/entries/marche', 'eve@villebourg.example')
    await title(page).waitFor()
    await page.context().clearCookies()
    await title(page).fill('Le marché du lundi')
    await page.getByRole('dialog').getByText('Votre session est terminée.').waitFor()
    await signIn(page, 'noe@villebourg.example')
    await page.getByText('Reconnectez-vous avec le compte de Ève').waitFor()
    expect(await kept()).toBe('Le marché du dimanche')
    await signIn(page, 'eve@villebourg.example')
    await page.getByText('Brouillon enregistré').waitFor()
    expect(await kept()).toBe('Le marché du lundi')
  })
})

describe('an entry that a colleague reads first', () => {
  it('is sent back with a reason, which is asked for', async () => {
    await invite('auteure@relu.example', 'Iris', ['curator'], 'relu')
    await invite('relectrice@relu.example', 'Rose', ['curator'], 'relu')
    const author = await open('#/entries/velo', 'auteure@relu.example')
    await author.getByLabel('Titre', { exact: true }).first().fill('Garer un vélo')
    await author.getByText('Brouillon enregistré').waitFor()
    await author.getByRole('button', { name: 'Vérifier et faire relire…' }).click()
    await author.getByRole('button', { name: 'Envoyer en relecture' }).click()
    await author.getByText('C’est envoyé').waitFor()

    const reader = await open('#/entries/velo', 'relectrice@relu.example')
    await reader.getByRole('link', { name: 'Relire' }).click()
    await reader.getByRole('heading', { name: /^Relire « Garer/ }).waitFor()
    await reader.locator('ins').first().waitFor()
    const back = reader.getByRole('button', { name: 'Renvoyer à l’auteur' })
    await back.click()
    await reader.getByText('Dites à l’auteur ce qu’il faut changer.').waitFor()
    const reason = reader.getByLabel('Ce qu’il faut changer')
    await expectFocus(reason)
    const record = () => server.store.getEntryRecord('relu', 'velo')
    expect((await record())?.submission).toBeTruthy()
    await reason.fill('et la pompe ?')
    await back.press('Enter')
    await reader.getByLabel('Titre', { exact: true }).first().waitFor()
    expect(new URL(reader.url()).hash).toBe('#/entries/velo')
    expect((await record())?.submission ?? null).toBeNull()
    expect((await record())?.draft?.content.title).toBe('Garer un vélo')
    const { rows } = await server.store.listAudit('relu', { targetId: 'velo', limit: 1 })
    expect(rows[0]).toMatchObject({ why: 'et la pompe ?', userName: 'Rose' })
    // Her own submission would not be hers to send back.
    await author.goto(`${server.url}/admin#/entries/velo/review`)
    await author.getByText('Rien n’attend de relecture.').waitFor()
  })
})

describe('a file of entries', () => {
  it('is published in three presses once it is read, and taken back in one', async () => {
    await invite('cent@villebourg.example', 'Cent', ['curator'])
    const { id: conversationId } = await server.startConversation({ communeId: 'villebourg' })
    const at = server.clock.now().toISOString()
    const payload = { type: 'text' as const, text: 'louer un poney' }
    await server.store.appendTurn({
      conversationId,
      message: { author: 'citizen', at, language: 'fr', payload },
      replies: [],
      turn: { ...UNANSWERED, at },
      memory: EMPTY_MEMORY,
    })
    const page = await open('#/exchange', 'cent@villebourg.example')
    const buffer = Buffer.from(entriesSheet(100))
    await page.locator('#import-file').setInputFiles({ name: 'cent.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: /100/ }).click()
    const link = page.getByRole('link', { name: 'Relire et publier les 100 brouillons' })
    await expectFocus(link)
    await link.click()
    const replay = page.getByRole('region', { name: 'Les questions posées en vain' })
    await replay.getByText(/1 trouve maintenant sa réponse/).waitFor()
    await replay
      .getByRole('row', { name: /louer un poney/ })
      .getByText('Louer un poney', { exact: true })
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Publier les 100 fiches' }).click()
    await page.getByText(/100 fiches sont publiées/).waitFor()
    const record = () => server.store.getEntryRecord('villebourg', 'louer-un-poney')
    expect(await record()).toMatchObject({ draft: null, publications: [{ by: { userName: 'Cent' } }] })
    await page.getByRole('button', { name: 'Annuler la publication' }).click()
    await page.getByText(/La publication est annulée/).waitFor()
    expect(await record()).toMatchObject({ draft: { content: { title: 'Louer un poney' } }, publications: [] })
    await page.goto(`${server.url}/admin#/entries?state=draft&search=tente`)
    await page.getByRole('checkbox', { name: /tente du bourg/ }).check()
    await page.getByRole('checkbox', { name: /tente du port/ }).check()
    await page.getByRole('link', { name: 'Relire et publier les 2 fiches choisies' }).click()
    await page.getByRole('button', { name: 'Publier les 2 fiches' }).click()
    await page.getByText(/2 fiches sont publiées/).waitFor()
  })
})
