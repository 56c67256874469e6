import { describe, expect, it } from '@jest/globals'
import { proposeEntries } from '../../../src/features/failures/propose-entries.js'
import type { StandingFailure } from '../../../src/platform/model/failure.js'
import type { SearchCandidate } from '../../../src/search/search-index.js'

/** A search that finds these entries, each with this confidence, for any question. */
function finding(confidences: Record<string, number>) {
  const candidates = Object.entries(confidences).map(([id, confidence]) => ({ id, confidence }) as SearchCandidate)
  return async () => ({ candidates })
}

/** A failure whose right entry somebody named. */
const named = (rightEntryId: string) => ({ rightEntryId }) as StandingFailure

describe('the entries proposed for failed questions', () => {
  it('are those that people said, the most often said first, then what the search finds', async () => {
    const search = finding({ ponies: 0.4, parks: 0.2, sport: 0.1 })
    const failures = [named('sport'), named('animals'), named('animals')]
    expect(await proposeEntries(search, { question: 'des poneys ?', failures }, 3)).toEqual([
      { entryId: 'animals', confidence: 0, said: true },
      { entryId: 'sport', confidence: 0.1, said: true },
      { entryId: 'ponies', confidence: 0.4, said: false },
    ])
  })

  it('are none where the search finds only what is hardly likely', async () => {
    const search = finding({ ponies: 0.04, parks: 0.01 })
    expect(await proposeEntries(search, { question: 'une licorne ?', failures: [] }, 3)).toEqual([])
  })
})
