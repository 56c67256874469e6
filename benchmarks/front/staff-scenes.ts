import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { ask, history, visit } from './citizen-scenes.js'
import { countMadeUpDays } from './made-up-figures.js'
import type { Scene, Stage } from './scene.js'
import { fillSignIn } from './sign-in.js'
import { OPEN, openConsole } from './town.js'

const AGENT = 'accueil@villebourg.example'
const ADMIN = 'admin@villebourg.example'

/** The pages of the administration, by their names in the address. */
const ADMIN_PAGES = {
  failures: 'Questions ratées',
  entries: 'Fiches',
  conflicts: 'Conflits',
  try: 'Essayer',
  exchange: 'Import et export',
  packs: 'Packs',
  publication: 'Publication',
  'national-feed': 'Fiches nationales',
  statistics: 'Statistiques',
  alert: 'Annonce',
  answers: 'Réponses automatiques',
  team: 'Équipe',
  checks: 'Vérification',
  'first-run': 'Mise en route',
  service: 'État du service',
  settings: 'Réglages de la commune',
  webhooks: 'Autres logiciels',
  appointments: 'Rendez-vous',
  theme: 'Apparence',
  privacy: 'Données personnelles',
  audit: 'Journal',
}

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
    id: 'admin-home',
    fr: 'Administration : Accueil',
    show: async (stage) => {
      await askInVain(stage, [
        'louer un poney pour un anniversaire',
        'louer des poneys',
        'piscine ouverte le lundi soir ?',
      ])
      const page = await showAdmin(stage, 'home')
      await page.locator('#home-promise').waitFor()
      return page
    },
  },
  ...Object.entries(ADMIN_PAGES).map(
    ([id, title]): Scene => ({
      id: `admin-${id}`,
      fr: `Administration : ${title}`,
      show: (stage) => showAdmin(stage, id),
    }),
  ),
  {
    id: 'admin-new-entry',
    fr: 'Administration : une fiche de deux lignes',
    show: async (stage) => {
      const page = await showAdmin(stage, 'entries')
      await page.goto(`${stage.town.address}/admin#/entries/+`)
      await page.getByLabel('Titre', { exact: true }).fill('Emprunter des jeux à la ludothèque ?')
      await page.getByRole('button', { name: 'Commencer la fiche' }).click()
      await page
        .getByLabel('Réponse courte', { exact: true })
        .fill('Trois jeux pour trois semaines, gratuitement, avec la carte de la médiathèque.')
      await page.locator('.citizen-card').getByText('Trois jeux').first().waitFor()
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
      await agent.getByRole('button', { name: 'Réponse donnée' }).click()
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
    id: 'console-copilot',
    fr: 'Espace des agents : propositions et note privée',
    show: async (stage) => {
      const { citizen, reference } = await showWaiting(stage)
      const page = await showConsole(stage)
      await take(page, reference)
      await ask(citizen, 'comment renouveler ma carte d’identité ?')
      await page.getByRole('radio', { name: 'Note privée' }).check()
      await page.getByLabel('Votre note, pour les collègues').fill('Elle vient demain à 9 h.')
      await page.getByRole('button', { name: 'Enregistrer la note' }).click()
      await page.locator('.message.note').waitFor()
      await page.getByRole('radio', { name: 'Répondre' }).check()
      return page
    },
  },
  {
    id: 'console-replies',
    fr: 'Espace des agents : réponses prêtes',
    show: async (stage) => {
      const { reference } = await showWaiting(stage)
      const page = await showConsole(stage)
      await take(page, reference)
      await page.getByTitle(/^Toutes les réponses prêtes/).click()
      await page.getByRole('button', { name: 'Gérer mes réponses…' }).click()
      await page.getByRole('button', { name: 'Ajouter une réponse' }).click()
      await page.getByLabel('Nom, pour la retrouver').waitFor()
      return page
    },
  },
  {
    id: 'console-talk',
    fr: 'Espace des agents : conversation',
    show: (stage) => showHeld(stage),
  },
  {
    id: 'console-transfer',
    fr: 'Espace des agents : transfert',
    show: async (stage) => {
      const page = await showHeld(stage)
      await page.getByRole('button', { name: 'Passer à…' }).click()
      await page.getByRole('button', { name: /^Administration/ }).waitFor()
      return page
    },
  },
  {
    id: 'console-snooze',
    fr: 'Espace des agents : mise en attente',
    show: async (stage) => {
      const page = await showHeld(stage)
      await page.getByRole('button', { name: 'Plus tard…' }).click()
      await page.getByLabel('Autre moment').waitFor()
      return page
    },
  },
  {
    id: 'console-history',
    fr: 'Espace des agents : historique et note',
    show: async (stage) => {
      const page = await showHeld(stage)
      await page.getByRole('radio', { name: 'Note privée' }).check()
      await page.getByLabel('Votre note, pour les collègues').fill('Attend une réponse du service de l’état civil.')
      await page.getByRole('button', { name: 'Enregistrer la note' }).click()
      await page.locator('.message.note').waitFor()
      if (await page.locator('.understanding').isHidden()) await page.getByRole('button', { name: 'Infos' }).click()
      await page.getByText('Historique').click()
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
  {
    id: 'console-supervision',
    fr: 'Espace des agents : supervision',
    show: async (stage) => {
      await showWaiting(stage)
      return showSupervision(stage)
    },
  },
  {
    id: 'console-supervision-definitions',
    fr: 'Espace des agents : chiffres d’une période, et comment ils sont comptés',
    show: async (stage) => {
      const page = await showSupervision(stage)
      await page.getByText('Comment c’est compté', { exact: true }).click()
      await page.getByText('Pourquoi aucun chiffre par agent').waitFor()
      await page.getByText('Sur une période', { exact: true }).click()
      await page
        .getByText(/^Demandes par jour/)
        .first()
        .waitFor()
      for (const button of await page
        .getByRole('button', { name: 'Voir les chiffres' })
        .all()
        .then((all) => all.reverse()))
        await button.click()
      return page
    },
  },
  {
    id: 'practice-paths',
    fr: 'Espace des agents : exercices d’entraînement',
    show: (stage) => showPractice(stage),
  },
  {
    id: 'practice-talk',
    fr: 'Espace des agents : conversation d’entraînement',
    show: async (stage) => {
      const page = await showPractice(stage)
      await openExercise(page)
      await page.getByRole('button', { name: 'Situation et indices' }).click()
      await page.getByRole('button', { name: 'Donner un indice' }).click()
      return page
    },
  },
  {
    id: 'practice-feedback',
    fr: 'Espace des agents : retour après un exercice',
    show: async (stage) => {
      const page = await showPractice(stage)
      await openExercise(page)
      await page.getByLabel('Votre réponse').fill('Bonjour, calmez-vous. Il faut une photo.')
      await page.getByLabel('Votre réponse').press('Control+Enter')
      await page.getByRole('button', { name: 'Finir l’exercice' }).click()
      await page.getByText('Résultat enregistré').waitFor()
      return page
    },
  },
  {
    id: 'console-check',
    fr: 'Espace des agents : réponse à vérifier',
    show: async (stage) => {
      await stage.agent()
      await holdAnswer(stage)
      const page = await showConsole(stage)
      await page.getByRole('region', { name: 'Réponses à vérifier' }).getByRole('button').click()
      await page.getByRole('dialog', { name: 'Réponse à vérifier' }).getByText('papiers pour voter').first().waitFor()
      return page
    },
  },
  {
    id: 'console-masked',
    fr: 'Espace des agents : donnée masquée et signalement',
    show: async (stage) => {
      const { citizen, reference } = await showWaiting(stage)
      const page = await showConsole(stage)
      await take(page, reference)
      await ask(citizen, 'mon numéro : 06 39 98 55 12', 'mon numéro :')
      const words = page.getByRole('listitem').filter({ hasText: 'téléphone masqué' }).last()
      await words.getByRole('button', { name: 'Question à ajouter à une fiche' }).press('Enter')
      await words.getByText('Question signalée').waitFor()
      await words.getByRole('button', { name: /^Afficher/ }).press('Enter')
      await words.getByRole('button', { name: 'Masquer', exact: true }).waitFor()
      return page
    },
  },
  {
    id: 'console-filters',
    fr: 'Espace des agents : filtres de la file',
    show: async (stage) => {
      await showWaiting(stage)
      const page = await showConsole(stage)
      await page.getByRole('button', { name: 'Filtrer' }).click()
      await page.getByRole('button', { name: 'À répondre', exact: true }).click()
      return page
    },
  },
  {
    id: 'console-search',
    fr: 'Espace des agents : recherche',
    show: async (stage) => {
      await showWaiting(stage)
      const page = await showConsole(stage)
      await page.getByRole('searchbox').fill('bonjour')
      await page.getByRole('heading', { name: /trouvée/ }).waitFor()
      return page
    },
  },
  {
    id: 'console-new-desk',
    fr: 'Espace des agents : nouvelle demande',
    show: async (stage) => {
      const page = await showConsole(stage)
      await page.getByRole('button', { name: 'Nouvelle demande' }).click()
      await page.getByRole('button', { name: 'Au guichet' }).waitFor()
      return page
    },
  },
  {
    id: 'console-desk',
    fr: 'Espace des agents : au guichet',
    show: async (stage) => {
      const page = await showConsole(stage)
      await page.getByRole('button', { name: 'Nouvelle demande' }).click()
      await page.getByRole('button', { name: 'Au guichet' }).click()
      await page.getByLabel('Question de la personne').fill('acte de naissance')
      await page.getByLabel('Question de la personne').press('Enter')
      await page.getByRole('heading', { name: 'Fiches les plus proches' }).waitFor()
      return page
    },
  },
  {
    id: 'console-leave',
    fr: 'Espace des agents : laisser un rappel pour un visiteur',
    show: async (stage) => {
      const page = await showConsole(stage)
      await page.getByRole('button', { name: 'Nouvelle demande' }).click()
      await page.getByRole('button', { name: 'Au téléphone' }).click()
      await page.getByRole('button', { name: 'Laisser un message ou un rappel…' }).click()
      await page.getByText('Un rappel', { exact: true }).click()
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

/** A conversation in the agent's hands, in a console of the stage's own looks. */
async function showHeld(stage: Stage): Promise<Page> {
  const { reference } = await showWaiting(stage)
  const page = await showConsole(stage)
  await take(page, reference)
  return page
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
  const [agent] = await store.findUsersByEmail(AGENT)
  const wait = (await store.listHandoffs('villebourg', ['pending'])).find((one) => one.reference === reference)
  if (!agent || !wait) throw new Error('nobody waits, or nobody is there')
  const at = wait.requestedAt
  const dueAt = new Date(Date.parse(at) + 120_000).toISOString()
  const made = { agentId: agent.id, agentName: agent.displayName, at, dueAt }
  await store.applyToHandoff(wait.id, { type: 'offer', offer: made, at }, { silent: 'place_kept' })
}

async function showConsole(stage: Stage, email = AGENT): Promise<Page> {
  const page = await stage.page()
  await openConsole(page, stage.town.address, email)
  return page
}

/** Gives the town figures of its own, once. */
async function countFigures(stage: Stage): Promise<void> {
  const { store } = stage.town.running.app
  const [admin] = (await store.listUsers()).filter(({ roles }) => roles.includes('admin'))
  const counted = await store.readCounters(admin?.communeId ?? '', '2026-11-02', '2026-11-02')
  if (!counted['2026-11-02']) await countMadeUpDays(store, admin?.communeId ?? '', OPEN.slice(0, 10))
}

async function showSupervision(stage: Stage): Promise<Page> {
  await countFigures(stage)
  const page = await stage.page()
  await openConsole(page, stage.town.address, ADMIN)
  await page.evaluate(() => {
    location.hash = '#/supervision'
  })
  await page.locator('#today').waitFor()
  return page
}

/** Asks questions whose answers are refused, each in a conversation of its own. */
async function askInVain({ town }: Stage, questions: readonly string[]): Promise<void> {
  const post = async (path: string, body: unknown, token?: string) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const response = await fetch(`${town.address}/api/v1${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return response.status === 204 ? null : await response.json()
  }
  for (const text of questions) {
    const { id, token } = await post('/conversations', { language: 'fr' })
    const { replies } = await post(`/conversations/${id}/messages`, { text, clientId: randomUUID() }, token)
    await post(`/conversations/${id}/messages/${replies[0].id}/feedback`, { feedback: 'not_my_question' }, token)
  }
}

/** A page of the administration, once something of it has come. */
async function showAdmin(stage: Stage, id: string): Promise<Page> {
  await countFigures(stage)
  const page = await stage.page()
  await page.goto(`${stage.town.address}/admin#/${id}`)
  await fillSignIn(page, ADMIN)
  await page.locator('main section h2').first().waitFor()
  return page
}

/** As an administrator sees it: the whole page, with the team. */
async function showPractice(stage: Stage): Promise<Page> {
  const page = await stage.page()
  await openConsole(page, stage.town.address, ADMIN)
  await page.goto(`${stage.town.address}/console#/practice`)
  await page.getByRole('heading', { name: 'Où en est l’équipe' }).waitFor()
  return page
}

async function openExercise(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Où en est mon dossier/ }).click()
  await page.getByRole('button', { name: /^Prendre : / }).click()
  await page.getByLabel('Votre réponse').waitFor()
  await page.locator('.chip.proposed').first().waitFor()
}

/** An answer that waits for an agent, as in a commune that has them checked. */
async function holdAnswer({ town }: Stage): Promise<void> {
  const started = await fetch(`${town.address}/api/v1/conversations`, { method: 'POST' })
  const { id } = (await started.json()) as { id: string }
  const at = new Date(OPEN)
  const question = 'quels papiers pour voter'
  const message = { author: 'citizen' as const, at: at.toISOString(), language: 'fr' as const }
  const memory = { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: question }
  await town.running.app.store.appendTurn({
    conversationId: id,
    message: { ...message, payload: { type: 'text', text: question } },
    replies: [],
    memory,
    turn: {
      at: at.toISOString(),
      outcome: 'held_validation',
      confidence: 0.82,
      entryId: null,
      candidates: [
        { entryId: 'papiers-pour-voter', title: 'Quels papiers faut-il pour voter ?', confidence: 0.82, kept: true },
        { entryId: 'procuration-vote', title: 'Voter par procuration', confidence: 0.11, kept: false },
      ],
      signals: [],
      contentVersion: 'scene',
      encoderVersion: null,
      durationsMs: {},
    },
    validation: {
      question,
      language: 'fr',
      entryId: 'papiers-pour-voter',
      requestedAt: at.toISOString(),
      deadlineAt: new Date(at.getTime() + 24 * 60 * 60 * 1000).toISOString(),
      held: { outcome: 'answered', entryId: 'papiers-pour-voter', replies: [], memory },
    },
  })
}
