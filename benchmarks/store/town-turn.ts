import { EMPTY_MEMORY } from '../../src/platform/model/conversation.js'
import type { TurnInput } from '../../src/platform/store/conversation-results.js'

/** A turn as large as those of a town: an answer of some lines, eight candidates with their evidence. @param n which one of its conversation */
export function townTurn(conversationId: string, n: number, at: string): TurnInput {
  const language = 'fr' as const
  const question = 'Bonjour, comment obtenir un acte de naissance pour un mariage ?'
  const answer = 'Vous pouvez demander une copie en ligne, par courrier ou au guichet. '.repeat(8)
  return {
    conversationId,
    message: { author: 'citizen', at, language, clientId: `k${n}`, payload: { type: 'text', text: question } },
    replies: [{ author: 'assistant', at, language, payload: { type: 'text', text: answer } }],
    turn: {
      at,
      outcome: 'answered',
      confidence: 0.91,
      entryId: 'acte-de-naissance',
      candidates: Array.from({ length: 8 }, (_, rank) => ({
        entryId: `entry-${rank}`,
        title: `Titre de la fiche ${rank}`,
        confidence: 0.9 / (rank + 1),
        kept: rank === 0,
        nearest: 'acte de naissance pour mariage',
        matchedWords: ['acte', 'naissance'],
        features: { lexical: 12.5, dense: 0.81, title: 3, nearest: 0.77 },
      })),
      signals: [],
      contentVersion: 'e20fefe893f5',
      encoderVersion: '2dcf8f3c7871',
      durationsMs: { encode: 3, search: 2, decide: 0 },
    },
    memory: EMPTY_MEMORY,
  }
}
