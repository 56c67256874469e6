import { bucketOf } from '../../src/features/statistics/duration-histogram.js'
import { daysOf, lastDays, weekdayOf } from '../../src/platform/time/period.js'
import type { Store } from '../../src/store/store.js'

/** Thirty made-up days of a reception, for the pages that show figures. They are in the store of the scenes alone: the demonstration shows what really happened in it. */
export async function countMadeUpDays(store: Store, communeId: string, today: string): Promise<void> {
  for (const day of daysOf(lastDays(today, 30))) {
    if (weekdayOf(day) < 6) await store.count(communeId, day, madeUpDay(weekdayOf(day)))
  }
}

function madeUpDay(weekday: number): Record<string, number> {
  const busy = weekday === 1 ? 3 : 1
  const minutes = (count: number) => bucketOf(count * 60_000)
  return {
    'handoff.kind.live': 4 * busy,
    'handoff.kind.message': 1,
    'handoff.hour.9': 2 * busy,
    'handoff.hour.11': busy,
    'handoff.hour.15': busy + 1,
    'handoff.reason.citizen_wish': 3 * busy,
    'handoff.reason.no_answer': busy + 1,
    'handoff.language.fr': 4 * busy,
    'handoff.language.ar': 1,
    'handoff.department.etat-civil': 4 * busy + 1,
    'handoff.topic.passeport-urgence': 2 * busy,
    'handoff.topic.cantine-inscription': busy,
    'handoff.topic.-': busy + 1,
    'handoff.end.live.answered': 3 * busy,
    'handoff.end.live.expired': busy,
    [`handoff.wait.9.${minutes(2)}`]: 2 * busy,
    [`handoff.first.9.${minutes(3 * busy)}`]: 2 * busy,
    [`handoff.first.15.${minutes(4)}`]: busy,
    [`handoff.talk.${minutes(9)}.passeport-urgence`]: 2 * busy,
    [`handoff.talk.${minutes(14)}.cantine-inscription`]: busy,
    [`handoff.answer.${minutes(700)}`]: 1,
    'handoff.transferred': busy,
    'handoff.call.reached': 1,
    'handoff.call.inTime': 1,
    questions: 30 * busy,
    'outcome.answered': 22 * busy,
    'outcome.clarification': 4 * busy,
    'outcome.escalated_wish': 4 * busy,
    'turn.hour.9': 12 * busy,
    'turn.hour.11': 8 * busy,
    'turn.hour.18': 10 * busy,
    'turn.language.fr': 28 * busy,
    'turn.language.ar': 2 * busy,
    'turn.page./demarches.html': 18 * busy,
    'turn.page./': 12 * busy,
    'turn.entry.passeport-urgence': 12 * busy,
    'turn.entry.cantine-inscription': 8 * busy,
    'turn.entry.piscine': 2 * busy,
    'turn.ms': 360 * busy,
    'turn.timed': 30 * busy,
    'turn.sure': 22 * busy,
    'turn.right': 21_560 * busy,
    'turn.doubt': 420 * busy,
    'opinion.helpful.passeport-urgence': 3 * busy,
    'opinion.unhelpful.cantine-inscription': busy,
    'rating.5': 2 * busy,
    'rating.3': 1,
  }
}
