import { beforeEach, describe, expect, it } from '@jest/globals'
import { measureCase } from '../../../benchmarks/peers/measure-case.js'
import type { PeerJob } from '../../../benchmarks/peers/peer-process.js'
import type { RunResult } from '../../../benchmarks/peers/run-in-process.js'

const FORMER = 'the one before=models/former'
const QUESTIONS = ['first', 'second', 'third', 'fourth']
/** How many of the questions each system finds the entry of. */
const FOUND: Record<string, number> = { guichet: 4, bm25: 2, minisearch: 1, [FORMER]: 3 }
const asked: { job: PeerJob; limitMs: number | null }[] = []

/** In place of the processes: each system finds as many entries as it is told to. */
async function runInProcess(job: PeerJob, limitMs: number | null): Promise<RunResult> {
  asked.push({ job, limitMs })
  const found = FOUND[job.system]
  if (found === undefined) return { status: 'failed', reason: 'there is no model' }
  const findings = job.questions.map((question, i) => ({
    ids: i < found ? [question] : [],
    confidence: null,
    outcome: null,
  }))
  const memory = { residentMb: 100, peakMb: 200 }
  const run = {
    buildMs: 1_000,
    ...memory,
    timesMs: findings.map(() => 2),
    findings,
    encoderVersion: null,
    policy: null,
  }
  return { status: 'done', run }
}

const documents = Array.from({ length: 1_001 }, (_, i) => ({
  id: QUESTIONS[i] ?? `${i}`,
  title: `Entry ${i}`,
  text: '',
  questions: [],
}))
const questions = QUESTIONS.map((id) => ({ id, question: id, targets: [id], style: null }))
const measure = (systems: string[], cold = true) =>
  measureCase(
    { name: 'case', documents, questions, leftOut: 0 },
    { systems, cold, withIntents: true, run: runInProcess },
  )

describe('an encoder alone', () => {
  beforeEach(() => {
    asked.length = 0
  })

  it('is reported as any other, and is not what a town would pick: the ratios stay those to the best peer', async () => {
    const { systems, missing } = await measure(['guichet', 'bm25', 'minisearch', FORMER])
    expect(missing).toEqual([])
    expect(systems.map(({ name, kind, ratio }) => [name, kind, ratio])).toEqual([
      ['Guichet', 'guichet', 2],
      ['BM25 (French stems)', 'peer', 1],
      ['MiniSearch (French)', 'peer', 0.5],
      ['the one before', 'encoder', 1.5],
    ])
    const former = {
      'hit@1': 0.75,
      msMedian: 2,
      residentMb: 100,
      peakMb: 200,
      buildS: 1,
      cachedBuildS: 1,
      policy: null,
    }
    expect(systems.at(-1)).toMatchObject(former)
  })

  it('is built from nothing, then from what it kept itself, and no time is set for its texts', async () => {
    await measure(['guichet', 'bm25', FORMER])
    const [guichet, , , first, second] = asked
    expect(first).toMatchObject({ job: { system: FORMER, questions: [] }, limitMs: null })
    expect(second).toMatchObject({ job: { system: FORMER, questions: QUESTIONS }, limitMs: null })
    expect(second?.job.cacheDir).toBe(first?.job.cacheDir)
    expect(first?.job.cacheDir).not.toBe(guichet?.job.cacheDir)
    asked.length = 0
    await measure([FORMER], false)
    expect(asked.map(({ job }) => job.cacheDir)).toEqual(['data/cache'])
  })

  it('is left out with its reason when it cannot be run', async () => {
    const { systems, missing } = await measure(['bm25', 'lost=models/nowhere'])
    expect(systems.map(({ id }) => id)).toEqual(['bm25'])
    expect(missing).toEqual([{ name: 'lost', reason: 'there is no model' }])
  })
})
