import type { StaffLanguage } from '../../platform/model/language.js'
import type { ConsoleState } from '../kit/agent-console.js'
import { plural, type Translate } from '../kit/words.js'

/** What an agent leaves behind when she signs out. */
export interface SignOutLoss {
  /** Requests that she holds, which go on to somebody else: what she put aside, and a talk at the counter, do not. */
  talks: number
  drafts: number
  /** Messages that the server does not have. */
  unsent: number
}

/** What signing out would cost now; `null` when nothing. Pure. */
export function signOutLoss({
  queue,
  drafts,
  outbox,
}: Pick<ConsoleState, 'queue' | 'drafts' | 'outbox'>): SignOutLoss | null {
  const talks = (queue?.mine ?? []).filter(({ kind, snoozedUntil }) => kind !== 'desk' && snoozedUntil === undefined)
  const loss = { talks: talks.length, drafts: Object.keys(drafts).length, unsent: outbox.length }
  return Object.values(loss).some((count) => count > 0) ? loss : null
}

/** The same in sentences; none when it costs nothing. */
export function lossInWords(state: ConsoleState, t: Translate, language: StaffLanguage): string[] {
  const loss = signOutLoss(state)
  if (loss === null) return []
  const some = (['talks', 'drafts', 'unsent'] as const).filter((what) => loss[what] > 0)
  return some.map((what) => plural(t, language, `signOut.${what}`, loss[what]))
}
