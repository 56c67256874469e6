import type { PushSubscription } from '../../platform/push/push.js'
import type { Document, Verb } from '../../platform/store/document.js'
import { type Pool, servedBy } from '../accounts/pool.js'

/** Browsers that may be told when their console is closed: a few for each agent at most, so one document. */
export interface PushDocument {
  version: 1
  subscriptions: PushSubscription[]
}

/** Browsers that are told while their console is closed. */
export interface PushStore {
  /** Keeps a browser that may be told while its console is closed; one already known is kept once. */
  savePushSubscription(subscription: PushSubscription): Promise<void>
  /** Those of whoever serves a commune, whichever commune she is in. */
  listPushSubscriptions(communeId: string): Promise<PushSubscription[]>
  /** Forgets a browser, by its address at its push service. */
  dropPushSubscription(endpoint: string): Promise<void>
  /** Forgets the browsers of a session, which has ended. */
  dropPushOfSession(sessionHash: string): Promise<void>
  /** Compare-and-set before a push: notes it, unless the browser was told at or after `since`, or is forgotten. @returns whether to push */
  startPush(endpoint: string, at: string, since: string): Promise<boolean>
}

/** The verbs about browsers that are told when their console is closed. */
export function pushVerbs(push: Document<PushDocument>, poolsNow: () => Promise<readonly Pool[]>): PushStore {
  return {
    savePushSubscription: (subscription) => push.update(withSubscription(subscription)),
    async listPushSubscriptions(communeId) {
      const all = (await push.read())?.subscriptions ?? []
      const pools = await poolsNow()
      const serves = ({ userId: id, communeId: own }: PushSubscription) => servedBy(pools, { id, communeId: own })
      return structuredClone(all.filter((one) => serves(one).includes(communeId)))
    },
    dropPushSubscription: (endpoint) => push.update(without((one) => one.endpoint === endpoint)),
    dropPushOfSession: (sessionHash) => push.update(without((one) => one.sessionHash === sessionHash)),
    startPush: (endpoint, at, sinceIso) => push.update(started(endpoint, at, sinceIso)),
  }
}

function withSubscription(subscription: PushSubscription): Verb<PushDocument, void> {
  return (document) => {
    const all = document?.subscriptions ?? []
    // One that comes back, in a new session or with other hours, has still been told what it was told.
    const known = all.find(({ endpoint }) => endpoint === subscription.endpoint)
    const kept = known?.userId === subscription.userId ? { pushedAt: known.pushedAt } : {}
    const others = all.filter((one) => one !== known)
    const saved = structuredClone({ ...subscription, ...kept })
    return { document: { version: 1, subscriptions: [...others, saved] }, result: undefined, changes: [] }
  }
}

function without(isGone: (subscription: PushSubscription) => boolean): Verb<PushDocument, void> {
  return (document) => {
    if (!document?.subscriptions.some(isGone)) return { document, result: undefined, changes: [] }
    const subscriptions = document.subscriptions.filter((one) => !isGone(one))
    return { document: { version: 1, subscriptions }, result: undefined, changes: [], forgets: true }
  }
}

/** Compare-and-set: whoever was told since the request came due is not told again. */
function started(endpoint: string, at: string, since: string): Verb<PushDocument, boolean> {
  return (document) => {
    const one = document?.subscriptions.find((subscription) => subscription.endpoint === endpoint)
    const isTold = one?.pushedAt != null && Date.parse(one.pushedAt) >= Date.parse(since)
    if (!document || !one || isTold) return { document, result: false, changes: [] }
    const subscriptions = document.subscriptions.map((each) => (each === one ? { ...one, pushedAt: at } : each))
    return { document: { version: 1, subscriptions }, result: true, changes: [] }
  }
}
