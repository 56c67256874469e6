import type { StaffLanguage } from '../../platform/model/language.js'
import type { ConsoleState, Outgoing } from '../kit/agent-console.js'
import { attempt } from '../kit/browser.js'
import { plural, type Translate } from '../kit/console-words.js'

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

/** Words that have not reached the server yet, and whose they are. */
type UnsentWords = Pick<ConsoleState, 'author' | 'drafts' | 'outbox'>

const KEY = 'guichet-console:unsent'

/** Drafts and unsent messages of this tab. What was on its way when the page was left waits for a retry: it may have arrived or not, and its `clientId` makes both safe. */
export function readUnsentWords(): UnsentWords {
  const kept = attempt(() => JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<UnsentWords>) ?? {}
  const outbox = (kept.outbox ?? []).map((outgoing): Outgoing => ({ ...outgoing, status: 'failed' }))
  return { author: kept.author ?? null, drafts: kept.drafts ?? {}, outbox }
}

/** Keeps drafts and unsent messages until the tab is closed. */
export function keepUnsentWords({ author, drafts, outbox }: UnsentWords): void {
  attempt(() => sessionStorage.setItem(KEY, JSON.stringify({ author, drafts, outbox })))
}

/** Leaves nothing on a computer that several people may share. */
export function forgetUnsentWords(): void {
  attempt(() => sessionStorage.removeItem(KEY))
}
