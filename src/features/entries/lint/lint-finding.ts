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
