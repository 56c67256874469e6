import { FOR_WHOM, type ForWhom } from '../platform/model/turn.js'
import { foldedWords, foldWord } from '../platform/text/fold-text.js'
import { AS_WRITTEN, readingsAt, tableOf, wordsOfPhrase } from './words/phrase-table.js'
import type { Tables } from './words/tables.js'

/** Hears for whom a message asks: what it says last; `null` when it does not say. Pure. */
export type HearForWhom = (text: string) => ForWhom | null

/** Builds {@link HearForWhom}: in all languages at once, as a few words may be taken for another language and these mean but one thing. */
export function createForWhomHearer(words: Tables['for-whom']): HearForWhom {
  const phrases = Object.values(words).flatMap((language) =>
    FOR_WHOM.flatMap((whom) => language[whom].map((phrase) => ({ whom, words: wordsOfPhrase(phrase, foldWord) }))),
  )
  const table = tableOf(phrases, AS_WRITTEN)
  return (text) => {
    const said = foldedWords(text).map((word) => ({ forms: [word], isFixed: true }))
    // The last word with which a phrase ends; of several, the longest.
    const [last] = said
      .flatMap((_, at) => readingsAt(said, at, table))
      .sort((a, b) => b.end - a.end || b.phrase.words.length - a.phrase.words.length)
    return last?.phrase.whom ?? null
  }
}
