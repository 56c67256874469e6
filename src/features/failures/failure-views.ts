import type { Entry } from '../../platform/model/entry.js'
import { FAILURE_KINDS, type Retry, type StandingFailure } from '../../platform/model/failure.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'
import type { NamedEntry } from '../entries/contract.js'
import type { FailureGroupDetailView, FailureGroupView, FailureView, RetryView } from './contract.js'
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
    written: failures.filter(({ written }) => written !== null).length,
    kinds: Object.fromEntries(kinds),
    firstDay: dayOf(failures.at(-1)?.at ?? ''),
    lastDay: dayOf(failures[0]?.at ?? ''),
  }
}

/** Whether a failure that is open is answered now, and by something else than what was shown then. */
function isAnsweredSince({ retry, shownEntryId, ...failure }: StandingFailure): boolean {
  return isOpen(failure) && retry?.kind === 'answered' && retry.entryIds[0] !== shownEntryId
}

/** Answers of agents that share so many of their words are one. */
const SAME_ANSWER = 0.6

/** What agents wrote to those who asked, that of most people first; of answers that are nearly in the same words, the latest. Pure. @param mask takes away what is somebody's own */
export function writtenView(
  failures: readonly Pick<StandingFailure, 'written' | 'asker'>[],
  mask: (text: string) => string,
  most: number,
): Pick<FailureGroupDetailView['written'][number], 'text' | 'people'>[] {
  const answers: { text: string; stems: ReadonlySet<string>; askers: Set<string> }[] = []
  for (const { written, asker } of failures) {
    if (written === null) continue
    const stems = new Set(stemsOfQuestion(written))
    const same = answers.find((one) => one.stems.size > 0 && overlap(one.stems, stems) >= SAME_ANSWER)
    if (same) same.askers.add(asker)
    else answers.push({ text: mask(written), stems, askers: new Set([asker]) })
  }
  return answers
    .map(({ text, askers }) => ({ text, people: askers.size }))
    .sort((one, other) => other.people - one.people)
    .slice(0, most)
}

/** Words that two sets share, of all that they have (Jaccard): in [0, 1]. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((stem) => other.has(stem)).length
  return shared / (one.size + other.size - shared)
}

/** What is answered to a question, asked again. */
export function retryView({ kind, entryIds, reason }: Retry, entries: ReadonlyMap<string, Entry>): RetryView {
  return { kind, entries: entryIds.map((id) => namedEntry(id, entries)), reason }
}

/** An entry by its title; by its id when it is not published. */
export function namedEntry(id: string, entries: ReadonlyMap<string, Entry>): NamedEntry {
  return { id, title: entries.get(id)?.title ?? id }
}
