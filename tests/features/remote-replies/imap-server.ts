import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo, Server, Socket } from 'node:net'

interface Hoodiecrow {
  server: Server
  listen(port: number, host: string, then: () => void): void
  close(then?: () => void): void
  getMailbox(name: string): { messages: { flags: string[]; raw: string }[] }
  appendMessage(mailbox: string, flags: string[], date: Date, raw: string): void
}

const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow

/** A real IMAP server in the process of the tests, with one box. */
export class ImapServer {
  readonly #server = hoodiecrow({
    plugins: ['ID', 'UIDPLUS', 'LITERALPLUS'],
    users: { reponses: { password: 'secret' } },
    storage: { INBOX: { messages: [] }, '': {} },
  })

  /** @returns the address of the box */
  listen(): Promise<string> {
    // It writes in small pieces, each of which would wait for the other side.
    this.#server.server.on('connection', (socket: Socket) => socket.setNoDelay())
    return new Promise((resolve) =>
      this.#server.listen(0, '127.0.0.1', () =>
        resolve(`imap://reponses:secret@127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`),
      ),
    )
  }

  deliver(raw: Buffer | string): void {
    this.#server.appendMessage('INBOX', [], new Date(), typeof raw === 'string' ? raw : raw.toString('latin1'))
  }

  /** What is in the box: whether each was read. */
  get mails(): { isRead: boolean; raw: string }[] {
    return this.#server
      .getMailbox('INBOX')
      .messages.map(({ flags, raw }) => ({ isRead: flags.includes('\\Seen'), raw }))
  }

  empty(): void {
    this.#server.getMailbox('INBOX').messages.length = 0
  }

  /** The end of what the next connection asks. */
  async read(): Promise<void> {
    const [socket] = (await once(this.#server.server, 'connection')) as [Socket]
    await once(socket, 'end')
  }

  close(): void {
    this.#server.close()
  }
}
