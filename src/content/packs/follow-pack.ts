import { writtenOf } from '../../domain/curation/bind-guide.js'
import type { EntryContent } from '../../domain/curation/entry-record.js'
import type { Entry } from '../../domain/entry.js'
import type { OpenedPack, Pack, PackSubscription, PackVariables } from '../../domain/pack.js'
import { comparePack, type PackEntryUpdate } from '../../domain/pack-update.js'
import type { Store } from '../../domain/store.js'
import { saysSame } from '../../domain/three-way-merge.js'
import { saveDrafts } from '../exchange/apply-import.js'
import { type CommuneContents, readContents } from '../exchange/commune-contents.js'
import { checkFollowed, type PackPlace, type ReadAddress, readPack } from './read-pack.js'

/** A pack that was read and checked, with what it would change in a commune. */
export interface LookedPack {
  communeId: string
  /** Empty for a pack given as a file. */
  address: string
  pack: Pack
  key: string
  followed: PackSubscription | null
  variables: PackVariables
  contents: CommuneContents
  updates: PackEntryUpdate[]
}

/** What looking at a pack needs. */
export interface PackLooker {
  store: Store
  readAddress: ReadAddress
  /** What a commune is answered from, by id. */
  entriesOf: (communeId: string) => ReadonlyMap<string, Entry>
}

/** What somebody takes of the pack that was looked at. */
export interface PackChoice {
  id: string
  take: readonly { entryId: string; choice: 'merged' | 'theirs' }[]
  at: string
  by: { userId: string; userName: string }
}

/** What came of taking. `changed_key`: somebody followed the same pack by another key meanwhile. */
export type PackTaken = { outcome: 'taken'; saved: Record<string, number>; busy: string[] } | { outcome: 'changed_key' }

/** Reads a pack and compares it with what a commune has; nothing is written. */
export async function lookAtPack(
  { store, readAddress, entriesOf }: PackLooker,
  { communeId, place, variables }: { communeId: string; place: PackPlace; variables: PackVariables },
): Promise<LookedPack | Extract<OpenedPack, { outcome: 'refused' }>> {
  const subscriptions = await store.listPackSubscriptions(communeId)
  const address = 'address' in place ? place.address : ''
  const byAddress = address === '' ? undefined : subscriptions.find((one) => one.address === address)
  const opened = await readPack(place, readAddress)
  const byId = opened.outcome === 'opened' && subscriptions.find(({ packId }) => packId === opened.pack.id)
  const followed = byAddress || byId || null
  const checked = followed ? checkFollowed(opened, followed) : opened
  if (checked.outcome === 'refused') return checked
  const { pack, key } = checked
  const filled = { ...followed?.variables, ...variables }
  const entries = entriesOf(communeId)
  const contents = await readContents(store, communeId, entries)
  const own = { ...pack, entries: pack.entries.map((entry) => withoutFileGuide(entry, entries.get(entry.id))) }
  const updates = comparePack(own, { base: followed?.base ?? {}, variables: filled }, contents.served)
  return { communeId, address, pack, key, followed, variables: filled, contents, updates }
}

/** Saves what is taken as drafts, and that the commune follows the pack from this version on. */
export async function takePack(store: Store, looked: LookedPack, { id, take, at, by }: PackChoice): Promise<PackTaken> {
  const { communeId, pack, followed, updates } = looked
  const drafts = draftsOf(updates, take)
  const set = { id, communeId, name: pack.title, kind: 'pack' as const, drafts, at, by }
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
    base: nextBase(looked, new Set([...Object.keys(saved), ...keptOf(updates, take)])),
    since: followed?.since ?? at,
    by: followed?.by ?? by,
  }
  if ((await store.savePackSubscription(subscription)) === 'changed_key') return { outcome: 'changed_key' }
  return { outcome: 'taken', saved, busy }
}

/** A guide that both have as the same file is nobody's own: it goes on following the file. */
function withoutFileGuide<T extends EntryContent>(content: T, entry: Entry | undefined): T {
  const file = entry?.guide && !entry.guide.written ? writtenOf(entry.guide) : null
  if (!file || !saysSame(content.guide, file)) return content
  const { guide, ...rest } = content
  return rest as T
}

function draftsOf(
  updates: readonly PackEntryUpdate[],
  take: PackChoice['take'],
): { entryId: string; content: EntryContent }[] {
  const choices = new Map(take.map(({ entryId, choice }) => [entryId, choice]))
  return updates.flatMap(({ entryId, ours, merged, theirs }) => {
    const content = choices.get(entryId) === 'theirs' ? theirs : merged
    return choices.has(entryId) && content && !saysSame(content, ours) ? [{ entryId, content }] : []
  })
}

/** Entries of which somebody kept what the commune has, where both said otherwise: there is nothing to write. */
function keptOf(updates: readonly PackEntryUpdate[], take: PackChoice['take']): Set<string> {
  const merged = new Set(take.filter(({ choice }) => choice === 'merged').map(({ entryId }) => entryId))
  const kept = updates.filter((one) => merged.has(one.entryId) && one.merged && saysSame(one.merged, one.ours))
  return new Set(kept.map(({ entryId }) => entryId))
}

/** What the pack said of the entries that were decided on, and of those that already said the same; the others are proposed again. */
function nextBase({ followed, updates }: LookedPack, decided: ReadonlySet<string>): PackSubscription['base'] {
  const base: Record<string, EntryContent> = { ...followed?.base }
  for (const { entryId, state, theirs } of updates) {
    if (theirs && (decided.has(entryId) || state === 'same')) base[entryId] = theirs
  }
  return base
}
