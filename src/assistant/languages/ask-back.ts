import { titleIn } from '../../content/translation-of.js'
import type { Entry } from '../../domain/entry.js'
import type { SpokenLanguage } from '../../domain/language.js'
import type { Payload } from '../../domain/payload.js'
import type { MessageKey } from '../../domain/say.js'
import { composeChoice, composeClarification } from '../compose.js'
import type { TurnDraft } from '../turn-draft.js'
import type { Searched } from './search-message.js'

/**
 * Asks which entry is meant. To a message in another language than French, the entries are proposed by their titles, with what is translated of them, and with how the
 * message was read where that was word by word.
 */
export function askBack(turn: TurnDraft, entries: readonly Entry[], { translated }: Searched): Payload {
  const { conversation, heard, language, say } = turn
  if (!heard) return composeClarification(entries, conversation.language, say)
  const proposed = say(proposalKey(entries, language))
  return composeChoice(translated ? `${say('foreign.word_by_word')} ${proposed}` : proposed, entries, say)
}

/** What introduces proposals: whether they are translated, partly or not at all. */
function proposalKey(entries: readonly Entry[], language: SpokenLanguage): MessageKey {
  const translated = entries.filter((entry) => titleIn(entry, language).language === language).length
  if (translated === 0) return 'foreign.proposed'
  return translated === entries.length ? 'foreign.proposed_translated' : 'foreign.proposed_partly'
}
