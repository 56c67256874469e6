import type { MessagesView } from '../../../features/conversations/contract.js'
import type { Frame } from '../../../platform/http/pages/frame.js'
import type { ConversationLinks } from '../../../platform/http/pages/plain-links.js'

/** A conversation as its page shows it. */
export interface Talk {
  frame: Frame
  links: ConversationLinks
  view: MessagesView
  /** What a citizen can read over the phone. */
  reference: string
  /** How many times the page was read again, so that each address is new. */
  turn: number
  /** Whether the page reads itself again: the citizen has asked for it, and somebody may still write. */
  auto: boolean
  /** What was typed and must be corrected, with the reason. */
  draft?: { text: string; problem: string }
  /** Whether an opinion has just been noted. */
  rated?: boolean
}

/** Properties of a part of the conversation's page. */
export interface TalkProps {
  talk: Talk
}

/** Whether an agent is awaited or present. */
export function isLive({ handoff }: MessagesView): boolean {
  return handoff?.kind === 'live' || handoff?.status === 'assigned'
}
