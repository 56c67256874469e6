import type { FailureKind, FailureState, StandingFailure } from '../../platform/model/failure.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { foldText } from '../../platform/text/fold-text.js'

/** Failures that ask for the same thing. */
export interface FailureGroup {
  /** The same as long as most of its failures stay together. */
  id: string
  failureIds: readonly string[]
  /** The failure whose question is nearest to the middle. */
  centralId: string
  /** Its most telling words. */
  words: readonly string[]
}

/** Which failures are wanted; each field narrows them. */
export interface FailureFilter {
  kind?: FailureKind
  /** `open`: nobody has decided yet, or its remedy waits to be published. */
  state?: FailureState | 'open'
  language?: RecognisedLanguage
  /** First and last day, both included, ISO `YYYY-MM-DD`, in the zone of the commune. */
  from?: string
  to?: string
  /** Each of them is in the question, wherever. */
  words?: string
}

/** A group as a list shows it: of the failures that are wanted alone. */
export interface RankedGroup {
  group: FailureGroup
  /** Wanted ones, latest first. */
  failures: readonly StandingFailure[]
  people: number
}

/** Whether somebody still has to do something about a failure. */
export function isOpen({ state }: Pick<StandingFailure, 'state'>): boolean {
  return state === 'anomaly' || state === 'to_review'
}

/** The failures that a filter wants, in their order. Pure. @param dayOf day of an instant in the zone of the commune */
export function filterFailures(
  failures: readonly StandingFailure[],
  { kind, state, language, from, to, words = '' }: FailureFilter,
  dayOf: (at: string) => string,
): StandingFailure[] {
  const sought = foldText(words).split(/\s+/)
  return failures.filter((failure) => {
    const question = words && foldText(failure.question)
    if (!sought.every((word) => question.includes(word))) return false
    if (kind !== undefined && !failure.kinds.includes(kind)) return false
    if (state !== undefined && (state === 'open' ? !isOpen(failure) : failure.state !== state)) return false
    if (language !== undefined && failure.language !== language) return false
    if (from === undefined && to === undefined) return true
    const day = dayOf(failure.at)
    return (from === undefined || day >= from) && (to === undefined || day <= to)
  })
}

/** Groups with some of the wanted failures, those that most people met first; a failure that is in no group yet is one of its own. Pure. */
export function rankGroups(groups: readonly FailureGroup[], wanted: readonly StandingFailure[]): RankedGroup[] {
  const groupOf = new Map(groups.flatMap((group) => group.failureIds.map((id) => [id, group] as const)))
  const members = new Map<FailureGroup, StandingFailure[]>()
  for (const failure of wanted) {
    const group = groupOf.get(failure.id) ?? loneGroup(failure.id)
    const own = members.get(group)
    if (own) own.push(failure)
    else members.set(group, [failure])
  }
  return [...members]
    .map(([group, failures]) => ({ group, failures, people: new Set(failures.map(({ asker }) => asker)).size }))
    .sort(byPeople)
}

/**
 * Gives groups that were made anew the ids of former ones with which they share the most failures, so that a group keeps its identity while its members do.
 * A group without such a one takes the id that its oldest failure gives. Pure.
 * @param made members and centre of each new group, oldest failure first
 */
export function keepIdentities(
  made: readonly Omit<FailureGroup, 'id'>[],
  former: readonly FailureGroup[],
  idOf: (failureId: string) => string,
): FailureGroup[] {
  const formerOf = new Map(former.flatMap((group) => group.failureIds.map((id) => [id, group.id] as const)))
  const shared = made.flatMap(({ failureIds }, at) => {
    const counts = new Map<string, number>()
    for (const failureId of failureIds) {
      const id = formerOf.get(failureId)
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    return [...counts].map(([id, count]) => ({ at, id, count }))
  })
  const ids = new Map<number, string>()
  const taken = new Set<string>()
  for (const { at, id } of shared.sort((a, b) => b.count - a.count || a.at - b.at || (a.id < b.id ? -1 : 1))) {
    if (ids.has(at) || taken.has(id)) continue
    ids.set(at, id)
    taken.add(id)
  }
  return made.map((group, at) => {
    const own =
      ids.get(at) ??
      group.failureIds.map(idOf).find((id) => !taken.has(id)) ??
      idOf(`part ${group.failureIds.join(' ')}`)
    taken.add(own)
    return { ...group, id: own }
  })
}

function loneGroup(failureId: string): FailureGroup {
  return { id: failureId, failureIds: [failureId], centralId: failureId, words: [] }
}

function byPeople(a: RankedGroup, b: RankedGroup): number {
  const [latest, other] = [a.failures[0]?.at ?? '', b.failures[0]?.at ?? '']
  return b.people - a.people || (latest < other ? 1 : latest > other ? -1 : a.group.id < b.group.id ? -1 : 1)
}
