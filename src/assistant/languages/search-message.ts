import { rememberingSearch } from '../../features/publication/measure.js'
import { hasExamples, type RecognisedLanguage } from '../../platform/model/language.js'
import type { Policy } from '../../search/policy.js'
import type { SearchIndex, SearchResult } from '../../search/search-index.js'
import { askingSentence, withAskingSentence } from './asking-sentence.js'
import type { Listen } from './listen.js'

/** What a message found, with the policy that goes with its language. */
export interface Searched extends SearchResult {
  /** Whether French words that a lexicon gave were searched in place of the message's own. */
  translated: boolean
}

const MOST_CANDIDATES = 10

/** What a message is searched with. `limit`: most candidates, 10 by default. */
export interface Searching {
  index: Pick<SearchIndex, 'search'>
  listen: Listen
  limit?: number
}

/**
 * Searches a message in the language that was recognised. One in another language than French is compared itself with what is known in every language; where the
 * index cannot, for want of an encoder or of a calibration for it, French words that the lexicon has for it are searched, if it has enough. Those, and a language
 * in which no entry has example questions, are never sure enough to be answered at once. A message of several sentences of which one asks is read by that one too.
 */
export async function searchMessage(
  message: { text: string; language: RecognisedLanguage },
  searching: Searching,
): Promise<Searched> {
  const found = await searchWhole(message, searching)
  const asking = askingSentence(message.text)
  if (asking === null) return found
  return withAskingSentence(
    found,
    await searchWhole({ ...message, text: asking }, searching),
    searching.limit ?? MOST_CANDIDATES,
  )
}

async function searchWhole(
  { text, language }: { text: string; language: RecognisedLanguage },
  { index, listen, limit = MOST_CANDIDATES }: Searching,
): Promise<Searched> {
  const isOtherLanguage = language !== 'fr'
  const found = await index.search(text, { limit, ...(isOtherLanguage && { isOtherLanguage }) })
  if (!isOtherLanguage || (found.isOtherLanguage && hasExamples(language))) return { ...found, translated: false }
  if (found.isOtherLanguage) return { ...found, policy: unsure(found.policy), translated: false }
  const { french } = listen(text)
  if (french === null) return { ...found, policy: unsure(found.policy), candidates: [], translated: false }
  const rendered = await index.search(french, { limit })
  return { ...rendered, policy: unsure(rendered.policy), translated: true }
}

/** What a search of entries is made of. */
interface EntrySearchParts {
  listen: Listen
  snapshotOf: (communeId: string) => Promise<{ index: SearchIndex }>
}

/** Searches the entries of a commune, for at most so many candidates, in whatever language the text is: once for the same content. */
export function createEntrySearch({ listen, snapshotOf }: EntrySearchParts) {
  return async (communeId: string, text: string, limit: number): Promise<Searched> => {
    const { index } = await snapshotOf(communeId)
    return searchMessage({ text, language: listen(text).language }, { index: rememberingSearch(index), listen, limit })
  }
}

/** A policy that asks back where the given one would answer. */
function unsure(policy: Policy): Policy {
  return { ...policy, answer: Number.POSITIVE_INFINITY }
}
