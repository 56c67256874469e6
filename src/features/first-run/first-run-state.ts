import { type CheckTick, type TickOf, ticksByPoint } from '../../platform/model/check-tick.js'
import type { Commune } from '../../platform/model/commune.js'
import { CATEGORIES, type Category, type Entry } from '../../platform/model/entry.js'
import { foldWord } from '../../platform/text/fold-text.js'
import type { ActView } from '../entries/contract.js'
import { type UnfilledVariable, unfilledVariables } from '../entries/lint/unknown-variables.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import type { CheckedEntryView, ChecksProgress, FirstRunView, UnfilledVariableView } from './contract.js'
import { paceOf } from './pace.js'
import { FIRST_RUN_STEPS, type FirstRunStep, gapsOf } from './steps.js'

/** What the state of a first run is made from. */
export interface FirstRunSources {
  commune: Commune
  /** What citizens are answered from. */
  served: ReadonlyMap<string, Entry>
  /** As the files have them. */
  installed: ReadonlyMap<string, Entry>
  records: readonly EntryDigest[]
  ticks: readonly CheckTick[]
}

/** An entry as the first run sees it. */
interface EntryToCheck {
  id: string
  title: string
  category: Category
  owner: string
  isArchived: boolean
  toCheck: readonly string[]
  unfilled: readonly UnfilledVariable[]
}

/** How far a commune is. Pure. */
export function firstRunView(sources: FirstRunSources): FirstRunView {
  const { commune, ticks } = sources
  const entries = entriesToCheck(sources)
  const tickOf = ticksByPoint(ticks)
  const steps = FIRST_RUN_STEPS.map((step) => ({ step, done: stepDone(tickOf, step), gaps: stepGaps(step, commune) }))
  const progress = progressOf(entries, tickOf)
  const ofCategory = (category: Category) => entries.filter((entry) => entry.category === category)
  const isOver = steps.find(({ step }) => step === 'end')?.done != null
  return {
    steps,
    progress,
    categories: CATEGORIES.flatMap((category) => {
      const own = ofCategory(category)
      return own.length === 0 ? [] : [{ category, ...progressOf(own, tickOf) }]
    }),
    variables: variablesOf(entries),
    pace: paceOf(ticks),
    isDone: isOver || (progress.clear === progress.entries && steps.every(({ step, done }) => step === 'end' || done)),
  }
}

/** Entries with their points, by title; all of them, those of a category, or some. Pure. */
export function checkedEntries(
  sources: FirstRunSources,
  which: { category: Category } | { ids: ReadonlySet<string> },
): CheckedEntryView[] {
  const tickOf = ticksByPoint(sources.ticks)
  const all = entriesToCheck(sources)
  const left = countLeft(all, tickOf)
  return all
    .filter((entry) => ('category' in which ? entry.category === which.category : which.ids.has(entry.id)))
    .sort((one, other) => foldWord(one.title).localeCompare(foldWord(other.title), 'fr'))
    .map(({ id, title, owner, isArchived, toCheck, unfilled }) => ({
      id,
      title,
      owner,
      isArchived,
      points: toCheck.map((check) => {
        const tick = tickOf({ kind: 'entry', id, check })
        const own = tick || isArchived ? 0 : 1
        return { check, done: actView(tick), others: (left.get(check) ?? 0) - own }
      }),
      unfilled: unfilled.map(({ variable }) => variable),
    }))
}

/** Ids of the entries in use whose list has a line. Pure. */
export function entriesWith(sources: FirstRunSources, check: string): string[] {
  return entriesToCheck(sources)
    .filter(({ isArchived, toCheck }) => !isArchived && toCheck.includes(check))
    .map(({ id }) => id)
}

/** Entries that have something to check, and those that were taken away. */
function entriesToCheck({ commune, served, installed, records }: FirstRunSources): EntryToCheck[] {
  const archived = records.filter(({ archival }) => archival)
  const archivedIds = new Set(archived.map(({ entryId }) => entryId))
  const ownerOf = (owner: string) => commune.services[owner]?.nom ?? owner
  const inUse = [...served.values()].flatMap((entry): EntryToCheck[] => {
    const { id, title, category, owner, toCheck } = entry
    if (archivedIds.has(id)) return []
    const unfilled = unfilledVariables(entry, commune)
    if (toCheck.length === 0 && unfilled.length === 0) return []
    // A line that is written twice is one point.
    return [{ id, title, category, owner: ownerOf(owner), isArchived: false, toCheck: [...new Set(toCheck)], unfilled }]
  })
  const gone = archived.flatMap(({ entryId: id, facts }): EntryToCheck[] => {
    const known = facts ?? installed.get(id)
    if (!known) return []
    const { title, category, owner } = known
    return [{ id, title, category, owner: ownerOf(owner), isArchived: true, toCheck: [], unfilled: [] }]
  })
  return [...inUse, ...gone]
}

function progressOf(entries: readonly EntryToCheck[], tickOf: TickOf): ChecksProgress {
  const progress: ChecksProgress = { points: 0, ticked: 0, entries: 0, clear: 0, archived: 0 }
  for (const { id, isArchived, toCheck, unfilled } of entries) {
    if (isArchived) {
      progress.archived += 1
      continue
    }
    const ticked = toCheck.filter((check) => tickOf({ kind: 'entry', id, check })).length
    progress.points += toCheck.length
    progress.ticked += ticked
    progress.entries += 1
    if (ticked === toCheck.length && unfilled.length === 0) progress.clear += 1
  }
  return progress
}

/** By line, how many entries in use have it without a tick. */
function countLeft(entries: readonly EntryToCheck[], tickOf: TickOf): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { id, isArchived, toCheck } of entries) {
    if (isArchived) continue
    for (const check of toCheck)
      if (!tickOf({ kind: 'entry', id, check })) counts.set(check, (counts.get(check) ?? 0) + 1)
  }
  return counts
}

function variablesOf(entries: readonly EntryToCheck[]): UnfilledVariableView[] {
  const found = new Map<string, UnfilledVariableView>()
  for (const { unfilled } of entries)
    for (const { variable, why } of unfilled)
      found.set(variable, { variable, why, entries: (found.get(variable)?.entries ?? 0) + 1 })
  return [...found.values()].sort((a, b) => b.entries - a.entries || (a.variable < b.variable ? -1 : 1))
}

function stepGaps(step: FirstRunStep, commune: Commune) {
  return step === 'end' ? [] : gapsOf(step, commune)
}

function stepDone(tickOf: TickOf, step: FirstRunStep): ActView | null {
  return actView(tickOf({ kind: 'step', id: step, check: '' }))
}

function actView(tick: CheckTick | undefined): ActView | null {
  return tick ? { by: tick.userName, userId: tick.userId, at: tick.at } : null
}
