import type { Locator, Page } from 'playwright-core'
import type { Scene, Stage } from './scene.js'
import { openWidget } from './town.js'

/** The citizen's pages and the widget's states, on the demonstration town. */
export const CITIZEN_SCENES: Scene[] = [
  {
    id: 'widget-closed',
    fr: 'Page de la commune, assistant fermé',
    show: async (stage) => {
      const page = await stage.page()
      await page.goto(stage.town.address)
      await page.getByRole('button', { name: 'Poser une question à la mairie' }).waitFor()
      return page
    },
  },
  {
    id: 'widget-welcome',
    fr: 'Assistant ouvert : accueil',
    show: async (stage) => {
      const page = await visit(stage)
      await page.getByText('Questions fréquentes').waitFor()
      return page
    },
  },
  {
    id: 'widget-menu',
    fr: 'Assistant ouvert : options',
    show: async (stage) => {
      const page = await visit(stage)
      await ask(page, 'bonjour')
      await page.getByRole('button', { name: 'Options' }).click()
      await page.getByRole('button', { name: 'Effacer mes données' }).waitFor()
      return page
    },
  },
  { id: 'widget-answer', fr: 'Réponse à une question', show: showAnswer },
  {
    id: 'widget-simple',
    fr: 'Réponse en version simplifiée',
    show: async (stage) => {
      const page = await showAnswer(stage)
      await history(page).locator('details.simple summary').last().click()
      await history(page).getByText('La mairie a écrit ce texte').waitFor()
      return page
    },
  },
  {
    id: 'widget-papers',
    fr: 'Réponse : les pièces qui manquent',
    show: async (stage) => {
      const page = await showAnswer(stage)
      await history(page).locator('details.papers summary').last().click()
      await history(page).getByRole('button', { name: 'Il me manque…' }).last().click()
      await history(page).getByRole('checkbox').first().check()
      return page
    },
  },
  {
    id: 'widget-large',
    fr: 'Réponse en grands caractères (150 %)',
    show: async (stage) => {
      const page = await showAnswer(stage)
      await page.getByRole('button', { name: 'Options' }).click()
      const larger = page.getByRole('button', { name: 'Agrandir le texte' })
      await larger.click()
      await larger.click()
      await page.getByRole('button', { name: 'Options' }).click()
      return page
    },
  },
  {
    id: 'widget-guide',
    fr: 'Question d’une démarche guidée',
    show: async (stage) => {
      const page = await visit(stage)
      await ask(page, 'j’ai perdu ma carte d’identité comment je fais')
      await history(page).getByRole('button', { name: 'Préciser mon cas' }).click()
      await history(page).getByRole('button', { name: 'Un adulte' }).waitFor()
      return page
    },
  },
  {
    id: 'widget-clarification',
    fr: 'Plusieurs réponses possibles',
    show: async (stage) => {
      const page = await visit(stage)
      await ask(page, 'bruit')
      await history(page).getByText('D’où vient le bruit').waitFor()
      return page
    },
  },
  { id: 'widget-unanswered', fr: 'Question sans réponse sûre', show: showUnanswered },
  {
    id: 'widget-message',
    fr: 'Formulaire : laisser un message',
    show: async (stage) => {
      const page = await showUnanswered(stage)
      await history(page).getByRole('button', { name: 'Laisser un message' }).last().click()
      await page.getByRole('heading', { name: 'Laisser un message à la mairie' }).waitFor()
      await page.getByRole('button', { name: 'Envoyer le message' }).click()
      await page.getByText('Écrivez votre nom.').first().waitFor()
      return page
    },
  },
  {
    id: 'widget-callback',
    fr: 'Formulaire : être rappelé',
    show: async (stage) => {
      const page = await showUnanswered(stage)
      await dialogOf(page).getByRole('button', { name: 'Options' }).click()
      await dialogOf(page).getByRole('button', { name: 'Être rappelé(e)' }).click()
      await dialogOf(page).getByLabel('Téléphone').waitFor()
      return page
    },
  },
  {
    id: 'widget-danger',
    fr: 'Danger : numéros d’urgence',
    show: async (stage) => {
      const page = await visit(stage)
      await ask(page, 'mon mari me frappe j’ai peur')
      await history(page).getByRole('link', { name: /17/ }).first().waitFor()
      return page
    },
  },
  {
    id: 'widget-erase',
    fr: 'Effacer la conversation',
    show: async (stage) => {
      const page = await visit(stage)
      await ask(page, 'bonjour')
      await page.getByRole('button', { name: 'Options' }).click()
      await page.getByRole('button', { name: 'Effacer mes données' }).click()
      await page.getByText('Effacer toute la conversation ?').waitFor()
      return page
    },
  },
  {
    id: 'widget-arabic',
    fr: 'Assistant en arabe : réponse traduite',
    show: async (stage) => {
      const page = await stage.page({ locale: 'ar' })
      await page.goto(stage.town.address)
      await openWidget(page)
      await page.getByRole('button', { name: 'المتابعة بالعربية؟' }).click()
      await page.getByRole('button', { name: 'ترك رسالة' }).first().waitFor()
      await ask(page, 'أين مركز النفايات؟')
      await page.getByRole('article').last().waitFor()
      return page
    },
  },
  at('plain-welcome', 'Pages sans script : accueil', '/sans-script'),
  { id: 'plain-answer', fr: 'Pages sans script : réponse', show: showPlainAnswer },
  at('sheet', 'Fiche à imprimer', '/fiche/attestation-accueil'),
  at('notice', 'Données personnelles', '/confidentialite'),
  at('declaration', 'Déclaration d’accessibilité', '/accessibilite'),
  at('chat-page', 'Assistant seul sur sa page', '/chat'),
  {
    id: 'plain-message',
    fr: 'Pages sans script : laisser un message',
    show: async (stage) => {
      const page = await showPlainAnswer(stage)
      await page.goto(`${page.url().replace(/[#?].*$/, '')}/message`)
      await page.getByRole('textbox').first().waitFor()
      return page
    },
  },
]

