import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentiles } from '../../src/commands/evaluation-summary.js'
import { bootstrapRatio } from './bootstrap.js'
import { hitsByStyle, hitsOf } from './hits.js'
import type { PeerRun } from './peer-process.js'
import type { AskedQuestion, CaseReport, SystemReport } from './peers-report.js'
import type { Case, CaseQuestion } from './read-case.js'
import { runInProcess } from './run-in-process.js'
import { systemOf } from './systems.js'

/** A town that waits longer than this for its training would not choose the peer. */
const TRAINING_LIMIT_MS = 180_000
const LARGE_BASE = 1_000

/** How a case is measured. */
export interface MeasureOptions {
  /** As {@link systemOf} reads them. */
  systems: readonly string[]
  /** Whether the builds of encoders from nothing are measured too; otherwise they read the embeddings of `data/cache`. */
  cold: boolean
  withIntents: boolean
  /** How a system is run; default: in a process of its own. */
  run?: typeof runInProcess
}

/** Runs each system on a case, one after the other, each in a process of its own. @throws when Guichet itself cannot be run */
export async function measureCase(one: Case, options: MeasureOptions): Promise<CaseReport> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-peers-'))
  const systems: SystemReport[] = []
  const missing: CaseReport['missing'] = []
  try {
    const baseFile = join(folder, 'base.json')
    await writeFile(baseFile, JSON.stringify(one.documents))
    for (const id of options.systems) {
      const measured = await measureSystem(id, one, {
        baseFile,
        folder,
        cold: options.cold,
        run: options.run ?? runInProcess,
      })
      if ('reason' in measured) missing.push({ name: systemOf(id).name, reason: measured.reason })
      else systems.push(measured)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  addRatios(systems)
  const questions = one.questions.filter(({ targets }) => targets.length > 0).length
  return {
    name: one.name,
    entries: one.documents.length,
    questions,
    unanswerable: one.questions.length - questions,
    leftOut: one.leftOut,
    withIntents: options.withIntents,
    systems,
    missing,
  }
}

interface Place {
  baseFile: string
  folder: string
  cold: boolean
  run: typeof runInProcess
}

async function measureSystem(id: string, one: Case, place: Place): Promise<SystemReport | { reason: string }> {
  const kind = systemOf(id)
  process.stderr.write(`${one.name}: ${kind.name}\n`)
  // Two systems may have one encoder: the second would find what the first has embedded.
  const emptyCache = () => mkdtemp(join(place.folder, 'cache-'))
  const cacheDir = kind.cached ? (place.cold ? await emptyCache() : 'data/cache') : null
  const job = {
    system: id,
    baseFile: place.baseFile,
    cacheDir,
    questions: one.questions.map(({ question }) => question),
  }
  const limitMs = kind.kind === 'peer' && one.documents.length > LARGE_BASE ? TRAINING_LIMIT_MS : null
  const first =
    kind.cached && !place.cold
      ? null
      : await place.run({ ...job, questions: kind.cached ? [] : job.questions }, limitMs)
  const last = kind.cached ? await place.run(job, null) : first
  const failure = [first, last].find((result) => result?.status === 'failed')
  if (failure?.status === 'failed') {
    if (kind.kind === 'guichet') throw new Error(`${kind.name}: ${failure.reason}`)
    return { reason: failure.reason }
  }
  if (last?.status !== 'done') return { reason: 'it was not run' }
  const coldMs = first?.status === 'done' ? first.run.buildMs : null
  return summarise(id, one.questions, { run: last.run, coldMs })
}

function summarise(
  id: string,
  questions: readonly CaseQuestion[],
  { run, coldMs }: { run: PeerRun; coldMs: number | null },
): SystemReport {
  const asked = questions.map((question, i) => judge(question, run, i))
  const { p50, p95 } = percentiles(run.timesMs)
  const { name, kind, cached } = systemOf(id)
  return {
    id,
    name,
    kind,
    ...hitsOf(asked),
    ratio: null,
    ratioInterval: null,
    byStyle: hitsByStyle(asked),
    msMedian: p50 ?? 0,
    msP95: p95 ?? 0,
    residentMb: run.residentMb,
    peakMb: run.peakMb,
    buildS: coldMs === null ? null : coldMs / 1000,
    cachedBuildS: cached ? run.buildMs / 1000 : null,
    encoderVersion: run.encoderVersion,
    policy: run.policy,
    asked,
  }
}

function judge({ id, style, targets }: CaseQuestion, { findings, timesMs }: PeerRun, i: number): AskedQuestion {
  const { ids = [], confidence = null, outcome = null } = findings[i] ?? {}
  const place = ids.findIndex((found) => targets.includes(found))
  const rightAt = place < 0 ? null : place + 1
  return { id, style, inScope: targets.length > 0, rightAt, confidence, outcome, ms: timesMs[i] ?? 0 }
}

/** Sets each system beside the peer with the best hit@1. */
function addRatios(systems: SystemReport[]): void {
  const peers = systems.filter(({ kind }) => kind === 'peer')
  const best = peers.reduce<SystemReport | null>((a, b) => (a && a['hit@1'] >= b['hit@1'] ? a : b), null)
  if (!best || best['hit@1'] === 0) return
  for (const system of systems) {
    system.ratio = system['hit@1'] / best['hit@1']
    system.ratioInterval = bootstrapRatio(firsts(system), firsts(best))
  }
}

function firsts({ asked }: SystemReport): number[] {
  return asked.filter(({ inScope }) => inScope).map(({ rightAt }) => (rightAt === 1 ? 1 : 0))
}
