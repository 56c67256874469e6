import { createHash } from 'node:crypto'
import { type Entry, SHORT_KEYS, type ShortTranslation } from '../model/entry.js'

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
