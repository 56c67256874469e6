import { randomUUID } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { communeOf } from '../../platform/http/commune-origins.js'
import { AppError } from '../../platform/model/app-error.js'
import { actorOf } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import type { SayImports } from '../../platform/model/say.js'
import type { User } from '../accounts/staff.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import { contentOf } from '../entries/editing/curated-entries.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { dayOf } from '../entries/model/due-review.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { changeDraft, type DraftNeeds } from '../entries/routes/change-draft.js'
import { carryChanges, type SentenceChange, sentenceChanges } from './carry-changes.js'
import { type CommuneChoices, changeChoices, readChoices } from './commune-choices.js'
import { type ConcernedEntry, concernedEntries, type FicheNews, readNews } from './concerned-entries.js'
import type { ConcernedEntriesView, ConcernedView, PreparedView, SeenFiche } from './contract.js'
import type { FeedIndex } from './feed-index.js'
import { withRows } from './fiche-row.js'
import { successorView } from './standing.js'

/** What telling of changes, and putting them in drafts, needs. */
export interface ConcernedNeeds extends DraftNeeds {
  store: DraftNeeds['store'] & Pick<AuditStore, 'recordAudit'> & Pick<EntryStore, 'listEntryRecords'>
  communes: ReadonlyMap<string, Commune>
  nationalFeed: { folder: string }
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  sayImports: SayImports
}

/** Entries told of at once, with what has changed for each. */
const MOST_TOLD = 40
/** What is left to do by hand, point by point; more is one point that says so. */
const MOST_POINTS = 8
/** Longest point of what is to be checked in an entry, and how much of a sentence it repeats. */
const MOST_POINT = 500
const MOST_REPEATED = 180

/** The entries of the commune that a change of the national texts concerns, and what has changed, line by line. */
export async function listConcerned(needs: ConcernedNeeds, user: User): Promise<ConcernedEntriesView> {
  const choices = await readChoices(needs.nationalFeed.folder, user.communeId)
  const records = await needs.store.listEntryRecords(user.communeId)
  const drafted = new Set(records.filter(({ draft }) => draft).map(({ entryId }) => entryId))
  const view = await withRows(needs.nationalFeed.folder, async (index, rows) => {
    const all = concernedEntries(needs.entriesNow(user.communeId).values(), index, choices)
    const entries: ConcernedView[] = []
    for (const one of all.slice(0, MOST_TOLD))
      entries.push(await concernedView(one, { index, rows, hasDraft: drafted.has(one.entry.id) }))
    return { total: all.length, entries }
  })
  return view ?? { total: 0, entries: [] }
}

interface Reading {
  index: FeedIndex
  rows: FileHandle
  hasDraft: boolean
}

async function concernedView(
  { entry, news }: ConcernedEntry,
  { index, rows, hasDraft }: Reading,
): Promise<ConcernedView> {
  const read = await Promise.all(news.map(async (one) => ({ ...one, ...(await readNews(rows, one)) })))
  const { replaced, left } = carryNews(contentOf(entry), read)
  return {
    entry: { id: entry.id, title: entry.title },
    hasDraft,
    fiches: read.map(({ id, digest, former, fiche, changes }) => ({
      id,
      digest,
      title: fiche.title,
      url: fiche.url,
      standing: former === null ? 'gone' : 'changed',
      modified: fiche.modified,
      changes,
      successor: former === null ? successorView(index, id) : null,
    })),
    replaced,
    left: left.length,
  }
}

type ReadNews = FicheNews & Awaited<ReturnType<typeof readNews>>

/** What each fiche changes in an entry, one after another; what is left is told with its fiche. */
function carryNews(content: EntryContent, news: readonly ReadNews[]) {
  let carried = content
  const replaced: PreparedView['replaced'] = []
  const left: (SentenceChange & { ficheId: string })[] = []
  for (const { id, changes, now } of news) {
    const step = carryChanges(carried, sentenceChanges(changes), now)
    carried = step.content
    replaced.push(...step.replaced)
    left.push(...step.left.map((one) => ({ ...one, ficheId: id })))
  }
  return { content: carried, replaced, left }
}

/**
 * Puts what has changed in a draft of an entry, with its source as of now, and what is left to do by hand among what is to be checked.
 * @throws AppError `unknown_fiche` (404) when no change concerns it, `fiche_changed` (409) when another one does meanwhile, and those of `changeDraft`
 */
export async function prepareDraft(
  needs: ConcernedNeeds,
  user: User,
  { entryId, fiches }: { entryId: string; fiches: readonly SeenFiche[] },
): Promise<PreparedView> {
  const commune = communeOf(needs, user.communeId)
  const { entry, read } = await requireNews(needs, user, { entryId, fiches })
  const changed = read.filter(({ former }) => former !== null)
  const day = dayOf(needs.now(), commune)
  let done: Omit<PreparedView, 'entry'> = { replaced: [], left: 0 }
  await changeDraft(needs, { communeId: commune.id, by: actorOf(user) }, entryId, (content) => {
    const { content: carried, replaced, left } = carryNews(content, changed)
    done = { replaced, left: left.length }
    const points = [...new Set([...carried.toCheck, ...pointsOf(left, needs.sayImports)])].slice(0, 50)
    return { ...sourcedAnew(carried, changed, day), toCheck: points }
  })
  return { entry: { id: entryId, title: entry.title }, ...done }
}

