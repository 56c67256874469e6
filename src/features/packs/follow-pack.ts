import type { Entry } from '../../platform/model/entry.js'
import type { WrittenGuide } from '../../platform/model/guide.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { writtenOf } from '../entries/model/bind-guide.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { type DraftStore, saveDrafts } from '../exchange/apply-import.js'
import { type CommuneContents, readContents } from '../exchange/commune-contents.js'
import { checkFollowed, openPack, type PackPlace, type ReadAddress, readPlace } from './open-pack.js'
import type { OpenedPack, Pack, PackSubscription, PackVariables } from './pack.js'
import { comparePack, type PackEntryUpdate } from './pack-update.js'
import type { PackStore } from './pack-verbs.js'
import { saysSame } from './three-way-merge.js'

/** What a commune has is read from it. */
export type GroundStore = Pick<EntryStore, 'readPublished' | 'listEntryRecords'> &
  Pick<PackStore, 'listPackSubscriptions'>

/** What a pack is compared with: a commune as it is now. */
export interface PackGround {
  subscriptions: readonly PackSubscription[]
  /** What citizens are answered, by id. */
  served: ReadonlyMap<string, EntryContent>
  /** The guides of entries that follow a file, as they would be written, by the id of the entry. */
  fileGuides: ReadonlyMap<string, WrittenGuide>
}

/** A pack that was read and checked, with what it would change. */
export interface ComparedPack {
  pack: Pack
  key: string
  followed: PackSubscription | null
  variables: PackVariables
  updates: PackEntryUpdate[]
}

/** A pack that was compared with what a commune has. */
export interface ComparedAndSourcedPack extends ComparedPack {
  communeId: string
  /** Empty for a pack given as a file. */
  address: string
  contents: CommuneContents
}

/** What looking at a pack needs. */
export interface PackFollowing {
  store: EntryStore & AuditStore & PackStore
  readAddress: ReadAddress
  /** What a commune is answered from, by id. */
  entriesOf: (communeId: string) => ReadonlyMap<string, Entry>
}

/** What somebody takes of a pack: the entries, each merged with the commune's or as it is. */
export type PackTake = readonly { entryId: string; choice: 'merged' | 'theirs' }[]

/** What is decided of an entry of a pack. */
export interface PackDecision {
  entryId: string
  /** What the pack says; `null` when it says nothing more. */
  theirs: EntryContent | null
  /** What is to be saved as a draft; `null` when nothing is. */
  draft: EntryContent | null
  /** Whether it is not proposed again, saved or not: the commune says the same, or chose to keep what it says. */
  isSettled: boolean
}

/** Who takes, and when. */
export interface PackChoice {
  id: string
  at: string
  by: { userId: string; userName: string }
  /** See `DraftSet`. */
  signal?: AbortSignal
}

/** What came of taking. `changed_key`: somebody followed the same pack by another key meanwhile. */
export type PackTaken = { outcome: 'taken'; saved: Record<string, number>; busy: string[] } | { outcome: 'changed_key' }

/** Reads a pack and compares it with what a commune has; nothing is written. */
export async function lookUpPack(
  viewer: PackFollowing,
  { communeId, place, variables }: { communeId: string; place: PackPlace; variables: PackVariables },
): Promise<ComparedAndSourcedPack | Extract<OpenedPack, { outcome: 'refused' }>> {
  const fetched = await readPlace(place, viewer.readAddress)
  if (fetched.outcome === 'refused') return { outcome: 'refused', refusal: fetched.refusal, parameters: {} }
  const { ground, contents } = await groundOf(viewer, communeId)
  const address = 'address' in place ? place.address : ''
  const compared = compareText(fetched.text, ground, { address, variables })
  return 'outcome' in compared ? compared : { ...compared, communeId, address, contents }
}

/** What a commune has, for a pack to be compared with. */
export async function groundOf(
  { store, entriesOf }: Omit<PackFollowing, 'readAddress' | 'store'> & { store: GroundStore },
  communeId: string,
): Promise<{ ground: PackGround; contents: CommuneContents }> {
  const entries = entriesOf(communeId)
  const [subscriptions, contents] = await Promise.all([
    store.listPackSubscriptions(communeId),
    readContents(store, communeId, entries),
  ])
  const fileGuides = new Map(
    [...entries].flatMap(([id, { guide }]) => (guide && !guide.written ? [[id, writtenOf(guide)] as const] : [])),
  )
  return { ground: { subscriptions, served: contents.served, fileGuides }, contents }
}

