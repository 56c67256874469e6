import { withoutMember } from '../../features/accounts/pool.js'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { withoutContactOf } from '../../features/handoffs/store/forget-contact.js'
import { forgetMasked } from '../../features/masked-data/masked-verbs.js'
import type { PracticeDocument } from '../../features/practice/practice-verbs.js'
import type { RepliesDocument } from '../../features/replies/reply-verbs.js'
import {
  type ErasedKind,
  type Erasure,
  erasureOf,
  mergeErasures,
  replyErasedId,
} from '../../features/retention/erasure.js'
import { type ErasuresDocument, erasuresKey } from '../../features/retention/erasure-verbs.js'
import { type Birth, type BirthKind, newBirth } from '../../platform/store/birth.js'
import { type Collection, ONLY } from '../../platform/store/document-cache.js'
import { opensWord } from '../../platform/store/seal-check-file.js'
import type { ServerSealer } from '../../platform/store/sealer.js'
import { recordBirth } from '../../store/births.js'
import { scopeOf, withoutCommuneIn } from '../../store/communes/commune-part.js'
import { type DocumentKind, KEYED_KINDS, SINGLE_KINDS } from '../../store/document-kinds.js'
import { createDocumentStore, type Medium } from '../../store/document-store.js'
import { bornAs } from '../../store/migrate-store.js'
import {
  type CopyProgress,
  copyOne,
  countDocuments,
  eachAtOnce,
  type KeptDocument,
  type KindCount,
  KindSums,
} from '../../store/move-documents.js'
import { openMediumAlone, type StoreChoice } from '../../store/open-store.js'
import { noteSealKey } from '../../store/seal-key-loss.js'
import type { Store } from '../../store/store.js'
import type { BackupManifest } from './backup-format.js'
import { documentsOf } from './read-backup.js'

/** What is noted just before a backup may have been erased just after; and the clocks of several servers differ a little. */
const MARGIN_MS = 60_000

/** Takes what was erased out of the documents of a backup. */
type LeaveOutErased = (one: KeptDocument) => object | null

/**
 * @param madeAt the instant of the backup: who practised, or came back, after an erasure that is older has done so since
 * @returns what is left of a document; the same object when nothing of it was erased, `null` when all was
 */
export function leaveOutErased(erasures: readonly Erasure[], madeAt: string): LeaveOutErased {
  const dates = new Map(erasures.map(({ kind, what, at }) => [`${kind} ${what}`, at]))
  const whenErased = (kind: ErasedKind, id: string) => {
    const { what } = erasureOf(kind, id, '')
    return dates.get(`${kind} ${what}`)
  }
  const isErased = (kind: ErasedKind, id: string) => whenErased(kind, id) !== undefined
  const since = sinceOf(madeAt)
  const whenErasedSince = (kind: ErasedKind, id: string) => {
    const at = whenErased(kind, id)
    return at !== undefined && at >= since ? at : undefined
  }
  return ({ kind, key, document }) => {
    switch (kind) {
      case 'conversations':
        return isErased('conversation', key) ? null : ofConversation(document as ConversationDocument, isErased)
      case 'users':
        return ofUsers(withoutErased(document as UsersDocument, isErased), (id) => whenErasedSince('account', id))
      case 'practice': {
        const practice = document as PracticeDocument
        const records = practice.records.filter(({ userId }) => !whenErasedSince('practice', userId))
        return records.length < practice.records.length ? { ...practice, records } : document
      }
      case 'replies': {
        const replies = document as RepliesDocument
        const left = replies.replies.filter(({ userId, id }) => !isErased('reply', replyErasedId(userId, id)))
        return left.length < replies.replies.length ? { ...replies, replies: left } : document
      }
      default:
        return document
    }
  }
}

/** When something was erased after a backup was made, or so little before that the backup may have it; `undefined`: it was not. */
export function erasedSince(
  { kind, what }: Pick<Erasure, 'kind' | 'what'>,
  { erasures, madeAt }: { erasures: readonly Erasure[]; madeAt: string },
): string | undefined {
  const since = sinceOf(madeAt)
  return erasures.find((one) => one.kind === kind && one.what === what && one.at >= since)?.at
}

/** From which instant on an erasure may not be in a backup made at an instant. */
function sinceOf(madeAt: string): string {
  return new Date(Date.parse(madeAt) - MARGIN_MS).toISOString()
}

/** What is left of a document without some communes; `null`: nothing. */
async function leaveOutCommunes(file: string, gone: readonly string[]): Promise<LeaveOutErased> {
  const source = { documents: () => documentsOf(file) }
  const scopes = gone.length === 0 ? [] : await Promise.all(gone.map((id) => scopeOf(source, id)))
  return ({ kind, key, document }) =>
    scopes.reduce<object | null>(
      (left, scope) => left && withoutCommuneIn({ kind, key, document: left }, scope),
      document,
    )
}

