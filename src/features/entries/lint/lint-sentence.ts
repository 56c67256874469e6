import type { Sentence } from './split-sentences.js'

/** What the linter of simplified versions looks for; `lint.<rule>` in `knowledge/messages/` says it in words. */
export const LINT_RULES = [
  'sentence_long',
  'sentences_long',
  'paragraph_long',
  'paragraph_dense',
  'jargon',
  'heavy_word',
  'acronym_known',
  'acronym_unknown',
  'passive',
  'double_negation',
  'figure',
  'roman_numeral',
  'nested_list',
  'construct',
] as const
/** One of {@link LINT_RULES}. */
export type LintRule = (typeof LINT_RULES)[number]

/** Something that a rule found in a text. */
export interface Finding {
  rule: LintRule
  /** Characters of the text before it. */
  offset: number
  /** What fills the places of the rule's sentence. */
  parameters: Record<string, string>
}

/** Most words in a sentence of a simplified version. Source: European standards "Information for all" ask for short sentences; fifteen words is the project's own rule. */
export const MAX_SENTENCE_WORDS = 15

const BE = '(?:est|sont|était|étaient|sera|seront|soit|soient|être|été)'
const PARTICIPLE = '\\p{L}{1,25}(?:ée?s?|ie?s?|ue?s?|its?|ites?|ise?s?|erte?s?|ainte?s?|einte?s?)'
/** "Par" also tells how often, how and what for instance: no one acts then. */
const NOT_AN_AGENT =
  'mois|ans?|années?|semaines?|jours?|heures?|nuits?|personnes?|enfants?|foyers?|familles?|repas|trimestres?|exemple|courriers?|courriels?|mails?|e-mails?|internet|téléphone|écrit|SMS|lettres?|la poste|cartes?|chèques?|virement|prélèvement|avance|ordre|terre|ici|là|un (?:lien|code|message|courrier|courriel|SMS)|\\d'
const PASSIVE = new RegExp(
  `(?<!\\p{L})${BE}\\s{1,4}(?:(?:\\p{L}{1,25}ment|pas|alors|ensuite|toujours)\\s{1,4})?(${PARTICIPLE})\\s{1,4}(?:[^\\s.,;:()]{1,40}\\s{1,4}){0,3}?par\\s{1,4}(?!(?:${NOT_AN_AGENT})(?![\\p{L}]))`,
  'iu',
)
/** "Ne … que" says "seulement": it denies nothing. */
const NOT = /(?<!\p{L})(?:n'|ne\s)(?!\S+\s+(?:\S+\s+){0,2}?qu(?:e|'))/giu
const WITHOUT = /(?<!\p{L})(?:sans|impossibles?|inutiles?)(?!\p{L})/giu

/** What is at fault in one sentence: its length, a passive with its agent, two denials. Pure. */
export function lintSentence({ offset, text, words }: Sentence): Finding[] {
  const findings: Finding[] = []
  if (words > MAX_SENTENCE_WORDS) {
    const parameters = { count: String(words), max: String(MAX_SENTENCE_WORDS) }
    findings.push({ rule: 'sentence_long', offset, parameters })
  }
  const passive = PASSIVE.exec(text)
  if (passive)
    findings.push({ rule: 'passive', offset: offset + passive.index, parameters: { found: passive[0].trim() } })
  const [first, ...others] = [...text.matchAll(NOT), ...text.matchAll(WITHOUT)]
  // "Sans porc ou sans viande" is plain: two denials are hard when a verb is denied.
  if (first && others.length > 0 && /^n/i.test(first[0]))
    findings.push({ rule: 'double_negation', offset: offset + first.index, parameters: {} })
  return findings
}
