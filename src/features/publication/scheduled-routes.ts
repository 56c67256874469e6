import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { communeOf } from '../../platform/http/commune-origins.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import { type Actor, type AuditAction, type AuditValue, actorOf } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { firstInstantOf } from '../../platform/time/wall-clock.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { User } from '../accounts/staff.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { judgePublication } from '../entries/model/publication.js'
import type { EditedEntryNeeds } from '../entries/routes/edited-entry.js'
import { entryRefusal } from '../entries/routes/entries-routes.js'
import { type GateSource, publicationRoutes, type ScheduledView, type ScheduleRequest } from './contract.js'
import { type MeasureNeeds, measuredReport, summaryOf } from './measured-report.js'
import { publishedFrom, type ReadyNeeds, readyContent } from './ready-sources.js'
import { MOST_AHEAD_MS, type ScheduledPublication, toSeenReport } from './scheduled.js'
import type { ScheduledPublicationStore } from './scheduled-verbs.js'

/** What these routes need. */
export interface ScheduledRouteNeeds extends EditedEntryNeeds, Pick<MeasureNeeds, 'snapshotOf'> {
  store: ReadyNeeds['store'] &
    Pick<EntryStore, 'listEntryRecords'> &
    Pick<AuditStore, 'recordAudit'> &
    Pick<
      ScheduledPublicationStore,
      'schedulePublication' | 'listScheduledPublications' | 'movePublication' | 'cancelPublication'
    >
  curation: EditedEntryNeeds['curation'] & Pick<MeasureNeeds['curation'], 'gate'>
}

/** Serves what {@link publicationRoutes} have about publications at an hour. */
export function serveScheduled(needs: ScheduledRouteNeeds): ServedRoute[] {
  return [
    serve(publicationRoutes.scheduled, ({ response }) => scheduledView(needs, staffFrom(response).user)),
    serve(publicationRoutes.schedule, ({ body, response }) => schedule(needs, staffFrom(response).user, body)),
    serve(publicationRoutes.move, async ({ params: { id }, body, response }) => {
      const { user } = staffFrom(response)
      const at = instantFor(needs, communeOf(needs, user.communeId), body.at)
      const moved = await needs.store.movePublication(
        { communeId: user.communeId, id },
        { at, now: needs.now().toISOString() },
      )
      return told(needs, user, 'publication_moved', moved)
    }),
    serve(publicationRoutes.cancel, async ({ params: { id }, response }) => {
      const { user } = staffFrom(response)
      const gone = await needs.store.cancelPublication({ communeId: user.communeId, id }, needs.now().toISOString())
      return told(needs, user, 'publication_cancelled', gone)
    }),
  ]
}

/** The instant of an hour of the commune's clock. @throws AppError `hour_skipped`, `hour_past`, `hour_too_far` (422) */
function instantFor({ now }: Pick<EditedEntryNeeds, 'now'>, { timeZone }: Commune, hour: string): string {
  const at = firstInstantOf(Date.parse(`${hour}Z`), timeZone)
  if (!at) throw new AppError('hour_skipped', 422, { field: 'at' })
  const aheadMs = at.getTime() - now().getTime()
  if (aheadMs <= 0) throw new AppError('hour_past', 422, { field: 'at' })
  if (aheadMs > MOST_AHEAD_MS) throw new AppError('hour_too_far', 422, { field: 'at' })
  return at.toISOString()
}

