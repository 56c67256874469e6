import { composeMore } from '../compose.js'
import { speakIn } from '../languages/hear-message.js'
import { townFacts } from '../local-facts/fact-table.js'
import { ABOVE_A_TALK } from '../signal-matcher.js'
import type { Step } from '../turn-draft.js'
import { findWaste } from './find-waste.js'
import { tellWaste } from './tell-waste.js'

/** More entries than these are not proposed. */
const MOST_ENTRIES = 2

/** What becomes of a thing that is thrown away: a sentence that says where it goes, from the dictionary and the commune's own rules. */
export const answerWaste: Step = async (turn, context) => {
  const { conversation, screened, snapshot } = turn
  if (turn.input.choice || ABOVE_A_TALK.some((signal) => screened.signals.includes(signal))) return null
  const asked = findWaste(screened.searchable, [turn.language, conversation.language], context.waste)
  if (!asked) return null
  const { language } = asked
  if (language !== turn.language) speakIn(turn, language, context)
  const { commune, entries } = snapshot
  const [centre] = townFacts(commune, context.factWords).places.get('tip') ?? []
  const telling = { now: context.now(), timeZone: commune.timeZone, language, say: turn.say }
  const { text, entryIds } = tellWaste(asked, { guide: context.waste.guide, commune, centre }, telling)
  const more = entryIds.flatMap((id) => entries.get(id) ?? []).filter(({ expired }) => !expired)
  return {
    outcome: 'answered_fact',
    payloads: [more.length > 0 ? composeMore(text, more.slice(0, MOST_ENTRIES), turn.say) : { type: 'text', text }],
    memory: { ...conversation.memory, failures: 0, askedBack: false, refusedEntryIds: [] },
  }
}
