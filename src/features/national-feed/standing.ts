import { type CommuneChoices, SEEN_GONE } from './commune-choices.js'
import type { FeedIndex, IndexedFiche } from './feed-index.js'
import { followRedirections } from './redirections.js'
import { isSelected } from './selection.js'

/**
 * Where a fiche stands for a commune. `current`: served, nothing new. `changed`: served in its new text, which nobody of the commune has seen yet. `gone`: no
 * longer served, not seen yet. `archived`: gone, and seen.
 */
export type FicheStanding = 'current' | 'changed' | 'gone' | 'archived'

/** Whether a curator has something to look at. A commune's note on such a fiche is to be read again. */
export function isToReview(standing: FicheStanding): boolean {
  return standing === 'changed' || standing === 'gone'
}

/** Where a fiche stands for a commune that has chosen it. */
export function ficheStanding(id: string, fiche: IndexedFiche, choices: CommuneChoices): FicheStanding {
  if (fiche.gone) {
    const isNews = choices.seen[id] !== SEEN_GONE && fiche.gone.since > choices.selection.since
    return isNews ? 'gone' : 'archived'
  }
  return seenDigest(id, fiche, choices) === fiche.digest ? 'current' : 'changed'
}

/** Digest of the text that the commune knows: the last one that was seen, else that of the day on which it was chosen. */
export function seenDigest(id: string, { digest, history }: IndexedFiche, { seen, selection }: CommuneChoices): string {
  const marked = seen[id]
  if (marked !== undefined && marked !== SEEN_GONE) return marked
  return history.find(({ until }) => until > selection.since)?.digest ?? digest
}

/** Fiches that a commune has chosen, gone ones included, in the order of the index. */
export function chosenFiches(
  { fiches }: FeedIndex,
  { selection }: CommuneChoices,
): [id: string, fiche: IndexedFiche][] {
  return Object.entries(fiches).filter(([id, { path }]) => isSelected({ id, path }, selection))
}

/** Ids of the fiches that a commune serves: those that it has chosen, and the one that takes the place of each that is gone. */
export function servedFiches(index: FeedIndex, choices: CommuneChoices): Set<string> {
  const served = new Set<string>()
  for (const [id, { gone }] of chosenFiches(index, choices)) {
    const shown = gone ? successorOf(index, id) : id
    if (shown !== null && index.fiches[shown] && !index.fiches[shown].gone) served.add(shown)
  }
  return served
}

/** The page that takes the place of a fiche that is gone: an id or an address; `null` when there is none. */
export function successorOf({ fiches }: FeedIndex, id: string): string | null {
  const leads = new Map(
    Object.entries(fiches).flatMap(([from, { gone }]) => (gone?.to ? [[from, gone.to] as [string, string]] : [])),
  )
  return followRedirections(id, leads, (page) => fiches[page] !== undefined && !fiches[page].gone)
}

/** The same, by its title; `id` is `null` of a page that is no fiche of the feed. */
export function successorView(
  index: FeedIndex,
  id: string,
): { id: string | null; title: string; url: string | null } | null {
  const to = successorOf(index, id)
  if (to === null) return null
  const page = index.fiches[to]
  if (page) return { id: to, title: page.title, url: page.url }
  const isAddress = /^https?:\/\//.test(to)
  const folder = index.fiches[id]?.url.replace(/(?<![^/])[^/]*$/, '') ?? ''
  return { id: null, title: to, url: isAddress ? to : `${folder}${to}` }
}
