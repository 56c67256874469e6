import type { Message } from '../../platform/model/conversation.js'
import { payloadText } from '../../platform/model/payload.js'
import type { Candidate, ForWhom, Turn } from '../../platform/model/turn.js'

/** What the assistant made of one message of the citizen, ready to be laid out. */
export interface ExplainedTurn {
  turn: Turn
  /** The citizen's words. */
  question: string
}

/** Each turn with the message that it is about, latest first. A turn whose message is unknown is left out. */
export function explainTurns(messages: readonly Message[], turns: readonly Turn[]): ExplainedTurn[] {
  const bySeq = new Map(messages.map((message) => [message.seq, message]))
  return turns
    .flatMap((turn) => {
      const message = bySeq.get(turn.messageSeq)
      return message ? [{ turn, question: payloadText(message.payload) }] : []
    })
    .sort((a, b) => b.turn.messageSeq - a.turn.messageSeq)
}

/** What a talk is about, and for whom, as its turns have it. */
export interface TalkAbout {
  /** Title of the entry that was shown last, else of the first that was proposed; `null` before there is any. */
  subject: string | null
  /** What the citizen said last; `null` when she said nothing of it. */
  forWhom: ForWhom | null
}

/** Reads {@link TalkAbout} in the turns of a talk and the cards that it was shown. Pure. */
export function talkAbout(messages: readonly Message[], turns: readonly Turn[]): TalkAbout {
  const titles = new Map(
    messages.flatMap(({ payload }): [string, string][] =>
      payload.type === 'card' ? [[payload.answer.entryId, payload.answer.title]] : [],
    ),
  )
  const subjects = turns.flatMap(({ entryId, candidates }) => {
    if (entryId === null) return candidates.find(({ kept }) => kept)?.title ?? []
    // The title on a card is in the citizen's language.
    return candidates.find((candidate) => candidate.entryId === entryId)?.title ?? titles.get(entryId) ?? []
  })
  const said = turns.flatMap(({ forWhom }) => forWhom ?? [])
  return { subject: subjects.at(-1) ?? null, forWhom: said.at(-1) ?? null }
}

/** Whether search ran by words alone: something was searched, and no encoder took part. An entry that was chosen was not searched. */
export function isLexicalOnly({ encoderVersion, confidence }: Turn): boolean {
  return encoderVersion === null && confidence !== null
}

/** Rejected candidates that are shown at once; the others are one press away. */
const REJECTED_SHOWN = 2

/** The candidates to show at once, the kept ones first, and those that hardly came near. */
export function sortCandidates(candidates: readonly Candidate[]): { shown: Candidate[]; others: Candidate[] } {
  const rejected = candidates.filter(({ kept }) => !kept)
  const shown = [...candidates.filter(({ kept }) => kept), ...rejected.slice(0, REJECTED_SHOWN)]
  return { shown, others: rejected.slice(REJECTED_SHOWN) }
}

/** Words of the citizen's message that decided: those found in what was proposed, or in the nearest entry when nothing was. */
export function decisiveWords({ candidates }: Turn): string[] {
  const kept = candidates.filter((candidate) => candidate.kept)
  return [
    ...new Set((kept.length > 0 ? kept : candidates.slice(0, 1)).flatMap(({ matchedWords = [] }) => matchedWords)),
  ]
}
