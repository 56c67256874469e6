import type { Entry } from '../platform/model/entry.js'
import type { Candidate } from '../platform/model/turn.js'
import type { SearchCandidate, SearchResult } from '../search/search-index.js'
import type { Searched } from './languages/search-message.js'
import type { Conclusion, TurnDraft } from './turn-draft.js'

/** What a turn keeps of the search that it was answered by. */
export type Evidence = Pick<Conclusion, 'candidates' | 'calibrated' | 'encoderVersion' | 'translated'>

/** What a turn keeps of a search: those that the citizen was shown are marked. */
export function evidenceOf(found: Searched, shown: readonly SearchCandidate[]): Evidence {
  const { calibrated, encoderVersion, translated } = found
  const candidates = toCandidates(found, shown)
  return { candidates, ...(calibrated ? { calibrated } : {}), encoderVersion, translated }
}

/** Candidates as a turn keeps them: those that the citizen was shown are marked. */
export function toCandidates(found: SearchResult, shown: readonly SearchCandidate[]): Candidate[] {
  const used = new Set(shown.map(({ id }) => id))
  return found.candidates.map(({ id, title, confidence, features, nearest, matchedWords }) => ({
    entryId: id,
    title,
    confidence,
    kept: used.has(id),
    nearest,
    matchedWords,
    features: { ...features } as Record<string, number>,
  }))
}

/** The entry that a candidate stands for, as it is served. */
export function entryOf(turn: TurnDraft, candidate: Pick<SearchCandidate, 'id'>): Entry {
  const entry = turn.snapshot.entries.get(candidate.id)
  if (!entry) throw new Error(`the index knows an entry that the snapshot does not: ${candidate.id}`)
  return entry
}
