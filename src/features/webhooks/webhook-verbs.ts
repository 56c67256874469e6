import { randomUUID } from 'node:crypto'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import type { PendingEvents } from '../conversations/conversation-index.js'
import {
  type Delivery,
  type DueDelivery,
  type DueRef,
  isDue,
  keptDeliveries,
  replayed,
  settled,
  started,
  type TryResult,
} from './delivery.js'
import { edited, MOST_WEBHOOKS, renewed, type Webhook, type WebhookEdit } from './webhook.js'
import { type WebhookIndex, type WebhooksDocument, webhooksKey } from './webhook-index.js'

/** What becomes of a webhook: what an administrator decides, or another secret. */
export type WebhookChange = { type: 'edit'; edit: WebhookEdit } | { type: 'renew'; sealed: string; at: string }

/** Dead letters of a webhook: those that are named, or all (`null`). */
export interface DeadLetters {
  webhookId: string
  ids: readonly string[] | null
}

/** Webhooks, and what is on its way to them. */
export interface WebhookStore {
  /** Registers a webhook, unless its commune has `MOST_WEBHOOKS`. From then on, what happens is kept for it in the write that makes it happen. Nobody is told. */
  addWebhook(webhook: Webhook): Promise<'added' | 'too_many'>
  /** Those of a commune, in the order in which they were registered. */
  listWebhooks(communeId: string): Promise<Webhook[]>
  /** Changes a webhook through `features/webhooks/webhook`. @returns what it is now; `undefined` when unknown */
  changeWebhook(communeId: string, id: string, change: WebhookChange): Promise<Webhook | undefined>
  /** Forgets a webhook, its secrets and everything on its way to it. */
  deleteWebhook(communeId: string, id: string): Promise<'deleted' | 'unknown'>
  /** Makes a delivery of each event kept since, for each webhook that wants it, and forgets the event where it happened. Interrupted, it is done again; nothing is queued twice. @returns how many */
  queueEvents(at: string): Promise<number>
  /** Deliveries of a commune, latest first, as far as they are kept (`features/webhooks/delivery.keptDeliveries`). */
  listDeliveries(communeId: string): Promise<Delivery[]>
  /** Deliveries of every commune to try at an instant, those that waited longest first; none of a webhook that is not told. */
  listDueDeliveries(at: string): Promise<DueRef[]>
  /** Compare-and-set before a try: counts it and puts off the next one; `undefined` when the delivery is not due, or was given up. */
  startDelivery(communeId: string, deliveryId: string, at: string): Promise<DueDelivery | undefined>
  /** Keeps what came of a try through `features/webhooks/delivery.settled`. @returns both as they are now; `undefined` when it waits no more */
  settleDelivery(
    communeId: string,
    deliveryId: string,
    how: { result: TryResult; at: string },
  ): Promise<DueDelivery | undefined>
  /** Tries dead letters of a webhook again, from their first try. @returns how many */
  replayDeliveries(communeId: string, which: DeadLetters, at: string): Promise<number>
  /** Forgets dead letters of a webhook. @returns how many */
  discardDeliveries(communeId: string, which: DeadLetters): Promise<number>
  /** Forgets the deliveries that are kept no longer at an instant. */
  dropOldDeliveries(at: string): Promise<void>
}

/** Documents of one kind that keep events until they are queued. */
export interface EventSource {
  pending: PendingEvents
  /** Forgets events of a document. */
  forget: (key: string, ids: ReadonlySet<string>) => Promise<void>
}

/** What the verbs of webhooks work on. */
export interface WebhookCollection {
  documents: DocumentSet<WebhooksDocument>
  index: WebhookIndex
  sources: readonly EventSource[]
}

