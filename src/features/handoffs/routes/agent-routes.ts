import { type RequestHandler, Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import {
  agentMessageRequest,
  type HandoffDetailView,
  resolveRequest,
  type SearchView,
  type ViewsView,
} from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError, parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { closeReasonsOf } from '../../../platform/model/close-reasons.js'
import { REOPEN_HOURS } from '../../../platform/model/commune.js'
import type { SavedView } from '../../../platform/model/saved-view.js'
import type { Candidate, Turn } from '../../../platform/model/turn.js'
import { foldedWords } from '../../../platform/text/fold-text.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { trustRoutes } from '../../entries/routes/trust-routes.js'
import { practiceRoutes } from '../../practice/routes/practice-routes.js'
import { pushRoutes } from '../../push/routes/push-routes.js'
import { type Handoff, reopenableUntil } from '../handoff.js'
import { isAvailable } from '../queue/availability.js'
import { passOffer } from '../queue/pass-offer.js'
import { takeOver, transfer } from '../queue/pass-on.js'
import { snooze, takeUp } from '../queue/put-aside.js'
import { declarePresence, hearPresence } from '../queue/sweep-presences.js'
import { claim, close, noteMissedCall, release } from '../talk/act.js'
import { reopen } from '../talk/reopen.js'
import { requireHeldBy, sayAsAgent } from '../talk/say-in-handoff.js'
import { hearAgent } from '../talk/watch.js'
import { copilotRoutes } from './copilot-routes.js'
import { deskRoutes } from './desk-routes.js'
import {
  type ColleaguesView,
  type LifecycleView,
  lookRequest,
  MAX_SNOOZE_DAYS,
  snoozeRequest,
  transferRequest,
  type ViewersView,
} from './lifecycle-contract.js'
import { queueQuery, searchRequest, viewsRequest } from './queue-calls.js'
import { queueView, queueViewAfter } from './queue-view.js'
import { handoffOf } from './remark-routes.js'
import { availabilityRequest, beatRequest } from './routing-contract.js'
import { teamView } from './team-view.js'
import { toClosing, writtenNote } from './to-closing.js'

/** Conversations of a page of results. */
const PAGE = 20
/** Words looked at; the others of a pasted sentence would only leave out what is meant. */
const MOST_WORDS = 8

/** `POST /agent/search`: words of the conversations of the agent's commune. What she looks for is kept nowhere. */
function searchRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/search', search(context))
  return router
}

function search({ assistant: { store } }: HttpContext): RequestHandler {
  return async (request, response) => {
    const { words: typed, page } = parseBody(searchRequest, request.body)
    const words = [...new Set(foldedWords(typed))].slice(0, MOST_WORDS)
    const { communeId } = staffFrom(response).user
    const { total, found } =
      words.length === 0
        ? { total: 0, found: [] }
        : await store.searchConversations(communeId, { words, skip: (page - 1) * PAGE, most: PAGE })
    response.json({ words, total, page, pages: Math.ceil(total / PAGE), found } satisfies SearchView)
  }
}

/** Routes of agents. Each concerns the agent's own commune only: another's handoff does not exist for her. */
export function agentRoutes(context: HttpContext): Router {
  const router = Router()
  router.use(requireRole(context, ['agent', 'admin']))
  router.use(hearConsole(context))
  router.use(pushRoutes(context))
  router.use(routingRoutes(context))
  router.use(trustRoutes(context))
  router.get('/queue', async (request, response) => {
    const { after } = parseBody(queueQuery, request.query)
    response.json(await queueViewAfter(context, staffFrom(response).user, after))
  })
  router.use(practiceRoutes(context))
  router.get('/handoffs/:id', readHandoff(context))
  router.post('/handoffs/:id/claim', claimHandoff(context))
  router.post('/handoffs/:id/messages', speak(context))
  router.post('/handoffs/:id/typing', showTyping(context))
  router.post('/handoffs/:id/release', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await release(context.assistant.handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/missed-call', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await noteMissedCall(context.assistant.handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/resolve', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const closing = toClosing(context, handoff, parseBody(resolveRequest, request.body))
    response.json(await close(context.assistant.handover, handoff, staffFrom(response).user, closing))
  })
  router.use(searchRoutes(context), viewsRoutes(context), deskRoutes(context))
  router.use(copilotRoutes(context))
  router.use(lifecycleRoutes(context))
  return router
}

function readHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const transcript = await context.assistant.store.getTranscript(handoff.conversationId)
    if (!transcript) throw new AppError('unknown_handoff', 404)
    const { messages, turns, conversation } = transcript
    const notes = await context.assistant.store.listNotes(handoff.conversationId)
    const lifecycle = await lifecycleView(context, handoff)
    response.json({
      handoff,
      transcript: { messages, turns: turns.map(typesetTurn) },
      page: conversation.page,
      channel: conversation.channel ?? 'web',
      notes,
      lifecycle,
    } satisfies HandoffDetailView)
  }
}

function claimHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const result = await claim(context.assistant.handover, handoff, staffFrom(response).user)
    if (result.outcome === 'taken')
      throw new DescribedError('handoff_taken', 409, { agent: result.handoff.agentName ?? '' })
    response.json(result.handoff)
  }
}

function showTyping(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    await context.limits.typing(handoff.id)
    const { user } = staffFrom(response)
    requireHeldBy(handoff, user)
    context.hub.tellTyping(handoff.conversationId, user.id)
    context.viewers.note(handoff, user, 'writing')
    response.status(204).end()
  }
}

function speak(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    const { clientId, text } = parseBody(agentMessageRequest, request.body)
    const clean = cleanText(text)
    if (clean === '') throw new AppError('text_empty', 422, { field: 'text' })
    response.json(
      await sayAsAgent(context.assistant.handover, handoff, staffFrom(response).user, { clientId, text: clean }),
    )
  }
}

/** A turn as agents read it: what comes from entries in French typography, the citizen's own words as she wrote them. */
function typesetTurn(turn: Turn): Turn {
  return { ...turn, candidates: turn.candidates.map(typesetCandidate) }
}

function typesetCandidate({ title, nearest, ...candidate }: Candidate): Candidate {
  return {
    ...candidate,
    title: frenchTypography(title),
    ...(nearest === undefined ? {} : { nearest: frenchTypography(nearest) }),
  }
}

/** `GET|PUT /agent/views`: an agent's own views of the queue. They go with her account. */
function viewsRoutes({ assistant: { store } }: HttpContext): Router {
  const router = Router()
  router.get('/views', (_request, response) => {
    response.json({ views: staffFrom(response).user.views ?? [] } satisfies ViewsView)
  })
  router.put('/views', async (request, response) => {
    const { views } = parseBody(viewsRequest, request.body)
    if (new Set(views.map(({ id }) => id)).size < views.length || views.filter(({ isDefault }) => isDefault).length > 1)
      throw new AppError('invalid_request', 422, { field: 'views' })
    await store.saveViews(staffFrom(response).user.id, views as SavedView[])
    response.json({ views: views as SavedView[] } satisfies ViewsView)
  })
  return router
}

/** The life of a handoff so far, for who reads it. */
async function lifecycleView(context: HttpContext, handoff: Handoff): Promise<LifecycleView> {
  const commune = communeOf(context, handoff.communeId)
  return {
    steps: await context.assistant.store.listHandoffSteps(handoff.id),
    closeReasons: closeReasonsOf(commune, handoff.kind),
    reopenableUntil: await reopeningEnd(context, handoff, commune.reopenHours ?? REOPEN_HOURS),
  }
}

/** What the store would refuse is not offered. */
async function reopeningEnd(
  { assistant: { store, now } }: HttpContext,
  { status, endedAt, conversationId }: Handoff,
  hours: number,
): Promise<string | null> {
  if (endedAt === null || (status !== 'resolved' && status !== 'expired')) return null
  const until = reopenableUntil(endedAt, hours)
  if (Date.parse(until) < now().getTime()) return null
  const conversation = await store.getConversation(conversationId)
  const isFree = conversation?.status === 'open' && !(await store.findOpenHandoff(conversationId))
  return isFree ? until : null
}

/** Routes about who is there and who gets what. The guard of the agents' routes stands before them. */
function routingRoutes(context: HttpContext): Router {
  const router = Router()
  router.post('/availability', async (request, response) => {
    const { word, ...declared } = parseBody(availabilityRequest, request.body)
    const { user } = staffFrom(response)
    const declaration = { ...declared, ...(word ? { word } : {}) }
    await declarePresence(context.assistant.handover, user, declaration, context.consoles.isOpen(user.id))
    response.json(await queueView(context, user))
  })
  router.post('/beat', async (request, response) => {
    const { touched } = parseBody(beatRequest, request.body)
    await hear(context, staffFrom(response).user, touched)
    response.status(204).end()
  })
  router.get('/team', async (_request, response) => {
    response.json(await teamView(context, staffFrom(response).user))
  })
  router.post('/handoffs/:id/pass', async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await context.assistant.store.getHandoff(request.params.id)
    if (handoff?.communeId !== user.communeId) throw new AppError('unknown_handoff', 404)
    response.json(await passOffer(context.assistant.handover, handoff, user))
  })
  return router
}

/** Whatever a console asks proves that it is there; what it changes, that its agent is. A storage that cannot note it refuses no reading for that. */
function hearConsole(context: HttpContext): RequestHandler {
  return async (request, response, next) => {
    // A beat says itself whether somebody is there, and a console says by itself what it shows.
    const touched = request.method !== 'GET' && request.path !== '/beat' && !request.path.endsWith('/look')
    await hear(context, staffFrom(response).user, touched).catch((error: unknown) => {
      const stack = error instanceof Error ? error.stack : undefined
      context.logger.warn({ stack }, 'a console could not be noted as alive')
    })
    next()
  }
}

