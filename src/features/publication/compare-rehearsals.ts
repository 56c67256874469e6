import { citizenQuestionsOf } from '../entries/model/citizen-questions.js'
import type { ChangedQuestion, GateCounts, GateReport, GateTheft } from './gate-report.js'
import { isSameDecision, outcomeOf, type Rehearsal, type Rehearsed } from './rehearsed.js'

/** What becomes of questions when a content is replaced. */
export type Changes = Pick<GateReport, 'counts' | 'thefts' | 'misplaced' | 'gained' | 'ambiguous' | 'lost' | 'own'>

/** Examples of a list, and of one theft, at most. */
const MOST_SHOWN = 20
const MOST_EXAMPLES = 5

/** How a question fares, from bad to good for who asks it. */
type Fate = 'stolen' | 'unanswered' | 'ambiguous' | 'right'

/**
 * Compares what becomes of each question before and after. Questions that are gone are left out; those that are new count in `own`, and are misplaced when
 * another entry answers them. Pure.
 * @param changedIds entries to be published
 */
export function compareRehearsals(before: Rehearsal, after: Rehearsal, changedIds: ReadonlySet<string>): Changes {
  const titleOf = (id: string) => (after.base.entries.get(id) ?? before.base.entries.get(id))?.title ?? id
  const counts: GateCounts = { gained: 0, stolen: 0, misplaced: 0, ambiguous: 0, lost: 0 }
  const lists: Record<'gained' | 'ambiguous' | 'lost', ChangedQuestion[]> = { gained: [], ambiguous: [], lost: [] }
  const taken = { stolen: new Map<string, GateTheft>(), misplaced: new Map<string, GateTheft>() }
  const own = { asked: 0, answered: 0, stolen: 0, ambiguous: 0, unanswered: 0, fromCitizens: 0 }
  const isFromCitizens = marksOf(after)
  for (const [key, now] of after.replies) {
    const old = before.replies.get(key)
    if (changedIds.has(now.from)) countOwn(own, fateOf(now), isFromCitizens(now))
    if (old && isSameDecision(old.decided, now.decided)) continue
    const change = changeOf(old, now)
    if (change === null) continue
    counts[change] += 1
    if (change === 'stolen' || change === 'misplaced') addTheft(taken[change], now, { titleOf, isFromCitizens })
    else if (lists[change].length < MOST_SHOWN) {
      lists[change].push({
        question: now.question,
        isFromCitizens: isFromCitizens(now),
        entry: { id: now.from, title: titleOf(now.from) },
        before: old ? outcomeOf(old, titleOf) : null,
        after: outcomeOf(now, titleOf),
      })
    }
  }
  return { counts, thefts: mostOf(taken.stolen), misplaced: mostOf(taken.misplaced), ...lists, own }
}

function mostOf(thefts: ReadonlyMap<string, GateTheft>): GateTheft[] {
  const sorted = [...thefts.values()].sort((a, b) => b.count - a.count || (a.from.id < b.from.id ? -1 : 1))
  return sorted.slice(0, MOST_SHOWN)
}

function fateOf({ decided, from }: Rehearsed): Fate {
  if (decided.kind === 'answer') return decided.id === from ? 'right' : 'stolen'
  return decided.kind === 'clarify' ? 'ambiguous' : 'unanswered'
}

/** Whether citizens really asked a question, by what its entry knows. */
function marksOf({ base }: Rehearsal): (reply: Rehearsed) => boolean {
  const marks = new Map<string, ReadonlyMap<string, unknown>>()
  return ({ from, question }) => {
    const entry = base.entries.get(from)
    const known = marks.get(from) ?? (entry ? citizenQuestionsOf(entry) : new Map())
    marks.set(from, known)
    return known.has(question)
  }
}

function countOwn(own: GateReport['own'], fate: Fate, isFromCitizens: boolean): void {
  own.asked += 1
  if (isFromCitizens) own.fromCitizens += 1
  own[fate === 'right' ? 'answered' : fate] += 1
}

/** What a change is called; `null` when nothing of note changes: another wrong answer than before, a doubt in place of a wrong answer. */
function changeOf(old: Rehearsed | undefined, now: Rehearsed): keyof GateCounts | null {
  const [before, after] = [old ? fateOf(old) : null, fateOf(now)]
  if (after === 'right') return before === null ? null : 'gained'
  if (after === 'stolen' && before === null) return 'misplaced'
  if (after === 'stolen') return before === 'stolen' && takerOf(old) === takerOf(now) ? null : 'stolen'
  if (before === 'right') return after === 'ambiguous' ? 'ambiguous' : 'lost'
  return before === 'ambiguous' && after === 'unanswered' ? 'lost' : null
}

function takerOf(reply: Rehearsed | undefined): string | null {
  return reply?.decided.kind === 'answer' ? reply.decided.id : null
}

function addTheft(
  thefts: Map<string, GateTheft>,
  now: Rehearsed,
  { titleOf, isFromCitizens }: { titleOf: (id: string) => string; isFromCitizens: (reply: Rehearsed) => boolean },
): void {
  const by = takerOf(now) ?? ''
  const key = `${now.from} ${by}`
  const theft = thefts.get(key) ?? {
    from: { id: now.from, title: titleOf(now.from) },
    by: { id: by, title: titleOf(by) },
    count: 0,
    examples: [],
  }
  const shown = { question: now.question, isFromCitizens: isFromCitizens(now) }
  const ranked = [...theft.examples, shown].sort((a, b) => Number(b.isFromCitizens) - Number(a.isFromCitizens))
  const examples = ranked.slice(0, MOST_EXAMPLES)
  thefts.set(key, { ...theft, count: theft.count + 1, examples })
}