/** The verbs about webhooks and what is on its way to them. */
export function webhookVerbs({ documents, index, sources }: WebhookCollection): WebhookStore {
  const read = (communeId: string) => documents.read(webhooksKey(communeId))
  const change = async <R>(communeId: string, verb: Verb<WebhooksDocument, R>) => {
    const key = webhooksKey(communeId)
    return structuredClone(documents.has(key) ? await documents.update(key, verb) : verb(null).result)
  }
  return {
    addWebhook: (webhook) => documents.update(webhooksKey(webhook.communeId), withWebhook(structuredClone(webhook))),
    listWebhooks: async (communeId) => structuredClone((await read(communeId))?.webhooks ?? []),
    changeWebhook: (communeId, id, how) => change(communeId, withChange(id, structuredClone(how))),
    deleteWebhook: (communeId, id) => change(communeId, withoutWebhook(id)),
    async queueEvents(at) {
      let queued = 0
      const waiting = sources.flatMap(({ pending, forget }) => pending.list().map((one) => ({ ...one, forget })))
      await forEachIndependently(waiting, async ({ key, communeId, events, forget }) => {
        queued += await change(communeId, withEvents(structuredClone(events), at))
        await forget(key, new Set(events.map(({ id }) => id)))
      })
      return queued
    },
    listDeliveries: async (communeId) => structuredClone((await read(communeId))?.deliveries ?? []).reverse(),
    listDueDeliveries: async (at) => index.listDue(at),
    startDelivery: (communeId, id, at) => change(communeId, withStart(id, at)),
    settleDelivery: (communeId, id, { result, at }) =>
      change(
        communeId,
        onDelivery(id, (due) => (due.delivery.status === 'waiting' ? settled(due, result, at) : null)),
      ),
    replayDeliveries: (communeId, which, at) =>
      change(
        communeId,
        onDead(which, (delivery) => replayed(delivery, at)),
      ),
    discardDeliveries: (communeId, which) =>
      change(
        communeId,
        onDead(which, () => null),
      ),
    async dropOldDeliveries(at) {
      for (const [communeId, deliveries] of index.deliveries())
        if (keptDeliveries(deliveries, at) !== deliveries) await change(communeId, withoutOld(at))
    },
  }
}

/** Documents of a kind as a source of events. */
export function eventSource<T extends { events?: WebhookEvent[] }>(
  documents: DocumentSet<T>,
  pending: PendingEvents,
): EventSource {
  return {
    pending,
    async forget(key, ids) {
      // Erased meanwhile: its events are gone with it.
      if (!documents.has(key)) return
      await documents.update(key, (document) => {
        const left = document?.events?.filter(({ id }) => !ids.has(id)) ?? []
        if (!document || left.length === document.events?.length) return { document, result: undefined, changes: [] }
        const { events: _, ...others } = document
        const next = (left.length > 0 ? { ...others, events: left } : others) as T
        return { document: next, result: undefined, changes: [] }
      })
    },
  }
}

function unchanged<R>(document: WebhooksDocument | null, result: R) {
  return { document, result, changes: [] }
}

function withWebhook(webhook: Webhook): Verb<WebhooksDocument, 'added' | 'too_many'> {
  return (document) => {
    const before = document ?? { version: 1 as const, communeId: webhook.communeId, webhooks: [], deliveries: [] }
    if (before.webhooks.length >= MOST_WEBHOOKS) return unchanged(document, 'too_many')
    return { document: { ...before, webhooks: [...before.webhooks, webhook] }, result: 'added', changes: [] }
  }
}

function withChange(id: string, how: WebhookChange): Verb<WebhooksDocument, Webhook | undefined> {
  return (document) => {
    const webhook = document?.webhooks.find((one) => one.id === id)
    if (!document || !webhook) return unchanged(document, undefined)
    const next = how.type === 'edit' ? edited(webhook, how.edit) : renewed(webhook, how.sealed, how.at)
    return { ...unchanged(withNext(document, next), next), forgets: true }
  }
}

function withNext(document: WebhooksDocument, next: Webhook): WebhooksDocument {
  return { ...document, webhooks: document.webhooks.map((one) => (one.id === next.id ? next : one)) }
}

