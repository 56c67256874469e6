import { hostnameOf } from '../../platform/http/public-address.js'
import type { Commune } from '../../platform/model/commune.js'
import { toUrl } from '../../platform/text/to-url.js'

/** A name of the DNS with a dot in it, which no number ends: not an address by numbers. */
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

/**
 * The public address that a text says, as browsers write it; `null` when it is none. It is https, or http for names of this very machine
 * (`http://ville.localhost:3000`), and nothing follows the name. Pure.
 */
export function toPublicAddress(written: string): string | null {
  const url = toUrl(written.trim())
  if (!url) return null
  const { protocol, hostname, origin, href } = url
  const isOfMachine = protocol === 'http:' && hostname.endsWith('.localhost')
  if (!(protocol === 'https:' || isOfMachine) || !NAME.test(hostname)) return null
  return href === `${origin}/` ? origin : null
}

/** Why an address cannot be a commune's: the server has none, it is the server's, or another commune has it. */
export type AddressFault = { fault: 'no_server' } | { fault: 'server' } | { fault: 'taken'; by: Commune }

/** Whose each name is, and whose address cannot be. */
export interface PublicNames {
  /** By hostname. */
  owners: ReadonlyMap<string, Commune>
  /** By the id of the commune. */
  faults: ReadonlyMap<string, AddressFault>
}

/**
 * Decides which names are whose; of two communes that say the same one, the first has it. Cookies know no port, so neither does this. Pure.
 * @param serverUrl where the server itself is reached; `null` when nobody has said
 */
export function namesOf(communes: Iterable<Commune>, serverUrl: string | null): PublicNames {
  const server = serverUrl === null ? null : new URL(serverUrl).hostname
  const owners = new Map<string, Commune>()
  const faults = new Map<string, AddressFault>()
  for (const commune of communes) {
    if (commune.publicUrl === undefined) continue
    const name = hostnameOf(commune.publicUrl.slice(commune.publicUrl.indexOf('//') + 2))
    const by = owners.get(name)
    if (server === null) faults.set(commune.id, { fault: 'no_server' })
    else if (name === server) faults.set(commune.id, { fault: 'server' })
    else if (by) faults.set(commune.id, { fault: 'taken', by })
    else owners.set(name, commune)
  }
  return { owners, faults }
}