/** Opens the text of a pack and compares it with what a commune has. Never throws. */
export function compareText(
  text: string,
  { subscriptions, served, fileGuides }: PackGround,
  { address, variables }: { address: string; variables: PackVariables },
): ComparedPack | Extract<OpenedPack, { outcome: 'refused' }> {
  const opened = openPack(text)
  const byAddress = address === '' ? undefined : subscriptions.find((one) => one.address === address)
  const byId = opened.outcome === 'opened' && subscriptions.find(({ packId }) => packId === opened.pack.id)
  const followed = byAddress || byId || null
  const checked = followed ? checkFollowed(opened, followed) : opened
  if (checked.outcome === 'refused') return checked
  const { pack, key } = checked
  const filled = { ...followed?.variables, ...variables }
  const own = { ...pack, entries: pack.entries.map((entry) => withoutFileGuide(entry, fileGuides.get(entry.id))) }
  const updates = comparePack(own, { base: followed?.base ?? {}, variables: filled }, served)
  return { pack, key, followed, variables: filled, updates }
}

/** Saves what is taken as drafts, and that the commune follows the pack from this version on. */
export async function takePack(
  store: DraftStore & Pick<PackStore, 'savePackSubscription'>,
  looked: Omit<ComparedAndSourcedPack, 'updates' | 'pack'> & { pack: Omit<Pack, 'entries'> },
  { decisions, ...choice }: PackChoice & { decisions: readonly PackDecision[] },
): Promise<PackTaken> {
  const { communeId, pack, followed } = looked
  const drafts = decisions.flatMap(({ entryId, draft }) => (draft ? [{ entryId, content: draft }] : []))
  const set = { ...choice, communeId, name: pack.title, kind: 'pack' as const, drafts }
  const { saved, busy } = await saveDrafts(store, set, looked.contents)
  const subscription: PackSubscription = {
    communeId,
    packId: pack.id,
    title: pack.title,
    address: looked.address || (followed?.address ?? ''),
    key: looked.key,
    licence: pack.licence,
    sourceName: pack.source.name,
    version: pack.version,
    variables: looked.variables,
    base: nextBase(followed, decisions, saved),
    since: followed?.since ?? choice.at,
    by: followed?.by ?? choice.by,
  }
  if ((await store.savePackSubscription(subscription)) === 'changed_key') return { outcome: 'changed_key' }
  return { outcome: 'taken', saved, busy }
}

/** A guide that both have as the same file is nobody's own: it goes on following the file. */
function withoutFileGuide<T extends EntryContent>(content: T, file: WrittenGuide | undefined): T {
  if (!file || !saysSame(content.guide, file)) return content
  const { guide, ...rest } = content
  return rest as T
}

/** What is to be done of each entry of a pack when these are taken. Pure. */
export function decisionsOf(updates: readonly PackEntryUpdate[], take: PackTake): PackDecision[] {
  const choices = new Map(take.map(({ entryId, choice }) => [entryId, choice]))
  return updates.map(({ entryId, state, ours, merged, theirs }) => {
    const choice = choices.get(entryId)
    const content = choice === 'theirs' ? theirs : merged
    const draft = choice && content && !saysSame(content, ours) ? content : null
    // Of what both said otherwise, somebody kept what the commune has: there is nothing to write.
    const isKept = choice === 'merged' && merged !== null && saysSame(merged, ours)
    return { entryId, theirs, draft, isSettled: isKept || state === 'same' }
  })
}

/** What the pack said of the entries that were decided on, and of those that already said the same; the others are proposed again. */
function nextBase(
  followed: PackSubscription | null,
  decisions: readonly PackDecision[],
  saved: Readonly<Record<string, number>>,
): PackSubscription['base'] {
  const base: Record<string, EntryContent> = { ...followed?.base }
  for (const { entryId, theirs, isSettled } of decisions) {
    if (theirs && (isSettled || Object.hasOwn(saved, entryId))) base[entryId] = theirs
  }
  return base
}
