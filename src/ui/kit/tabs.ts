import type { SessionView } from '../../platform/http/shapes.js'

/** Whose session a browser has, and of which commune: a super-admin looks at one after another. */
export interface SignedInAs {
  userId: string
  communeId: string
}

/** What a tab tells the other tabs of its browser. */
export type TabNews =
  /** The session has ended: on a shared computer, nothing of it may stay on the screen anywhere. */
  | { news: 'signed_out' }
  /** A session was opened: tabs at the sign-in page come in too, those of somebody else do nothing more as her. */
  | { news: 'signed_in'; as: SignedInAs }
  /** An alert was sounded or shown, so that no other tab repeats it. */
  | { news: 'alerted'; keys: string[] }

const NAME = 'guichet-console:tabs'

/** The way between the tabs of a browser; without it, each tab is alone. */
export interface Tabs {
  tell(news: TabNews): void
  leave(): void
}

/** Joins the other tabs. @param onNews called with what another one tells */
export function joinTabs(onNews: (news: TabNews) => void): Tabs {
  if (!('BroadcastChannel' in globalThis)) return { tell: () => {}, leave: () => {} }
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = ({ data }) => onNews(data as TabNews)
  return { tell: (news) => channel.postMessage(news), leave: () => channel.close() }
}

/** What is told of a session that was opened. */
export function signedInNews({ user: { id, communeId } }: SessionView): TabNews {
  return { news: 'signed_in', as: { userId: id, communeId } }
}

/** Whether a session is of the same person, in the same commune. */
export function isSessionOf(session: SessionView | null, as: SignedInAs | undefined): boolean {
  return session !== null && as?.userId === session.user.id && as.communeId === session.user.communeId
}
