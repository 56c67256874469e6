import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { AbsenceCause, PresenceState } from '../../../src/features/accounts/staff.js'
import type { AlertSettingsView } from '../../../src/features/agent-alerts/contract.js'
import { closeReasonsOf, type OfferedReason } from '../../../src/features/handoffs/close-reasons.js'
import type {
  HandoffDetailView,
  QueueItem,
  QueueView,
  SearchView,
  ViewsView,
} from '../../../src/features/handoffs/contract.js'
import type { RepliesView } from '../../../src/features/handoffs/copilot-contract.js'
import type { ColleaguesView, Viewer } from '../../../src/features/handoffs/lifecycle-contract.js'
import type { ColleagueView, TeamView } from '../../../src/features/handoffs/routing-contract.js'
import type { MaskedView } from '../../../src/features/masked-data/contract.js'
import type { ConcernedEntriesView, NationalFeedView } from '../../../src/features/national-feed/contract.js'
import type { TownPlanView } from '../../../src/features/new-town/contract.js'
import type { PublicationView } from '../../../src/features/publication/contract.js'
import type { OwnRepliesView, OwnReplyView, ReplyView } from '../../../src/features/replies/contract.js'
import { REPLY_VARIABLES } from '../../../src/features/replies/reply-variables.js'
import type { RetentionView, ScreenView } from '../../../src/features/retention/contract.js'
import type { AnswersView } from '../../../src/features/settings/answers-contract.js'
import type { SettingsView } from '../../../src/features/settings/contract.js'
import type { RatingsView } from '../../../src/features/statistics/contract.js'
import type { SupervisionView } from '../../../src/features/statistics/supervision-contract.js'
import type { AlertAdminView } from '../../../src/features/town-alert/contract.js'
import type { ValidationsAdminView } from '../../../src/features/validation/contract.js'
import type { AnswersStop, Problem, SessionView } from '../../../src/platform/http/shapes.js'
import type { Alert } from '../../../src/platform/model/alert.js'
import type { Theme } from '../../../src/platform/model/commune.js'
import type { Channel, Message } from '../../../src/platform/model/conversation.js'
import { unansweredSince } from '../../../src/platform/model/digest.js'
import {
  type BookedSlot,
  type Handoff,
  type HandoffAction,
  type HandoffStep,
  isOpen,
  stepOf,
  transition,
} from '../../../src/platform/model/handoff.js'
import type { Note } from '../../../src/platform/model/note.js'
import { RETENTION_KINDS } from '../../../src/platform/model/retention.js'
import type { Role } from '../../../src/platform/model/role.js'
import { sampleAccounts } from './sample-accounts.js'
import { sampleConflicts } from './sample-conflicts.js'
import { insertedEntry, READY, suggestionsFor, TITLES } from './sample-copilot.js'
import { sampleEntries, sampleScheduled } from './sample-entries.js'
import { sampleFailures } from './sample-failures.js'
import { sampleFigures, sampleLive, sampleStatistics } from './sample-figures.js'
import { firstRunAnswer, sampleCopy } from './sample-first-run.js'
import { samplePools } from './sample-pools.js'
import { sampleAudit, sampleSettings } from './sample-settings.js'
import { BIRTH, sampleHandoff, sampleMessages, sampleQueue, sampleTurns } from './sample-town.js'
import { sampleAppointment, sampleConnection, sampleWebhooks } from './sample-webhooks.js'

/** As strict as the console must bear. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'"

const TYPES: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
}

type User = SessionView['user']

/** What an agent declares. */
interface Declared {
  state: PresenceState
  word?: string
}

const NO_ALERT: AlertAdminView = {
  alert: null,
  state: 'none',
  history: [],
  entries: [{ id: 'risques-alertes', title: 'Se préparer aux risques' }],
}

const NOTHING_MASKED: MaskedView = { items: [], mayReveal: false }

function noValidations(): ValidationsAdminView {
  const none = { confirmed: 0, edited: 0, refused: 0, expired: 0, withdrawn: 0, agreement: null }
  return { enabled: false, from: '2026-10-25', to: '2026-11-24', ...none }
}

/** As the server masks a phone, and nothing else. */
function screened(text: string): ScreenView {
  const stored = text.replace(/06(?: \d\d){4}/g, '[téléphone masqué]')
  const isGrave = /dormir ce soir/.test(text)
  return {
    stored,
    masked: stored === text ? [] : ['pii:phone'],
    signals: isGrave ? ['danger-homeless'] : [],
    language: 'fr',
  }
}

