import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import type { ConversationIndex } from '../../features/conversations/conversation-index.js'
import { settingsKey } from '../../features/settings/settings-document.js'
import type { Change } from '../../platform/model/change.js'
import type { Document } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { type DocumentKind, KEYED_KINDS, SINGLE_KINDS } from '../document-kinds.js'
import type { KeptDocument } from '../move-documents.js'
import { type CommuneScope, isKeyed, isKeyOf, withoutCommune, withPart } from './commune-part.js'

/** What is stored of one commune, put or taken away as a whole while the others go on. */
export interface CommuneStore {
  /**
   * Makes what is kept of a commune these documents, whatever there was: those of an archive. Its people sign in again. Done again after it was stopped, it
   * ends as if it had not been. @throws when a document of that name is another commune’s: that one stays
   */
  putCommune(communeId: string, documents: AsyncIterable<KeptDocument>): Promise<void>
  /** Erases all that is kept of a commune, of its accounts too, and takes it out of shared receptions. */
  eraseCommune(communeId: string): Promise<void>
}

/** Every document of a store. */
export interface CommuneDocuments {
  keyed: ReadonlyMap<DocumentKind, DocumentSet<object>>
  single: ReadonlyMap<DocumentKind, Document<object>>
  index: Pick<ConversationIndex, 'conversationsOf' | 'handoffsOf'>
}

/** Documents that are written at once: few, since the other communes write too. */
const AT_ONCE = 4

/** The verbs about everything of a commune. @param note keeps that it was erased, so that no backup brings it back */
export function communeVerbs(documents: CommuneDocuments, note: (communeId: string) => Promise<void>): CommuneStore {
  return {
    async putCommune(communeId, given) {
      const wanted = new Map<DocumentKind, Set<string>>()
      const parts = new Map<DocumentKind, object>()
      let batch: KeptDocument[] = []
      const flush = async () => {
        const some = batch
        batch = []
        await Promise.all(some.map((one) => putKeyed(documents, communeId, one)))
      }
      for await (const one of given) {
        if (!isKeyed(one.kind)) parts.set(one.kind, one.document)
        else if (one.kind !== 'erasures') {
          wanted.set(one.kind, (wanted.get(one.kind) ?? new Set()).add(one.key))
          batch.push(one)
          if (batch.length >= AT_ONCE) await flush()
        }
      }
      await flush()
      await putSingles(documents, communeId, parts)
      await eraseKeyed(documents, communeId, (kind, key) => wanted.get(kind)?.has(key) ?? false)
      await announce(documents, communeId)
    },
    async eraseCommune(communeId) {
      await note(communeId)
      // The process that serves it is told first: what it wrote of it after the erasure would stay.
      await announce(documents, communeId)
      await putSingles(documents, communeId, null)
      // What a request under way wrote meanwhile goes in the next round.
      for (let round = 0; round < 5; round += 1) if ((await eraseKeyed(documents, communeId, () => false)) === 0) break
      await putSingles(documents, communeId, null)
      await announce(documents, communeId)
    },
  }
}

async function putKeyed({ keyed }: CommuneDocuments, communeId: string, { kind, key, document }: KeptDocument) {
  const isOwn = (one: object | null) =>
    one === null ||
    (kind === 'conversations'
      ? (one as ConversationDocument).conversation.communeId === communeId
      : isKeyOf(communeId, key))
  await keyed.get(kind)?.replace(key, (former) => {
    if (!isOwn(former) || !isOwn(document)) throw new Error(`${kind} ${key} is another commune’s`)
    return { document, changes: kind === 'conversations' ? changesOf(document as ConversationDocument) : [] }
  })
}

function changesOf({ conversation, messages }: ConversationDocument): Change[] {
  const { id: conversationId, communeId } = conversation
  return messages.length === 0 ? [] : [{ type: 'message', communeId, conversationId, seq: messages.length }]
}

/** @param parts by kind; `null`: nothing of the commune is left */
async function putSingles(
  documents: CommuneDocuments,
  communeId: string,
  parts: ReadonlyMap<DocumentKind, object> | null,
): Promise<void> {
  const users = (await documents.single.get('users')?.read()) as UsersDocument | null
  const given = parts?.get('users') as UsersDocument | undefined
  const own = [...(users?.users ?? []), ...(given?.users ?? [])].filter((one) => one.communeId === communeId)
  const conversations = documents.index.conversationsOf(communeId)
  const scope: CommuneScope = {
    communeId,
    userIds: new Set(own.map(({ id }) => id)),
    handoffIds: new Set(conversations.flatMap((id) => documents.index.handoffsOf(id).map((one) => one.id))),
  }
  // Whom rows are about is known by the accounts, which go last where all goes, and come first where they come back.
  const kinds = SINGLE_KINDS.filter((kind) => kind !== 'users')
  for (const kind of parts === null ? [...kinds, 'users' as const] : ['users' as const, ...kinds]) {
    const part = parts?.get(kind) ?? null
    await documents.single.get(kind)?.update((former) => {
      const next = withPart(former, { kind, part, scope, erases: parts === null })
      const document = kind === 'users' ? inPools(next as UsersDocument | null, scope, parts === null) : next
      return { document, result: undefined, changes: document === former ? [] : toldOf(kind, scope), forgets: true }
    })
  }
}

/** Whoever is gone answers nowhere; a commune that is no more shares nothing. */
function inPools(users: UsersDocument | null, { communeId, userIds }: CommuneScope, erases: boolean) {
  if (!users?.pools) return users
  const left = new Set(users.users.map(({ id }) => id))
  const gone = erases ? userIds : new Set([...userIds].filter((id) => !left.has(id)))
  const pools = withoutCommune(users.pools, { communeId: erases ? communeId : '', userIds: gone })
  return pools === users.pools ? users : { ...users, pools }
}

function toldOf(kind: DocumentKind, { communeId, userIds }: CommuneScope): Change[] {
  if (kind === 'users') return [...userIds].map((userId) => ({ type: 'account', communeId, userId }))
  return kind === 'alerts' ? [{ type: 'alert', communeId }] : []
}

/** @returns how many documents were erased */
async function eraseKeyed(
  { keyed, index }: CommuneDocuments,
  communeId: string,
  stays: (kind: DocumentKind, key: string) => boolean,
): Promise<number> {
  let count = 0
  for (const kind of KEYED_KINDS) {
    const set = keyed.get(kind)
    if (!set || kind === 'erasures') continue
    const keys =
      kind === 'conversations' ? index.conversationsOf(communeId) : set.keys().filter(isKeyOf.bind(null, communeId))
    const gone = keys.filter((key) => !stays(kind, key))
    count += gone.length
    for (let first = 0; first < gone.length; first += AT_ONCE)
      await Promise.all(
        gone.slice(first, first + AT_ONCE).map((key) =>
          set.replace(key, () => ({
            document: null,
            changes: kind === 'conversations' ? [{ type: 'erased', communeId, conversationId: key }] : [],
          })),
        ),
      )
  }
  return count
}

/** What reads the commune reads it again: its file, its settings, its entries. */
async function announce({ keyed }: CommuneDocuments, communeId: string): Promise<void> {
  const ids = (keyed.get('entries')?.keys() ?? []).filter(isKeyOf.bind(null, communeId))
  const entryIds = ids.map((key) => decodeURIComponent(key.slice(key.indexOf('/') + 1)))
  const changes: Change[] = [
    { type: 'commune', communeId },
    { type: 'publication', communeId, entryIds },
  ]
  await keyed.get('settings')?.replace(settingsKey(communeId), (document) => ({ document, changes }))
}
