import type { Outcome } from '../platform/model/outcome.js'
import { isSmallTalk, type Signal } from './signal-matcher.js'
import { DANGER_SIGNALS } from './words/load-dangers.js'

/** The outcome that a message's signals impose before any search; `null` when the entries must be searched. */
export function outcomeOfSignals(signals: readonly Signal[]): Outcome | null {
  const danger = DANGER_SIGNALS.find((signal) => signals.includes(signal))
  if (danger) return outcomeOfDanger(danger)
  if (signals.includes('wish-human')) return 'escalated_wish'
  return isSmallTalk(signals) ? 'answered_small_talk' : null
}

/** Danger to life or to a child is an emergency; the rest is distress. */
export function outcomeOfDanger(danger: (typeof DANGER_SIGNALS)[number]): 'escalated_emergency' | 'escalated_distress' {
  return danger === 'danger-vital' || danger === 'danger-child' ? 'escalated_emergency' : 'escalated_distress'
}
