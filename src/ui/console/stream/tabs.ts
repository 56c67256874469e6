/** What a tab tells the other tabs of its browser. */
export type TabNews =
  /** The session has ended: on a shared computer, nothing of it may stay on the screen anywhere. */
  | { news: 'signed_out' }
  /** A session was opened: tabs at the sign-in page come in too. */
  | { news: 'signed_in' }
  /** An alert was sounded or shown, so that no other tab repeats it. */
  | { news: 'alerted'; keys: string[] }

const NAME = 'guichet-console:tabs'

/** The way between the tabs of a browser; without it, each tab is alone. */
export interface Tabs {
  tell(news: TabNews): void
}

/** Joins the other tabs. @param onNews called with what another one tells */
export function joinTabs(onNews: (news: TabNews) => void): Tabs {
  if (!('BroadcastChannel' in globalThis)) return { tell: () => {} }
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = ({ data }) => onNews(data as TabNews)
  return { tell: (news) => channel.postMessage(news) }
}
