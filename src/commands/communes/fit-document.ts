import { secondFactorPlace, type User } from '../../features/accounts/staff.js'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import { type AppointmentsDocument, appointmentSealPlace } from '../../features/appointments/appointment.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { sealPlace } from '../../features/webhooks/webhook.js'
import type { WebhooksDocument } from '../../features/webhooks/webhook-index.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import type { Sealer } from '../../platform/store/sealer.js'
import { isKeyed, isKeyOf } from '../../store/communes/commune-part.js'
import type { KeptDocument } from '../../store/move-documents.js'

/** How the documents of a commune are made to fit the server that they are put in. */
export interface Fitting {
  from: string
  /** The id that the commune has here. */
  as: string
  /** The key by which they are sealed, and the one of this server; `null`: what is sealed stays as it is. */
  keys: { from: Sealer; to: Sealer } | null
  /** The accounts that are here, by their ids: one that comes back is linked where it still is, with the password that it has now, and else to none. */
  standing: ReadonlyMap<string, Pick<User, 'personId' | 'passwordHash'>>
  /** Ids of accounts that administer this server: whoever else comes as one administers her commune alone. */
  serverAdmins: ReadonlySet<string>
  /**
   * Addresses, in lower case, that have accounts of other communes here. Accounts of an address share their salt, so that the time of a sign-in tells nothing:
   * of these the person chooses a new password.
   */
  takenEmails: ReadonlySet<string>
}

/** A document of a commune as it fits a server. */
export async function fitDocument(one: KeptDocument, fitting: Fitting): Promise<KeptDocument> {
  const { from, as, keys } = fitting
  const { kind, document } = one
  const words = await openedIn(one, keys?.from)
  const renamed = from === as ? document : (renameIn(document, from, as) as object)
  const key =
    isKeyed(kind) && kind !== 'conversations' && isKeyOf(from, one.key) ? renamedKey(one.key, from, as) : one.key
  const fitted = kind === 'users' ? fitUsers(renamed as UsersDocument, fitting) : renamed
  return withSealed({ kind, key, document: fitted }, async (value, place) => {
    const word = words.get(value)
    return word === undefined || !keys ? value : keys.to.seal(word, place)
  })
}

function renamedKey(key: string, from: string, as: string): string {
  return `${encodeSegment(as)}${key.slice(encodeSegment(from).length)}`
}

/** Everywhere that it is named: in fields of that name, and by names that begin with what it is and end with whose. */
function renameIn(value: unknown, from: string, as: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renameIn(one, from, as))
  if (typeof value !== 'object' || value === null) return value
  const names = Object.entries(value).map(([name, one]) => {
    const words = name.split(' ')
    const renamed = name === from ? as : words[1] === from ? [words[0], as, ...words.slice(2)].join(' ') : name
    return [renamed, name === 'communeId' && one === from ? as : renameIn(one, from, as)]
  })
  return Object.fromEntries(names)
}

function fitUsers(document: UsersDocument, { serverAdmins, takenEmails, standing }: Fitting): UsersDocument {
  const users = document.users.map(({ personId, ...user }) => {
    const roles = user.roles.map((role) => (role === 'super-admin' && !serverAdmins.has(user.id) ? 'admin' : role))
    const now = standing.get(user.id)
    const isLinked = personId !== undefined && now?.personId === personId && now.passwordHash === user.passwordHash
    const kept = { ...user, roles: [...new Set(roles)], ...(isLinked ? { personId } : {}) }
    return takenEmails.has(user.email.toLowerCase()) ? { ...kept, passwordHash: null } : kept
  })
  return { ...document, users }
}

/** What is sealed in a document, by what closes it; what a key does not open is left out, and stays as it is. */
async function openedIn(one: KeptDocument, key: Sealer | undefined): Promise<Map<string, string>> {
  const words = new Map<string, string>()
  if (!key) return words
  await withSealed(one, async (value, place) => {
    const word = await key.open(value, place)
    if (word !== null) words.set(value, word)
    return value
  })
  return words
}

async function withSealed(
  { kind, key, document }: KeptDocument,
  turn: (value: string, place: string) => Promise<string>,
): Promise<KeptDocument> {
  if (kind === 'users') {
    const users = document as UsersDocument
    const turned = users.users.map(async (user) =>
      user.secondFactor
        ? {
            ...user,
            secondFactor: {
              ...user.secondFactor,
              sealedSecret: await turn(user.secondFactor.sealedSecret, secondFactorPlace(user.id)),
            },
          }
        : user,
    )
    return { kind, key, document: { ...users, users: await Promise.all(turned) } }
  }
  if (kind === 'webhooks') {
    const webhooks = document as WebhooksDocument
    const turned = webhooks.webhooks.map(async (webhook) => ({
      ...webhook,
      secrets: await Promise.all(
        webhook.secrets.map(async (one) => ({ ...one, sealed: await turn(one.sealed, sealPlace(webhook)) })),
      ),
    }))
    return { kind, key, document: { ...webhooks, webhooks: await Promise.all(turned) } }
  }
  if (kind === 'appointments') {
    const { secrets, ...others } = document as AppointmentsDocument
    const place = appointmentSealPlace(others.communeId)
    const turned = secrets.map(async (one) => ({ ...one, sealed: await turn(one.sealed, place) }))
    return { kind, key, document: { ...others, secrets: await Promise.all(turned) } }
  }
  if (kind === 'conversations' && 'masked' in document) {
    const { masked = [], ...talk } = document as ConversationDocument
    const turned = masked.map(async (item) => ({ ...item, sealed: await turn(item.sealed, talk.conversation.id) }))
    return { kind, key, document: { ...talk, masked: await Promise.all(turned) } }
  }
  return { kind, key, document }
}
