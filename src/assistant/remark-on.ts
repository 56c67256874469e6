import { AppError } from '../platform/model/app-error.js'
import type { Message, Transcript } from '../platform/model/conversation.js'
import { payloadText } from '../platform/model/payload.js'
import type { Remark, RemarkKind } from '../platform/model/remark.js'
import type { Turn } from '../platform/model/turn.js'

/** What a remark takes from the conversation that it is made in. */
export type RemarkContext = Pick<
  Remark,
  'question' | 'language' | 'answer' | 'entryId' | 'rightEntryId' | 'candidates' | 'contentVersion'
>

/** Candidates that a curator is shown. */
const MOST_CANDIDATES = 5

/**
 * The question, the answer and the evidence that a remark on a message is about. Pure.
 * @param mask hides personal data of what an agent wrote; citizens' words are masked already
 * @throws AppError `unknown_message` (404), `invalid_request` (422) for a kind that does not fit its author
 */
export function remarkOn(
  { messages, turns }: Pick<Transcript, 'messages' | 'turns'>,
  { messageSeq, kind }: { messageSeq: number; kind: RemarkKind },
  mask: (text: string) => string,
): RemarkContext {
  const message = messages[messageSeq - 1]
  if (!message) throw new AppError('unknown_message', 404)
  if (!fits(kind, message)) throw new AppError('invalid_request', 422, { field: 'kind' })
  const asked = messages.slice(0, messageSeq).findLast(({ author }) => author === 'citizen')
  const turn = asked && turnOf(turns, asked.seq, kind)
  const kept = turn?.candidates.filter((candidate) => candidate.kept) ?? []
  const shown = turn?.candidates.find(({ entryId }) => entryId === turn.entryId) ?? kept[0]
  return {
    question: asked ? payloadText(asked.payload) : '',
    language: asked?.language ?? message.language,
    answer:
      kind === 'proposed_answer'
        ? mask(payloadText(message.payload))
        : kind === 'wrong_answer'
          ? (shown?.title ?? '')
          : '',
    entryId: turn?.entryId ?? null,
    // The likeliest entry is a first guess, for the agent to change.
    rightEntryId: kind === 'missing_question' ? ((shown ?? turn?.candidates[0])?.entryId ?? null) : null,
    candidates: (turn?.candidates ?? [])
      .slice(0, MOST_CANDIDATES)
      .map(({ entryId, title, confidence }) => ({ entryId, title, confidence })),
    contentVersion: turn?.contentVersion ?? null,
  }
}

function fits(kind: RemarkKind, { author }: Message): boolean {
  if (kind === 'proposed_answer') return author === 'agent'
  if (kind === 'missing_question') return author === 'citizen'
  return author === 'citizen' || author === 'assistant'
}

/** An agent's answer may come long after the turn that it mends; a question has its own turn or none. */
function turnOf(turns: readonly Turn[], seq: number, kind: RemarkKind): Turn | undefined {
  const own = turns.find(({ messageSeq }) => messageSeq === seq)
  return own ?? (kind === 'proposed_answer' ? turns.findLast(({ messageSeq }) => messageSeq < seq) : undefined)
}
