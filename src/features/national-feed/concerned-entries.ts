import type { FileHandle } from 'node:fs/promises'
import type { Entry } from '../../platform/model/entry.js'
import { type CommuneChoices, SEEN_GONE } from './commune-choices.js'
import { compareLines, type LineChange } from './compare-lines.js'
import type { FeedIndex, IndexedFiche } from './feed-index.js'
import { linesOf, readRow } from './fiche-row.js'

/** A fiche from which an entry was written, and which says something else since. */
export interface FicheNews {
  id: string
  fiche: IndexedFiche
  /** Of the text that a curator is shown, or `gone`. */
  digest: string
  /** Digest of the text that the entry was written from; `null` of a fiche that is gone. */
  former: string | null
}

/** An entry that the commune wrote or took over, and what has changed in the national texts that it names. */
export interface ConcernedEntry {
  entry: Entry
  news: FicheNews[]
}

/**
 * The entries that a change of the national texts concerns: those that name a fiche whose text was replaced since their facts were read in it, unless a curator
 * found that it changes nothing for them. What quotes its fiche follows it by itself. In the order of their titles. Pure.
 */
export function concernedEntries(
  entries: Iterable<Entry>,
  index: Pick<FeedIndex, 'fiches'>,
  { settled }: Pick<CommuneChoices, 'settled'>,
): ConcernedEntry[] {
  return [...entries]
    .flatMap((entry) => {
      if (entry.quoted) return []
      const news = [...new Set(entry.servicePublic)].flatMap((id) => {
        const fiche = index.fiches[id]
        return fiche ? newsOf(entry, { id, fiche, mark: settled[entry.id]?.[id] }) : []
      })
      return news.length > 0 ? [{ entry, news }] : []
    })
    .sort((a, b) => a.entry.title.localeCompare(b.entry.title, 'fr'))
}

function newsOf(
  { verifiedAt, source }: Entry,
  { id, fiche, mark }: { id: string; fiche: IndexedFiche; mark: string | undefined },
): FicheNews[] {
  const readOn = verifiedAt ?? source.date
  const isSince = (instant: string) => instant.slice(0, 10) > readOn
  const { gone, history } = fiche
  if (gone) return mark !== SEEN_GONE && isSince(gone.since) ? [{ id, fiche, digest: SEEN_GONE, former: null }] : []
  if (mark === fiche.digest) return []
  const former = history.find(({ digest }) => digest === mark) ?? history.find(({ until }) => isSince(until))
  return former && former.digest !== fiche.digest ? [{ id, fiche, digest: fiche.digest, former: former.digest }] : []
}

/** What has changed in a fiche since an entry was written from it: its lines that went and came, and all those that stand now. Of one that is gone, nothing. */
export async function readNews(
  rows: FileHandle,
  { fiche, former }: FicheNews,
): Promise<{ changes: LineChange[]; now: string[] }> {
  if (former === null) return { changes: [], now: [] }
  const row = await readRow(rows, fiche)
  const now = linesOf(row.fiche)
  const before = row.history.find(({ digest }) => digest === former)?.lines ?? []
  return { changes: compareLines(before, now).filter(({ kind }) => kind !== 'same'), now }
}