/** Twelve conversations to erase within a month, none before; something erased on the first of the month. */
function retentionOf(within: number): RetentionView {
  const due = within >= 30 ? 12 : 0
  const at = '2026-11-01T03:00:00.000Z'
  const days = {
    conversations: 30,
    unhandled: 90,
    contacts: 30,
    unanswered: 180,
    counters: 1095,
    audit: 365,
    practice: 365,
    accounts: 365,
    remarks: 365,
  }
  return {
    at,
    kinds: RETENTION_KINDS.map((kind) => ({
      kind,
      days: days[kind],
      due: kind === 'conversations' ? due : 0,
      oldest: kind === 'conversations' && due > 0 ? '2026-10-27T09:00:00.000Z' : null,
    })),
    state: { checkedAt: at, last: { at, erased: { conversations: 3, contacts: 1 } } },
    clock: { status: 'sure', doubts: [], leftH: 0 },
    unanswered: [{ day: '2026-10-02', language: 'fr', text: 'louer un poney' }],
  }
}

const NO_PUBLICATION: PublicationView = {
  promises: { wrong: 0.02, offered: 0.97 },
  running: null,
  last: null,
  report: null,
  checks: null,
  trend: [],
  mayPublish: true,
}

/** A refusal that the next call of a path gets instead of its answer. */
export interface Refusal {
  status: number
  code?: string
  detail?: string
}

const user = (id: string, displayName: string, ...roles: Role[]): User => ({
  id,
  displayName,
  email: `${id}@villebourg.example`,
  roles,
  communeId: 'villebourg',
})

/** Staff of the fake town. Every password is `demonstration`. */
export const STAFF = {
  claire: user('claire', 'Claire', 'agent'),
  karim: user('karim', 'Karim', 'agent'),
  ada: user('ada', 'Ada', 'admin', 'super-admin'),
  curt: user('curt', 'Curt', 'curator'),
}

