import type { Changes } from './compare-rehearsals.js'
import type { GateMeasure, GateReport, GateVerdict } from './gate-report.js'
import { breaksNoMore } from './keep-promise.js'
import type { Rehearsal } from './rehearsed.js'

/** Questions that an entry may lose to one other before the gate closes: fewer may be chance, or better answered there. */
const LEAST_THEFT = 3
/** Share of the questions of an entry that it may lose. */
const MOST_STOLEN = 0.1

/**
 * Whether a publication is let through. It is blocked when even the low end of the error's interval is above the promise, unless what is served breaks it as
 * much or more; and when an entry loses to another one more than a tenth of its questions, which a large base would hide. Pure.
 */
export function judgeGate(
  { thefts }: Pick<Changes, 'thefts'>,
  measured: { before: GateMeasure; after: GateMeasure; promise: number },
  after: Rehearsal,
): Pick<GateReport, 'verdict' | 'blockedBy'> {
  const blockedBy: GateReport['blockedBy'] = []
  if (isBroken(measured.after, measured.promise) && !isAsBroken(measured)) blockedBy.push('promise')
  const questions = new Map<string, number>()
  for (const { from } of after.replies.values()) questions.set(from, (questions.get(from) ?? 0) + 1)
  const isTooMany = thefts.some(
    ({ from, count }) => count >= Math.max(LEAST_THEFT, MOST_STOLEN * (questions.get(from.id) ?? 0)),
  )
  if (isTooMany) blockedBy.push('theft')
  const isDoubtful = thefts.length > 0 || (measured.after.error?.share ?? 0) > measured.promise
  const verdict: GateVerdict = blockedBy.length > 0 ? 'blocked' : isDoubtful ? 'doubtful' : 'passed'
  return { verdict, blockedBy }
}

function isBroken({ error }: GateMeasure, promise: number): boolean {
  return error !== null && error.low > promise
}

function isAsBroken({ before, after, promise }: { before: GateMeasure; after: GateMeasure; promise: number }): boolean {
  return isBroken(before, promise) && breaksNoMore(after, before)
}
