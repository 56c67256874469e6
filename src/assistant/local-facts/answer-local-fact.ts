import type { ReadingMoment } from '../../features/entries/render/describe-opening.js'
import type { Payload } from '../../platform/model/payload.js'
import { composeMore } from '../compose.js'
import { speakIn } from '../languages/hear-message.js'
import { ABOVE_A_TALK } from '../signal-matcher.js'
import type { Step } from '../turn-draft.js'
import { findFact } from './find-fact.js'
import { tellFact } from './tell-fact.js'

/**
 * What a receptionist knows of her town: open or not at a moment, hours, a telephone, an address, who does what. It is computed from the file of the commune; whatever a message
 * asks besides, the search answers.
 */
export const answerLocalFact: Step = async (turn, context) => {
  const { conversation, screened, snapshot } = turn
  if (turn.input.choice || ABOVE_A_TALK.some((signal) => screened.signals.includes(signal))) return null
  const { memory } = conversation
  const now = context.now()
  const languages = [turn.language, conversation.language]
  const fact = findFact({ text: screened.searchable, languages, memory, now }, snapshot, context.factWords)
  if (!fact) return null
  const { language, entry, ...lastPlace } = fact
  // A few words may be taken for another language than the one whose facts they ask.
  if (language !== turn.language) speakIn(turn, language, context)
  const telling: ReadingMoment = { now, timeZone: snapshot.commune.timeZone, language, say: turn.say }
  const text = tellFact(fact, snapshot.commune, telling)
  const payload: Payload = entry ? composeMore(text, [entry], turn.say) : { type: 'text', text }
  return {
    outcome: 'answered_fact',
    payloads: [payload],
    memory: { ...memory, failures: 0, askedBack: false, refusedEntryIds: [], lastPlace },
  }
}
