import { seededRandom } from '../../src/platform/text/seeded-random.js'
import { bootstrapMean, type Interval } from '../peers/bootstrap.js'
import type { CaseQuestion } from '../peers/read-case.js'
import { seedOf } from '../peers/seeded-random.js'
import type { System } from '../peers/system.js'
import { PERTURBATIONS, type Perturbation } from './perturbations.js'

/** A system under one perturbation. Losses are against the clean questions: positive is worse. */
export interface Loss {
  perturbation: string
  'hit@1': number
  'hit@5': number
  'loss@1': number
  /** 95 %, paired by question. */
  interval: Interval | null
  'loss@5': number
}

/** A system's losses, the clean questions first, under the name "clean". */
export interface Robustness {
  name: string
  losses: Loss[]
}

const CLEAN: Perturbation = { name: 'clean', apply: (question) => question }

/** Asks every question as it is and under each perturbation. Questions that no entry answers are not asked. */
export async function measureRobustness(
  name: string,
  system: System,
  questions: readonly CaseQuestion[],
): Promise<Robustness> {
  const inScope = questions.filter(({ targets }) => targets.length > 0)
  const clean = await placesOf(system, inScope, CLEAN)
  const losses: Loss[] = [compare(CLEAN.name, clean, clean)]
  for (const perturbation of PERTURBATIONS) {
    losses.push(compare(perturbation.name, await placesOf(system, inScope, perturbation), clean))
  }
  return { name, losses }
}

/** A question under a perturbation: what is drawn depends on both, not on the questions before. */
export function perturb({ name, apply }: Perturbation, question: string): string {
  return apply(question, seededRandom(seedOf(`${name}\n${question}`)))
}

async function placesOf(
  system: System,
  questions: readonly CaseQuestion[],
  perturbation: Perturbation,
): Promise<number[]> {
  const places: number[] = []
  for (const { question, targets } of questions) {
    const { ids } = await system.find(perturb(perturbation, question))
    const place = ids.findIndex((id) => targets.includes(id))
    places.push(place < 0 ? Number.POSITIVE_INFINITY : place + 1)
  }
  return places
}

function compare(perturbation: string, places: readonly number[], clean: readonly number[]): Loss {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const hits = (all: readonly number[], k: number) => all.map((place) => (place <= k ? 1 : 0))
  const differences = (k: number) => {
    const now = hits(places, k)
    return hits(clean, k).map((before, i) => before - (now[i] ?? 0))
  }
  return {
    perturbation,
    'hit@1': mean(hits(places, 1)),
    'hit@5': mean(hits(places, 5)),
    'loss@1': mean(differences(1)),
    interval: bootstrapMean(differences(1)),
    'loss@5': mean(differences(5)),
  }
}
