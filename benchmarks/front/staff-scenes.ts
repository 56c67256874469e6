import type { Page } from 'playwright-core'
import { ask, history, visit } from './citizen-scenes.js'
import type { Scene, Stage } from './scene.js'
import { openConsole } from './town.js'

const AGENT = 'accueil@villebourg.example'
const ADMIN = 'admin@villebourg.example'

/** The pages of agents and administrators, and the widget while a person is there. They leave an agent available: they come last. */
export const STAFF_SCENES: Scene[] = [
  {
    id: 'sign-in',
    fr: 'Espace des agents : connexion',
    show: async (stage) => {
      const page = await stage.page()
      await page.goto(`${stage.town.address}/console`)
      await page.getByRole('button', { name: 'Se connecter' }).waitFor()
      return page
    },
  },
  {
    id: 'admin',
    fr: 'Administration',
    show: async (stage) => {
      const page = await stage.page()
      await page.goto(`${stage.town.address}/admin`)
      await page.getByLabel('Adresse électronique').fill(ADMIN)
      await page.getByLabel('Mot de passe', { exact: true }).fill('demonstration')
      await page.getByRole('button', { name: 'Se connecter' }).click()
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      return page
    },
  },
  {
    id: 'widget-waiting',
    fr: 'Attente d’un agent',
    show: async (stage) => (await showWaiting(stage)).citizen,
  },
  {
    id: 'widget-talk',
    fr: 'Conversation avec un agent',
    show: async (stage) => (await showTalk(stage)).citizen,
  },
  {
    id: 'widget-rating',
    fr: 'Avis à la fin d’une conversation',
    show: async (stage) => {
      const { citizen, agent } = await showTalk(stage)
      await agent.getByRole('button', { name: 'Terminer…' }).click()
      await agent.getByLabel('Comment s’est-elle terminée ?').selectOption({ label: 'Réponse donnée' })
      await agent.getByRole('button', { name: 'Terminer', exact: true }).click()
      await citizen.getByRole('button', { name: 'Très satisfaisant', exact: true }).waitFor()
      return citizen
    },
  },
  {
    id: 'console-queue',
    fr: 'Espace des agents : file d’attente',
    show: async (stage) => {
      await showWaiting(stage)
      return showConsole(stage)
    },
  },
  {
    id: 'console-talk',
    fr: 'Espace des agents : conversation',
    show: async (stage) => {
      const { reference } = await showWaiting(stage)
      const page = await showConsole(stage)
      await take(page, reference)
      return page
    },
  },
  {
    id: 'console-palette',
    fr: 'Espace des agents : recherche d’une action',
    show: async (stage) => {
      await showWaiting(stage)
      const page = await showConsole(stage)
      await page.keyboard.press('Control+k')
      await page.getByRole('option').first().waitFor()
      return page
    },
  },
  {
    id: 'console-away',
    fr: 'Espace des agents : motif d’absence',
    show: async (stage) => {
      const page = await showConsole(stage, ADMIN)
      await page.getByRole('button', { name: /Préciser le motif|Motif/ }).click()
      await page.getByLabel('Autre motif, en quelques mots').waitFor()
      return page
    },
  },
  {
    id: 'console-alerts',
    fr: 'Espace des agents : réglage des alertes',
    show: async (stage) => {
      const page = await showConsole(stage)
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('regler les alertes')
      await page.keyboard.press('Enter')
      await page.getByLabel('Avoir des heures calmes').check()
      return page
    },
  },
  {
    id: 'console-team',
    fr: 'Espace des agents : collègues',
    show: async (stage) => {
      await stage.agent()
      const page = await showConsole(stage, ADMIN)
      await page.getByRole('button', { name: 'Voir vos collègues' }).click()
      await page.locator('.team-list').getByText('disponible', { exact: true }).waitFor()
      return page
    },
  },
  {
    id: 'console-offer',
    fr: 'Espace des agents : demande proposée',
    show: async (stage) => {
      const { reference } = await showWaiting(stage)
      const page = await showConsole(stage)
      await offer(stage, reference)
      await page.getByRole('button', { name: 'Passer à un collègue' }).waitFor()
      return page
    },
  },
]

/** Her request, as the citizen's page and the agents' queue name it. */
const REFERENCE = /VR-\w{3}-\w{3}/

async function showWaiting(stage: Stage): Promise<{ citizen: Page; agent: Page; reference: string }> {
  const agent = await stage.agent()
  const citizen = await visit(stage)
  await ask(citizen, 'bonjour')
  const panel = citizen.getByRole('dialog')
  await panel.getByRole('button', { name: 'Parler à un agent' }).last().click()
  await panel.getByText(/la file/).waitFor()
  const notice = history(citizen).getByText(REFERENCE)
  const reference = REFERENCE.exec((await notice.textContent()) ?? '')?.[0] ?? ''
  return { citizen, agent, reference }
}

async function showTalk(stage: Stage): Promise<{ citizen: Page; agent: Page }> {
  const { citizen, agent, reference } = await showWaiting(stage)
  await take(agent, reference)
  await agent.getByLabel('Votre réponse').fill('Bonjour, je suis à votre écoute.')
  await agent.getByLabel('Votre réponse').press('Control+Enter')
  await history(citizen).getByText('Bonjour, je suis à votre écoute.').waitFor()
  return { citizen, agent }
}

/** Others may wait from the scenes before. */
async function take(agent: Page, reference: string): Promise<void> {
  const row = agent.getByRole('listitem').filter({ hasText: reference })
  await row.getByRole('button', { name: /^Prendre/ }).click()
  await agent.getByLabel('Votre réponse').waitFor()
}

/** As the router does in a commune that offers its waits: the town of the scenes lets agents choose. */
async function offer({ town }: Stage, reference: string): Promise<void> {
  const { store } = town.running.app
  const agent = await store.findUserByEmail(AGENT)
  const wait = (await store.listHandoffs('villebourg', ['pending'])).find((one) => one.reference === reference)
  if (!agent || !wait) throw new Error('nobody waits, or nobody is there')
  const at = wait.requestedAt
  const dueAt = new Date(Date.parse(at) + 120_000).toISOString()
  const made = { agentId: agent.id, agentName: agent.displayName, at, dueAt }
  await store.applyToHandoff(wait.id, { type: 'offer', offer: made, at }, null)
}

async function showConsole(stage: Stage, email = AGENT): Promise<Page> {
  const page = await stage.page()
  await openConsole(page, stage.town.address, email)
  return page
}
