import type { ConsoleState, Outgoing } from '../kit/agent-console.js'
import { attempt } from '../kit/browser.js'

/** Words that have not reached the server yet, and whose they are. */
export type UnsentWords = Pick<ConsoleState, 'author' | 'drafts' | 'outbox'>

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