/** A page as it is when it is opened. */
function at(id: string, fr: string, path: string): Scene {
  return {
    id,
    fr,
    show: async (stage) => {
      const page = await stage.page()
      await page.goto(stage.town.address + path)
      await page.getByRole('heading').or(page.getByRole('dialog')).first().waitFor()
      return page
    },
  }
}

/** The conversation as it is read; the live region beside it repeats the newest message. */
export function history(page: Page): Locator {
  return page.getByRole('log')
}

/** The widget's panel. */
export function dialogOf(page: Page): Locator {
  return page.getByRole('dialog')
}

/** A new visitor of the town's site, with the widget opened. */
export async function visit(stage: Stage): Promise<Page> {
  const page = await stage.page()
  await page.goto(stage.town.address)
  await openWidget(page)
  return page
}

/**
 * Sends a message, and waits until it is in the conversation with what was answered to it.
 * @param kept a part of it that masking leaves: what is masked shows for an instant only
 */
export async function ask(page: Page, text: string, kept?: string): Promise<void> {
  const field = dialogOf(page).getByRole('textbox').or(dialogOf(page).getByRole('combobox'))
  await field.fill(text)
  await field.press('Enter')
  await history(page)
    .getByText(kept ?? text, { exact: kept === undefined })
    .last()
    .waitFor()
  await history(page).locator('li.sending, .typing').first().waitFor({ state: 'detached' })
}

async function showAnswer(stage: Stage): Promise<Page> {
  const page = await visit(stage)
  await ask(page, 'comment obtenir une attestation d’accueil')
  await page.getByRole('article').last().waitFor()
  await page.getByText('Cette réponse vous aide-t-elle ?').waitFor()
  return page
}

async function showUnanswered(stage: Stage): Promise<Page> {
  const page = await visit(stage)
  await ask(page, 'quelle est la vitesse d’une hirondelle en vol')
  await history(page).getByRole('button', { name: 'Laisser un message' }).waitFor()
  return page
}

async function showPlainAnswer(stage: Stage): Promise<Page> {
  const page = await stage.page()
  await page.goto(`${stage.town.address}/sans-script`)
  await page.getByRole('textbox').first().fill('comment obtenir une attestation d’accueil')
  await page.getByRole('button', { name: 'Envoyer la question' }).click()
  await page.getByRole('article').last().waitFor()
  return page
}
