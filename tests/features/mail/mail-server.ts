import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as the mail server got it. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body, as they came. */
  raw: string
}

/** A real SMTP server in the process of the tests. */
export class MailServer {
  readonly received: ReceivedMail[] = []
  /** Addresses that it refuses for good. */
  readonly unknown = new Set<string>()
  /** Who signed in. */
  readonly authenticated: string[] = []
  readonly #server: SMTPServer

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username = '' }, _session, callback) => {
        this.authenticated.push(username)
        callback(null, { user: username })
      },
      logger: false,
      onRcptTo: ({ address }, _session, callback) => {
        if (!this.unknown.has(address)) return callback()
        callback(Object.assign(new Error(`no such user ${address}`), { responseCode: 550 }))
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          this.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('utf8'),
          })
          callback()
        })
      },
    })
  }

  /** @returns the port on which it listens, on this machine only */
  listen(port = 0): Promise<number> {
    return new Promise((resolve) => {
      const listening = this.#server.listen(port, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port))
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}

/** Headers of a mail by name in small letters, folded lines joined; each name once, or the mail is at fault. */
export function headersOf({ raw }: ReceivedMail): Map<string, string> {
  const [head = ''] = raw.split('\r\n\r\n')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [name = '', ...value] = line.split(': ')
    if (headers.has(name.toLowerCase())) throw new Error(`two headers ${name}`)
    headers.set(name.toLowerCase(), value.join(': '))
  }
  return headers
}

/** The text of a mail, decoded. */
export function textOf(mail: ReceivedMail): string {
  const body = mail.raw.slice(mail.raw.indexOf('\r\n\r\n') + 4)
  const encoding = headersOf(mail).get('content-transfer-encoding')
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
