import { setTimeout } from 'node:timers/promises'
import { communeOf } from '../../platform/http/commune-origins.js'
import { AppError } from '../../platform/model/app-error.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import type { GateSource, HeldReason } from './contract.js'
import { type MeasureNeeds, startMeasure, summaryOf } from './measured-report.js'
import { lookAt, publishReady, type Ready, type ReadyNeeds } from './ready-sources.js'
import {
  type Attempt,
  isTooLate,
  isWorse,
  retryAt,
  type ScheduledPublication,
  type SeenReport,
  toSeenReport,
} from './scheduled.js'
import { tellScheduled } from './scheduled-routes.js'
import type { ScheduledPublicationStore } from './scheduled-verbs.js'

/** How long a stop waits for what is being published, ms; what is cut short is tried again. */
const STOP_MS = 3_000

/** What publishing at an hour needs. */
export interface SchedulerNeeds extends MeasureNeeds, ReadyNeeds {
  store: ReadyNeeds['store'] &
    Pick<AuditStore, 'recordAudit'> &
    Pick<ScheduledPublicationStore, 'claimDuePublication' | 'settlePublication' | 'dropHeldPublications'>
  curation: MeasureNeeds['curation'] & ReadyNeeds['curation']
  /** Told of what failed: the next try may succeed. */
  onFailure: (error: unknown) => void
}

/** Makes the publications whose hour has come. */
export interface Scheduler {
  /** Begins to, unless it is at it: a report takes seconds, and holds nothing else. */
  look(): Promise<void>
  /** Settles when nothing is being made. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** A scheduler of one process: the store says which process makes a publication. */
export function createScheduler(needs: SchedulerNeeds): Scheduler {
  let working: Promise<void> | null = null
  let current: ScheduledPublication | null = null
  let closing = false
  const work = async () => {
    await needs.store.dropHeldPublications(needs.now().toISOString())
    while (!closing) {
      current = await needs.store.claimDuePublication(needs.now().toISOString())
      if (!current) return
      await attempt(needs, current)
    }
  }
  return {
    async look() {
      working ??= work()
        .catch(needs.onFailure)
        .finally(() => {
          working = null
        })
    },
    idle: async () => working ?? undefined,
    async close() {
      closing = true
      if (current) needs.curation.gate.cancel(current.communeId, measurer(current))
      if (working) await Promise.race([working, setTimeout(STOP_MS, null, { ref: false })])
    },
  }
}

/** In whose name the gate is asked: not in that of whoever may be measuring something else. */
function measurer({ id }: ScheduledPublication): string {
  return `scheduled ${id}`
}

async function attempt(needs: SchedulerNeeds, publication: ScheduledPublication): Promise<void> {
  const ended = await publish(needs, publication).catch((error: unknown): Attempt => {
    needs.onFailure(error)
    return { outcome: 'again', tryAt: retryAt(needs.now()) }
  })
  await needs.store.settlePublication(publication, ended)
  if (ended.outcome !== 'held') return
  const { reason, entryId } = ended.held
  // Whichever of them cannot be published any more, the others wait with it.
  const more = {
    reason: reason === 'late' || reason === 'worse' ? reason : 'changed',
    ...(entryId && { entry: entryId }),
  }
  const { by, why } = publication
  await tellScheduled(needs, publication, { action: 'publication_held', by, why, more })
}

async function publish(needs: SchedulerNeeds, publication: ScheduledPublication): Promise<Attempt> {
  const { id, communeId, entries, by, why, decidedAt } = publication
  const held = (reason: HeldReason, entryId: string | null = null): Attempt => ({
    outcome: 'held',
    held: { at: needs.now().toISOString(), reason, entryId },
  })
  if (await isMade(needs, publication)) return { outcome: 'published' }
  if (isTooLate(publication, needs.now())) return held('late')
  const ready: Ready[] = []
  for (const source of entries) {
    const looked = await lookAtStill(needs, communeId, source)
    if ('refusal' in looked) return held(looked.refusal, source.entryId)
    ready.push(looked)
  }
  const seen = await seenNow(needs, publication, ready)
  if (!seen) return { outcome: 'again', tryAt: retryAt(needs.now()) }
  if (isWorse(seen, publication.seen)) return held('worse')
  const gate = { ...(seen.summary as object), scheduled: decidedAt }
  const result = await publishReady(needs, communeOf(needs, communeId), { id, ready, by, why, gate })
  if (result.outcome === 'published') return { outcome: 'published' }
  const [first] = result.refusals
  return held(first?.refusal ?? 'stale', first?.entryId ?? null)
}

/** Whether a process that died since had made it already: all its entries are published together, or none. */
async function isMade({ store }: SchedulerNeeds, { id, communeId, entries }: ScheduledPublication): Promise<boolean> {
  const record = await store.getEntryRecord(communeId, entries[0]?.entryId ?? '')
  return record?.publications.some((one) => one.id === id) ?? false
}

/** An entry as it is now, or why it cannot be published any more. */
async function lookAtStill(
  needs: SchedulerNeeds,
  communeId: string,
  source: GateSource,
): Promise<Ready | { refusal: HeldReason }> {
  try {
    const looked = await lookAt(needs, { communeId }, source)
    return 'error' in looked ? { refusal: looked.view.reason } : looked
  } catch (error) {
    // A draft that was all there was of its entry was thrown away.
    if (error instanceof AppError && error.code === 'entry_not_found') return { refusal: 'no_draft' }
    throw error
  }
}

/** What a report says now: that of then while the same is served, else another one. `null` when none could be made. */
async function seenNow(
  needs: SchedulerNeeds,
  publication: ScheduledPublication,
  ready: readonly Ready[],
): Promise<SeenReport | null> {
  const { communeId, seen } = publication
  const { version } = await needs.snapshotOf(communeId)
  if (version === seen.servedVersion) return seen
  const run = startMeasure(needs, { id: publication.id, by: measurer(publication), communeId, ready })
  await needs.curation.gate.idle()
  return run.report && toSeenReport(run.report, summaryOf(run.report))
}
