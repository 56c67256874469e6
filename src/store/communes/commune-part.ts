import type { Pool } from '../../features/accounts/pool.js'
import { keptOf } from '../../features/failures/failure-verbs.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { type DocumentKind, type DocumentKinds, KEYED_KINDS, type SINGLE_KINDS } from '../document-kinds.js'
import { canonical, type KeptDocument } from '../move-documents.js'

/** A commune, with the accounts and the requests by whose ids rows that do not name it are known to be its own. */
export interface CommuneScope {
  communeId: string
  userIds: ReadonlySet<string>
  handoffIds: ReadonlySet<string>
}

type Row = Readonly<Record<string, unknown>>

/**
 * Whose a field of a document of all communes is. `rows`: each of the commune that its predicate says. `named`: of the commune that its names say. `server`:
 * of none. What `ends` with a restoration is in no archive; what is `passing` neither, and goes with the commune alone.
 */
type Share =
  | { rows: (row: Row, scope: CommuneScope) => boolean; and?: 'ends' | 'passing' }
  | { named: (name: string, scope: CommuneScope) => boolean }
  | 'server'

type FieldOf<T> = T extends unknown ? Exclude<keyof T, 'version'> : never
type SingleKind = (typeof SINGLE_KINDS)[number]

const byCommune = { rows: ({ communeId }: Row, scope: CommuneScope) => communeId === scope.communeId }
const byAccount = { rows: ({ userId }: Row, { userIds }: CommuneScope) => userIds.has(String(userId)) }
const byName = { named: (name: string, { communeId }: CommuneScope) => name === communeId }
/** Whoever looks at the commune from another one is signed out of it too. */
const bySession = {
  rows: (row: Row, scope: CommuneScope) => byAccount.rows(row, scope) || row.communeId === scope.communeId,
}
const byRequest = {
  rows: (row: Row, scope: CommuneScope) =>
    byAccount.rows(row, scope) || row.communeId === scope.communeId || scope.handoffIds.has(String(row.handoffId)),
}

/** Every field of the documents that hold all communes, with whose it is: a new one does not compile without. */
const SHARES: { [Kind in SingleKind]: Record<FieldOf<DocumentKinds[Kind]>, Share> } = {
  users: { users: byCommune, tokens: byAccount, policies: byCommune, pools: 'server', audit: byCommune },
  sessions: { sessions: { ...bySession, and: 'ends' } },
  outbox: {
    mails: byCommune,
    letters: { named: (name, { communeId }) => name.split(' ')[1] === communeId },
  },
  alerts: { edits: byCommune },
  presences: { presences: { ...byAccount, and: 'ends' } },
  replies: { replies: byCommune },
  unanswered: { failures: byCommune, questions: byCommune },
  decisions: { decisions: byCommune },
  letters: { weeks: byName, reminders: byName, unhandled: byName },
  purges: { communes: byCommune },
  push: { subscriptions: { ...byAccount, and: 'ends' } },
  remoteReplies: { wishes: byCommune, notices: { ...byRequest, and: 'passing' } },
  tchap: {
    reader: 'server',
    since: 'server',
    codes: { ...byAccount, and: 'passing' },
    rooms: 'server',
    links: byCommune,
    notices: { ...byRequest, and: 'passing' },
    threads: { ...byRequest, and: 'passing' },
  },
  practice: { records: byCommune },
  remarks: { remarks: byCommune },
  reveals: { reveals: byCommune },
  clock: { notes: 'server', acceptance: 'server' },
  scheduledPublications: { scheduled: byCommune },
}

/** What a document of all communes begins with, where a part of one alone does not make it whole. */
const BEGUN: Partial<Record<SingleKind, object>> = {
  tchap: { reader: null, since: null, codes: [], rooms: [], links: [], notices: [], threads: [] },
  remoteReplies: { wishes: [], notices: [] },
  sessions: { sessions: [] },
  presences: { presences: [] },
  push: { subscriptions: [] },
}

/** Whether a kind has documents by key, each of one commune. */
export function isKeyed(kind: DocumentKind): kind is (typeof KEYED_KINDS)[number] {
  return (KEYED_KINDS as readonly DocumentKind[]).includes(kind)
}

/** Whether a key, of any kind but conversations and erasures, is a commune's. */
export function isKeyOf(communeId: string, key: string): boolean {
  const own = encodeSegment(communeId)
  return key === own || key.startsWith(`${own}/`)
}

/** What of a document is a commune's, as an archive has it; `null`: nothing. Pure. */
export function partOf({ kind, key, document }: KeptDocument, scope: CommuneScope): object | null {
  if (kind === 'erasures' || kind === 'clock') return null
  if (kind === 'conversations')
    return (document as DocumentKinds['conversations']).conversation.communeId === scope.communeId ? document : null
  if (isKeyed(kind)) return isKeyOf(scope.communeId, key) ? document : null
  const whole = currentShape(kind, document)
  const part: Record<string, unknown> = {}
  let isSome = false
  for (const [field, share] of sharesOf(kind)) {
    if (share === 'server' || !(field in whole) || ('rows' in share && share.and !== undefined)) continue
    const own = ownIn(whole[field], share, scope)
    isSome ||= Object.keys(own).length > 0
    part[field] = own
  }
  return isSome ? { ...(whole.version === undefined ? {} : { version: whole.version }), ...part } : null
}

