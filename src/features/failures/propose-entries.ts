import type { StandingFailure } from '../../platform/model/failure.js'
import type { SearchResult } from '../../search/search-index.js'

/** An entry that may answer a group of failures. */
export interface EntryProposal {
  entryId: string
  confidence: number
  /** Whether an agent said so, or a citizen chose it. */
  said: boolean
}

/** Less likely than this, an entry that the search found is no help: it stands in the way of those that somebody reads. */
const LEAST_LIKELY = 0.05

/**
 * The entries that may answer a group: first those that people said, the most often said first, then those that the search finds for its central question,
 * unless they are hardly likely.
 * @param search searches the published entries for at most so many candidates
 */
export async function proposeEntries(
  search: (question: string, limit: number) => Promise<Pick<SearchResult, 'candidates'>>,
  { question, failures }: { question: string; failures: readonly StandingFailure[] },
  most: number,
): Promise<EntryProposal[]> {
  const votes = new Map<string, number>()
  for (const { rightEntryId } of failures)
    if (rightEntryId !== null) votes.set(rightEntryId, (votes.get(rightEntryId) ?? 0) + 1)
  const { candidates } = await search(question, most + votes.size)
  const confidences = new Map(candidates.map(({ id, confidence }) => [id, confidence]))
  const said = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([entryId]) => entryId)
  const found = candidates.filter(({ confidence }) => confidence >= LEAST_LIKELY).map(({ id }) => id)
  const ids = [...new Set([...said, ...found])]
  return ids.slice(0, most).map((entryId) => ({
    entryId,
    confidence: confidences.get(entryId) ?? 0,
    said: votes.has(entryId),
  }))
}
