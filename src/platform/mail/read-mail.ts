import { authenticate, type DNSResolver } from 'mailauth'
import PostalMime, { type Address, type Email } from 'postal-mime'

/** A mail that somebody sent to the town. */
export interface ReceivedMail {
  /** `Message-ID`; empty when it has none. */
  id: string
  /** The one address of `From`, in small letters; `null` when there is none, or several. */
  from: string | null
  /** Whether it is proved that the domain of `from` sent it: signed by it (DKIM) over its whole body, and as that domain wishes (DMARC). `unknown`: DNS does not answer now. */
  isAuthentic: 'yes' | 'no' | 'unknown'
  /** Addresses to which it went, in small letters. */
  to: string[]
  /** `Message-ID` of what it answers, in small letters, without brackets. */
  answers: string[]
  /** Its text; of a mail of HTML alone, the text of that. */
  text: string
  /** Whether a program wrote it: an out-of-office answer, a list, a notice that another mail could not be delivered. */
  isAutomatic: boolean
  /** Whether something is attached besides pictures that its own text shows. */
  hasAttachments: boolean
}

/** What programs attach to prove who wrote: nobody attached it herself. */
const SIGNATURES = new Set([
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
])

/** How keys of domains are found. Default: DNS. */
export interface ReadMailOptions {
  resolver?: DNSResolver | undefined
}

/**
 * Reads a mail as it came, and proves who sent it: the keys of the sender's domain are asked of DNS.
 * @throws when it is no mail
 */
export async function readMail(raw: Buffer, { resolver }: ReadMailOptions = {}): Promise<ReceivedMail> {
  const email = await PostalMime.parse(raw, { maxRfc822NestingDepth: 0, maxNestingDepth: 20 })
  const from = fromOf(email)
  return {
    id: email.messageId ?? '',
    from,
    isAuthentic: from === null ? 'no' : await isSignedBy(raw, from, resolver),
    to: [...addressesIn([...(email.to ?? []), ...(email.cc ?? [])]), ...deliveredTo(email)],
    answers: idsIn(`${email.inReplyTo ?? ''} ${email.references ?? ''}`),
    text: email.text ?? (email.html ? await textOfHtml(email.html) : ''),
    isAutomatic: isAutomatic(email),
    hasAttachments: email.attachments.some(
      ({ related, disposition, mimeType }) => !related && disposition !== 'inline' && !SIGNATURES.has(mimeType),
    ),
  }
}

/** A second `From` is shown by some programs and signed by none. */
function fromOf({ from, headers }: Email): string | null {
  if (headers.filter(({ key }) => key === 'from').length !== 1) return null
  return from?.address?.includes('@') ? from.address.toLowerCase() : null
}

async function isSignedBy(
  raw: Buffer,
  from: string,
  resolver: DNSResolver | undefined,
): Promise<ReceivedMail['isAuthentic']> {
  const { dkim, dmarc } = await authenticate(raw, {
    disableArc: true,
    disableBimi: true,
    ...(resolver ? { resolver } : {}),
  })
  if (dkim.headerFrom?.length !== 1 || dkim.headerFrom[0]?.toLowerCase() !== from) return 'no'
  // A signature over a part of the body lets anybody add to it.
  const signed = dkim.results.some(({ status }) => status.result === 'pass' && status.aligned && !status.underSized)
  const policy = typeof dmarc === 'object' ? dmarc.status.result : 'none'
  if (signed && (policy === 'pass' || policy === 'none')) return 'yes'
  const isUnasked =
    policy === 'temperror' || (!signed && dkim.results.some(({ status }) => status.result === 'temperror'))
  return isUnasked ? 'unknown' : 'no'
}

function addressesIn(addresses: readonly Address[]): string[] {
  return addresses.flatMap((one) => (one.group ?? [one]).map(({ address }) => address.toLowerCase()))
}

/** Where it was delivered, which a blind copy or a list does not say in `To`. */
function deliveredTo({ headers }: Email): string[] {
  const named = headers.filter(({ key }) => key === 'delivered-to' || key === 'x-original-to')
  return named.map(({ value }) => value.trim().replace(/^<|>$/g, '').toLowerCase())
}

function idsIn(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[<>\s]+/)
    .filter((id) => id.includes('@'))
}

const AUTOMATIC_HEADERS = new Set(['x-autoreply', 'x-autorespond', 'list-id', 'list-unsubscribe', 'x-loop'])
const AUTOMATIC_PRECEDENCE = new Set(['bulk', 'junk', 'list', 'auto_reply'])
const AUTOMATIC_SENDER = /^(mailer-daemon|postmaster|no-?reply|nepasrepondre|ne-pas-repondre)@/
const AUTOMATIC_SUBJECT =
  /^(re ?: ?)?(réponse automatique|absence du bureau|absen(t|te|ce)\b|message d.absence|automatic reply|auto(matic)?[ -]?reply|out of (the )?office|undeliver|non remis|échec de la remise|delivery (status|failure))/i

/** RFC 3834, and what older programs say instead. */
function isAutomatic({ headers, subject = '', from, returnPath }: Email): boolean {
  const isTold = headers.some(({ key, value }) => {
    const said = value.trim().toLowerCase()
    if (key === 'auto-submitted') return !said.startsWith('no')
    if (key === 'precedence') return AUTOMATIC_PRECEDENCE.has(said)
    if (key === 'content-type') return said.startsWith('multipart/report')
    if (key === 'return-path') return said === '<>'
    return AUTOMATIC_HEADERS.has(key)
  })
  const sender = from?.address?.toLowerCase() ?? ''
  return isTold || returnPath === '' || AUTOMATIC_SENDER.test(sender) || AUTOMATIC_SUBJECT.test(subject.trim())
}

/** Where programs begin to quote in HTML. */
const QUOTE_IN_HTML =
  /<blockquote\b|<div[^<>]{0,200}(gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted|OLK_SRC_BODY)/i

/** The text of HTML before what it quotes, as the parser itself writes it where a mail has both. */
async function textOfHtml(html: string): Promise<string> {
  const end = html.search(QUOTE_IN_HTML)
  const own = Buffer.from(end < 0 ? html : html.slice(0, end)).toString('base64')
  const mixed = [
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '',
    '--part',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    own.replace(/.{76}/g, '$&\r\n'),
    '--part--',
    '',
  ]
  return (await PostalMime.parse(mixed.join('\r\n'))).text ?? ''
}
