import { randomUUID } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import { cleanText } from '../../../assistant/screen.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { communeOf } from '../../../platform/http/views.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { User } from '../../accounts/staff.js'
import { type AuditValue, actorOf } from '../../audit/audit.js'
import { curatedEntry } from '../../entries/editing/curated-entry.js'
import { checkContent } from '../../entries/lint/check-content.js'
import { readyDraft } from '../../entries/model/entry-life.js'
import { type EntryContent, revisionOf } from '../../entries/model/entry-record.js'
import {
  type GateSource,
  type GateView,
  gateRequest,
  type PublishedView,
  publicationRequest,
} from '../../entries/routes/curation-contract.js'
import { type DeskEntry, knownEntry } from '../../entries/routes/entry-desk.js'
import { entryRefusal } from '../../entries/routes/refuse-entry.js'
import type { GateReport } from '../gate-report.js'
import type { GateRun } from '../gate-runs.js'

/** What is measured before entries are published, and publishing them. */
export function gateRoutes(context: HttpContext): Router {
  const router = Router()
  const isCurator = requireRole(context, ['curator', 'admin'])
  router.post('/admin/gate', isCurator, startGate(context))
  router.get('/admin/gate', isCurator, (_request, response) => {
    const { communeId, id } = staffFrom(response).user
    response.json(gateView(context.curation.gate.runOf(communeId, id)))
  })
  router.delete('/admin/gate', isCurator, (_request, response) => {
    const { communeId, id } = staffFrom(response).user
    context.curation.gate.cancel(communeId, id)
    response.status(204).end()
  })
  router.post('/admin/publications', isCurator, publish(context))
  return router
}

function startGate(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { entries: sources } = parseBody(gateRequest, request.body)
    const ready = await Promise.all(sources.map((source) => readyContent(context, user, source)))
    const entries = ready.map(({ desk: { id, file }, content }) =>
      curatedEntry(id, content, { file, words: context.curation.guideWords() }),
    )
    const run = context.curation.gate.start(user.communeId, { id: randomUUID(), by: user.id, sources, entries })
    response.status(202).json(gateView(run))
  }
}

function publish(context: HttpContext): RequestHandler {
  return async (request, response) => {
    const { user } = staffFrom(response)
    const { entries: sources, gateId, override = false, why: words = '' } = parseBody(publicationRequest, request.body)
    const why = cleanText(words)
    const commune = communeOf(context, user.communeId)
    const { store, now } = context.assistant
    const ready = await Promise.all(sources.map((source) => readyContent(context, user, source)))
    const report = await measuredReport(context, user, { sources, gateId })
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
    await context.curation.served(commune.id)
    response.json({ entries: result.entries } satisfies PublishedView)
  }
}

interface Ready {
  desk: DeskEntry
  content: EntryContent
  source: GateSource
}

/** What a source names, if it can be published as it is. @throws AppError `content_faulty` (422), and those of `entryRefusal` */
async function readyContent(context: HttpContext, user: User, source: GateSource): Promise<Ready> {
  const desk = await knownEntry(context, user, source.entryId)
  const { record, commune } = desk
  const found = 'revision' in source ? revisionOf(record, source.revision) : readyDraft(record, source.draftVersion)
  if (!found) throw entryRefusal('unknown_revision', record, commune)
  if (typeof found === 'string') throw entryRefusal(found, record, commune)
  const [fault] = checkContent(found.content, commune, { file: desk.file, entryIds: desk.entryIds })
  if (fault) throw new AppError('content_faulty', 422, { field: `${source.entryId}.${fault.field}` })
  return { desk, content: found.content, source }
}

/** The report on these very sources against what is served now. @throws AppError `gate_required` (409) */
async function measuredReport(
  context: HttpContext,
  user: User,
  { sources, gateId }: { sources: readonly GateSource[]; gateId: string },
): Promise<GateReport> {
  const run = context.curation.gate.find(user.communeId, gateId)
  const { version } = await context.assistant.snapshotOf(user.communeId)
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
  if (!run) return { id: null, entries: [], state: 'none', phase: null, done: 0, total: 0, report: null }
  const { id, sources, state, phase, done, total, report } = run
  return { id, entries: [...sources], state, phase, done, total, report }
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
