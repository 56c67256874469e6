import type { CallError } from '../../../../ui/console/staff-api.js'

/** What the parts of the page do to accounts. Each resolves with the problem to show, or `null`. */
export interface AccountActs {
  /** Calls, shows the accounts as they have become, and says `done`. */
  change(method: 'PUT' | 'POST', path: string, body: object, done: string): Promise<CallError | null>
  /** The same for a call that sends a link: it is shown when no mail leaves. */
  send(path: string, body: object, who: { name: string; email: string; done?: string }): Promise<CallError | null>
}
