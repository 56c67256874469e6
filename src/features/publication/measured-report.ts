import { AppError } from '../../platform/model/app-error.js'
import type { AuditValue } from '../../platform/model/audit.js'
import type { User } from '../accounts/staff.js'
import type { Library } from '../entries/catalogue/library.js'
import { curatedEntry } from '../entries/editing/curated-entries.js'
import type { GateSource } from './contract.js'
import type { AskAgain, GatedCuration } from './gate.js'
import type { GateReport } from './gate-report.js'
import type { GateRun } from './gate-runs.js'
import type { Ready } from './ready-sources.js'

/** What measuring entries needs. */
export interface MeasureNeeds {
  /** Asks what citizens asked in vain. */
  askAgain: AskAgain
  curation: Pick<GatedCuration, 'gate' | 'guideWords'>
  snapshotOf: Library['snapshotOf']
}

/** What is measured, for whom. */
interface MeasureOrder {
  id: string
  by: string
  communeId: string
  ready: readonly Ready[]
}

/** Starts a run of the gate on entries that can be published. */
export function startMeasure(
  { curation, askAgain }: MeasureNeeds,
  { id, by, communeId, ready }: MeasureOrder,
): GateRun<readonly GateSource[]> {
  const words = curation.guideWords()
  return curation.gate.start(communeId, {
    id,
    by,
    sources: ready.map(({ source }) => source),
    entries: ready.map(({ edited, content }) => curatedEntry(edited.id, content, { file: edited.file, words })),
    askAgain,
  })
}

/** The report on these very sources against what is served now. @throws AppError `gate_required` (409) */
export async function measuredReport(
  { curation, snapshotOf }: Pick<MeasureNeeds, 'snapshotOf'> & { curation: Pick<GatedCuration, 'gate'> },
  { communeId }: Pick<User, 'communeId'>,
  { sources, gateId }: { sources: readonly GateSource[]; gateId: string },
): Promise<GateReport> {
  const run = curation.gate.find(communeId, gateId)
  const { version } = await snapshotOf(communeId)
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

/** What of a report is worth keeping with the publication. */
export function summaryOf({ verdict, blockedBy, counts, thefts, promise, before, after }: GateReport) {
  return {
    verdict,
    blockedBy,
    counts: { ...counts },
    promise,
    errorBefore: before.error?.share ?? null,
    errorAfter: after.error?.share ?? null,
    thefts: thefts.map(({ from, by, count }) => ({ from: from.id, by: by.id, count })),
  } satisfies AuditValue
}
