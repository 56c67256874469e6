import { setTimeout } from 'node:timers/promises'
import { type Request, Router } from 'express'
import { isServerAdmin, staffOf } from '../../features/accounts/routes/staff-access.js'
import type { ContentState } from '../../features/entries/catalogue/library.js'
import { needsCare } from '../../features/webhooks/webhook.js'
import type { HttpContext, MailState, Readiness } from './http-context.js'
import type { GaugeValues } from './measures.js'

/** Liveness, readiness and metrics, without any personal datum. */
export function healthRoutes(context: HttpContext): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' })
  })
  const look = shareLooks(async () => {
    const storage = await isWritable(context)
    return { storage, mail: await readableMailState(context, storage) }
  })
  router.get('/readyz', async (request, response) => {
    const { storage, mail } = await look()
    const { content, ...state } = context.readiness()
    const mayName = await communesNamedTo(context, request, storage)
    const readiness: Readiness = { ...state, content: content.map((one) => withoutName(one, mayName)), mail }
    const stopping = context.leaving()
    // Without its model the server still answers, by words alone and with a stricter threshold: degraded, not down.
    const status = !storage || stopping ? 'not_ready' : readiness.model === 'ready' ? 'ready' : 'degraded'
    response.status(status === 'not_ready' ? 503 : 200).json({
      status,
      storage: storage ? 'writable' : 'unavailable',
      stopping,
      clock: clockHealth(context),
      ...readiness,
    })
  })
  const count = shareLooks(async () => {
    const storageWritable = await isWritable(context)
    // What the process counts of itself is told all the more when the storage is away.
    return { storageWritable, gauges: storageWritable ? await gaugeValues(context).catch(() => null) : null }
  })
  router.get('/metrics', async (_request, response) => {
    response.type(context.measures.contentType).send(await context.measures.text(await count()))
  })
  return router
}

/** Which communes are told by their ids: of several, to their own staff alone. Whom a server serves is for each commune's site to say. */
async function communesNamedTo(
  context: HttpContext,
  request: Request,
  isReadable: boolean,
): Promise<(communeId: string) => boolean> {
  if (context.communes.size === 1) return () => true
  const staff = isReadable ? await staffOf(request, context).catch(() => null) : null
  return (communeId) => staff !== null && (isServerAdmin(context, staff.user) || staff.user.communeId === communeId)
}

function withoutName(state: ContentState, mayName: (communeId: string) => boolean): Readiness['content'][number] {
  return mayName(state.communeId) ? state : { ...state, communeId: null }
}

/** Citizens are served as well by a clock that is doubted: only erasures wait for it. The names of servers are not for anyone to read. */
function clockHealth({ clock }: HttpContext) {
  const { status, doubts } = clock()
  const [doubt] = status === 'doubted' ? doubts : []
  return {
    status,
    since: doubt ? new Date(doubt.sinceMs).toISOString() : null,
    byS: doubt ? Math.round(doubt.byMs / 1000) : null,
  }
}

/** Anyone may ask, and each look writes to the disk: those who ask at once share one. */
function shareLooks<T>(look: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | null = null
  return () => {
    shared ??= look().finally(() => {
      shared = null
    })
    return shared
  }
}

/** A storage that has not answered by then is away, ms: who watches is not kept waiting. */
const STORAGE_ANSWERS_MS = 3_000

async function isWritable({ assistant }: HttpContext): Promise<boolean> {
  const given = new AbortController()
  const isLate = setTimeout(STORAGE_ANSWERS_MS, false, { signal: given.signal, ref: false })
  const isDone = assistant.store.check().then(
    () => true,
    () => false,
  )
  // What is given up rejects, and nobody waits for it.
  isLate.catch(() => {})
  return Promise.race([isDone, isLate]).finally(() => given.abort())
}

/** The mails that have not left; none is counted when they cannot be read: `storage` says so. */
async function readableMailState(context: HttpContext, isReadable: boolean): Promise<MailState> {
  const none: MailState = {
    status: context.assistant.handover.mailer ? 'on' : 'off',
    waiting: 0,
    failed: 0,
    lastFault: null,
  }
  return isReadable ? mailState(context).catch(() => none) : none
}

async function mailState({ assistant: { store, handover }, communes }: HttpContext): Promise<MailState> {
  const unsent = (await Promise.all([...communes.keys()].map((id) => store.listUnsentMails(id)))).flat()
  return {
    status: handover.mailer ? 'on' : 'off',
    waiting: unsent.filter(({ status }) => status === 'waiting').length,
    failed: unsent.filter(({ status }) => status === 'failed').length,
    lastFault: unsent.findLast(({ fault }) => fault !== null)?.fault ?? null,
  }
}

/** Over all communes: what watches over the server needs no more. */
async function gaugeValues(context: HttpContext): Promise<GaugeValues> {
  const { store, now } = context.assistant
  const ids = [...context.communes.keys()]
  const waits = (await Promise.all(ids.map((id) => store.listHandoffs(id, ['pending'])))).flat()
  const presences = (await Promise.all(ids.map((id) => store.listPresences(id)))).flat()
  const mail = await mailState(context)
  const live = waits.filter(({ kind }) => kind === 'live').map(({ requestedAt }) => Date.parse(requestedAt))
  return {
    waitingHandoffs: waits.length,
    longestWaitS: live.length === 0 ? 0 : Math.max(0, (now().getTime() - Math.min(...live)) / 1000),
    availableAgents: presences.filter(({ state }) => state === 'available').length,
    mailsWaiting: mail.waiting,
    mailsFailed: mail.failed,
    ...(await webhookGauges(context)),
    modelReady: context.readiness().model === 'ready',
    clockDoubted: context.clock().status === 'doubted',
  }
}

async function webhookGauges({ assistant: { store, now }, communes }: HttpContext) {
  const at = now().toISOString()
  const gauges = { webhooksFailing: 0, webhookDeliveriesWaiting: 0, webhookDeliveriesDead: 0 }
  for (const communeId of communes.keys()) {
    const webhooks = await store.listWebhooks(communeId)
    if (webhooks.length === 0) continue
    gauges.webhooksFailing += webhooks.filter((webhook) => needsCare(webhook, at)).length
    for (const { status } of await store.listDeliveries(communeId)) {
      if (status === 'waiting') gauges.webhookDeliveriesWaiting += 1
      if (status === 'dead') gauges.webhookDeliveriesDead += 1
    }
  }
  return gauges
}
