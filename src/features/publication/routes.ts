import { randomUUID } from 'node:crypto'
import { communeOf } from '../../platform/http/known-communes.js'
import { type Served, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { isServerAdmin, staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import { type AuditValue, actorOf } from '../audit/audit.js'
import type { Library } from '../entries/catalogue/library.js'
import { curatedEntry } from '../entries/editing/curated-entry.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { checkContent } from '../entries/lint/check-content.js'
import { readyDraft } from '../entries/model/entry-life.js'
import { type EntryContent, type EntryRecord, revisionOf } from '../entries/model/entry-record.js'
import { type DeskEntry, type DeskNeeds, knownEntry } from '../entries/routes/entry-desk.js'
import { entryRefusal } from '../entries/routes/refuse-entry.js'
import {
  type GateSource,
  type GateView,
  type LeftOutView,
  type PublicationRequest,
  type PublicationView,
  publicationRoutes,
  type SubmissionRequest,
} from './contract.js'
import type { AskAgain } from './gate.js'
import type { GateReport } from './gate-report.js'
import type { GateRun } from './gate-runs.js'
import type { Publisher } from './publisher.js'
import { undoPublication } from './undo-publication.js'

/** What these routes need. */
export interface PublicationRouteNeeds extends DeskNeeds {
  store: DeskNeeds['store'] & Pick<EntryStore, 'recordPublication' | 'applyToEntry' | 'listEntryRecords' | 'saveDraft'>
  /** Asks what citizens asked in vain. */
  askAgain: AskAgain
  curation: Pick<Curation, 'installedOf' | 'gate' | 'guideWords' | 'served'>
  snapshotOf: Library['snapshotOf']
  /** Publishes what the folders hold. */
  publisher: Pick<Publisher, 'publish' | 'stateOf'>
}

/** Serves {@link publicationRoutes}. */
export function servePublication(needs: PublicationRouteNeeds): Served[] {
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
  const words = needs.curation.guideWords()
  const run = needs.curation.gate.start(user.communeId, {
    id: randomUUID(),
    by: user.id,
    sources: ready.map(({ source }) => source),
    entries: ready.map(({ desk: { id, file }, content }) => curatedEntry(id, content, { file, words })),
    askAgain: needs.askAgain,
  })
  return { ...gateView(run), leftOut: leftOut.map(({ view }) => view) }
}

async function publish(needs: PublicationRouteNeeds, user: User, request: PublicationRequest) {
  const { entries: sources, gateId, override = false, why: words = '' } = request
  const why = cleanText(words)
  const commune = communeOf(needs, user.communeId)
  const { store, now } = needs
  const ready = await Promise.all(sources.map((source) => readyContent(needs, user, source)))
  const report = await measuredReport(needs, user, { sources, gateId })
  if (report.verdict === 'blocked' && !override) throw new AppError('gate_blocked', 409)
  if (report.verdict === 'blocked' && why === '') throw new AppError('text_empty', 422, { field: 'why' })
  const result = await store.recordPublication({
    // A second press publishes nothing twice.
    id: gateId,
    communeId: commune.id,
    entries: ready.map(({ desk: { id, installed }, source }) => ({
      entryId: id,
      installed,
      source:
        'revision' in source
          ? { type: 'revision', number: source.revision }
          : { type: 'draft', version: source.draftVersion },
    })),
    reviewerRequired: commune.curation?.reviewerRequired ?? false,
    at: now().toISOString(),
    by: actorOf(user),
    why,
    gate: summaryOf(report),
  })
  if (result.outcome === 'refused') {
    const [first] = result.refusals
    const record = first ? await store.getEntryRecord(commune.id, first.entryId) : undefined
    throw entryRefusal(first?.refusal ?? 'stale', record ?? null, commune)
  }
  await needs.curation.served(commune.id)
  return { entries: result.entries }
}

interface Ready {
  desk: DeskEntry
  content: EntryContent
  source: GateSource
}

/** What cannot be published as it is, and the error of whoever asks for it alone. */
interface Left {
  view: LeftOutView
  error: AppError
}

/** What a source names, if it can be published as it is. */
async function lookAt(needs: DeskNeeds, user: User, source: GateSource): Promise<Ready | Left> {
  const desk = await knownEntry(needs, user, source.entryId)
  const { record, commune } = desk
  const found = foundOf(record, source)
  const content = typeof found === 'string' ? record.draft?.content : found.content
  const entry = { id: desk.id, title: content?.title || desk.served?.title || desk.id }
  if (typeof found === 'string')
    return { view: { entry, reason: found, field: null }, error: entryRefusal(found, record, commune) }
  const [fault] = checkContent(found.content, commune, { file: desk.file, entryIds: desk.entryIds })
  if (!fault) return { desk, content: found.content, source }
  const { field } = fault
  const error = new AppError('content_faulty', 422, { field: `${source.entryId}.${field}` })
  return { view: { entry, reason: 'faulty', field }, error }
}

function foundOf(record: EntryRecord, source: GateSource) {
  if ('draftVersion' in source) return readyDraft(record, source.draftVersion)
  return revisionOf(record, source.revision) ?? 'unknown_revision'
}

/** The same. @throws AppError `content_faulty` (422), and those of `entryRefusal` */
async function readyContent(needs: DeskNeeds, user: User, source: GateSource): Promise<Ready> {
  const looked = await lookAt(needs, user, source)
  if ('error' in looked) throw looked.error
  return looked
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
    const { desk, content } = looked
    const scope = { communeId: user.communeId, entryId: desk.id, installed: desk.installed }
    const { draftVersion } = source
    const act = { at: needs.now().toISOString(), by: actorOf(user), why: cleanText(why) }
    const result = await needs.store.applyToEntry(scope, { type: 'submit', draftVersion, ...act })
    if (result.outcome === 'applied') entryIds.push(desk.id)
    else leftOut.push({ entry: { id: desk.id, title: content.title }, reason: result.refusal, field: null })
  }
  return { entryIds, leftOut }
}

/** The report on these very sources against what is served now. @throws AppError `gate_required` (409) */
async function measuredReport(
  needs: PublicationRouteNeeds,
  user: User,
  { sources, gateId }: { sources: readonly GateSource[]; gateId: string },
): Promise<GateReport> {
  const run = needs.curation.gate.find(user.communeId, gateId)
  const { version } = await needs.snapshotOf(user.communeId)
  const isSame = run !== null && keyOf(run.sources) === keyOf(sources)
  if (!isSame || !run.report) throw new AppError('gate_required', 409)
  // Published with this very report already: a second press.
  const isCurrent = run.report.servedVersion === version || run.report.candidateVersion === version
  if (!isCurrent) throw new AppError('gate_required', 409)
  return run.report
}

function keyOf(sources: readonly GateSource[]): string {
  return sources
    .map((source) => `${source.entryId} ${'revision' in source ? `r${source.revision}` : `d${source.draftVersion}`}`)
    .sort()
    .join('\n')
}

function gateView(run: GateRun<readonly GateSource[]> | null): GateView {
  if (!run) return { id: null, entries: [], leftOut: [], state: 'none', done: 0, total: 0, report: null }
  const { id, sources, state, done, total, report } = run
  return { id, entries: [...sources], leftOut: [], state, done, total, report }
}

/** What of a report is worth keeping with the publication. */
function summaryOf({ verdict, blockedBy, counts, thefts, promise, before, after }: GateReport): AuditValue {
  return {
    verdict,
    blockedBy,
    counts: { ...counts },
    promise,
    errorBefore: before.error?.share ?? null,
    errorAfter: after.error?.share ?? null,
    thefts: thefts.map(({ from, by, count }) => ({ from: from.id, by: by.id, count })),
  }
}