async function schedule(needs: ScheduledRouteNeeds, user: User, request: ScheduleRequest): Promise<ScheduledView> {
  const { entries, gateId, at: hour, why: words = '' } = request
  const commune = communeOf(needs, user.communeId)
  const at = instantFor(needs, commune, hour)
  const ready = await Promise.all(entries.map((source) => readyContent(needs, user, source)))
  const report = await measuredReport(needs, user, { sources: entries, gateId })
  if (report.verdict === 'blocked') throw new AppError('gate_blocked', 409)
  const summary = summaryOf(report)
  const decidedAt = needs.now().toISOString()
  const decision = { id: gateId, communeId: commune.id, by: actorOf(user), why: cleanText(words) }
  const reviewerRequired = commune.curation?.reviewerRequired ?? false
  for (const { edited, source } of ready) {
    // What would be refused at its hour is refused now.
    const as = { ...decision, entries: [], reviewerRequired, at: decidedAt, gate: summary }
    const judged = judgePublication(edited.record, publishedFrom(source), as)
    if (typeof judged === 'string') throw entryRefusal(judged, edited.record, commune)
  }
  const planned = { ...decision, entries, at, decidedAt, seen: toSeenReport(report, summary) }
  const outcome = await needs.store.schedulePublication(planned)
  if (outcome === 'too_many') throw new AppError('too_many_scheduled', 409)
  if (outcome === 'publishing') throw new AppError('publication_under_way', 409)
  return told(needs, user, 'publication_scheduled', planned)
}

type Told = Pick<ScheduledPublication, 'communeId' | 'entries' | 'at'>

/** Tells the audit what was decided. @throws AppError `unknown_publication` (404), `publication_under_way` (409) */
async function told(
  needs: ScheduledRouteNeeds,
  user: User,
  action: AuditAction,
  publication: (Told & { why?: string }) | 'unknown' | 'publishing',
): Promise<ScheduledView> {
  if (publication === 'unknown') throw new AppError('unknown_publication', 404)
  if (publication === 'publishing') throw new AppError('publication_under_way', 409)
  const why = action === 'publication_scheduled' ? (publication.why ?? '') : ''
  await tellScheduled(needs, publication, { action, by: actorOf(user), why, more: {} })
  return scheduledView(needs, user)
}

/** Tells the audit of each entry what became of its publication at an hour. */
export async function tellScheduled(
  { store, now, communes }: { store: Pick<AuditStore, 'recordAudit'> } & Pick<EditedEntryNeeds, 'now' | 'communes'>,
  { communeId, entries, at }: Told,
  { action, by, why, more }: { action: AuditAction; by: Actor; why: string; more: Record<string, AuditValue> },
): Promise<void> {
  const timeZone = communes.get(communeId)?.timeZone ?? 'utc'
  const hour = DateTime.fromISO(at, { zone: timeZone }).toFormat('dd/MM/yyyy HH:mm')
  const row = { communeId, at: now().toISOString(), ...by, action, before: null, after: { hour, ...more }, why }
  await Promise.all(
    entries.map(({ entryId }) =>
      store.recordAudit({ id: randomUUID(), ...row, target: { kind: 'entry', id: entryId } }),
    ),
  )
}

/** What waits for its hour or for somebody in a commune. */
async function scheduledView(needs: ScheduledRouteNeeds, { communeId }: User): Promise<ScheduledView> {
  const scheduled = await needs.store.listScheduledPublications(communeId)
  if (scheduled.length === 0) return { scheduled: [] }
  const records = new Map((await needs.store.listEntryRecords(communeId)).map((one) => [one.entryId, one]))
  const served = needs.entriesNow(communeId)
  const named = (id: string) => ({ id, title: served.get(id)?.title || records.get(id)?.facts?.title || id })
  return {
    scheduled: scheduled.map(({ id, entries, at, by, held }) => {
      const changed = entries.find((source) => hasChanged(records.get(source.entryId), source))
      return {
        ...{ id, at, by: by.userName },
        entries: entries.map(({ entryId }) => named(entryId)),
        changed: changed ? named(changed.entryId) : null,
        held: held && { at: held.at, reason: held.reason, entry: held.entryId === null ? null : named(held.entryId) },
      }
    }),
  }
}

/** Whether an entry is no longer what was measured. Pure. */
function hasChanged(record: EntryDigest | undefined, source: GateSource): boolean {
  if (record?.archival) return true
  return 'draftVersion' in source && record?.draft?.version !== source.draftVersion
}
