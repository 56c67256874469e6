import { opaqueId } from '../../platform/http/secrets.js'
import type { Outcome } from '../../platform/model/outcome.js'
import type { SampleVerdict } from '../../platform/model/turn.js'

/** Days that agents are shown answers of, besides today: on a Monday, those of the week-end too. */
export const DAYS_SHOWN = 3

/** An answer of the assistant, where it lies. */
export interface SampledAnswer {
  conversationId: string
  /** Of the citizen's message. */
  messageSeq: number
}

/** An answer that was drawn. Its id tells nobody where it lies. */
export interface DrawnAnswer extends SampledAnswer {
  id: string
}

/** Answers to words that the assistant gave by itself: what an agent wrote or had read before, and what a button led to, is not its own. */
const OWN_ANSWERS: ReadonlySet<Outcome> = new Set(['answered', 'answered_follow_up', 'answered_fact'])

/** Whether an answer may be drawn. Pure. */
export function isOwnAnswer(outcome: Outcome): boolean {
  return OWN_ANSWERS.has(outcome)
}

/**
 * The answers of a day in the order of a draw: each has the same chance to be among the first, whatever was thought of it, and every process draws the same.
 * The order is that of the SHA-256 of where an answer lies, after the commune and the day: ids of conversations are random, so nobody chooses his place. One that is erased leaves its place to the next. Pure.
 */
export function inDrawOrder(answers: readonly SampledAnswer[], communeId: string, day: string): DrawnAnswer[] {
  return answers
    .map((one) => ({ ...one, id: opaqueId(`${communeId} ${day} ${one.conversationId} ${one.messageSeq}`) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Name of the counter of what agents said of drawn answers, on the day of the answers. */
export function sampleCounter(said: SampleVerdict): string {
  return `check.${said}`
}

/** What to add when a check takes the place of another; nothing when it is the same. Pure. */
export function sampleIncrements(former: SampleVerdict | null, said: SampleVerdict | null): Record<string, number> {
  if (former === said) return {}
  return {
    ...(former === null ? {} : { [sampleCounter(former)]: -1 }),
    ...(said === null ? {} : { [sampleCounter(said)]: 1 }),
  }
}
