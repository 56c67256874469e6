/** Narrow no-break space, U+202F: before `;` `!` `?` and inside guillemets. */
const NARROW = '\u202f'
/** No-break space, U+00A0: before `:`, between a number and its unit. */
const NO_BREAK = '\u00a0'

/** Addresses and e-mails are left as they are. */
const UNTOUCHED = /https?:\/\/\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+/g

/**
 * French typography for display: typographic apostrophes, no-break spaces before double punctuation, inside
 * guillemets, in hours, amounts and phone numbers. A text may be the part of a sentence that stands before or after bold
 * words or a link: punctuation that it begins with is spaced too, and an apostrophe may end it. Idempotent. Source:
 * Lexique des règles typographiques en usage à l'Imprimerie nationale.
 */
export function frenchTypography(text: string): string {
  let done = ''
  let last = 0
  for (const match of text.matchAll(UNTOUCHED)) {
    done += typeset(text.slice(last, match.index)) + match[0]
    last = match.index + match[0].length
  }
  return done + typeset(text.slice(last))
}

function typeset(text: string): string {
  return text
    .replace(/(\p{L})'(?=[\p{L}\p{N}«]|$)/gu, '$1’')
    .replace(/\.\.\./g, '…')
    .replace(/«[\s\u00a0\u202f]*/g, `«${NARROW}`)
    .replace(/(?<![\s\u00a0\u202f])[\s\u00a0\u202f]*»/g, `${NARROW}»`)
    .replace(/(?:(?<=[^\s;!?:])[ \u00a0\u202f]?|^[ \u00a0\u202f])([;!?]+)(?=[\s»)\]]|$)/g, `${NARROW}$1`)
    .replace(/(?:(?<=[\p{L}\p{N})»%€])[ \u00a0\u202f]?|^[ \u00a0\u202f]):(?=\s|$)/gu, `${NO_BREAK}:`)
    .replace(
      /(\d)[ \u00a0\u202f](?=(?:€|%|h\b|km|kg|cm|m²|m³|ans?\b|mois\b|jours?\b|heures?\b|minutes?\b|semaines?\b))/g,
      `$1${NO_BREAK}`,
    )
    .replace(/(\d)[ \u00a0]h[ \u00a0](\d\d)\b/g, `$1${NO_BREAK}h${NO_BREAK}$2`)
    .replace(/\b(0\d)[ .](\d\d)[ .](\d\d)[ .](\d\d)[ .](\d\d)\b/g, ['$1', '$2', '$3', '$4', '$5'].join(NO_BREAK))
    .replace(/(\d)[ ](?=\d{3}\b)/g, `$1${NARROW}`)
}
