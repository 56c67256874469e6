import type { SearchResult } from '../retrieval/search-index.js'
import { decide } from './decide.js'

/** The entry that a first question with these candidates is answered with at once; `null` when the assistant asks back or offers a person. */
export function answeredEntry({ candidates, policy }: SearchResult): string | null {
  const decision = decide(candidates, policy)
  return decision.kind === 'answer' ? decision.entry.id : null
}
