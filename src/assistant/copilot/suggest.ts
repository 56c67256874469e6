import { rememberingSearch } from '../../features/publication/measure.js'
import { rankReplies } from '../../features/replies/ready-replies.js'
import type { Reply } from '../../features/replies/reply.js'
import type { Message } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { payloadText } from '../../platform/model/payload.js'
import { sayIn } from '../../platform/model/say.js'
import { PERSONAL_DATA_KINDS } from '../../platform/security/personal-data.js'
import { analyse } from '../../search/french-analyser.js'
import type { SearchCandidate, SearchResult } from '../../search/search-index.js'
import type { AssistantContext, SayHere } from '../assistant-context.js'
import { hearText } from '../languages/hear-message.js'
import { searchMessage } from '../languages/search-message.js'
import { screenMessage } from '../screen.js'
import { isSmallTalk } from '../signal-matcher.js'

/** Entries and replies suggested, at most. */
export const MOST_SUGGESTED_ENTRIES = 3
export const MOST_SUGGESTED_REPLIES = 2
/** With fewer words that carry a subject, a message follows the one before. */
const FEW_WORDS = 2
/** An entry that is less likely than this is noise: nothing is better than three wrong titles. */
const LEAST_CONFIDENCE = 0.05
/** Entries found for an agent who looks for them, at most, and how likely at least: she chooses, and reads titles fast. */
const MOST_FOUND = 8
const LEAST_FOUND = 0.01

/** What curated content offers for the citizen's last words. Nothing is written by a machine. */
export interface Suggested {
  /** Sequence number of the message that was searched; 0 when she has said nothing. */
  seq: number
  /** What was searched, as she wrote it. */
  question: string
  language: RecognisedLanguage
  entries: SearchCandidate[]
  replies: Reply[]
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** Whose talk it is, what was said, and the replies that may be proposed. */
export interface Talk {
  handoff: Pick<Handoff, 'communeId' | 'language' | 'assignedAt'>
  messages: readonly Message[]
  replies: readonly Reply[]
}

/**
 * Searches the published content for the last words of a citizen, as a question of hers would be searched. When they alone say too little ("et pour
 * mon fils ?"), they are searched again after her words before them. Nothing is stored, and no turn is made.
 */
export async function suggest(context: AssistantContext, talk: Talk): Promise<Suggested> {
  const started = performance.now()
  const { communeId, language } = talk.handoff
  const [last, before] = talk.messages.filter(({ author }) => author === 'citizen').reverse()
  const index = rememberingSearch((await context.snapshotOf(communeId)).index)
  const say = sayIn(context.say, language)
  const question = last ? payloadText(last.payload) : ''
  const screened = screenMessage(withoutLabels(question, say), context, say)
  const { heard, signals } = hearText(screened, context)
  const saysNothing = isSmallTalk(signals) || !screened.hasWords
  const { searchable } = screened
  const { listen } = context
  const search = (text: string, spoken = listen(text).language) =>
    searchMessage({ text, language: spoken }, { index, listen, limit: MOST_SUGGESTED_ENTRIES })
  let found = saysNothing ? null : await search(searchable, heard.language)
  let searched = question
  const saysLittle = analyse(searchable).length < FEW_WORDS
  if (found && (saysLittle || bestOf(found) < found.policy.floor)) {
    // What the talk is about says it better than what she said just before, of herself perhaps.
    const earlier = [subjectOf(talk.messages), before ? withoutLabels(payloadText(before.payload), say) : null]
    for (const words of earlier.filter((one) => one !== null)) {
      const wider = await search(`${words} ${searchable}`)
      if (bestOf(wider) <= bestOf(found)) continue
      found = wider
      searched = `${words} ${question}`
      // What would be answered by itself needs no other search.
      if (bestOf(found) >= found.policy.answer) break
    }
  }
  // Replies are written in French.
  const words = heard.language === 'fr' ? searchable : (heard.french ?? '')
  const moments = new Set<string>([...signals, ...(hasSpoken(talk) ? [] : ['opening'])])
  return {
    seq: last?.seq ?? 0,
    question: searched,
    language: heard.language,
    entries: (found?.candidates ?? []).filter(({ confidence }) => confidence >= LEAST_CONFIDENCE),
    replies: rankReplies(talk.replies, { words, moments }, MOST_SUGGESTED_REPLIES),
    encoderVersion: found?.encoderVersion ?? null,
    durationsMs: { ...found?.durationsMs, total: performance.now() - started },
  }
}

/** The entries nearest to words that an agent looks for, best first, as a citizen's question would find them. Nothing is stored. */
export async function findEntries(
  context: AssistantContext,
  communeId: string,
  words: string,
): Promise<SearchCandidate[]> {
  const index = rememberingSearch((await context.snapshotOf(communeId)).index)
  const screened = screenMessage(words, context, sayIn(context.say, 'fr'))
  if (!screened.hasWords) return []
  const { heard } = hearText(screened, context)
  const { listen } = context
  const message = { text: screened.searchable, language: heard.language }
  const { candidates } = await searchMessage(message, { index, listen, limit: MOST_FOUND })
  return candidates.filter(({ confidence }) => confidence >= LEAST_FOUND)
}

/** Title of the entry whose card was shown last; `null` before there is any. */
function subjectOf(messages: readonly Message[]): string | null {
  const last = messages.findLast(({ payload }) => payload.type === 'card')
  return last?.payload.type === 'card' ? last.payload.answer.title : null
}

function bestOf({ candidates }: SearchResult): number {
  return candidates[0]?.confidence ?? 0
}

/** Whether an agent has said something since she took the request. */
function hasSpoken({ handoff: { assignedAt }, messages }: Talk): boolean {
  return messages.some(({ author, at }) => author === 'agent' && assignedAt !== null && at >= assignedAt)
}

/** Labels stand for what was masked: their words are not the citizen's. */
function withoutLabels(text: string, say: SayHere): string {
  return PERSONAL_DATA_KINDS.reduce((rest, kind) => rest.replaceAll(say(`mask.${kind}`), ' '), text)
}
