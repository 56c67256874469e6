import { opaqueId } from '../../platform/http/secrets.js'
import type { Message, Transcript } from '../../platform/model/conversation.js'
import { FAILURE_KINDS, type FailureKind, type FoundFailure, failureOfRemark } from '../../platform/model/failure.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { Outcome } from '../../platform/model/outcome.js'
import { payloadText } from '../../platform/model/payload.js'
import type { Remark } from '../../platform/model/remark.js'
import type { Turn } from '../../platform/model/turn.js'

/** What {@link failuresOf} is given of a conversation. */
export interface FailedTalk extends Transcript {
  remarks: readonly Remark[]
  /** Without them, nothing that an agent wrote is taken for an answer. */
  handoffs?: readonly Pick<Handoff, 'resolution'>[]
}

/** How long a citizen has to choose among proposals before she is taken to have left. */
const CHOICE_MINUTES = 30
/** Of what an agent writes, shorter messages greet, thank or ask back. In characters. */
const LEAST_ANSWER = 40
const MOST_ANSWER = 1_000

const WITHOUT_ANSWER: ReadonlySet<Outcome> = new Set(['unanswerable_low_confidence', 'escalated_repeated_failure'])
/** What follows a question asked back when none of the proposals suited. */
const ENDS_BADLY: ReadonlySet<Outcome> = new Set([
  'unanswerable_choice_refused',
  'unanswerable_low_confidence',
  'escalated_wish',
  'escalated_not_understood',
  'escalated_anger',
  'escalated_repeated_failure',
  'blocked_closed',
])

/**
 * The questions of a conversation that were failed, in order; one for each question, but for remarks, which are each their own. Pure.
 */
export function failuresOf({ conversation, messages, turns, remarks, handoffs = [] }: FailedTalk): FoundFailure[] {
  const asker = opaqueId(conversation.id)
  const base = { communeId: conversation.communeId, asker }
  const isSolved = handoffs.some(({ resolution }) => resolution === 'answered')
  const found = turns.flatMap((turn, i): FoundFailure[] => {
    // A button pressed says again what was asked before it.
    const asked = turn.outcome === 'answered_choice' ? turns.slice(0, i).findLast(isQuestion) : turn
    const message = messages[(asked ?? turn).messageSeq - 1]
    if (message?.payload.type !== 'text') return []
    const own = remarks.filter((remark) => questionSeq(messages, remark) === turn.messageSeq)
    const next = turns[i + 1]
    const judged = judge(turn, next, messages)
    const facts = {
      ...base,
      at: turn.at,
      language: message.language,
      question: payloadText(message.payload),
      shownEntryId: shownEntry(turn),
      rightEntryId: rightEntry(turn, next),
    }
    if (own.length > 0) return own.map((remark) => failureOfRemark(remark, asker, judged.kinds))
    if (judged.kinds.length === 0) return []
    const failure = {
      ...facts,
      id: opaqueId(`${conversation.id} ${turn.messageSeq}`),
      kinds: judged.kinds,
      remark: null,
      written: isSolved ? writtenTo(turn, turns.slice(i + 1), messages) : null,
    }
    const isLeft = judged.isPending && conversation.status === 'open'
    return [isLeft ? { ...failure, countsFrom: minutesAfter(turn.at, CHOICE_MINUTES) } : failure]
  })
  const told = new Set(found.map(({ id }) => id))
  return [...found, ...remarks.filter(({ id }) => !told.has(id)).map((remark) => failureOfRemark(remark, asker, []))]
}

function judge(
  turn: Turn,
  next: Turn | undefined,
  messages: readonly Message[],
): { kinds: FailureKind[]; isPending: boolean } {
  const kinds = new Set<FailureKind>()
  const isAskedBack = turn.outcome === 'clarification'
  const isChosen = next?.outcome === 'answered_choice'
  // What was proposed for want of an answer, and suited, was found after all.
  if (WITHOUT_ANSWER.has(turn.outcome)) kinds.add(isChosen ? 'low_confidence' : 'unanswered')
  if (isAskedBack && (!next || ENDS_BADLY.has(next.outcome))) kinds.add('low_confidence')
  const last = next ? next.messageSeq - 1 : messages.length
  const replies = messages.slice(turn.messageSeq, last).filter(({ author }) => author === 'assistant')
  const isRefused = next?.outcome === 'unanswerable_choice_refused' && !isAskedBack
  if (isRefused || replies.some(({ feedback }) => feedback === 'unhelpful' || feedback === 'not_my_question'))
    kinds.add('unhelpful')
  const { validation, check } = turn
  if (validation?.result === 'edited' || validation?.result === 'refused' || check?.said === 'wrong')
    kinds.add('corrected')
  return { kinds: FAILURE_KINDS.filter((kind) => kinds.has(kind)), isPending: isAskedBack && !next && kinds.size === 1 }
}

/** The longest of what agents wrote to a question until the next one; a wish for a person is none. `null` where nothing is long enough to answer. */
function writtenTo(turn: Turn, later: readonly Turn[], messages: readonly Message[]): string | null {
  const next = later.find(({ outcome }) => !outcome.startsWith('escalated'))
  const texts = messages
    .slice(turn.messageSeq, next ? next.messageSeq - 1 : undefined)
    .flatMap(({ author, payload }) =>
      author === 'agent' && payload.type === 'text' && payload.text.length >= LEAST_ANSWER ? [payload.text] : [],
    )
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '')
  return longest === '' ? null : longest.slice(0, MOST_ANSWER)
}

/** The question that a remark is about: the citizen's last words at or before its message. */
function questionSeq(messages: readonly Message[], { messageSeq }: Remark): number | null {
  return messages.slice(0, messageSeq ?? 0).findLast(({ author }) => author === 'citizen')?.seq ?? null
}

function isQuestion({ outcome }: Turn): boolean {
  return outcome !== 'answered_choice' && outcome !== 'unanswerable_choice_refused'
}

/** The entry that an agent gave in the place of the assistant's, or that the citizen chose. */
function rightEntry({ validation, entryId }: Turn, next: Turn | undefined): string | null {
  if (validation?.result === 'edited') return entryId
  return next?.outcome === 'answered_choice' ? next.entryId : null
}

function shownEntry({ validation, entryId, candidates }: Turn): string | null {
  if (validation) return validation.proposedEntryId
  return entryId ?? candidates.find((candidate) => candidate.kept)?.entryId ?? null
}

function minutesAfter(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString()
}
