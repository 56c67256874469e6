import { createTransport } from 'nodemailer'
import type { MailContent, Mailer, SendResult } from './mail.js'

/** Time that the mail server has for each step, ms. */
const STEP_TIMEOUT_MS = 10_000
const SMTP_PORT = 25
const SMTPS_PORT = 465
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** What a {@link createSmtpMailer} is given. */
export interface SmtpSettings {
  /** `smtp://[user:password@]host[:port]` (STARTTLS when the server has it; always before a password, but to this machine) or `smtps://…` (TLS from the start). */
  url: string
  /** Sender of every mail: an address, or `Name <address>`. */
  from: string
}

/**
 * A {@link Mailer} over SMTP (nodemailer). Mails are plain text: no image, no link of ours, nothing that tells when they
 * are read.
 */
export function createSmtpMailer({ url, from }: SmtpSettings): Mailer {
  const transport = createTransport({
    ...connectionOf(new URL(url)),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    // What a mail holds is text: an attachment by path or address would read the server's own files.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      try {
        await transport.sendMail(toMessage(mail, from))
        return { outcome: 'sent' }
      } catch (error) {
        return toFault(error)
      }
    },
    close: () => transport.close(),
  }
}

/**
 * Greets a mail server and signs in as its mails would be sent; nothing is sent.
 * @returns the code of why it cannot be, as {@link Mailer} tells it; `null`: it can
 */
export async function trySmtpServer(url: string, patienceMs: number = STEP_TIMEOUT_MS): Promise<string | null> {
  const transport = createTransport({
    ...connectionOf(new URL(url)),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    dnsTimeout: patienceMs,
    socketTimeout: patienceMs,
  })
  try {
    await transport.verify()
    return null
  } catch (error) {
    return faultOf(error)
  } finally {
    transport.close()
  }
}

function connectionOf({ protocol, hostname, port, username, password }: URL) {
  const secure = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? SMTPS_PORT : SMTP_PORT) : Number(port),
    secure,
    // A password is never said before the line is closed, even to whoever pretends that the server cannot close it.
    requireTLS: !secure && username !== '' && !LOOPBACK.has(hostname),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  }
}

function toMessage(
  { id, to, replyTo, subject, text, messageId = id, from: own }: MailContent & { id: string },
  from: string,
) {
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return {
    from: oneLine(own ?? from),
    // An object is one address: a comma in it cannot add a recipient.
    to: { name: '', address: oneLine(to) },
    ...(replyTo ? { replyTo: { name: '', address: oneLine(replyTo) } } : {}),
    subject: oneLine(subject),
    text,
    messageId: `<${messageId}@${domain}>`,
    // Out-of-office programs do not answer what is marked so (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-replied' },
  }
}

/** A header is one line: what is typed, a name in a subject for instance, adds none. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Only codes are kept: a mail server's own words may repeat the address. */
function faultOf(error: unknown): string {
  const { responseCode, code } = (error ?? {}) as { responseCode?: unknown; code?: unknown }
  return typeof responseCode === 'number' ? String(responseCode) : typeof code === 'string' ? code : 'unknown'
}

function toFault(error: unknown): SendResult {
  const { responseCode, code } = (error ?? {}) as { responseCode?: unknown; code?: unknown }
  const status = typeof responseCode === 'number' ? responseCode : null
  const fault = faultOf(error)
  // A recipient that the server will never take; a refused sign-in (535) is the administrator's to mend, and is tried again.
  const isFinal = code === 'EENVELOPE' && status !== null && status >= 500
  return { outcome: isFinal ? 'refused' : 'failed', fault }
}
