/** What follows the beginning of a French verb in -er, in the forms that an administration writes. */
const ER_FORMS = '(?:er|ers|e|es|ez|ons|ent|é|ée|és|ées|ant|era|eront|erez)'
/** The same for a verb in -ir like "finir"; its participle serves "fournir" as well. */
const IR_FORMS = '(?:ir|irs|is|it|issez|issent|i|ie|ies|ira|iront|irez)'

/** Letters and figures of French in small letters: `\p{L}` makes hundreds of patterns slow to prepare. */
const WORD = 'a-zà-öø-ÿœ0-9'

/**
 * A pattern that finds a phrase whole, in the usual forms of each of its words: plural, feminine, and those of regular verbs.
 * It looks at text in small letters, with straight apostrophes; an irregular form is a phrase of its own.
 */
export function phrasePattern(phrase: string): RegExp {
  const words = phrase.split(' ').map(formsOf).join('\\s+')
  return new RegExp(`(?<![${WORD}-])${words}(?![${WORD}]|-(?!vous\\b))`, 'g')
}

function formsOf(word: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (/..[\p{L}]er$/u.test(word)) return escaped.slice(0, -2) + ER_FORMS
  if (/..[\p{L}]ir$/u.test(word)) return escaped.slice(0, -2) + IR_FORMS
  return `${escaped}(?:e?s|e|x)?`
}
