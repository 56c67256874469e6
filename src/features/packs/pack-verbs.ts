import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import type { PackSubscription } from './pack.js'

/** The packs that a commune follows: few, but each with what it said of its entries. */
export interface PacksDocument {
  version: 1
  /** In the order in which they were first followed. */
  subscriptions: PackSubscription[]
}

/** The packs that communes follow. */
export interface PackStore {
  /** Follows a pack, or keeps what was taken of it since. `changed_key`: the one that is followed was signed by another key; nothing is written. */
  savePackSubscription(subscription: PackSubscription): Promise<'saved' | 'changed_key'>
  /** The packs that a commune follows, in the order in which it began. */
  listPackSubscriptions(communeId: string): Promise<PackSubscription[]>
  /** Follows a pack no longer; its entries stay as they are. */
  dropPackSubscription(communeId: string, packId: string): Promise<'dropped' | 'unknown'>
  /** How many communes of this store follow a pack, signed by that key. */
  countPackFollowers(packId: string, key: string): Promise<number>
}

/** Where the packs of a commune (any string) are kept: `<commune>/packs`. */
export function packsKey(communeId: string): string {
  return `${encodeSegment(communeId)}/packs`
}

/** The verbs about packs. */
export function packVerbs(documents: DocumentSet<PacksDocument>): PackStore {
  const subscriptionsOf = async (key: string) => (await documents.read(key))?.subscriptions ?? []
  return {
    savePackSubscription: (subscription) =>
      documents.update(packsKey(subscription.communeId), withSubscription(subscription)),
    listPackSubscriptions: async (communeId) => structuredClone(await subscriptionsOf(packsKey(communeId))),
    dropPackSubscription: (communeId, packId) => documents.update(packsKey(communeId), withoutSubscription(packId)),
    async countPackFollowers(packId, key) {
      const all = await Promise.all(documents.keys().map(subscriptionsOf))
      return all.flat().filter((one) => one.packId === packId && one.key === key).length
    },
  }
}

/** The key that was trusted first stays: another is another pack. */
function withSubscription(subscription: PackSubscription): Verb<PacksDocument, 'saved' | 'changed_key'> {
  return (document) => {
    const all = document?.subscriptions ?? []
    const known = all.find(({ packId }) => packId === subscription.packId)
    if (known && known.key !== subscription.key) return { document, result: 'changed_key', changes: [] }
    const saved = structuredClone(subscription)
    const subscriptions = known ? all.map((one) => (one === known ? saved : one)) : [...all, saved]
    return { document: { version: 1, subscriptions }, result: 'saved', changes: [] }
  }
}

function withoutSubscription(packId: string): Verb<PacksDocument, 'dropped' | 'unknown'> {
  return (document) => {
    const all = document?.subscriptions ?? []
    const subscriptions = all.filter((one) => one.packId !== packId)
    if (subscriptions.length === all.length) return { document, result: 'unknown', changes: [] }
    return { document: subscriptions.length > 0 ? { version: 1, subscriptions } : null, result: 'dropped', changes: [] }
  }
}
