import { randomUUID } from 'node:crypto'
import { communeOf } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { isServerAdmin, staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { entryRefusal } from '../entries/routes/entries-routes.js'
import {
  type GateSource,
  type GateView,
  type LeftOutView,
  type PublicationRequest,
  type PublicationView,
  publicationRoutes,
  type SubmissionRequest,
} from './contract.js'
import type { GateRun } from './gate-runs.js'
import { type MeasureNeeds, measuredReport, startMeasure, summaryOf } from './measured-report.js'
import type { Publisher } from './publisher.js'
import { lookAt, publishReady, type ReadyNeeds, readyContent } from './ready-sources.js'
import { type ScheduledRouteNeeds, serveScheduled } from './scheduled-routes.js'
import { undoPublication } from './undo-publication.js'

/** What these routes need. */
export interface PublicationRouteNeeds extends MeasureNeeds, ReadyNeeds, ScheduledRouteNeeds {
  store: ScheduledRouteNeeds['store'] & Pick<EntryStore, 'applyToEntry' | 'saveDraft'>
  curation: MeasureNeeds['curation'] & ReadyNeeds['curation']
  /** Publishes what the folders hold. */
  publisher: Pick<Publisher, 'publish' | 'stateOf'>
}

/** Serves {@link publicationRoutes}. */
export function servePublication(needs: PublicationRouteNeeds): ServedRoute[] {
  const { gate } = needs.curation
  return [
    serve(publicationRoutes.measure, ({ body, response }) => measure(needs, staffFrom(response).user, body.entries)),
    serve(publicationRoutes.measured, ({ response }) => {
      const { communeId, id } = staffFrom(response).user
      return gateView(gate.runOf(communeId, id))
    }),
    serve(publicationRoutes.endMeasure, ({ response }) => {
      const { communeId, id } = staffFrom(response).user
      gate.cancel(communeId, id)
      return null
    }),
    serve(publicationRoutes.publish, ({ body, response }) => publish(needs, staffFrom(response).user, body)),
    serve(publicationRoutes.undo, ({ params, response }) =>
      undoPublication(needs, staffFrom(response).user, params.id),
    ),
    serve(publicationRoutes.submit, ({ body, response }) => submit(needs, staffFrom(response).user, body)),
    ...serveScheduled(needs),
    serve(publicationRoutes.state, ({ response }) => stateView(needs, staffFrom(response).user)),
    serve(publicationRoutes.publishFolders, ({ response }) => {
      // Reading and checking take seconds: the page follows them by reading the state.
      needs.publisher.publish()
      return stateView(needs, staffFrom(response).user)
    }),
  ]
}

function stateView(needs: PublicationRouteNeeds, user: User): PublicationView {
  const { trend, ...state } = needs.publisher.stateOf(user.communeId)
  return { ...state, trend: trend.map(({ version: _, ...past }) => past), mayPublish: isServerAdmin(needs, user) }
}

async function measure(needs: PublicationRouteNeeds, user: User, sources: readonly GateSource[]): Promise<GateView> {
  const looked = await Promise.all(sources.map((source) => lookAt(needs, user, source)))
  const ready = looked.flatMap((one) => ('content' in one ? [one] : []))
  const leftOut = looked.flatMap((one) => ('content' in one ? [] : [one]))
  const [first] = leftOut
  if (first && (ready.length === 0 || looked.length === 1)) throw first.error
  const run = startMeasure(needs, { id: randomUUID(), by: user.id, communeId: user.communeId, ready })
  return { ...gateView(run), leftOut: leftOut.map(({ view }) => view) }
}

async function publish(needs: PublicationRouteNeeds, user: User, request: PublicationRequest) {
  const { entries: sources, gateId, override = false, why: words = '' } = request
  const why = cleanText(words)
  const commune = communeOf(needs, user.communeId)
  const ready = await Promise.all(sources.map((source) => readyContent(needs, user, source)))
  const report = await measuredReport(needs, user, { sources, gateId })
  if (report.verdict === 'blocked' && !override) throw new AppError('gate_blocked', 409)
  if (report.verdict === 'blocked' && why === '') throw new AppError('text_empty', 422, { field: 'why' })
  // A second press publishes nothing twice.
  const result = await publishReady(needs, commune, {
    id: gateId,
    ready,
    by: actorOf(user),
    why,
    gate: summaryOf(report),
  })
  if (result.outcome === 'refused') {
    const [first] = result.refusals
    const record = first ? await needs.store.getEntryRecord(commune.id, first.entryId) : undefined
    throw entryRefusal(first?.refusal ?? 'stale', record ?? null, commune)
  }
  return { entries: result.entries }
}

/** Gives drafts to a reviewer, those that can be. */
async function submit(needs: PublicationRouteNeeds, user: User, { entries, why = '' }: SubmissionRequest) {
  const entryIds: string[] = []
  const leftOut: LeftOutView[] = []
  for (const source of entries) {
    const looked = await lookAt(needs, user, source)
    if ('error' in looked && entries.length === 1) throw looked.error
    if ('error' in looked) {
      leftOut.push(looked.view)
      continue
    }
    const { edited, content } = looked
    const scope = { communeId: user.communeId, entryId: edited.id, installed: edited.installed }
    const { draftVersion } = source
    const act = { at: needs.now().toISOString(), by: actorOf(user), why: cleanText(why) }
    const result = await needs.store.applyToEntry(scope, { type: 'submit', draftVersion, ...act })
    if (result.outcome === 'applied') entryIds.push(edited.id)
    else leftOut.push({ entry: { id: edited.id, title: content.title }, reason: result.refusal, field: null })
  }
  return { entryIds, leftOut }
}

function gateView(run: GateRun<readonly GateSource[]> | null): GateView {
  if (!run) return { id: null, entries: [], leftOut: [], state: 'none', done: 0, total: 0, report: null }
  const { id, sources, state, done, total, report } = run
  return { id, entries: [...sources], leftOut: [], state, done, total, report }
}
