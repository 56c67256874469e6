import type { HandoverContext } from '../features/handoffs/handover-context.js'
import type { Mailer } from '../platform/mail/mail.js'

/** A command writes mails for the server, which sends them. */
const OFFLINE: Mailer = { send: async () => ({ outcome: 'failed', fault: 'offline' }), close: () => {} }

/** What the retention needs of the handover; nobody waits for an agent in a command. @param parts `mails`: whether the server has a way for mails */
export function offlineHandover({
  mails,
  ...parts
}: Pick<HandoverContext, 'store' | 'say' | 'communes'> & { mails: boolean }): HandoverContext {
  const communeOf = (id: string) => {
    const commune = parts.communes.get(id)
    if (!commune) throw new Error(`no commune ${id}`)
    return commune
  }
  return {
    ...parts,
    communeOf,
    now: () => new Date(),
    waitLimitMs: 0,
    departmentOf: async () => undefined,
    mailer: mails ? OFFLINE : null,
  }
}