/** What is left to do by hand, in points that are ticked one by one. */
function pointsOf(left: readonly (SentenceChange & { ficheId: string })[], say: SayImports): string[] {
  const short = (text: string) => (text.length > MOST_REPEATED ? `${text.slice(0, MOST_REPEATED - 1)}…` : text)
  const points = left.slice(0, MOST_POINTS).map(({ before, after, ficheId: id }) => {
    const kind = before === '' ? 'added' : after === '' ? 'removed' : 'changed'
    return say('fr', `point.${kind}`, { id, before: short(before), after: short(after) }).slice(0, MOST_POINT)
  })
  const more = left.length - points.length
  const ids = [...new Set(left.map(({ ficheId }) => ficheId))].join(', ')
  return more > 0 ? [...points, say('fr', 'point.more', { count: String(more), id: ids })] : points
}

/** Read in its source today; the source has the day of its new text where it is one of these fiches. */
function sourcedAnew(content: EntryContent, news: readonly FicheNews[], day: string): EntryContent {
  const { source } = content
  const isOf = (id: string) => source.url.split(/[/?#]/).includes(id)
  const days = news.flatMap(({ id, fiche }) => (isOf(id) ? [fiche.modified ?? day] : []))
  const latest = days.sort().at(-1)
  return { ...content, verifiedAt: day, source: latest === undefined ? source : { ...source, date: latest } }
}

/**
 * Says that what has changed has no effect on an entry, or takes that back; the audit tells it.
 * @throws AppError `unknown_fiche` (404), `fiche_changed` (409)
 */
export async function settleNews(
  needs: ConcernedNeeds,
  user: User,
  { entryId, fiches, settled }: { entryId: string; fiches: readonly SeenFiche[]; settled: boolean },
): Promise<ConcernedEntriesView> {
  const { communeId } = user
  const { folder } = needs.nationalFeed
  if (settled) await requireNews(needs, user, { entryId, fiches })
  let isKnown = true
  await changeChoices(folder, communeId, (choices) => {
    isKnown = settled || fiches.every(({ id, digest }) => choices.settled[entryId]?.[id] === digest)
    return isKnown ? withSettled(choices, { entryId, fiches, settled }) : choices
  })
  if (!isKnown) throw new AppError('unknown_fiche', 404)
  const told = Object.fromEntries(fiches.map(({ id, digest }) => [id, digest]))
  await needs.store.recordAudit({
    id: randomUUID(),
    communeId,
    at: needs.now().toISOString(),
    ...actorOf(user),
    action: settled ? 'national_change_set_aside' : 'national_change_taken_up',
    target: { kind: 'entry', id: entryId },
    before: settled ? null : told,
    after: settled ? told : null,
    why: '',
  })
  return listConcerned(needs, user)
}

function withSettled(
  choices: CommuneChoices,
  { entryId, fiches, settled }: { entryId: string; fiches: readonly SeenFiche[]; settled: boolean },
): CommuneChoices {
  const { [entryId]: former = {}, ...others } = choices.settled
  const ids = new Set(fiches.map(({ id }) => id))
  const kept = Object.entries(former).filter(([id]) => !ids.has(id))
  const marks = settled ? [...kept, ...fiches.map(({ id, digest }) => [id, digest] as [string, string])] : kept
  return { ...choices, settled: marks.length > 0 ? { ...others, [entryId]: Object.fromEntries(marks) } : others }
}

/** What concerns an entry, as far as it is what a curator has seen. @throws AppError `unknown_fiche` (404), `fiche_changed` (409) */
async function requireNews(
  needs: ConcernedNeeds,
  { communeId }: User,
  { entryId, fiches }: { entryId: string; fiches: readonly SeenFiche[] },
): Promise<{ entry: Entry; read: ReadNews[] }> {
  const entry = needs.entriesNow(communeId).get(entryId)
  if (!entry) throw new AppError('unknown_fiche', 404)
  const choices = await readChoices(needs.nationalFeed.folder, communeId)
  const found = await withRows(needs.nationalFeed.folder, async (index, rows) => {
    const [concerned] = concernedEntries([entry], index, choices)
    if (!concerned) return null
    return Promise.all(concerned.news.map(async (one) => ({ ...one, ...(await readNews(rows, one)) })))
  })
  if (!found) throw new AppError('unknown_fiche', 404)
  const seen = new Map(fiches.map(({ id, digest }) => [id, digest]))
  if (found.length !== seen.size || found.some(({ id, digest }) => seen.get(id) !== digest))
    throw new AppError('fiche_changed', 409)
  return { entry, read: found }
}
