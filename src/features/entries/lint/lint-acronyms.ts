import type { PlainWords } from '../../../assistant/words/load-plain-words.js'
import { isExplained } from './is-explained.js'
import type { Finding } from './lint-finding.js'
import type { Sentence } from './split-sentences.js'

/** Two to six capitals; a word in capitals is longer, and a code has digits. */
const CAPITALS = /(?<![\p{L}\p{N}-])\p{Lu}{2,6}(?![\p{L}\p{N}-])/gu
/** "Caf", "Pacs": an acronym may be written like a name. */
const NAME = /(?<![\p{L}\p{N}-])\p{Lu}\p{Ll}{1,6}(?![\p{L}\p{N}-])/gu
const ROMAN = /^[IVX]+$/

/** Acronyms that a text spells out neither before their first use, nor there, nor in the next sentence. @param sentences of the whole text, in order */
export function lintAcronyms(sentences: readonly Sentence[], { acronyms, understood }: PlainWords): Finding[] {
  const known = new Set<string>()
  const findings: Finding[] = []
  for (const [index, { text, offset }] of sentences.entries()) {
    const soFar = plain(
      sentences
        .slice(0, index + 2)
        .map((sentence) => sentence.text)
        .join(' '),
    )
    const names = [...text.matchAll(NAME)].filter(([name]) => acronyms[name.toUpperCase()] !== undefined)
    for (const { 0: found, index: from } of [...text.matchAll(CAPITALS), ...names]) {
      const acronym = found.toUpperCase()
      const full = acronyms[acronym]
      if (known.has(acronym) || understood.includes(acronym) || (ROMAN.test(found) && !full)) continue
      known.add(acronym)
      const isSpelled = full !== undefined && soFar.includes(plain(full))
      if (isSpelled || isExplained({ sentences, index, from, to: from + found.length })) continue
      const rule = full === undefined ? 'acronym_unknown' : 'acronym_known'
      findings.push({ rule, offset: offset + from, parameters: { found, ...(full && { plain: full }) } })
    }
  }
  return findings
}

function plain(text: string): string {
  return text.replace(/’/g, "'").replace(/\s+/g, ' ').toLowerCase()
}
