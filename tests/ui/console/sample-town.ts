import type { QueueItem, QueueView } from '../../../src/features/handoffs/contract.js'
import type { PromiseView } from '../../../src/features/publication/contract.js'
import type { Message } from '../../../src/platform/model/conversation.js'
import type { Answer } from '../../../src/platform/model/entry.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import type { Candidate, Turn } from '../../../src/platform/model/turn.js'

/** An entry as it is read. */
export const BIRTH: Answer = {
  entryId: 'acte-naissance-copie',
  title: 'Demander une copie d’acte de naissance',
  summary: 'La mairie du lieu de naissance délivre gratuitement la copie ou l’extrait.',
  sections: [
    {
      key: 'brief',
      title: 'En bref',
      blocks: [
        { kind: 'paragraph', spans: [{ text: 'La demande est ' }, { text: 'gratuite', strong: true }, { text: '.' }] },
      ],
    },
    {
      key: 'papers',
      title: 'Pièces à fournir',
      blocks: [
        { kind: 'list', ordered: false, items: [[{ text: 'Une pièce d’identité' }], [{ text: 'Le nom des parents' }]] },
      ],
    },
  ],
  online: [{ label: 'Demander en ligne', url: 'https://www.service-public.gouv.fr/particuliers/vosdroits/R1406' }],
  source: {
    name: 'Service-Public.gouv.fr / DILA',
    url: 'https://www.service-public.gouv.fr/',
    licence: 'Licence Ouverte 2.0',
    date: '2024-02-02',
  },
  simple: null,
  verifiedAt: '2024-02-02',
}

/** A citizen's or anybody's plain words. */
export function text(words: string): Payload {
  return { type: 'text', text: words }
}

/** A handoff that waits, as if asked for some minutes ago. */
export function sampleHandoff(id: string, changes: Partial<Handoff> = {}): Handoff {
  return {
    id,
    conversationId: `${id}-conversation`,
    communeId: 'villebourg',
    kind: 'live',
    status: 'pending',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: minutesAgo(4),
    deadlineAt: minutesAgo(-6),
    contact: null,
    subject: 'Comment inscrire mon fils à la cantine ?',
    assignedAt: null,
    agentId: null,
    agentName: null,
    endedAt: null,
    resolution: null,
    ...changes,
  }
}

/** A row of the queue. */
export function sampleItem(id: string, changes: Partial<QueueItem> = {}): QueueItem {
  const handoff = sampleHandoff(id, changes)
  return {
    ...handoff,
    messageCount: 4,
    lastText: handoff.subject,
    lastAt: handoff.requestedAt,
    awaitingAgent: true,
    mine: false,
    topic: null,
    channel: 'web',
    ...changes,
  }
}

/** A queue with given rows. */
export function sampleQueue(changes: Partial<QueueView> = {}): QueueView {
  return {
    pending: [],
    mine: [],
    others: [],
    ended: [],
    version: 'sample.1',
    answersStop: null,
    communes: [{ id: 'villebourg', name: 'Villebourg', departments: [{ id: 'etat-civil', name: 'État civil' }] }],
    presence: 'available',
    availableAgents: 2,
    availability: {
      open: true,
      canTalk: true,
      sentence: 'Un agent peut vous répondre maintenant.',
      opensAt: null,
      phone: '01 23 45 67 89',
      alert: null,
    },
    ...changes,
  }
}