function withoutWebhook(id: string): Verb<WebhooksDocument, 'deleted' | 'unknown'> {
  return (document) => {
    if (!document?.webhooks.some((one) => one.id === id)) return unchanged(document, 'unknown')
    const webhooks = document.webhooks.filter((one) => one.id !== id)
    const deliveries = document.deliveries.filter(({ webhookId }) => webhookId !== id)
    const next = webhooks.length > 0 ? { ...document, webhooks, deliveries } : null
    return { document: next, result: 'deleted', changes: [], forgets: true }
  }
}

/** One delivery for each webhook that wants an event; an event that is queued already is not queued twice. */
function withEvents(events: readonly WebhookEvent[], at: string): Verb<WebhooksDocument, number> {
  return (document) => {
    if (!document) return unchanged(document, 0)
    const known = new Set(document.deliveries.map(({ webhookId, event }) => `${webhookId} ${event.id}`))
    const added = document.webhooks
      .filter(({ state }) => state === 'active')
      .flatMap((webhook) =>
        events
          .filter(({ id, type }) => webhook.events.some((one) => one === type) && !known.has(`${webhook.id} ${id}`))
          .map((event) => newDelivery(webhook.id, event, at)),
      )
    if (added.length === 0) return unchanged(document, 0)
    return unchanged(kept({ ...document, deliveries: [...document.deliveries, ...added] }), added.length)
  }
}

function newDelivery(webhookId: string, event: WebhookEvent, at: string): Delivery {
  const begin = { tries: 0, nextTryAt: at, triedAt: null, answer: null, since: at }
  return { id: randomUUID(), webhookId, event, status: 'waiting', ...begin }
}

/** Compare-and-set: whoever comes second finds it no longer due. */
function withStart(id: string, at: string): Verb<WebhooksDocument, DueDelivery | undefined> {
  const start = onDelivery(id, ({ delivery, webhook }) =>
    webhook.state === 'active' && isDue(delivery, at) ? { delivery: started(delivery, at), webhook } : null,
  )
  return (document) => {
    const step = start(document)
    return { ...step, result: step.result?.delivery.status === 'waiting' ? step.result : undefined }
  }
}

function onDelivery(
  id: string,
  act: (due: DueDelivery) => DueDelivery | null,
): Verb<WebhooksDocument, DueDelivery | undefined> {
  return (document) => {
    const delivery = document?.deliveries.find((one) => one.id === id)
    const webhook = document?.webhooks.find((one) => one.id === delivery?.webhookId)
    const next = delivery && webhook ? act({ delivery, webhook }) : null
    if (!document || !delivery || !webhook || !next) return unchanged(document, undefined)
    const deliveries = document.deliveries.map((one) => (one === delivery ? next.delivery : one))
    const changed = next.webhook === webhook ? document : withNext(document, next.webhook)
    return unchanged(kept({ ...changed, deliveries }), next)
  }
}

/** Does the same to dead letters of a webhook: those that are named, or all. */
function onDead(
  { webhookId, ids }: { webhookId: string; ids: readonly string[] | null },
  act: (delivery: Delivery) => Delivery | null,
): Verb<WebhooksDocument, number> {
  return (document) => {
    const isMeant = (one: Delivery) =>
      one.webhookId === webhookId && one.status === 'dead' && (ids === null || ids.includes(one.id))
    const count = document?.deliveries.filter(isMeant).length ?? 0
    if (!document || count === 0) return unchanged(document, 0)
    const deliveries = document.deliveries.flatMap((one) => (isMeant(one) ? (act(one) ?? []) : [one]))
    return { ...unchanged({ ...document, deliveries }, count), forgets: true }
  }
}

function withoutOld(at: string): Verb<WebhooksDocument, void> {
  return (document) => ({ ...unchanged(document && kept(document, at), undefined), forgets: true })
}

/** Within what is kept: never too many, and none that is too old by an instant, if one is given. */
function kept(document: WebhooksDocument, at?: string): WebhooksDocument {
  const deliveries = keptDeliveries(document.deliveries, at)
  return deliveries === document.deliveries ? document : { ...document, deliveries: [...deliveries] }
}
