import type { Mailer } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Conversation, NewMessage } from '../../platform/model/conversation.js'
import type { Language } from '../../platform/model/language.js'
import type { Choice, SystemEvent } from '../../platform/model/payload.js'
import type { Say } from '../../platform/model/say.js'
import type { Sealer } from '../../platform/store/sealer.js'
import type { PoolStore } from '../accounts/pool-verbs.js'
import type { ConversationStore } from '../conversations/conversation-verbs.js'
import type { MailStore } from '../mail/mail-verbs.js'
import type { DeskStore } from './store/desk-verbs.js'
import type { HandoffStore } from './store/handoff-verbs.js'
import type { NoteStore } from './store/note-verbs.js'
import type { PresenceStore } from './store/presence-verbs.js'
import type { QueueStore } from './store/queue-verbs.js'

/** What is stored of requests, and of the conversations that they are of. */
export type HandoffStores = ConversationStore &
  HandoffStore &
  DeskStore &
  QueueStore &
  NoteStore &
  PresenceStore &
  PoolStore &
  MailStore

/** What the verbs of handoffs need. @typeParam More what else is stored, for whoever needs more */
export interface HandoffContext<More = unknown> {
  store: HandoffStores & More
  say: Say
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  /** @throws AppError `unknown_commune` (404) */
  communeOf: (communeId: string) => Commune
  /** How long a citizen waits for an agent before she is told that nobody came, milliseconds. */
  waitLimitMs: number
  /** Id of the department that should answer a conversation, by what was asked last; none when that does not tell. */
  departmentOf: (conversation: Conversation) => Promise<string | undefined>
  /** Whether a citizen has a page of her conversation open, as far as this process knows. */
  isPageOpen: (conversationId: string) => boolean
  /** `null` without a mail server: then no e-mail is promised to anyone. */
  mailer: Mailer | null
  /** Absent: what was masked is gone at once, in a talk too. */
  sealer?: Sealer
}

/** A message of the system that tells the citizen what happened to her request. */
export function systemNotice(now: Date, language: Language, event: SystemEvent, text: string): NewMessage {
  return { author: 'system', at: now.toISOString(), language, payload: { type: 'text', text, event } }
}

/** The same with a button under it. */
export function systemQuestion(
  now: Date,
  language: Language,
  event: SystemEvent,
  { text, option }: { text: string; option: Choice },
): NewMessage {
  return {
    author: 'system',
    at: now.toISOString(),
    language,
    payload: { type: 'choice', text, options: [option], event },
  }
}

/** An instant, so many ms from now. */
export function instantIn(context: HandoffContext, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString()
}