/** A conversation in which the assistant answered, asked back, then gave up. */
export function sampleMessages(): Message[] {
  const say = (author: Message['author'], payload: Payload, ago: number): Omit<Message, 'id' | 'seq'> => ({
    author,
    at: minutesAgo(ago),
    language: 'fr',
    payload,
  })
  const messages: Omit<Message, 'id' | 'seq'>[] = [
    say('assistant', text('Bonjour, je suis l’assistant automatique de Villebourg.'), 26 * 60),
    say('citizen', text('acte de naissance de ma fille'), 26 * 60),
    {
      ...say(
        'assistant',
        { type: 'card', title: BIRTH.title, subtitle: BIRTH.summary, actions: [], answer: BIRTH },
        26 * 60,
      ),
      feedback: 'helpful',
    },
    say('citizen', text('et pour la cantine vous prenez encore des inscriptions'), 6),
    say(
      'assistant',
      {
        type: 'choice',
        text: 'Je vois plusieurs réponses possibles. Laquelle vous concerne ?',
        options: [
          { label: 'Inscrire un enfant à la cantine', value: 'entry:cantine-inscription' },
          { label: 'Payer la cantine', value: 'entry:cantine-paiement' },
          { label: 'Aucune des deux', value: 'none' },
        ],
      },
      6,
    ),
    say('citizen', text('non, je veux parler à quelqu’un svp, mon numéro est le [téléphone masqué]'), 5),
    say('system', { ...text('Votre demande est transmise à l’accueil.'), event: 'handoff_requested' } as Payload, 4),
  ]
  return messages.map((message, index) => ({ ...message, id: `message-${index + 1}`, seq: index + 1 }))
}

/** What the assistant decided in {@link sampleMessages}. */
export function sampleTurns(): Turn[] {
  return [
    sampleTurn(2, {
      outcome: 'answered',
      confidence: 0.94,
      entryId: BIRTH.entryId,
      forWhom: 'child',
      candidates: [
        candidate('acte-naissance-copie', BIRTH.title, 0.94, {
          kept: true,
          matchedWords: ['acte', 'naissance'],
          nearest: 'acte de naissance',
        }),
        candidate('declaration-naissance', 'Déclarer une naissance', 0.08, {
          matchedWords: ['naissance'],
          nearest: 'je viens d’avoir un bébé, où déclarer la naissance ?',
        }),
        candidate('acte-mariage-copie', 'Demander une copie ou un extrait d’acte de mariage', 0.02),
        candidate('livret-famille', 'Mettre à jour son livret de famille', 0.01),
        candidate('acte-deces-copie', 'Demander une copie d’acte de décès', 0.01),
      ],
    }),
    sampleTurn(4, {
      outcome: 'clarification',
      confidence: 0.52,
      encoderVersion: null,
      candidates: [
        candidate('cantine-inscription', 'Inscrire un enfant à la cantine', 0.52, {
          kept: true,
          matchedWords: ['cantine', 'inscriptions'],
        }),
        candidate('cantine-paiement', 'Payer la cantine', 0.41, { kept: true, matchedWords: ['cantine'] }),
        candidate('ecole-inscription', 'Inscrire un enfant à l’école', 0.17),
      ],
    }),
    sampleTurn(6, { outcome: 'escalated_wish', signals: ['masked:phone', 'wish-human'] }),
  ]
}

function sampleTurn(messageSeq: number, changes: Partial<Turn>): Turn {
  return {
    messageSeq,
    at: minutesAgo(5),
    outcome: 'answered',
    confidence: null,
    entryId: null,
    candidates: [],
    signals: [],
    contentVersion: '4f2a91c07d3e',
    encoderVersion: '9b1f00aa34cd',
    durationsMs: { screen: 1, search: 38, decide: 0.4, total: 41 },
    ...changes,
  }
}

function candidate(entryId: string, title: string, confidence: number, changes: Partial<Candidate> = {}): Candidate {
  return { entryId, title, confidence, kept: false, ...changes }
}

/** An instant some minutes before now. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}

/** What is promised where nobody says otherwise. */
export const PROMISES = { wrong: 0.02, offered: 0.97 }

/** What content keeps of promises of 2 and 97 in 100. */
export function promiseReport(verdict: PromiseView['verdict'], share: number): PromiseView {
  return {
    promises: PROMISES,
    verdict,
    heldVerdict: 'kept',
    asked: 120,
    questions: 300,
    answered: 60,
    wrong: 60 * share,
    offered: 96,
    entries: 132,
    least: 0.93,
    offer: { floor: 0.62, choice: 0.08 },
    coverage: { share: 0.5, low: 0.4, high: 0.6 },
    error: { share, low: Math.max(0, share - 0.02), high: share + 0.02 },
    held: { share: 0.979, low: 0.951, high: 0.993 },
    thefts: [
      {
        from: { id: 'piscine', title: 'Piscine' },
        by: { id: 'bassin', title: 'Bassin' },
        count: 2,
        question: 'nager dehors',
      },
    ],
  }
}
