import type { NamedEntry } from '../entries/contract.js'
import type { Entry } from '../entries/model/entry.js'
import type { FailureGroupView, FailureView, RetryView } from './contract.js'
import { FAILURE_KINDS, type Retry, type StandingFailure } from './failure.js'
import { isOpen, type RankedGroup } from './failure-groups.js'

/** What views need beside the failures. */
export interface ViewPlace {
  entries: ReadonlyMap<string, Entry>
  /** Day of an instant in the zone of the commune. */
  dayOf: (at: string) => string
}

/** A failure as a curator reads it: the day, never the hour, and nothing that leads to its conversation. */
export function failureView(failure: StandingFailure, { entries, dayOf }: ViewPlace): FailureView {
  const { id, kinds, at, language, question, shownEntryId, rightEntryId, remark, state, decision, retry } = failure
  const remedy = decision?.remedy
  return {
    id,
    kinds,
    day: dayOf(at),
    language,
    question,
    shown: shownEntryId === null ? null : namedEntry(shownEntryId, entries),
    right: rightEntryId === null ? null : namedEntry(rightEntryId, entries),
    remark: remark && {
      kind: remark.kind,
      agentName: remark.agentName,
      answer: remark.answer,
      note: remark.note,
    },
    state,
    now: retry && retryView(retry, entries),
    decision: decision && {
      by: decision.by,
      day: dayOf(decision.at),
      reason: decision.reason,
      remedy: remedy ? { kind: remedy.kind, entry: namedEntry(remedy.entryId, entries) } : null,
      actionId: decision.actionId,
    },
  }
}

/** A group as a list shows it. */
export function groupView({ group, failures, people }: RankedGroup, { dayOf }: ViewPlace): FailureGroupView {
  const central = failures.find(({ id }) => id === group.centralId) ?? (failures[0] as StandingFailure)
  const kinds = FAILURE_KINDS.flatMap((kind) => {
    const count = failures.filter((failure) => failure.kinds.includes(kind)).length
    return count > 0 ? [[kind, count] as const] : []
  })
  return {
    id: group.id,
    words: [...group.words],
    question: central.question,
    language: central.language,
    people,
    failures: failures.length,
    open: failures.filter(isOpen).length,
    answered: failures.filter(isAnsweredSince).length,
    kinds: Object.fromEntries(kinds),
    firstDay: dayOf(failures.at(-1)?.at ?? ''),
    lastDay: dayOf(failures[0]?.at ?? ''),
  }
}

/** Whether a failure that is open is answered now, and by something else than what was shown then. */
function isAnsweredSince({ retry, shownEntryId, ...failure }: StandingFailure): boolean {
  return isOpen(failure) && retry?.kind === 'answered' && retry.entryIds[0] !== shownEntryId
}

/** What is answered to a question, asked again. */
export function retryView({ kind, entryIds, reason }: Retry, entries: ReadonlyMap<string, Entry>): RetryView {
  return { kind, entries: entryIds.map((id) => namedEntry(id, entries)), reason }
}

/** An entry by its title; by its id when it is not published. */
export function namedEntry(id: string, entries: ReadonlyMap<string, Entry>): NamedEntry {
  return { id, title: entries.get(id)?.title ?? id }
}