/** The staff's side of the contract, from memory, with the real transitions; it misbehaves on demand. */
export class FakeStaffServer {
  readonly handoffs = new Map<string, Handoff>()
  /** What citizens thought of their conversations. */
  ratings: RatingsView = { from: '2026-10-26', to: '2026-11-24', count: 12, skipped: 3, mean: 4.25 }
  readonly messages = new Map<string, Message[]>()
  readonly notes = new Map<string, Note[]>()
  /** How people came, by handoff id; by the site otherwise. */
  readonly channels = new Map<string, Channel>()
  /** Claire's own ready replies. */
  replies: OwnReplyView[] = []
  /** What was done to each handoff. */
  readonly steps = new Map<string, HandoffStep[]>()
  /** For which reasons a request may be closed; those of a commune that has no list of its own otherwise. */
  reasons: OfferedReason[] | null = null
  /** What was masked in every conversation, and what it was. */
  masked: MaskedView = NOTHING_MASKED
  readonly maskedValue = '06 39 98 55 12'
  /** What visitors were given at the counter or on the phone, by the entry's id. */
  readonly given: Record<string, string>[] = []
  /** Who is told to read along, whatever the handoff. */
  viewers: Viewer[] = []
  /** Who is available, by user id. */
  readonly available = new Set<string>()
  /** What each agent declared, by user id. */
  readonly declared = new Map<string, Declared>()
  /** Why agents are away although they did not say so. */
  readonly absence = new Map<string, AbsenceCause>()
  /** Until the agent under test is taken for absent. */
  idleInMs: number | null = 15 * 60_000
  /** Every API call, as `METHOD /path`, in order. */
  readonly calls: string[] = []
  /** Bodies of the messages that agents sent, refused ones included. */
  readonly said: { clientId: string; text: string }[] = []
  open = true
  /** The whole API cuts every connection. */
  down = false
  model: 'ready' | 'unavailable' = 'ready'
  /** What each reading of the publication's state gives; the last one goes on. */
  publications: PublicationView[] = [NO_PUBLICATION]
  alert: AlertAdminView = NO_ALERT
  theme: Theme = {}
  settings: SettingsView = sampleSettings()
  stop: AnswersStop | null = null
  /** The agents' own views, the same for all. */
  views: ViewsView = { views: [] }
  /** What every search finds. */
  found: SearchView = { words: [], total: 0, page: 1, pages: 0, found: [] }
  pushKey: string | null = null
  /** Half-days in which people are phoned. */
  slots: BookedSlot[] = []
  /** What the overview says of now, over the usual; whether nothing was ever counted. */
  live: Partial<SupervisionView> = {}
  neverCounted = false
  readonly #refusals: { path: RegExp; refusal: Refusal }[] = []
  readonly #sessions = new Map<string, SessionView>()
  readonly #streams = new Set<ServerResponse>()
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error) => response.destroy(error))
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  async close(): Promise<void> {
    this.cutStreams()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Empties the town: nobody waits, nobody is available, nobody is signed in. */
  reset(): void {
    this.cutStreams()
    for (const collection of [this.handoffs, this.steps, this.messages, this.notes, this.available, this.#sessions])
      collection.clear()
    this.channels.clear()
    this.declared.clear()
    this.absence.clear()
    this.idleInMs = 15 * 60_000
    for (const list of [this.calls, this.said, this.given, this.#refusals]) list.length = 0
    this.reasons = null
    this.masked = NOTHING_MASKED
    this.viewers = []
    this.slots = []
    this.publications = [NO_PUBLICATION]
    this.alert = NO_ALERT
    this.theme = {}
    this.settings = sampleSettings()
    this.stop = null
    this.views = { views: [] }
    this.found = { words: [], total: 0, page: 1, pages: 0, found: [] }
    this.pushKey = null
    this.replies = []
    Object.assign(this, { live: {}, neverCounted: false, open: true, down: false, model: 'ready' })
  }

  /** Makes the next call of a path fail. */
  refuseNext(path: RegExp, refusal: Refusal): void {
    this.#refusals.push({ path, refusal })
  }

  /** A citizen asks for an agent or leaves a message. */
  add(id: string, changes: Partial<Handoff> = {}): Handoff {
    const handoff = sampleHandoff(id, changes)
    this.handoffs.set(id, handoff)
    this.messages.set(id, sampleMessages())
    this.#announce('queue', null)
    return handoff
  }

  /** A citizen writes while an agent holds, or will hold, her conversation. */
  citizenSays(id: string, words: string): void {
    this.#append(id, { author: 'citizen', payload: { type: 'text', text: words } })
  }

  /** A notice comes, which nobody wrote. */
  notice(id: string, words: string): void {
    this.#append(id, { author: 'system', payload: { type: 'text', text: words } })
  }

  /** Something that an agent does elsewhere than in the browser under test. */
  colleague(id: string, action: HandoffAction): void {
    this.#apply(id, action)
  }

  /** How many streams are open now. */
  get openStreams(): number {
    return this.#streams.size
  }

  /** What the console must know of alerts: the real time, Paris, and no push unless a test wishes it. */
  alerts(): AlertSettingsView {
    return { now: new Date().toISOString(), timeZone: 'Europe/Paris', pushKey: this.pushKey }
  }

  /** A colleague reads a handoff, writes in it or leaves it. */
  look(handoffId: string, viewer: Viewer): void {
    this.#announce('viewer', { handoffId, ...viewer })
  }

  cutStreams(): void {
    for (const stream of this.#streams) stream.destroy()
    this.#streams.clear()
  }

  /** Ends every session, as a restart or an expiry would. */
  expireSessions(): void {
    this.#sessions.clear()
    this.cutStreams()
  }

  #announce(event: string, data: unknown): void {
    for (const stream of this.#streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  #append(id: string, message: Omit<Message, 'id' | 'seq' | 'at' | 'language'>): Message {
    const thread = this.messages.get(id) ?? []
    const known = thread.find(({ clientId }) => clientId !== undefined && clientId === message.clientId)
    if (known) return known
    const seq = thread.length + 1
    const stored: Message = { ...message, id: `${id}-${seq}`, seq, at: new Date().toISOString(), language: 'fr' }
    this.messages.set(id, [...thread, stored])
    this.#announce('message', { handoffId: id, conversationId: `${id}-conversation`, seq })
    return stored
  }

  #apply(id: string, action: HandoffAction): Handoff {
    const handoff = this.handoffs.get(id)
    if (!handoff) throw new Refused(404, 'unknown_handoff', 'Cette demande n’existe pas ou a été effacée.')
    const result = transition(handoff, action)
    if (!result.ok) {
      const detail =
        result.refusal === 'taken'
          ? `${handoff.agentName} a déjà pris cette demande.`
          : 'Cette demande est déjà terminée.'
      throw new Refused(409, `handoff_${result.refusal}`, detail)
    }
    const step = stepOf(handoff, action)
    if (step) this.steps.set(id, [...(this.steps.get(id) ?? []), step])
    this.handoffs.set(id, result.handoff)
    this.#announce('queue', null)
    return result.handoff
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    if (pathname === '/readyz') return this.#sendJson(response, this.#readiness())
    if (!pathname.startsWith('/api/v1')) return this.#sendFile(response, pathname)
    const path = pathname.slice('/api/v1'.length)
    this.calls.push(`${request.method} ${path}`)
    if (this.down) return void response.destroy()
    try {
      await this.#answer(request, response, path)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { status, code, message } = error
      const problem: Problem = { type: 'about:blank', title: code, status, code, detail: message }
      this.#sendJson(response, problem, status)
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const at = this.#refusals.findIndex((one) => one.path.test(path))
    const [planned] = at < 0 ? [] : this.#refusals.splice(at, 1)
    const body = await readJson(request)
    if (planned) {
      const { status, code = 'internal', detail = '' } = planned.refusal
      if (path.endsWith('/messages')) this.said.push(body as { clientId: string; text: string })
      throw new Refused(status, code, detail)
    }
    const method = request.method ?? 'GET'
    if (path === '/sign-in') return this.#sendJson(response, { provider: null, resetByMail: false })
    if (path === '/session' && method === 'POST') return this.#signIn(response, body)
    if (path.endsWith('/titles')) return this.#sendJson(response, { contentVersion: 'v1', entries: TITLES })
    if (path.startsWith('/communes/')) return this.#sendJson(response, { id: 'villebourg', name: 'Villebourg' })
    const session = this.#sessionOf(request, method)
    if (path === '/session') return this.#session(request, response, session)
    if (path === '/agent/events') return this.#stream(response)
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const given = { ...body, ...Object.fromEntries(searchParams) }
    this.#sendJson(response, this.#agent(session.user, method, path, given) ?? null)
  }

  #editAlert({ displayName: by }: User, method: string, body: Alert): AlertAdminView {
    if (method !== 'GET') {
      const alert = method === 'PUT' ? body : null
      const history = [{ at: new Date().toISOString(), by, alert }, ...this.alert.history]
      this.alert = { ...this.alert, alert, state: alert ? 'shown' : 'none', history }
    }
    return this.alert
  }

  #agent(me: User, method: string, path: string, body: Record<string, string>): unknown {
    if (path === '/agent/team') return this.#team(me)
    if (path === '/agent/beat') return null
    if (path === '/admin/answers') return this.#answers(me, method, body)
    if (path === '/admin/settings/copy') return { communes: [{ id: 'zedville', name: 'Zedville' }] }
    if (path === '/admin/settings/copy/preview') return sampleCopy()
    if (path.startsWith('/admin/settings')) return this.settings
    if (path.startsWith('/admin/first-run')) return firstRunAnswer(path, method)
    if (path.startsWith('/admin/audit')) return sampleAudit()
    if (path === '/admin/accounts') return sampleAccounts(me)
    if (path === '/admin/theme') return { theme: this.theme }
    if (path === '/admin/alert') return this.#editAlert(me, method, body as unknown as Alert)
    if (path === '/admin/ratings') return this.ratings
    if (path === '/admin/screen') return screened(String(body.text))
    if (path === '/admin/retention') return retentionOf(Number(body.within))
    const failures = sampleFailures(path)
    if (failures) return failures
    if (path === '/admin/entries') return sampleEntries()
    if (path.startsWith('/admin/scheduled-publications')) return sampleScheduled()
    if (path === '/admin/conflicts') return sampleConflicts()
    if (path === '/admin/exchange/imports') return { imports: [] }
    if (path === '/admin/packs') return { packs: [] }
    if (path === '/admin/webhooks') return sampleWebhooks()
    if (path === '/admin/appointments') return sampleConnection()
    if (path === '/admin/pools') return samplePools()
    if (path === '/admin/imports/service-public') return noFeed()
    if (path === '/admin/imports/service-public/concerned') return sampleConcerned()
    if (path === '/admin/communes/plan') return sampleTownPlan()
    if (path === '/admin/imports/service-public/fiches') return { total: 0, fiches: [], next: null }
    if (path === '/admin/statistics') return sampleStatistics(body)
    if (path === '/admin/reveals') return { reveals: [] }
    if (path === '/admin/validations') return noValidations()
    if (path === '/agent/validations') return { enabled: false, validations: [] }
    if (path === '/agent/samples') return { samples: [] }
    if (path === '/agent/remarks') return { remarks: [] }
    if (path.endsWith('/masked')) return this.masked
    if (path.endsWith('/reveals')) return { kind: 'phone', value: this.maskedValue }
    if (path.startsWith('/agent/sheets/')) return this.#sheets(me, path, body)
    if (path.startsWith('/admin/')) {
      return this.publications.length > 1 ? this.publications.shift() : this.publications[0]
    }
    if (path === '/agent/supervision') return sampleLive(this.#queue(me), this.live)
    if (path === '/agent/supervision/figures') return sampleFigures(body, { empty: this.neverCounted })
    if (path === '/agent/queue') return this.#queue(me)
    if (path === '/agent/views') return this.#views(method, body)
    if (path === '/agent/search') return this.found
    if (path === '/agent/desk') return { departments: [], colleagues: [], slots: this.slots }
    if (path === '/agent/alerts') return this.alerts()
    if (path === '/agent/push') return null
    const at = new Date().toISOString()
    if (path === '/agent/colleagues') return this.#colleagues(me)
    if (path === '/agent/availability') {
      this.#declare(me, body as unknown as Declared)
      this.#announce('queue', null)
      return this.#queue(me)
    }
    if (path.startsWith('/agent/replies')) return this.#ownReplies(method, path, body)
    const [, id = '', verb, more = ''] = /^\/agent\/handoffs\/([\w-]+)(?:\/([\w-]+)(?:\/([\w-]+))?)?$/.exec(path) ?? []
    const handoff = this.handoffs.get(id)
    if (!handoff) throw new Refused(404, 'unknown_handoff', 'Cette demande n’existe pas ou a été effacée.')
    if (verb === 'earlier') return { earlier: [] }
    if (verb === 'appointments') return { appointments: [sampleAppointment()] }
    if (verb === 'suggestions') return suggestionsFor(this.messages.get(id) ?? [])
    if (verb === 'replies') return { replies: [...this.#ownViews(), ...READY] } satisfies RepliesView
    if (verb === 'entries') return insertedEntry(more, TITLES.find((one) => one.id === more)?.title ?? more)
    if (method === 'GET') return this.#detail(handoff)
    if (verb === 'notes') return this.#note(handoff, me, body)
    if (verb === 'cards') return this.#card(handoff, me, body)
    if (verb === 'look') return { viewers: this.viewers }
    const life = lifeAction(me, verb, body, at)
    if (life) return this.#apply(id, life)
    if (verb === 'typing') return null
    if (verb === 'messages') return this.#say(handoff, me, body)
    if (verb === 'claim') return this.#claim(handoff, me, at)
    if (verb === 'pass') return this.#apply(id, { type: 'pass', agentId: me.id, at })
    if (verb === 'release') return this.#apply(id, { type: 'release', agentId: me.id, deadlineAt: at, at })
    if (verb === 'resolve') {
      const reason = this.reasons?.find((one) => one.id === body.resolution)
      return this.#apply(id, {
        type: 'resolve',
        agentId: me.id,
        resolution: reason?.outcome ?? (body.resolution as 'answered'),
        ...(reason?.nom === undefined ? {} : { closeReason: { id: reason.id, nom: reason.nom } }),
        at,
        ...(body.note ? { note: body.note } : {}),
      })
    }
    throw new Refused(404, 'not_found', '')
  }

  /** What is looked for at the counter, read, and counted as given. */
  #sheets(me: User, path: string, body: Record<string, string>): unknown {
    const [, , , id = '', isGiven] = path.split('/')
    const { words = '' } = body
    if (id === 'find') {
      const near = TITLES.filter(({ title }) => words.split(' ').some((word) => title.includes(word)))
      return { entries: near.map(({ id: one, title }) => ({ id: one, title, confidence: 0.9 })) }
    }
    const entry = TITLES.find((one) => one.id === id)
    if (!entry) throw new Refused(404, 'not_found', 'Cette fiche n’existe plus.')
    if (!isGiven) return { ...BIRTH, entryId: id, title: entry.title }
    this.given.push({ id, ...body })
    return sampleHandoff('given', { kind: 'desk', status: 'resolved', resolution: 'answered', agentId: me.id })
  }

  #answers({ displayName: by }: User, method: string, body: Record<string, unknown>): AnswersView {
    if (method === 'PUT')
      this.stop = body.stopped ? { since: new Date().toISOString(), by, why: String(body.why) } : null
    return { stop: this.stop }
  }

  #views(method: string, body: Record<string, unknown>): ViewsView {
    if (method === 'PUT') this.views = body as unknown as ViewsView
    return this.views
  }

  #colleagues(me: User): ColleaguesView {
    const agents = [STAFF.claire, STAFF.karim, STAFF.ada].filter(({ id }) => id !== me.id)
    return {
      colleagues: agents.map(({ id, displayName }) => ({
        id,
        displayName,
        available: this.available.has(id),
        departments: id === 'karim' ? ['Urbanisme'] : [],
      })),
      departments: [{ id: 'urbanisme', nom: 'Urbanisme', available: 0 }],
    }
  }

  #claim({ id }: Handoff, me: User, at: string): Handoff {
    const claimed = this.#apply(id, { type: 'claim', agentId: me.id, agentName: me.displayName, at })
    this.#append(id, {
      author: 'system',
      payload: { type: 'text', text: `${me.displayName} a rejoint la conversation.`, event: 'agent_joined' },
    })
    return claimed
  }

  #say({ id }: Handoff, me: User, { clientId = '', text = '' }: Record<string, string>): Message {
    this.said.push({ clientId, text })
    return this.#append(id, { author: 'agent', authorName: me.displayName, payload: { type: 'text', text }, clientId })
  }

  #declare({ id }: User, { state, word }: Declared): void {
    if (state === 'available') this.available.add(id)
    else this.available.delete(id)
    this.declared.set(id, { state, ...(word ? { word } : {}) })
  }

  #team(me: User): TeamView {
    const [mine, ...colleagues] = [me, ...Object.values(STAFF).filter(({ id }) => id !== me.id)].map(
      ({ id, displayName: name }): ColleagueView => {
        const { state, word = null } = this.declared.get(id) ?? { state: 'away' }
        const talks = [...this.handoffs.values()].filter((one) => one.status === 'assigned' && one.agentId === id)
        return {
          id,
          name,
          state,
          cause: this.absence.get(id) ?? null,
          word,
          talks: talks.length,
          capacity: 3,
          departments: [],
        }
      },
    )
    return {
      now: new Date().toISOString(),
      me: mine as ColleagueView,
      colleagues,
      awayWords: ['au guichet', 'en pause'],
      idleLimitMs: 15 * 60_000,
      idleInMs: this.idleInMs,
      routing: { mode: 'least_loaded', acceptSeconds: 30, capacity: 3 },
    }
  }

  #note({ id, status }: Handoff, me: User, { clientId = '', text = '' }: Record<string, string>): Note {
    const at = new Date().toISOString()
    const note = {
      id: `${id}-${status}-${clientId}`,
      handoffId: id,
      at,
      authorId: me.id,
      authorName: me.displayName,
      text,
      clientId,
    }
    this.notes.set(id, [...(this.notes.get(id) ?? []), note])
    this.#announce('queue', null)
    return note
  }

  #card({ id }: Handoff, me: User, { clientId = '', entryId = '' }: Record<string, string>): Message {
    const card = sampleMessages().find(({ payload }) => payload.type === 'card')?.payload
    if (!card) throw new Refused(422, 'unknown_entry', `Pas de fiche ${entryId}.`)
    return this.#append(id, { author: 'agent', authorName: me.displayName, payload: card, clientId })
  }

  #ownViews(): ReplyView[] {
    return this.replies.map((reply) => ({ ...reply, keywords: [], own: true }))
  }

  #ownReplies(method: string, path: string, body: Record<string, string>): unknown {
    const id = path.split('/')[3]
    const { title = '', text = '' } = body
    if (method === 'DELETE') this.replies = this.replies.filter((one) => one.id !== id)
    if (method === 'PUT') this.replies = this.replies.map((one) => (one.id === id ? { ...one, title, text } : one))
    if (method === 'POST')
      this.replies = [...this.replies, { id: `own-${this.replies.length + 1}`, title, text, language: 'fr' }]
    if (method === 'DELETE') return null
    return {
      replies: this.replies,
      variables: [...REPLY_VARIABLES],
      shared: READY.map(({ id: one, title: fr, text: words }) => ({
        id: one,
        title: { fr, en: fr },
        text: { fr: words },
      })),
    } satisfies OwnRepliesView
  }

  /** A citizen's keyboard is heard, where the commune lets it. */
  citizenTypes(id: string): void {
    this.#announce('typing', { handoffId: id, forMs: 6000 })
  }

  #detail(handoff: Handoff): HandoffDetailView {
    return {
      handoff,
      transcript: { messages: this.messages.get(handoff.id) ?? [], turns: sampleTurns() },
      page: '/ecoles/cantine',
      channel: this.channels.get(handoff.id) ?? 'web',
      notes: this.notes.get(handoff.id) ?? [],
      lifecycle: {
        steps: this.steps.get(handoff.id) ?? [],
        closeReasons: this.reasons ?? closeReasonsOf({}, handoff.kind),
        reopenableUntil: handoff.status === 'resolved' ? new Date(Date.now() + 3_600_000).toISOString() : null,
      },
    }
  }

  #queue(me: User): QueueView {
    const items = [...this.handoffs.values()].map((handoff) => this.#item(handoff, me))
    const availableAgents = this.available.size
    return sampleQueue({
      pending: items.filter(({ status }) => status === 'pending'),
      mine: items.filter(({ status, mine }) => status === 'assigned' && mine),
      others: items.filter(({ status, mine }) => status === 'assigned' && !mine),
      ended: items.filter((item) => !isOpen(item)),
      presence: this.absence.has(me.id) ? 'away' : (this.declared.get(me.id)?.state ?? 'away'),
      availableAgents,
      answersStop: this.stop && { ...this.stop, communeId: 'villebourg' },
      availability: { ...sampleQueue().availability, open: this.open, canTalk: this.open && availableAgents > 0 },
    })
  }

  #item(handoff: Handoff, me: User): QueueItem {
    const thread = this.messages.get(handoff.id) ?? []
    const last = thread.filter(({ author }) => author === 'citizen').at(-1)
    const spoken = thread.filter(({ author }) => author === 'citizen' || author === 'agent').at(-1)
    const offered = handoff.offer && (handoff.offer.agentId === me.id ? 'me' : 'other')
    return {
      ...handoff,
      ...(offered ? { offered } : {}),
      messageCount: thread.length,
      lastText: last?.payload.type === 'text' ? last.payload.text : '',
      lastAt: last?.at ?? handoff.requestedAt,
      awaitingAgent: spoken?.author !== 'agent',
      ...awaitingSince(thread),
      mine: handoff.agentId === me.id,
      topic: null,
      channel: this.channels.get(handoff.id) ?? 'web',
    }
  }

  #signIn(response: ServerResponse, { email = '', password }: Record<string, string>): void {
    const found = Object.values(STAFF).find((one) => one.email === email)
    if (!found || password !== 'demonstration')
      throw new Refused(401, 'sign_in_failed', 'L’adresse ou le mot de passe n’est pas le bon.')
    const id = randomUUID()
    const session = { user: found, csrfToken: randomUUID(), timeZone: 'Europe/Paris' }
    this.#sessions.set(id, session)
    response.setHeader('Set-Cookie', `guichet-fake=${id}; HttpOnly; SameSite=Lax; Path=/`)
    this.#sendJson(response, session)
  }

  #session(request: IncomingMessage, response: ServerResponse, session: SessionView): void {
    if (request.method === 'GET') {
      this.#sendJson(response, session)
      return
    }
    for (const [id, one] of this.#sessions) if (one === session) this.#sessions.delete(id)
    this.available.delete(session.user.id)
    response.writeHead(204).end()
  }

  #sessionOf(request: IncomingMessage, method: string): SessionView {
    const [, id = ''] = /guichet-fake=([\w-]+)/.exec(request.headers.cookie ?? '') ?? []
    const session = this.#sessions.get(id)
    if (!session) throw new Refused(401, 'sign_in_required', 'Connectez-vous pour continuer.')
    if (method !== 'GET' && request.headers['x-csrf-token'] !== session.csrfToken)
      throw new Refused(403, 'csrf', 'Votre session a expiré.')
    return session
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.write('event: queue\ndata: null\n\n')
    this.#streams.add(response)
    response.on('close', () => this.#streams.delete(response))
  }

  #readiness(): unknown {
    const ready = this.model === 'ready'
    return {
      status: ready ? 'ready' : 'degraded',
      storage: 'writable',
      stopping: false,
      model: this.model,
      modelReason: ready ? null : 'models/guichet-fr: file not found',
      encoderVersion: ready ? '9b1f00aa34cd' : null,
      clock: { status: 'sure', since: null, byS: null },
      mail: {
        status: 'off',
        waiting: 0,
        failed: 0,
        lastFault: null,
        replies: { status: 'off', refused: 0, lastFault: null },
      },
      tchap: { status: 'off', lastFault: null },
      content: [
        {
          communeId: 'villebourg',
          version: '4f2a91c07d3e',
          entries: 220,
          searchedBy: ready ? 'meaning' : 'words',
          own: false,
          progress: null,
          unreadable: false,
        },
      ],
    }
  }

  #sendJson(response: ServerResponse, body: unknown, status = 200): void {
    response
      .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
      .end(JSON.stringify(body))
  }

  async #sendFile(response: ServerResponse, pathname: string): Promise<void> {
    const name = /\.\w+$/.test(pathname) ? pathname : `${pathname}.html`
    const path = join('public', name)
    const content = await readFile(path).catch(() => null)
    if (!content) return void response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain' }).end(content)
  }
}