async function hear({ assistant: { handover }, consoles }: HttpContext, user: User, touched: boolean): Promise<void> {
  await hearAgent(handover, user)
  await hearPresence(handover, user, { streaming: consoles.isOpen(user.id), touched })
}

/** Routes of the life of a handoff in agents' hands; mounted where roles are checked. */
function lifecycleRoutes(context: HttpContext): Router {
  const { handover } = context.assistant
  const router = Router()
  router.get('/colleagues', async (_request, response) => {
    response.json(await colleaguesView(context, staffFrom(response).user))
  })
  router.post('/handoffs/:id/transfer', transferHandoff(context))
  router.post('/handoffs/:id/snooze', snoozeHandoff(context))
  router.post('/handoffs/:id/wake', async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    requireHeldBy(handoff, user)
    response.json(await takeUp(handover, handoff, user))
  })
  router.post('/handoffs/:id/reopen', async (request, response) => {
    const handoff = await handoffOf(context, request, response)
    response.json(await reopen(handover, handoff, staffFrom(response).user))
  })
  router.post('/handoffs/:id/take-over', takeOverHandoff(context))
  router.post('/handoffs/:id/look', look(context))
  return router
}

function transferHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    const { to, note } = parseBody(transferRequest, request.body)
    const written = writtenNote(note)
    const { handover } = context.assistant
    if ('department' in to) {
      response.json(await transfer(handover, handoff, user, { to: { departmentId: to.department }, ...written }))
      return
    }
    const colleague = (await colleaguesOf(context, user)).find(({ id }) => id === to.agent)
    if (!colleague) throw new AppError('unknown_colleague', 422, { field: 'to' })
    response.json(await transfer(handover, handoff, user, { to: { colleague }, ...written }))
  }
}

function snoozeHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { handover, now } = context.assistant
    const handoff = await handoffOf(context, request, response)
    const { until, note } = parseBody(snoozeRequest, request.body)
    const aheadMs = typeof until === 'string' ? Date.parse(until) - now().getTime() : until.inMinutes * 60_000
    if (!(aheadMs > 0 && aheadMs <= MAX_SNOOZE_DAYS * 86_400_000))
      throw new AppError('invalid_request', 422, { field: 'until' })
    const at = new Date(now().getTime() + aheadMs).toISOString()
    const aside = { until: at, ...writtenNote(note) }
    response.json(await snooze(handover, handoff, staffFrom(response).user, aside))
  }
}

/** A colleague's talk is interrupted by it: administrators only. */
function takeOverHandoff(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    if (!user.roles.includes('admin')) throw new AppError('forbidden', 403)
    const handoff = await handoffOf(context, request, response)
    if (handoff.agentId === user.id) throw new DescribedError('handoff_taken', 409, { agent: user.displayName })
    response.json(await takeOver(context.assistant.handover, handoff, user))
  }
}

function look(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const handoff = await handoffOf(context, request, response)
    const { state } = parseBody(lookRequest, request.body)
    context.viewers.note(handoff, user, state)
    const viewers = context.viewers.of(handoff.id).filter(({ userId }) => userId !== user.id)
    response.json({ viewers } satisfies ViewersView)
  }
}

/** Members of staff who answer citizens of the agent's commune, herself aside. */
async function colleaguesOf({ assistant }: HttpContext, agent: User): Promise<User[]> {
  const staff = await assistant.store.listStaff(agent.communeId)
  return staff.filter(({ id, roles }) => id !== agent.id && roles.some((role) => role === 'agent' || role === 'admin'))
}

/** To whom an agent may pass a handoff. */
async function colleaguesView(context: HttpContext, agent: User): Promise<ColleaguesView> {
  const { store, now } = context.assistant
  const { departments = {} } = communeOf(context, agent.communeId)
  const presences = (await store.listPresences(agent.communeId)).filter((presence) => isAvailable(presence, now()))
  const available = new Set(presences.map(({ userId }) => userId))
  const colleagues = await colleaguesOf(context, agent)
  return {
    colleagues: colleagues
      .map(({ id, displayName, departments: hers = [] }) => ({
        id,
        displayName,
        available: available.has(id),
        departments: hers.flatMap((one) => departments[one]?.nom ?? []),
      }))
      .sort((a, b) => Number(b.available) - Number(a.available) || a.displayName.localeCompare(b.displayName, 'fr')),
    departments: Object.entries(departments).map(([id, { nom }]) => ({
      id,
      nom,
      available: colleagues.filter((one) => available.has(one.id) && answersFor(one, id)).length,
    })),
  }
}

/** An agent of no department answers for all of them. */
function answersFor({ departments }: User, id: string): boolean {
  return !departments || departments.length === 0 || departments.includes(id)
}
