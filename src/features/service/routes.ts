import { setTimeout } from 'node:timers/promises'
import type { Request } from 'express'
import type { Feature } from '../../platform/feature.js'
import type { GaugeValues, Measures } from '../../platform/http/measures.js'
import { type PreparedBody, prepareJson, sendPrepared } from '../../platform/http/prepared-body.js'
import { SENT, type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { Mailer } from '../../platform/mail/mail.js'
import type { Mailbox } from '../../platform/mail/mailbox.js'
import type { MatrixBot } from '../../platform/matrix/matrix.js'
import { waitsSince } from '../../platform/model/handoff.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { isServerAdmin, type SessionNeeds, staffOf } from '../accounts/routes/staff-access.js'
import type { ContentState } from '../entries/catalogue/library.js'
import { toTake } from '../handoffs/lists.js'
import { isAvailable } from '../handoffs/queue/routing.js'
import type { HandoffStore } from '../handoffs/store/handoff-verbs.js'
import type { PresenceStore } from '../handoffs/store/presence-verbs.js'
import type { OutboxStore } from '../mail/outbox-verbs.js'
import type { ClockState } from '../retention/clock/clock-watch.js'
import { needsCare } from '../webhooks/webhook.js'
import type { WebhookStore } from '../webhooks/webhook-verbs.js'
import { type MailState, type ReadinessView, serviceRoutes } from './contract.js'
import type { PartsState } from './model-readiness.js'

/** What these routes need. */
export interface ServiceNeeds extends SessionNeeds {
  store: SessionNeeds['store'] &
    Pick<StoreLife, 'check'> &
    Pick<OutboxStore, 'listUnsentMails'> &
    Pick<HandoffStore, 'listHandoffs'> &
    Pick<PresenceStore, 'listPresences'> &
    Pick<WebhookStore, 'listWebhooks' | 'listDeliveries'>
  mailer: Mailer | null
  mailbox: Mailbox | null
  matrixBot: MatrixBot | null
  measures: Pick<Measures, 'contentType' | 'text'>
  /** Whether erasures can go by the clock. */
  clock: () => ClockState
  readiness: () => PartsState
  /** Whether requests should be sent to another process from now on. */
  leaving: () => boolean
  /** The description of every route. */
  describe: () => object
}

/** Serves {@link serviceRoutes}: liveness, readiness and metrics, without any personal datum; and what the server's calls are. */
export function serveService(needs: ServiceNeeds): ServedRoute[] {
  const look = shareLooks(async () => {
    const storage = await isWritable(needs)
    return { storage, mail: await readableMailState(needs, storage) }
  })
  const count = shareLooks(async () => {
    const storageWritable = await isWritable(needs)
    // What the process counts of itself is told all the more when the storage is away.
    return { storageWritable, gauges: storageWritable ? await gaugeValues(needs).catch(() => null) : null }
  })
  let described: PreparedBody | undefined
  return [
    serve(serviceRoutes.health, () => ({ status: 'alive' as const })),
    serve(serviceRoutes.readiness, async ({ request, response }) => {
      const { storage, mail } = await look()
      const { content, ...state } = needs.readiness()
      const mayName = await communesNamedTo(needs, request, storage)
      const stopping = needs.leaving()
      const status: ReadinessView['status'] =
        !storage || stopping ? 'not_ready' : state.model === 'ready' ? 'ready' : 'degraded'
      if (status === 'not_ready') response.status(503)
      return {
        status,
        storage: storage ? ('writable' as const) : ('unavailable' as const),
        stopping,
        clock: clockHealth(needs),
        ...state,
        content: content.map((one) => withoutName(one, mayName)),
        mail,
        tchap: { status: needs.matrixBot ? ('on' as const) : ('off' as const), lastFault: tchapFault(needs) },
      }
    }),
    serve(serviceRoutes.metrics, async ({ response }) => {
      response.type(needs.measures.contentType).send(await needs.measures.text(await count()))
      return SENT
    }),
    serve(serviceRoutes.description, ({ request, response }) => {
      described ??= prepareJson(needs.describe())
      sendPrepared(request, response, described)
      return SENT
    }),
  ]
}

/** Which communes are told by their ids: of several, to their own staff alone. Whom a server serves is for each commune's site to say. */
async function communesNamedTo(
  needs: ServiceNeeds,
  request: Request,
  isReadable: boolean,
): Promise<(communeId: string) => boolean> {
  if (needs.communes.size === 1) return () => true
  const staff = isReadable ? await staffOf(request, needs).catch(() => null) : null
  return (communeId) => staff !== null && (isServerAdmin(needs, staff.user) || staff.user.communeId === communeId)
}

function withoutName(state: ContentState, mayName: (communeId: string) => boolean): ReadinessView['content'][number] {
  return mayName(state.communeId) ? state : { ...state, communeId: null }
}

/** Citizens are served as well by a clock that is doubted: only erasures wait for it. The names of servers are not for anyone to read. */
function clockHealth({ clock }: ServiceNeeds) {
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

async function isWritable({ store }: ServiceNeeds): Promise<boolean> {
  const given = new AbortController()
  const isLate = setTimeout(STORAGE_ANSWERS_MS, false, { signal: given.signal, ref: false })
  const isDone = store.check().then(
    () => true,
    () => false,
  )
  // What is given up rejects, and nobody waits for it.
  isLate.catch(() => {})
  return Promise.race([isDone, isLate]).finally(() => given.abort())
}

/** The mails that have not left; none is counted when they cannot be read: `storage` says so. */
async function readableMailState(needs: ServiceNeeds, isReadable: boolean): Promise<MailState> {
  const none: MailState = {
    status: needs.mailer ? 'on' : 'off',
    waiting: 0,
    failed: 0,
    lastFault: null,
    replies: repliesState(needs),
  }
  return isReadable ? mailState(needs).catch(() => none) : none
}

async function mailState(needs: ServiceNeeds): Promise<MailState> {
  const { store, mailer, communes } = needs
  const unsent = (await Promise.all([...communes.keys()].map((id) => store.listUnsentMails(id)))).flat()
  return {
    status: mailer ? 'on' : 'off',
    waiting: unsent.filter(({ status }) => status === 'waiting').length,
    failed: unsent.filter(({ status }) => status === 'failed').length,
    lastFault: unsent.findLast(({ fault }) => fault !== null)?.fault ?? null,
    replies: repliesState(needs),
  }
}

function repliesState({ mailbox }: ServiceNeeds): MailState['replies'] {
  return mailbox ? { status: 'on', ...mailbox.state() } : { status: 'off', refused: 0, lastFault: null }
}

function tchapFault({ matrixBot }: ServiceNeeds): string | null {
  return matrixBot?.state().lastFault ?? null
}

/** Over all communes: what watches over the server needs no more. */
async function gaugeValues(needs: ServiceNeeds): Promise<GaugeValues> {
  const { store, now } = needs
  const ids = [...needs.communes.keys()]
  const waits = (await Promise.all(ids.map((id) => store.listHandoffs(id, ['pending'])))).flat()
  const presences = (await Promise.all(ids.map((id) => store.listPresences(id)))).flat()
  const available = presences.filter((presence) => isAvailable(presence, now()))
  const mail = await mailState(needs)
  const open = toTake(waits, now())
  const live = open.filter(({ kind }) => kind === 'live').map((one) => Date.parse(waitsSince(one)))
  return {
    waitingHandoffs: open.length,
    longestWaitS: live.length === 0 ? 0 : Math.max(0, (now().getTime() - Math.min(...live)) / 1000),
    // Who serves several communes is one.
    availableAgents: new Set(available.map(({ userId }) => userId)).size,
    mailsWaiting: mail.waiting,
    mailsFailed: mail.failed,
    ...(await webhookGauges(needs)),
    modelReady: needs.readiness().model === 'ready',
    clockDoubted: needs.clock().status === 'doubted',
  }
}

async function webhookGauges({ store, now, communes }: ServiceNeeds) {
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

/** What is asked by whoever runs the server. */
export const service: Feature<ServiceNeeds> = {
  name: 'service',
  routes: serviceRoutes,
  open: (needs) => ({ served: serveService(needs) }),
}
