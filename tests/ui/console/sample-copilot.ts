import type { InsertedEntryView, SuggestionsView } from '../../../src/features/handoffs/copilot-contract.js'
import type { ReplyView } from '../../../src/features/replies/contract.js'
import type { Message } from '../../../src/platform/model/conversation.js'

/** Titles of the fake town's entries. */
export const TITLES = [
  { id: 'cantine-inscription', title: 'Inscrire un enfant à la cantine', questions: ['repas à l’école'] },
  { id: 'cantine-paiement', title: 'Payer la cantine', questions: [] },
  { id: 'deces', title: 'Déclarer un décès', questions: [] },
]

/** Ready replies of the fake town, filled. */
export const READY: ReplyView[] = [
  reply('bonjour', 'Bonjour, je me présente', 'Bonjour, je suis Claire.', ['accueil']),
  reply('horaires', 'Nos horaires', 'Accueil : du lundi au vendredi de 8 h 30 à 12 h.', ['ouvert', 'fermé']),
  reply('rappel', 'Rappeler l’usager', 'Bonjour {usager}, je vous rappelle.', ['téléphone']),
]

function reply(id: string, title: string, text: string, keywords: string[]): ReplyView {
  return { id, title, keywords, text, language: 'fr', own: false }
}

/** An entry as it is inserted. */
export function insertedEntry(id: string, title: string): InsertedEntryView {
  const text = `${title} : en trois lignes.\nSource : Service-Public.fr.`
  return { id, title, text, answer: `${title} : en trois lignes.`, language: 'fr', sheet: `/fiche/${id}?langue=fr` }
}

/** What is suggested for the last words of a citizen: the entries whose title shares a word with them. */
export function suggestionsFor(messages: readonly Message[]): SuggestionsView {
  const last = messages.findLast(({ author }) => author === 'citizen')
  const question = last?.payload.type === 'text' ? last.payload.text : ''
  const near = TITLES.filter(({ title }) => title.split(' ').some((word) => word.length > 4 && question.includes(word)))
  const confidences = [0.94, 0.41, 0.12]
  return {
    seq: last?.seq ?? 0,
    question,
    entries: near.map(({ id, title }, place) => ({
      ...insertedEntry(id, title),
      confidence: confidences[place] ?? 0.1,
    })),
    replies: ['bonjour', 'horaires'],
    contentVersion: 'v1',
    encoderVersion: null,
    durationsMs: {},
  }
}
