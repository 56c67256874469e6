import type { Mail } from '../../platform/mail/mail.js'
import type { Commune } from '../../platform/model/commune.js'

/** Who may send as what. */
export interface Senders {
  /** Of every mail, unless its commune has one of its own: an address, or `Name <address>`. */
  from: string
  /** By the id of a commune, the domains that are its own. */
  domains: ReadonlyMap<string, readonly string[]>
}

/** A mail as its commune sends it: by its own name and address where it may, and with its last words. Pure. */
export function withSender(mail: Mail, commune: Commune | undefined, senders: Senders): Mail {
  if (!commune?.mail) return mail
  const { name, address, signature } = commune.mail
  const own = address !== undefined && maySendAs(commune.id, address, senders) ? address : addressOf(senders.from)
  const shown = name ?? nameOf(senders.from)
  return {
    ...mail,
    from: shown === '' ? own : `${shown} <${own}>`,
    ...(signature === undefined || mail.text === '' ? {} : { text: `${mail.text.trimEnd()}\n\n-- \n${signature}\n` }),
  }
}

/** Whether a commune may send as an address: of a domain that is given to it alone, or its own id at the server's domain. Pure. */
export function maySendAs(communeId: string, address: string, { from, domains }: Senders): boolean {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  if (domains.get(communeId)?.includes(domain)) return true
  return domain === addressOf(from).toLowerCase().split('@')[1] && local === communeId
}

function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim()
}

function nameOf(from: string): string {
  return /^([^<]*)</.exec(from)?.[1]?.trim() ?? ''
}
