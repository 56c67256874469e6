import { hitsByStyle, hitsOf } from '../../benchmarks/peers/hits.js'
import type { AskedQuestion, CaseReport, SystemReport } from '../../benchmarks/peers/peers-report.js'

/** A question that some entry answers, found at a place. */
export function asked(rightAt: number | null, style: string | null = null, confidence = 0.5): AskedQuestion {
  const outcome = confidence >= 0.8 ? 'answered' : 'clarification'
  return { id: 'q', style, inScope: true, rightAt, confidence, outcome, ms: 1 }
}

/** Two systems on one case: Guichet sure and right twice, unsure and wrong twice; one question that nothing answers. */
export function caseReport(name = 'installed <content>'): CaseReport {
  const questions = [
    asked(1, 'plain', 0.95),
    asked(1, 'plain', 0.85),
    asked(2, 'spoken', 0.4),
    asked(null, 'spoken', 0.2),
  ]
  const unanswerable: AskedQuestion = { ...asked(null, null, 0.3), inScope: false }
  const system = (id: string, title: string, kind: SystemReport['kind'], ms: number): SystemReport => ({
    id,
    name: title,
    kind,
    ...hitsOf(questions),
    ratio: 1,
    ratioInterval: [1, 1],
    byStyle: hitsByStyle(questions),
    msMedian: ms,
    msP95: ms * 2,
    residentMb: 100 * ms,
    peakMb: 100 * ms,
    buildS: 1,
    cachedBuildS: null,
    encoderVersion: null,
    policy: { answer: 0.8, gap: 0.1, floor: 0.3, choice: 0.04 },
    asked: [...questions, unanswerable],
  })
  return {
    name,
    entries: 10,
    questions: questions.length,
    unanswerable: 1,
    leftOut: 0,
    withIntents: true,
    systems: [system('guichet', 'Guichet', 'guichet', 4), system('minisearch', 'MiniSearch (French)', 'peer', 1)],
    missing: [],
  }
}