function awaitingSince(thread: readonly Message[]): { awaitingSince?: string } {
  const since = unansweredSince(thread)
  return since === null ? {} : { awaitingSince: since }
}

/** The action of a verb of the handoff's life. */
function lifeAction(
  { id: agentId, displayName: agentName }: User,
  verb: string | undefined,
  body: Record<string, unknown>,
  at: string,
): HandoffAction | null {
  const { to, until, note } = body as { to?: Record<string, string>; until?: { inMinutes: number }; note?: string }
  const noted = note ? { note } : {}
  switch (verb) {
    case 'transfer': {
      const colleague = Object.values(STAFF).find(({ id }) => id === to?.agent)
      const there = colleague && { agentId: colleague.id, agentName: colleague.displayName }
      return { type: 'transfer', agentId, at, to: there ?? { deadlineAt: at }, ...noted }
    }
    case 'snooze': {
      const end = new Date(Date.now() + (until?.inMinutes ?? 0) * 60_000).toISOString()
      return { type: 'snooze', agentId, at, until: end, ...noted }
    }
    case 'wake':
      return { type: 'wake', at, cause: { type: 'agent', agentId }, back: { to: 'agent' } }
    case 'reopen':
      return { type: 'reopen', agentId, agentName, at, withinHours: 1 }
    case 'take-over':
      return { type: 'take_over', agentId, agentName, at }
    default:
      return null
  }
}

