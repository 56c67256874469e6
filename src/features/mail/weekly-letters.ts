import type { Mailer } from '../../platform/mail/mail.js'
import { type ExpiryLetterParts, expiryLetter } from './expiry-letter.js'
import { type FailuresLetterParts, failuresLetter } from './failures-letter.js'
import type { Letter } from './sweep-letters.js'
import { type UnhandledLetterParts, unhandledLetter } from './unhandled-letter.js'

/** What weekly letters are written from, and whether they can leave. */
export interface WeeklyLetterParts
  extends Omit<FailuresLetterParts & ExpiryLetterParts & UnhandledLetterParts, 'publicUrl'> {
  /** `null` when no mail leaves. */
  mailer: Mailer | null
  /** Address of the server as its users type it; `null` when it is not known. */
  publicOrigin: string | null
}

/** The letters that members of staff get once a week. Without a way for mails, or an address for their links, none is written. */
export function weeklyLetters({ mailer, publicOrigin, ...parts }: WeeklyLetterParts): Letter[] {
  if (!mailer || publicOrigin === null) return []
  const written = { ...parts, publicUrl: publicOrigin }
  return [failuresLetter(written), expiryLetter(written), unhandledLetter(written)]
}
