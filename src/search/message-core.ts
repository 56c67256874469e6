import { oneOf } from '../platform/text/word-pattern.js'
import { SEARCH_WORDS } from './french-words.js'
import { withoutIdentity } from './without-identity.js'

const { mail } = SEARCH_WORDS
/** A line that introduces the mail that was answered or forwarded: everything from it on was written by somebody else. */
const QUOTATION_START = new RegExp(
  `^\\s*(?:-{2,}\\s*${oneOf(mail.quotations)}|${oneOf(mail.quotationDays)}\\s(?=.*[\\d@]).{4,90}${oneOf(mail.wrote)}\\s*:?\\s*$)`,
  'iu',
)
/** A header copied with the mail. */
const HEADER = new RegExp(`^\\s*${oneOf(mail.headers)}\\s*:\\s`, 'iu')
/** What comes before the subject of a mail; the subject itself often is the question. */
const SUBJECT = new RegExp(`^\\s*${oneOf(mail.subjects)}\\s*:\\s*`, 'iu')
const QUOTED_LINE = /^\s*>/u
/** Closing formulas: what follows is a name, a role, an address, a telephone. */
const CLOSING = new RegExp(`^\\s*(?:${oneOf(mail.closings)}|-- ?$|_{3,}$)`, 'iu')
/** A closing formula this far before the end is not the end: the question comes after. */
const MOST_SIGNATURE_WORDS = 40

/**
 * What a citizen asks in a message: in her own words ({@link ownWords}), without who she is ({@link withoutIdentity}). It is what is searched, never what is
 * kept or shown. A message that holds nothing else is left as it is.
 */
export function coreOfMessage(message: string): string {
  return withoutIdentity(ownWords(message))
}

/** What a citizen says herself in a message pasted from her mail: without the lines that quote another's, headers and signature. */
function ownWords(message: string): string {
  if (!message.includes('\n')) return message
  const own: string[] = []
  for (const line of message.split('\n')) {
    if (QUOTATION_START.test(line)) break
    if (QUOTED_LINE.test(line) || HEADER.test(line)) continue
    own.push(line.replace(SUBJECT, ''))
  }
  const core = withoutSignature(own).join('\n').trim()
  return core === '' ? message : core
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  const closing = lines.findIndex((line, i) => i > 0 && CLOSING.test(line))
  if (closing < 0) return lines
  const after = lines.slice(closing).join(' ').split(/\s+/u).filter(Boolean)
  return after.length <= MOST_SIGNATURE_WORDS ? lines.slice(0, closing) : lines
}