/** An error that the contract knows. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail)
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, string>> {
  let body = ''
  for await (const piece of request) body += piece
  return body === '' ? {} : (JSON.parse(body) as Record<string, string>)
}

/** A server on which nothing was imported yet. */
function noFeed(): NationalFeedView {
  return {
    source: null,
    mayImport: true,
    running: null,
    failure: null,
    report: null,
    selection: { themes: [], ids: [] },
    unknown: { themes: [], ids: [] },
    served: 0,
    toReview: 0,
    themes: [],
  }
}

/** An entry that was written from a fiche of which a price changed since. */
function sampleConcerned(): ConcernedEntriesView {
  const fiche = {
    id: 'F14929',
    digest: '0'.repeat(64),
    title: 'Passeport d’un majeur',
    url: 'https://www.service-public.gouv.fr/particuliers/vosdroits/F14929',
    standing: 'changed' as const,
    modified: '2026-11-20',
    successor: null,
    changes: [
      { kind: 'removed' as const, lines: ['Le timbre coûte 86 €.'] },
      { kind: 'added' as const, lines: ['Le timbre coûte 91 €.'] },
    ],
  }
  const entry = { id: 'passeport', title: 'Faire un passeport' }
  const replaced = [{ field: 'cost', before: 'Le timbre coûte 86 €.', after: 'Le timbre coûte 91 €.' }]
  return { total: 1, entries: [{ entry, hasDraft: false, fiches: [fiche], replaced, left: 1 }] }
}

/** What a second commune would begin with. */
function sampleTownPlan(): TownPlanView {
  return {
    from: { id: 'villebourg', name: 'Villebourg-sur-Loire' },
    settings: ['Conservation', 'Langues'],
    leftOut: ['Services'],
    entries: 3,
    chosenAnew: 0,
    willSee: false,
    obstacle: null,
  }
}
