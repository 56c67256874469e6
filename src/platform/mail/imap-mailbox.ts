import { ImapFlow } from 'imapflow'
import { MAX_MAIL_BYTES, type Mailbox, type MailboxState, type MailVerdict } from './mailbox.js'

/** Time that the server has for each step, ms. */
const STEP_TIMEOUT_MS = 15_000
const IMAP_PORT = 143
const IMAPS_PORT = 993
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Mails of one reading, at most: the next one goes on. */
const MOST_AT_ONCE = 20

/** What a {@link createImapMailbox} is given. */
export interface ImapSettings {
  /** `imaps://user:password@host[:port][/folder]` (TLS from the start), or `imap://…` (STARTTLS before the password, but to this machine). */
  url: string
}

/** A {@link Mailbox} over IMAP. A connection is opened to read, and closed: nothing is held open between. */
export function createImapMailbox({ url }: ImapSettings): Mailbox {
  const state: MailboxState = { refused: 0, lastFault: null }
  let open: ImapFlow | null = null
  return {
    async read(take) {
      const client = new ImapFlow(connectionOf(new URL(url)))
      open = client
      // What breaks between two steps is told by the next one.
      client.on('error', () => {})
      try {
        await client.connect()
        const lock = await client.getMailboxLock(folderOf(new URL(url)))
        try {
          await readNew(client, async (raw) => {
            const verdict = await take(raw)
            if (verdict === 'refused') state.refused += 1
            return verdict
          })
        } finally {
          lock.release()
        }
        await client.logout()
        state.lastFault = null
      } catch (error) {
        state.lastFault = faultOf(error)
        client.close()
      } finally {
        open = null
      }
    },
    state: () => ({ ...state }),
    async close() {
      open?.close()
    },
  }
}

async function readNew(client: ImapFlow, take: (raw: Buffer) => Promise<MailVerdict>): Promise<void> {
  const found = (await client.search({ seen: false, deleted: false }, { uid: true })) || []
  for (const uid of found.slice(0, MOST_AT_ONCE)) {
    const described = await client.fetchOne(String(uid), { size: true }, { uid: true })
    if (!described) continue
    const isLarge = (described.size ?? 0) > MAX_MAIL_BYTES
    const whole = isLarge ? false : await client.fetchOne(String(uid), { source: true }, { uid: true })
    const raw = whole ? whole.source : undefined
    const verdict = raw ? await take(raw) : 'left'
    if (verdict === 'later') continue
    if (verdict === 'left') await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
    else await client.messageDelete(String(uid), { uid: true })
  }
}

function connectionOf({ protocol, hostname, port, username, password }: URL) {
  const secure = protocol === 'imaps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? IMAPS_PORT : IMAP_PORT) : Number(port),
    secure,
    // A password is never said before the line is closed, even to whoever pretends that the server cannot close it.
    ...(secure ? {} : { doSTARTTLS: !LOOPBACK.has(hostname) }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    // What it would log has addresses and subjects.
    logger: false as const,
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS * 4,
  }
}

function folderOf({ pathname }: URL): string {
  return decodeURIComponent(pathname.replace(/^\//, '')) || 'INBOX'
}

/** Codes alone: a server's own words may repeat an address. */
function faultOf(error: unknown): string {
  const { code, authenticationFailed, serverResponseCode } = (error ?? {}) as Record<string, unknown>
  if (authenticationFailed) return 'AUTHENTICATIONFAILED'
  return [serverResponseCode, code].find((one): one is string => typeof one === 'string') ?? 'unknown'
}
