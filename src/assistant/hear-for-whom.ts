import { join } from 'node:path'
import { z } from 'zod'
import { readText } from '../features/entries/catalogue/load-short-translations.js'
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../platform/model/language.js'
import { FOR_WHOM, type ForWhom } from '../platform/model/turn.js'
import { foldedWords } from '../platform/text/fold-text.js'

/** The phrases of each language that say whom a message is about; `*` ends a word that may go on. */
export type ForWhomWords = Partial<Record<SpokenLanguage, Record<ForWhom, string[]>>>

/** Hears for whom a message asks: what it says last; `null` when it does not say. Pure. */
export type HearForWhom = (text: string) => ForWhom | null

const wordsFile = z.partialRecord(
  z.enum(SPOKEN_LANGUAGES),
  z.record(z.enum(FOR_WHOM), z.array(z.string().min(1)).min(1)),
)

/** Reads `<knowledgeDir>/lexicons/for-whom.json`. @throws ZodError, SyntaxError */
export async function loadForWhom(knowledgeDir: string): Promise<ForWhomWords> {
  return wordsFile.parse(JSON.parse(await readText(join(knowledgeDir, 'lexicons', 'for-whom.json'))))
}

/** Builds {@link HearForWhom}: in all languages at once, as a few words may be taken for another language and these mean but one thing. */
export function createForWhomHearer(words: ForWhomWords): HearForWhom {
  const phrases = Object.values(words).flatMap((language) =>
    FOR_WHOM.flatMap((whom) => language[whom].map((phrase) => ({ whom, parts: partsOf(phrase) }))),
  )
  return (text) => {
    const said = foldedWords(text)
    // The last word with which a phrase ends; of several, the longest.
    for (let end = said.length; end > 0; end -= 1) {
      const found = phrases.filter(({ parts }) => endsAt(said, end, parts))
      const [longest] = found.sort((a, b) => b.parts.length - a.parts.length)
      if (longest) return longest.whom
    }
    return null
  }
}

/** A word of a phrase, folded. */
interface Part {
  word: string
  isStem: boolean
}

function partsOf(phrase: string): Part[] {
  return phrase
    .split(' ')
    .flatMap((written) => foldedWords(written).map((word) => ({ word, isStem: written.endsWith('*') })))
}

function endsAt(said: readonly string[], end: number, parts: readonly Part[]): boolean {
  const start = end - parts.length
  return start >= 0 && parts.every(({ word, isStem }, at) => isWord(said[start + at] ?? '', word, isStem))
}

function isWord(said: string, word: string, isStem: boolean): boolean {
  return isStem ? said.startsWith(word) : said === word
}
