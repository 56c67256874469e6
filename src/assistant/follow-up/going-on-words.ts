import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { foldedWords } from '../../platform/text/fold-text.js'

/** Ways in which a message goes on with what was said, in every language together; folded, words joined by one space. */
export interface GoingOnWords {
  /** "et", "and", "а": how a message begins that goes on. A word that ends by `*` may be glued to the next one, as the Arabic "و" is. */
  begins: readonly string[]
  /** "si", "pour": how one begins that may. */
  mayBegin: readonly string[]
  /** "l'autre", "celui-là": what points at something said, anywhere. */
  points: readonly string[]
  /** "non, je parle de": what takes back the reply, before what is meant. */
  corrects: readonly string[]
  /** "et", "also": what stands between two questions of one message. */
  joints: readonly string[]
  /** "l'autre": the whole message that takes what was proposed beside. */
  other: readonly string[]
}

/** How a message begins, as {@link GoingOnWords} has it. */
export interface Beginning {
  begins: boolean
  mayBegin: boolean
  points: boolean
  /** What is left once a correction is taken off; `null` where there is none. */
  corrected: string | null
}

const byLanguage = z.record(
  z.string(),
  z.strictObject({
    begins: z.array(z.string().min(1)),
    mayBegin: z.array(z.string().min(1)),
    points: z.array(z.string().min(1)),
    corrects: z.array(z.string().min(1)),
    joints: z.array(z.string().min(1)),
    other: z.array(z.string().min(1)),
  }),
)

/** Reads `<knowledgeDir>/lexicons/going-on.json`, by language. @throws when it cannot be read or is none */
export async function loadGoingOnWords(knowledgeDir: string): Promise<GoingOnWords> {
  const read = byLanguage.parse(JSON.parse(await readFile(join(knowledgeDir, 'lexicons', 'going-on.json'), 'utf8')))
  const all = (name: keyof GoingOnWords) => [
    ...new Set(Object.values(read).flatMap((words) => words[name].map(foldPhrase))),
  ]
  const names = ['begins', 'mayBegin', 'points', 'corrects', 'joints', 'other'] as const
  return Object.fromEntries(names.map((name) => [name, all(name)])) as unknown as GoingOnWords
}

/** Whether a message begins, or points, as one that goes on. Pure. */
export function wayOfBeginning(text: string, words: GoingOnWords): Beginning {
  const said = `${foldPhrase(text)} `
  const startsWith = (phrase: string) =>
    phrase.endsWith('*') ? said.startsWith(phrase.slice(0, -1)) : said.startsWith(`${phrase} `)
  return {
    begins: words.begins.some(startsWith),
    mayBegin: words.mayBegin.some(startsWith),
    points: words.points.some((phrase) => ` ${said}`.includes(` ${phrase} `)),
    corrected: withoutCorrection(text, words.corrects),
  }
}

/** The text after the longest correction by which it begins; what is left must say something. */
function withoutCorrection(text: string, corrects: readonly string[]): string | null {
  const tokens = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)]
  for (let length = Math.min(8, tokens.length - 1); length > 0; length -= 1) {
    const end = (tokens[length - 1]?.index ?? 0) + (tokens[length - 1]?.[0].length ?? 0)
    if (corrects.includes(foldPhrase(text.slice(0, end)))) return text.slice(end).replace(/^[\s,;:.!?'’-]+/u, '')
  }
  return null
}

/** A phrase as these lists hold it: folded words, one space between them. Pure. */
export function foldPhrase(text: string): string {
  const glued = text.endsWith('*') ? '*' : ''
  return foldedWords(text).join(' ') + glued
}
