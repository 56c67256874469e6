import type { CitizenQuestion } from '../../platform/model/entry.js'
import type { Failure } from '../../platform/model/failure.js'

/** What the screen puts in the place of personal data: words between square brackets. */
const MASKED = /(?<!\s)\s*\[[^[\]]{1,60}\]/g
/** Longest example question. */
const MOST_CHARACTERS = 300

/** A failed question as an example question of an entry: on one line, without what was masked in it. Pure. */
export function exampleOf(question: string): string {
  return question.replace(MASKED, ' ').replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS)
}

/** An example question of failed ones, and who asked it. */
export type Example = Pick<CitizenQuestion, 'question' | 'people' | 'reportedBy'>

/** The distinct example questions of some failed ones, in their order; those in which nothing is left but a letter or two are left out. Pure. */
export function examplesOf(
  failures: readonly Pick<Failure, 'question' | 'asker' | 'remark'>[],
  most: number,
): Example[] {
  const known = new Map<string, { question: string; askers: Set<string>; reportedBy: string | null }>()
  for (const { question, asker, remark } of failures) {
    const example = exampleOf(question)
    const key = example
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    if (key.length <= 2) continue
    const found = known.get(key) ?? { question: example, askers: new Set<string>(), reportedBy: null }
    found.askers.add(asker)
    found.reportedBy ??= remark?.agentName ?? null
    known.set(key, found)
  }
  return [...known.values()].slice(0, most).map(({ question, askers, reportedBy }) => ({
    question,
    people: askers.size,
    ...(reportedBy === null ? {} : { reportedBy }),
  }))
}