function ofConversation(document: ConversationDocument, isErased: (kind: ErasedKind, id: string) => boolean) {
  let left = document
  for (const { id } of document.handoffs) {
    if (isErased('contact', id)) left = withoutContactOf(left, id)
    if (isErased('masked', id)) left = forgetMasked(id)(left).document ?? left
  }
  return left
}

function withoutErased(document: UsersDocument, isErased: (kind: ErasedKind, id: string) => boolean): UsersDocument {
  const gone = document.users.filter(({ id }) => isErased('erased_account', id))
  if (gone.length === 0) return document
  const users = document.users.filter((user) => !gone.includes(user))
  const { pools } = document
  if (!pools) return { ...document, users }
  return { ...document, users, pools: gone.reduce((left, { id }) => withoutMember(left, id), pools) }
}

/** Who was sent away stays away. */
function ofUsers(document: UsersDocument, deactivatedAt: (id: string) => string | undefined): UsersDocument {
  const sentAway = document.users.filter((user) => user.deactivatedAt === undefined && deactivatedAt(user.id))
  if (sentAway.length === 0) return document
  const ids = new Set(sentAway.map(({ id }) => id))
  const users = document.users.map((user) => {
    const at = ids.has(user.id) ? deactivatedAt(user.id) : undefined
    return at ? { ...user, deactivatedAt: at } : user
  })
  const tokens = document.tokens?.filter(({ userId }) => !ids.has(userId))
  return { ...document, users, ...(tokens ? { tokens } : {}) }
}

/** What {@link restoreBackup} is given. */
export interface Restoration {
  file: string
  /** What `readBackup` found of the file. */
  manifest: BackupManifest
  into: StoreChoice
  /** The key at hand, if any. */
  sealer: ServerSealer
  /** What was erased since the backup, among others. */
  erasures: readonly Erasure[]
  /** Communes that have left the server since: nothing of them is put back. */
  gone?: readonly string[]
  onProgress: (progress: CopyProgress) => void
  /** Done once everything is there and was compared, before anything may be served: what is due by now is erased then. */
  beforeServing: (store: Store) => Promise<void>
}

/**
 * What came of {@link restoreBackup}. `other_birth`: the backup is of an installation and a demonstration is there, or the reverse, and nothing was written;
 * `not_empty`: there are documents that no unfinished restoration of the same backup brought, and nothing was written;
 * `other_key`: the key at hand opens nothing of what the backup holds sealed, and nothing was written; `left`: how many documents were left out or lost
 * something, because it was erased since.
 */
export type RestorationResult =
  | { outcome: 'restored'; counts: KindCount[]; left: number; key: KeyAtHand }
  | { outcome: 'other_key' }
  | { outcome: 'not_empty' }
  | { outcome: 'other_birth'; there: BirthKind }
  | { outcome: 'differs'; kinds: DocumentKind[] }

/** Whether the key at hand `opens` what a backup holds sealed, is `missing`, or whether that is `untold` by the backup. */
export type KeyAtHand = 'opens' | 'missing' | 'untold'

/**
 * Puts what a backup holds into an empty store, but for what was erased since, and reads the store again to compare. Nothing can be served from it until
 * that is done; stopped, it goes on where it was.
 * @throws AppError `storage_locked` when a server uses the store, `storage_unavailable`, `seal_key_unusable`
 */
export async function restoreBackup(restoration: Restoration): Promise<RestorationResult> {
  const { into, manifest, sealer, beforeServing } = restoration
  const key = await keyAtHand(manifest, sealer)
  if (key === 'other') return { outcome: 'other_key' }
  const there = (await bornAs(into)).find((kind) => manifest.kind !== null && kind !== manifest.kind)
  if (there !== undefined) return { outcome: 'other_birth', there }
  const filled = await inMedium(into, async (medium) => {
    const mark = medium.migration.open(NOBODY)(ONLY)
    const from = `backup ${manifest.sha256}`
    const begun = await mark.read()
    const isOwn = begun?.from === from
    const isEmpty = begun === null && (await countDocuments(medium)).every(({ count }) => count === 0)
    if (!isOwn && !isEmpty) return null
    const birth = birthOf(manifest)
    if (birth !== null) await recordBirth(medium, birth)
    if (!isOwn) await mark.write(() => ({ document: { version: 1, from }, changes: [] }), [])
    return fill(medium, restoration)
  })
  if (filled === null) return { outcome: 'not_empty' }
  // What the backup knows its key by, not the key at hand: one that may be wrong, if it were noted, would keep the right one out.
  await noteSealKey(into, manifest.keyWord ?? null)
  // Opened again: what is compared is what was kept, not what is in memory.
  return inMedium(into, async (medium) => {
    const counts = await countDocuments(medium)
    const wanted = filled.sums.counts()
    const kinds = counts.flatMap(({ kind, checksum }, index) => (wanted[index]?.checksum === checksum ? [] : kind))
    if (kinds.length > 0) return { outcome: 'differs', kinds }
    await beforeServing(createDocumentStore({ ...medium, close: async () => {} }))
    await medium.migration
      .open(NOBODY)(ONLY)
      .write(() => ({ document: null, changes: [] }), [])
    return { outcome: 'restored', counts, left: filled.left, key }
  })
}

