/** What the staff are told once a week: the questions that were failed, the entries that expire, the requests that nobody handles. */
export type LetterKind = 'digest' | 'reminder' | 'unhandled_letter'

/**
 * Why a mail is sent: to acknowledge a message left, to tell a citizen what became of it, or that it was closed unanswered, to give her her own conversation, to let a member of
 * staff in, to tell her that her accounts were linked, of a request or why her answer to it went nowhere, to give a visitor a sheet, or as a weekly letter.
 */
export type MailKind =
  | 'acknowledgement'
  | 'news'
  | 'unhandled'
  | 'transcript'
  | 'invitation'
  | 'password_reset'
  | 'account_linked'
  | 'request_notice'
  | 'reply_refused'
  | 'sheet'
  | LetterKind

/** A mail in plain text. Personal data through and through: it is erased with its conversation, and no log names it. */
export interface MailContent {
  /** One address. */
  to: string
  /** The sender, in the place of the server's. */
  from?: string
  /** Where an answer goes: the service; absent when it has no address. */
  replyTo?: string
  subject: string
  text: string
  /** The first part of its `Message-ID`, by which an answer names it; absent: its id. */
  messageId?: string
}

/** Where a mail stands. `sent` ones keep neither address nor text. `failed` ones wait for an administrator's eye. */
export type MailStatus = 'waiting' | 'sent' | 'failed'

/** A mail of the outbox. */
export interface Mail extends MailContent {
  id: string
  /** The conversation with which it is kept and erased; `null` for one that belongs to none: a staff's. */
  conversationId: string | null
  communeId: string
  kind: MailKind
  status: MailStatus
  /** ISO instant at which it was asked for. */
  createdAt: string
  /** Times that it was handed to the mail server, the one under way included. */
  tries: number
  /** ISO instant of the next try, while it waits. */
  nextTryAt: string
  /** Code of the last failure, e.g. `ECONNREFUSED` or `550`; never a server's sentence, which may repeat an address. */
  fault: string | null
}

/** A mail to store; the store gives it its id. */
export type NewMail = MailContent & { kind: MailKind; createdAt: string }

/** A mail that belongs to no conversation: to a member of staff. */
export type NewCommuneMail = NewMail & { communeId: string }

/** A letter of a week, as it is queued. */
export type NewLetter = NewCommuneMail & { kind: LetterKind }

/** What came of a sending. `refused` is final: the mail server will never take this mail. */
export type SendResult = { outcome: 'sent' } | { outcome: 'failed' | 'refused'; fault: string }

/** The way to the town's mail server. */
export interface Mailer {
  /** Never rejects: whatever happens is an outcome. `id` makes the same mail recognisable when it is sent twice. */
  send(mail: MailContent & { id: string }): Promise<SendResult>
  close(): void
}

/** Tries after which a mail is given up. */
export const MAX_MAIL_TRIES = 10

const FIRST_WAIT_MS = 60_000

/** Time before the try after `tries` ones, ms: 1 minute, doubled each time; ten tries take eight and a half hours. */
export function mailWaitMs(tries: number): number {
  return FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1)
}

/** What becomes of a mail once it was handed to the mail server. Pure. */
export function settled(mail: Mail, result: SendResult): Mail {
  // What has left keeps only the fact that it left, for the count of a conversation's transcripts.
  if (result.outcome === 'sent') return { ...withoutContent(mail), status: 'sent', fault: null }
  const isOver = result.outcome === 'refused' || mail.tries >= MAX_MAIL_TRIES
  if (isOver && FOR_ITSELF.has(mail.kind)) return { ...withoutContent(mail), status: 'failed', fault: result.fault }
  return { ...mail, status: isOver ? 'failed' : 'waiting', fault: result.fault }
}

/** Kinds whose address and text are kept for the mail alone: one that is given up keeps neither. */
const FOR_ITSELF: ReadonlySet<MailKind> = new Set([
  'unhandled',
  'account_linked',
  'request_notice',
  'reply_refused',
  'sheet',
])

function withoutContent({ replyTo: _, messageId: __, ...mail }: Mail): Mail {
  return { ...mail, to: '', subject: '', text: '' }
}

/** Whether a text looks like one e-mail address. What would let a header, or another address, in is refused. */
export function isEmail(text: string): boolean {
  return /^[^\s@<>(),;:"\\]{1,64}@[^\s@<>(),;:"\\]{1,190}\.[^\s@.<>(),;:"\\]{2,}$/.test(text)
}

/** Orders mails by when they were made, then by id. */
export function byMailAge(a: Mail, b: Mail): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1)
}