/**
 * A document of all communes with a part in the place of what it has of a commune; `null` as a part: without any of it, nothing of it left.
 * @returns the same object where nothing changes. Pure
 */
export function withPart(
  former: object | null,
  { kind, part, scope, erases }: { kind: SingleKind; part: object | null; scope: CommuneScope; erases: boolean },
): object | null {
  if (former === null && part === null) return null
  const before = former === null ? { version: 1, ...BEGUN[kind] } : currentShape(kind, former)
  const own = part === null ? {} : currentShape(kind, part)
  const next: Record<string, unknown> = { ...before }
  for (const [field, share] of sharesOf(kind)) {
    if (share === 'server' || (!(field in before) && !(field in own))) continue
    if ('rows' in share && share.and === 'passing' && !erases) continue
    next[field] = joined(othersIn(before[field], share, scope), own[field])
  }
  if (kind === 'unanswered') next.version = 2
  return former !== null && canonical(next) === canonical(former) ? former : next
}

/** Pools that a commune has left, with its agents. Pure. @returns the same when it is in none */
export function withoutCommune(
  pools: readonly Pool[],
  { communeId, userIds }: Pick<CommuneScope, 'communeId' | 'userIds'>,
): readonly Pool[] {
  const left = pools.map((pool) => {
    const agents = pool.agents
      .filter(({ userId }) => !userIds.has(userId))
      .map(({ userId, serves }) => ({
        userId,
        serves: Object.fromEntries(Object.entries(serves).filter(([one]) => one !== communeId)),
      }))
      .filter(({ serves }) => Object.keys(serves).length > 0)
    const next = { ...pool, communes: pool.communes.filter((one) => one !== communeId), agents }
    return canonical(next) === canonical(pool) ? pool : { ...next, version: pool.version + 1 }
  })
  return left.some((pool, index) => pool !== pools[index]) ? left.filter(({ communes }) => communes.length > 0) : pools
}

function sharesOf(kind: SingleKind): [string, Share][] {
  return Object.entries(SHARES[kind])
}

/** What an earlier version wrote in another shape, in that of today. */
function currentShape(kind: SingleKind, document: object): Record<string, unknown> {
  return kind === 'unanswered' && 'questions' in document
    ? { version: 2, failures: keptOf(document as DocumentKinds['unanswered']) }
    : { ...document }
}

function ownIn(value: unknown, share: Exclude<Share, 'server'>, scope: CommuneScope): object {
  if ('rows' in share) return ((value ?? []) as Row[]).filter((row) => share.rows(row, scope))
  return Object.fromEntries(Object.entries((value ?? {}) as object).filter(([name]) => share.named(name, scope)))
}

function othersIn(value: unknown, share: Exclude<Share, 'server'>, scope: CommuneScope): object {
  if ('rows' in share) return ((value ?? []) as Row[]).filter((row) => !share.rows(row, scope))
  return Object.fromEntries(Object.entries((value ?? {}) as object).filter(([name]) => !share.named(name, scope)))
}

function joined(others: object, own: unknown): object {
  if (Array.isArray(others)) return [...others, ...((own ?? []) as Row[])]
  return { ...others, ...((own ?? {}) as object) }
}

/** Documents of some kinds, whatever they come from. */
export interface DocumentSource {
  documents: (kinds: readonly DocumentKind[]) => AsyncIterable<KeptDocument>
}

/** A commune with its accounts, as some documents have them. */
export async function scopeOf(source: DocumentSource, communeId: string): Promise<CommuneScope> {
  const userIds = new Set<string>()
  for await (const { kind, document } of source.documents(['users']))
    for (const user of kind === 'users' ? (document as DocumentKinds['users']).users : [])
      if (user.communeId === communeId) userIds.add(user.id)
  return { communeId, userIds, handoffIds: new Set() }
}

/** A document without anything of a commune; `null`: all of it was. Pure. @returns the same object where nothing was */
export function withoutCommuneIn(one: KeptDocument, scope: CommuneScope): object | null {
  const { kind, document } = one
  if (kind === 'erasures' || kind === 'clock') return document
  if (isKeyed(kind)) return partOf(one, scope) === null ? document : null
  const left = withPart(document, { kind, part: null, scope, erases: true })
  if (kind !== 'users' || !left) return left
  const users = left as DocumentKinds['users']
  const pools = users.pools && withoutCommune(users.pools, scope)
  return pools === users.pools ? left : { ...users, pools }
}
