import { createHash } from 'node:crypto'
import type { ProposedEntry } from '../../../platform/http/shapes.js'
import { type Entry, SHORT_KEYS, type ShortTranslation, type Translation } from '../../../platform/model/entry.js'
import { isInterfaceLanguage, type Language, type RecognisedLanguage } from '../../../platform/model/language.js'
import { frenchTypography } from '../../../platform/text/typography.js'

/** What there is of an entry in a language. `outdated`: the French has changed since it was translated. */
export type TranslationFound =
  | { status: 'current' | 'outdated'; translation: Translation }
  | { status: 'french' | 'missing' }

/** Looks for an entry's translation. An outdated one is never to be shown as the answer. */
export function translationOf(entry: Entry, language: RecognisedLanguage): TranslationFound {
  if (language === 'fr') return { status: 'french' }
  const translation = isInterfaceLanguage(language) ? entry.translations?.[language] : undefined
  if (!translation) return { status: 'missing' }
  const isCurrent = translation.translatedFrom === frenchDigest(entry)
  return { status: isCurrent ? 'current' : 'outdated', translation }
}

/** A row of short translations that may stand for the answer: it says more than a title. */
export type ShortAnswer = ShortTranslation & { summary: string }

/** What an entry says in short in a language, as long as that is a translation of its present French; `null` where there is none, or but a title. */
export function shortAnswerIn(entry: Entry, language: RecognisedLanguage): ShortAnswer | null {
  const row = currentShort(entry, language)
  return row?.summary === undefined ? null : { ...row, summary: row.summary }
}

function currentShort(entry: Entry, language: RecognisedLanguage): ShortTranslation | undefined {
  const row = entry.inShort?.[language]
  return row && row.from === shortDigest(entry, row) ? row : undefined
}

/**
 * The title of an entry in a language when it has a current translation, whole or short, else in French, and which language that is. That of an office, elsewhere than in
 * French, is its name.
 */
export function titleIn(entry: Entry, language: RecognisedLanguage): { title: string; language: RecognisedLanguage } {
  const name = entry.office?.names[language]
  if (name) return { title: name.charAt(0).toUpperCase() + name.slice(1), language }
  const found = translationOf(entry, language)
  const title = found.status === 'current' ? found.translation.title : currentShort(entry, language)?.title
  return title === undefined ? { title: entry.title, language: 'fr' } : { title, language }
}

/** An entry as it is proposed in a language: by its translated title where there is a current one, else by the French one, which is then said. */
export function proposedEntry(entry: Entry, language: Language): ProposedEntry {
  const titled = titleIn(entry, language)
  const title = titled.language === 'fr' ? frenchTypography(titled.title) : titled.title
  return { id: entry.id, title, ...(titled.language === language ? {} : { language: titled.language }) }
}

/** What a translator translates of an entry. */
type FrenchText = Pick<Entry, 'title' | 'summary' | 'sections' | 'online'>

/** Entries are never changed in place. */
const known = new WeakMap<FrenchText, string>()

/**
 * A digest of what a citizen reads of an entry in French: `fr-` and 12 hexadecimal digits of the SHA-256 of its title, summary, labels and sections. A
 * translation names the one that it was made from; dates and example questions change without making it old. YAML would read bare digits as a number.
 */
export function frenchDigest(entry: FrenchText): string {
  const digest = known.get(entry) ?? digestOf(textsOf(entry))
  known.set(entry, digest)
  return digest
}

/**
 * The same of what a row of short translations was made from: the title, the summary and the short texts; of the title alone where the row has no more, so that
 * names do not grow old with answers.
 */
export function shortDigest(
  { title, summary, short = {} }: Pick<Entry, 'title' | 'summary' | 'short'>,
  { summary: translated }: Pick<ShortTranslation, 'summary'>,
): string {
  return digestOf(translated === undefined ? [title] : [title, summary, ...SHORT_KEYS.map((key) => short[key] ?? '')])
}

function textsOf({ title, summary, online, sections }: FrenchText): string[] {
  return [title, summary, ...online.map(({ label }) => label), ...Object.values(sections)]
}

function digestOf(texts: readonly string[]): string {
  // Spaces at the end of lines are not read.
  const lines = texts.map((part) =>
    part
      .trim()
      .replace(/(?<![^\S\n])[^\S\n]+$/gm, '')
      .replace(/\r/g, ''),
  )
  return `fr-${createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 12)}`
}
