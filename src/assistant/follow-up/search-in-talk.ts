import type { DialogueMemory } from '../../domain/conversation.js'
import { foldedWords } from '../../domain/fold-text.js'
import { stemsOfQuestion } from '../../retrieval/french-analyser.js'
import type { SearchCandidate } from '../../retrieval/search-index.js'
import { type Decision, decide } from '../decide.js'
import type { Searched } from '../languages/search-message.js'

/** Words that carry meaning in a message that may be said of what was asked before: a longer one tells its own story. */
const MOST_WORDS = 6
/** Letters of the question before that are searched again. */
const MOST_LETTERS = 400
/** How a message begins that goes on with what was said, and how one begins that may. Folded, apostrophes and hyphens as spaces. */
const GOES_ON = /^(?:et|mais|meme|sauf|sinon|dans ce cas|du coup|donc|alors|il faut|faut (?:il|t il)|c est|ca)\b/
const MAY_GO_ON = /^(?:si|pour|avec|sans|est ce|je (?:peux|dois)|on (?:peut|doit)|peut on|dois je|puis je)\b/
/** Words that say which of the things proposed is meant; more of them tell a story, of which another entry may not be sure. */
const WORDS_OF_A_CHOICE = 2
/** Candidates that are proposed beside the entry shown before. */
const MOST_OTHERS = 2

/** What a message in words was searched as, and what follows. */
export interface Understood {
  /** What was searched: the message, or the question before and the message. */
  text: string
  found: Searched
  decision: Decision<SearchCandidate>
}

/**
 * Searches a message, then, where it has no sure answer and may go on with what was asked before, both together: "renouvellement" after "passeport" was asked
 * back, "et pour une association ?" after an answer. Together they answer only what was asked back; a subject that was answered is proposed again, and
 * never answered anew, since the confidence was not fitted on two questions in one.
 * @param search searches the published entries
 */
export async function searchInTalk(
  text: string,
  memory: DialogueMemory,
  search: (text: string) => Promise<Searched>,
): Promise<Understood> {
  const { askedBack, lastQuestion, proposedEntryIds, shownEntryId } = memory
  const found = await search(text)
  const decision = decide(found.candidates, found.policy, { askedBack, refusedEntryIds: [] })
  const alone = { text, found, decision }
  if (decision.kind === 'answer' || !text || !lastQuestion || stemsOfQuestion(text).length > MOST_WORDS) return alone
  const together = `${lastQuestion.slice(-MOST_LETTERS)} ${text}`
  if (proposedEntryIds) return choosing(alone, await ask(together, search), proposedEntryIds)
  const start = foldedWords(text).join(' ')
  const mayGoOn = GOES_ON.test(start) || (MAY_GO_ON.test(start) && !isLikely(alone))
  return shownEntryId !== undefined && mayGoOn ? goingOn(alone, await ask(together, search), shownEntryId) : alone
}

/** Two questions in one: the confidence was calibrated on single ones, and what agents say of it teaches nothing. */
async function ask(text: string, search: (text: string) => Promise<Searched>): Promise<Understood> {
  const { calibrated: _, ...found } = await search(text)
  return { text, found, decision: decide(found.candidates, found.policy) }
}

/** After proposals: the words may say which. */
function choosing(alone: Understood, together: Understood, proposed: readonly string[]): Understood {
  const { decision } = together
  const isChoice = stemsOfQuestion(alone.text).length <= WORDS_OF_A_CHOICE
  if (decision.kind === 'answer' && (isChoice || proposed.includes(decision.entry.id))) return together
  if (isLikely(alone) || decision.kind !== 'clarify') return alone
  return { ...together, decision: { kind: 'no_answer', candidates: decision.candidates } }
}

/** After an answer: what is asked may be of its subject still, which its entry does not say. */
function goingOn(alone: Understood, together: Understood, shownEntryId: string): Understood {
  const [first] = together.found.candidates
  if (first?.id !== shownEntryId) return alone
  const others = isLikely(alone) && alone.decision.kind !== 'answer' ? alone.decision.candidates : []
  const candidates = [first, ...others.filter(({ id }) => id !== shownEntryId).slice(0, MOST_OTHERS)]
  const proposing: Understood = { ...together, decision: { kind: 'no_answer', candidates } }
  return isLikely(proposing) ? proposing : alone
}

/** Whether something is proposed, even where nothing is answered. */
function isLikely({ found, decision }: Understood): boolean {
  const candidates = decision.kind === 'no_answer' ? decision.candidates : []
  return decision.kind !== 'no_answer' || candidates.reduce((sum, one) => sum + one.confidence, 0) >= found.policy.floor
}
