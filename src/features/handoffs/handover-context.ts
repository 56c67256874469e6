import type { Mailer } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Conversation, NewMessage } from '../../platform/model/conversation.js'
import type { Language } from '../../platform/model/language.js'
import type { Choice, SystemEvent } from '../../platform/model/payload.js'
import type { Say } from '../../platform/model/say.js'
import type { Store } from '../../platform/model/store.js'
import type { Sealer } from '../retention/masked-data.js'

/** What the verbs of the handover need. */
export interface HandoverContext {
  store: Store
  say: Say
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  /** @throws AppError `unknown_commune` (404) */
  communeOf: (communeId: string) => Commune
  /** How long a citizen waits for an agent before she is told that nobody came, milliseconds. */
  waitLimitMs: number
  /** Id of the department that should answer a conversation, by what was asked last; none when that does not tell. */
  departmentOf: (conversation: Conversation) => Promise<string | undefined>
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
