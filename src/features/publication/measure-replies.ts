import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Probability } from '../../platform/model/probability.js'
import { type Count, estimateShare } from '../entries/catalogue/estimate-share.js'
import { PARTS } from './deal-parts.js'
import type { GateMeasure } from './gate-report.js'
import { expectedOfResidents, leastConfidence, mostOfExamples } from './keep-promise.js'
import type { Rehearsed } from './rehearsed.js'

/**
 * What the replies to example questions show, with the confidence that the promise asks of answers: for each part, the one found on the others, so that no
 * question is judged by what was chosen on it. The same reckoning as `measurePromise`, over every question.
 * @param promise most wrong answers among those given, in [0, 1]
 */
export async function measureReplies(replies: Iterable<Rehearsed>, promise: number): Promise<GateMeasure> {
  const all = [...replies]
  const least = Array.from({ length: PARTS }, (_, part) =>
    leastOf(
      all.filter((reply) => reply.part !== part),
      promise,
    ),
  )
  const counts = new Map<string, { asked: number; answered: number; wrong: number }>()
  for (const { from, part, decided, confidence } of all) {
    const count = counts.get(from) ?? { asked: 0, answered: 0, wrong: 0 }
    counts.set(from, count)
    count.asked += 1
    if (decided.kind !== 'answer' || confidence < (least[part] as number)) continue
    count.answered += 1
    if (decided.id !== from) count.wrong += 1
  }
  const byEntry = [...counts.values()]
  const sum = (of: (count: { asked: number; answered: number; wrong: number }) => number) =>
    byEntry.reduce((total, count) => total + of(count), 0)
  const rest = async () => {
    await nextTurn()
  }
  const error = await estimateShare(
    byEntry.map(({ answered, wrong }): Count => ({ part: wrong, whole: answered })),
    rest,
  )
  return {
    asked: sum(({ asked }) => asked),
    answered: sum(({ answered }) => answered),
    wrong: sum(({ wrong }) => wrong),
    coverage: await estimateShare(
      byEntry.map(({ asked, answered }): Count => ({ part: answered, whole: asked })),
      rest,
    ),
    error: error && expectedOfResidents(error),
  }
}

/** The least confidence at which these answers keep a promise. */
export function leastOf(replies: readonly Rehearsed[], promise: number): Probability {
  const given = replies.flatMap(({ decided, from, confidence }) =>
    decided.kind === 'answer' ? [{ confidence, isRight: decided.id === from }] : [],
  )
  return leastConfidence(given, mostOfExamples(promise))
}