/** Of a backup that has no mark, what its accounts make of it, born when it was made at the latest. */
function birthOf({ birth, kind, madeAt }: BackupManifest): Birth | null {
  return birth ?? (kind === null ? null : newBirth(kind, madeAt))
}

async function keyAtHand({ keyWord }: BackupManifest, sealer: ServerSealer): Promise<KeyAtHand | 'other'> {
  const isThere = await sealer.hasKey()
  if (keyWord === undefined) return 'untold'
  if (!isThere) return 'missing'
  return (await opensWord(sealer, keyWord)) ? 'opens' : 'other'
}

const NOBODY = { committed: () => {} }
/** Documents that are in memory at once. */
const BATCH = 200

async function inMedium<R>(choice: StoreChoice, act: (medium: Medium) => Promise<R>): Promise<R> {
  const medium = await openMediumAlone(choice)
  try {
    return await act(medium)
  } finally {
    await medium.close()
  }
}

interface Filled {
  /** What the store must hold now. */
  sums: KindSums
  left: number
}

async function fill(medium: Medium, restoration: Restoration): Promise<Filled> {
  const { file, manifest, erasures, onProgress } = restoration
  const leaveOut = leaveOutErased(erasures, manifest.madeAt)
  const leaveOutGone = await leaveOutCommunes(file, restoration.gone ?? [])
  const target = new Target(medium, manifest.counts, onProgress)
  const own: Erasure[][] = []
  let left = 0
  for await (const one of documentsOf(file)) {
    if (one.kind === 'erasures') {
      own.push((one.document as ErasuresDocument).erasures)
      continue
    }
    const known = leaveOutGone(one)
    const document = known && leaveOut({ ...one, document: known })
    if (document !== one.document) left += 1
    if (document !== null) await target.put({ ...one, document })
  }
  for (const day of byDay(mergeErasures(erasures, ...own))) await target.put(day)
  await target.finish()
  return { sums: target.sums, left }
}

function byDay(erasures: readonly Erasure[]): KeptDocument[] {
  const days = new Map<string, Erasure[]>()
  for (const erasure of erasures) {
    const day = erasuresKey(erasure.at)
    days.set(day, [...(days.get(day) ?? []), erasure])
  }
  return [...days].map(([key, list]) => ({ kind: 'erasures', key, document: { version: 1, erasures: list } }))
}

/** The store that is being filled. What a former try has left there and is not wanted is erased at the end. */
class Target {
  readonly sums = new KindSums()
  readonly #medium: Medium
  readonly #totals: ReadonlyMap<DocumentKind, number>
  readonly #onProgress: (progress: CopyProgress) => void
  readonly #maintainers = new Map<DocumentKind, ReturnType<Collection<object>['open']>>()
  readonly #put = new Map<DocumentKind, Set<string>>()
  #waiting: KeptDocument[] = []

  constructor(medium: Medium, counts: readonly KindCount[], onProgress: (progress: CopyProgress) => void) {
    this.#medium = medium
    this.#totals = new Map(counts.map(({ kind, count }) => [kind, count]))
    this.#onProgress = onProgress
  }

  async put(one: KeptDocument): Promise<void> {
    this.sums.add(one)
    this.#waiting.push(one)
    if (this.#waiting.length >= BATCH) await this.#flush()
  }

  async finish(): Promise<void> {
    await this.#flush()
    for (const kind of [...SINGLE_KINDS, ...KEYED_KINDS]) {
      const wanted = this.#put.get(kind) ?? new Set()
      const isKeyed = (KEYED_KINDS as readonly DocumentKind[]).includes(kind)
      const there = isKeyed ? this.#medium[kind].keys : [ONLY]
      const unwanted = there.filter((key) => !wanted.has(key))
      await eachAtOnce(unwanted, (key) => copyOne(null, this.#cache(kind, key)))
    }
  }

  async #flush(): Promise<void> {
    const some = new Map(this.#waiting.map((one) => [`${one.kind} ${one.key}`, one]))
    this.#waiting = []
    await eachAtOnce([...some.keys()], async (name) => {
      const one = some.get(name)
      if (!one) return
      await copyOne(one.document, this.#cache(one.kind, one.key))
      this.#note(one)
    })
  }

  #note({ kind, key }: KeptDocument): void {
    const put = this.#put.get(kind) ?? new Set()
    this.#put.set(kind, put.add(key))
    this.#onProgress({ kind, done: put.size, total: Math.max(this.#totals.get(kind) ?? 1, put.size) })
  }

  #cache(kind: DocumentKind, key: string) {
    const known = this.#maintainers.get(kind) ?? (this.#medium[kind] as Collection<object>).open(NOBODY)
    this.#maintainers.set(kind, known)
    return known(key)
  }
}
