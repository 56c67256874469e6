import type { DialogueMemory } from '../../platform/model/conversation.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/turn.js'
import type { SearchCandidate } from '../../search/search-index.js'
import { type Decision, decide } from '../decide.js'
import type { Searched } from '../languages/search-message.js'
import { type GoingOnWords, wayOfBeginning } from './going-on-words.js'
import { readBothWays, type TalkModel, talkFeatures } from './talk-model.js'

/** Letters of the question before that are searched again. */
const MOST_LETTERS = 400
/** Words of a message that may be said of what was asked before: a longer one tells its own story. */
const MOST_WORDS = 20
/** From here on a message is taken to go on with what was said. */
const GOES_ON: Probability = 0.5

/** What a message in words was searched as, and what follows. */
export interface Understood {
  /** What is remembered as asked: the message, or the question before and the message. */
  text: string
  found: Searched
  decision: Decision<SearchCandidate>
  /** Whether it goes on with what was said before. */
  goesOn: boolean
}

/** What talks are read with. */
export interface TalkReader {
  model: TalkModel
  words: GoingOnWords
}

/** A message in a talk. */
export interface SaidInTalk {
  text: string
  language: RecognisedLanguage
  memory: DialogueMemory
}

/**
 * Searches a message in a talk: by itself, and after the question before, each reading weighed by the fitted probability that the message goes on
 * ("et pour mon fils ?") or begins anew. What a correction takes back ("non, je parle de la carte grise") is not shown again.
 * @param search searches the published entries
 */
export async function searchInTalk(
  { text: said, language, memory }: SaidInTalk,
  search: (text: string) => Promise<Searched>,
  { model, words }: TalkReader,
): Promise<Understood> {
  const { askedBack, lastQuestion, shownEntryId } = memory
  const shownIds = shownEntryId === undefined ? (memory.proposedEntryIds ?? []) : [shownEntryId]
  const { corrected, begins, mayBegin, points } = wayOfBeginning(said, words)
  const text = shownIds.length > 0 && corrected !== null ? corrected : said
  const refusedEntryIds = text === said ? [] : shownIds
  const alone = await search(text)
  const isLong = text.split(/\s+/u).length > MOST_WORDS
  // Words that nobody knows, and that point at nothing, go on with nothing.
  const isNonsense = language === 'fr' && !begins && !mayBegin && !points && !isKnown(alone)
  if (!text || !lastQuestion || isLong || isNonsense) {
    const decision = decide(alone.candidates, alone.policy, { askedBack, refusedEntryIds })
    return { text, found: alone, decision, goesOn: false }
  }
  const both = `${lastQuestion.slice(-MOST_LETTERS)} ${text}`
  const together = await search(both)
  const readings = { alone: alone.candidates, together: together.candidates }
  const features = talkFeatures({ text, language, ...readings, shownIds }, words)
  const { candidates, goesOn } = readBothWays(readings, features, model, alone.policy.answer)
  // What agents say of two questions in one teaches the confidence of single ones nothing.
  const { calibrated, ...rest } = alone
  const isAnew = goesOn < GOES_ON
  const found: Searched = { ...rest, ...(isAnew && calibrated ? { calibrated } : {}), candidates }
  const decision = decide(candidates, alone.policy, { askedBack, refusedEntryIds })
  return { text: isAnew ? text : both, found, decision, goesOn: !isAnew }
}

/** Whether some entry has a word of the message. */
function isKnown({ candidates }: Searched): boolean {
  return candidates.some(({ matchedWords }) => matchedWords.length > 0)
}
