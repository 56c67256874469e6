import { foldText } from '../../../platform/text/fold-text.js'
import { type CommuneChoices, SEEN_GONE } from '../commune-choices.js'
import { compareLines } from '../compare-lines.js'
import type { FeedIndex, IndexedFiche } from '../feed-index.js'
import { type FicheRow, linesOf } from '../fiche-row.js'
import { chosenFiches, isToReview, seenDigest, standingOf, successorOf } from '../standing.js'
import {
  FICHES_A_PAGE,
  type FicheItemView,
  type FichesView,
  type FicheView,
  type NationalFeedView,
} from './national-contract.js'

/** A fiche in the list. */
export function ficheItem(id: string, fiche: IndexedFiche, choices: CommuneChoices): FicheItemView {
  const { title, modified, url } = fiche
  return {
    id,
    title,
    standing: standingOf(id, fiche, choices),
    hasNote: choices.notes[id] !== undefined,
    modified,
    url,
  }
}

/** A page of the list. What was chosen by mistake and is gone is shown to nobody; a note that is left is. */
export function fichesView(
  index: FeedIndex,
  choices: CommuneChoices,
  { show, q, from }: { show: 'review' | 'all'; q: string; from: number },
): FichesView {
  const words = foldText(q).trim()
  const items = chosenFiches(index, choices)
    .map(([id, fiche]) => ficheItem(id, fiche, choices))
    .filter(({ standing }) => show === 'all' || isToReview(standing))
    .filter(({ id, title }) => words === '' || foldText(`${id} ${title}`).includes(words))
    .sort((a, b) => Number(b.hasNote) - Number(a.hasNote) || a.title.localeCompare(b.title, 'fr'))
  const end = from + FICHES_A_PAGE
  return { total: items.length, fiches: items.slice(from, end), next: end < items.length ? end : null }
}

/** One fiche, with what has changed since the commune has last seen it. */
export function ficheView(index: FeedIndex, choices: CommuneChoices, row: FicheRow): FicheView {
  const { id } = row.fiche
  const fiche = index.fiches[id] as IndexedFiche
  const note = choices.notes[id] ?? { place: '', hours: '', papers: '', cost: '', by: '', at: '' }
  return {
    ...ficheItem(id, fiche, choices),
    digest: fiche.gone ? SEEN_GONE : fiche.digest,
    successor: fiche.gone ? successorView(index, id) : null,
    changes: changesOf(row, fiche, choices),
    note,
  }
}

function changesOf(row: FicheRow, fiche: IndexedFiche, choices: CommuneChoices): FicheView['changes'] {
  if (fiche.gone) return [{ kind: 'removed', lines: linesOf(row.fiche) }]
  const seen = seenDigest(row.fiche.id, fiche, choices)
  if (seen === fiche.digest) return []
  // A text that was seen so long ago that it is no longer kept: the oldest that is.
  const before = row.history.find(({ digest }) => digest === seen) ?? row.history[0]
  return compareLines(before?.lines ?? [], linesOf(row.fiche))
}

function successorView(index: FeedIndex, id: string): FicheView['successor'] {
  const to = successorOf(index, id)
  if (to === null) return null
  const page = index.fiches[to]
  if (page) return { id: to, title: page.title, url: page.url }
  const isAddress = /^https?:\/\//.test(to)
  const folder = index.fiches[id]?.url.replace(/(?<![^/])[^/]*$/, '') ?? ''
  return { id: null, title: to, url: isAddress ? to : `${folder}${to}` }
}

/** The widest themes of the feed, most fiches first. */
export function themesOf({ fiches }: FeedIndex): NationalFeedView['themes'] {
  const themes = new Map<string, { id: string; title: string; fiches: number }>()
  for (const { path, gone } of Object.values(fiches)) {
    const [widest] = path
    if (gone || !widest) continue
    const theme = themes.get(widest.id) ?? { ...widest, fiches: 0 }
    themes.set(widest.id, { ...theme, fiches: theme.fiches + 1 })
  }
  return [...themes.values()].sort((a, b) => b.fiches - a.fiches)
}
