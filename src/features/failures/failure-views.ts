import type { NamedEntry } from '../entries/contract.js'
import type { Entry } from '../entries/model/entry.js'
import type { FailureGroupView, FailureView } from './contract.js'
import { FAILURE_KINDS, type StandingFailure } from './failure.js'
import { isOpen, type RankedGroup } from './failure-groups.js'

/** What views need beside the failures. */
export interface ViewPlace {
  entries: ReadonlyMap<string, Entry>
  /** Day of an instant in the zone of the commune. */
  dayOf: (at: string) => string
}

/** A failure as a curator reads it: the day, never the hour, and nothing that leads to its conversation. */
export function failureView(failure: StandingFailure, { entries, dayOf }: ViewPlace): FailureView {
  const { id, kinds, at, language, question, shownEntryId, rightEntryId, remark, state, decision } = failure
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
    kinds: Object.fromEntries(kinds),
    firstDay: dayOf(failures.at(-1)?.at ?? ''),
    lastDay: dayOf(failures[0]?.at ?? ''),
  }
}

/** An entry by its title; by its id when it is not published. */
export function namedEntry(id: string, entries: ReadonlyMap<string, Entry>): NamedEntry {
  return { id, title: entries.get(id)?.title ?? id }
}
