/** What became of a mail of the box: `done` and `refused` are deleted from it; `left` stays there, read, for people; `later` is taken up again. */
export type MailVerdict = 'done' | 'refused' | 'left' | 'later'

/** How the box stands, since this process began. Codes and counts: anyone may read them. */
export interface MailboxState {
  refused: number
  /** Code of what kept it from being read the last time; `null` when nothing did. */
  lastFault: string | null
}

/** The box to which answers to mails come. */
export interface Mailbox {
  /** Gives each mail that is new to `take`, oldest first, whole. Never rejects: what fails is its state, and is tried again next time. */
  read(take: (raw: Buffer) => Promise<MailVerdict>): Promise<void>
  state(): MailboxState
  close(): Promise<void>
}

/** A mail that is larger is not read: no answer of a few sentences is, bytes. */
export const MAX_MAIL_BYTES = 5_000_000
