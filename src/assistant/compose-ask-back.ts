import { titleIn } from '../features/entries/render/translation-of.js'
import type { Entry } from '../platform/model/entry.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import type { Payload } from '../platform/model/payload.js'
import type { MessageKey } from '../platform/model/say.js'
import { beforeAsking, saidBefore } from './before-asking.js'
import { composeChoice, composeClarification } from './compose.js'
import type { Searched } from './languages/search-message.js'
import type { TellApart } from './tell-apart.js'
import type { TurnDraft } from './turn-draft.js'

/**
 * Asks which entry is meant, after what can be said already. To a message in another language than French, the entries are proposed by their titles, with what is translated of them, and with how the
 * message was read where that was word by word.
 * @param words what was asked
 */
export function composeAskBack(
  turn: TurnDraft,
  entries: readonly Entry[],
  { found: { candidates, translated }, words, tellApart }: { found: Searched; words: string; tellApart: TellApart },
): Payload {
  const { conversation, heard, language, say } = turn
  const confidences = entries.map((entry) => candidates.find(({ id }) => id === entry.id)?.confidence ?? 0)
  const said = beforeAsking({ entries, confidences, aspects: turn.hearAspects(words)?.aspects ?? [] }, turn)
  if (!heard) return saidBefore(composeClarification(entries, conversation.language, { say, tellApart }), said)
  const proposed = say(proposalKey(entries, language))
  const question = translated ? `${say('foreign.word_by_word')} ${proposed}` : proposed
  return saidBefore(composeChoice(question, entries, say), said)
}

/** What introduces proposals: whether they are translated, partly or not at all. */
function proposalKey(entries: readonly Entry[], language: RecognisedLanguage): MessageKey {
  const translated = entries.filter((entry) => titleIn(entry, language).language === language).length
  if (translated === 0) return 'foreign.proposed'
  return translated === entries.length ? 'foreign.proposed_translated' : 'foreign.proposed_partly'
}
