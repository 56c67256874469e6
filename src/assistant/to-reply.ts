import type { NewMessage } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Payload } from '../platform/model/payload.js'
import type { Speaker } from './turn-draft.js'

/** A payload of the assistant as a message, in the language in which it was said. */
export function toReply(payload: Payload, speaker: Pick<Speaker, 'language' | 'inFrench'>, at: string): NewMessage {
  return { author: 'assistant', at, language: languageOfReply(payload, speaker), payload }
}

/** A card has its own language; a sentence that the citizen's language lacks was said in French, and is stored as French. */
function languageOfReply(
  payload: Payload,
  { language, inFrench }: Pick<Speaker, 'language' | 'inFrench'>,
): RecognisedLanguage {
  if (payload.type === 'card') return payload.answer.language ?? 'fr'
  return [...inFrench].some((sentence) => payload.text.includes(sentence)) ? 'fr' : language
}

/** The outcome of showing an entry: one that has expired answers nothing, however it was reached. */
export function shownAs(entry: Pick<Entry, 'expired'>, outcome: Outcome): Outcome {
  return entry.expired ? 'unanswerable_expired' : outcome
}
