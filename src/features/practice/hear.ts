/** Words that may stand between two words of a phrase. */
const MOST_BETWEEN = 3
/** Words before a match in which a negation counts. */
const NEGATION_REACH = 5
const NEGATIONS = new Set([
  'ne',
  'n',
  'pas',
  'jamais',
  'inutile',
  'sans',
  'aucun',
  'aucune',
  'not',
  'don',
  'never',
  'no',
])

/** The sentences of a text, as written. */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?;…؟])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** Lower case, without accents; every script's letters are words. */
export function foldPhrase(text: string): string[] {
  const folded = text.toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').normalize('NFD').replace(/\p{M}/gu, '')
  return folded.match(/[\p{L}\p{N}]+\*?/gu) ?? []
}

/**
 * The first sentence of a text in which one of the phrases is heard, as written; `null` when none is. The words of a phrase come in order, with at
 * most three others between two of them, in any number or gender; `*` after a word stands for its ending. Accents and capitals do not count.
 * @param options `denied: false` leaves out what a negation comes before ("ne m’envoyez pas votre mot de passe")
 */
export function heardIn(
  text: string,
  phrases: readonly string[],
  { denied }: { denied: boolean } = { denied: true },
): string | null {
  const wanted = phrases.map(foldPhrase).filter((phrase) => phrase.length > 0)
  for (const sentence of sentencesOf(text)) {
    const words = foldPhrase(sentence)
    const isHeard = wanted.some((phrase) =>
      words.some((_, at) => isAt(words, at, phrase) && (denied || !isDenied(words, at))),
    )
    if (isHeard) return sentence
  }
  return null
}

/** Whether a phrase begins at a word. */
function isAt(words: readonly string[], at: number, [first = '', ...rest]: readonly string[]): boolean {
  if (!isSame(words[at] ?? '', first)) return false
  if (rest.length === 0) return true
  for (let next = at + 1; next <= at + 1 + MOST_BETWEEN && next < words.length; next += 1) {
    if (isAt(words, next, rest)) return true
  }
  return false
}

function isSame(word: string, wanted: string): boolean {
  if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1))
  return ['', 's', 'x', 'e', 'es'].some((ending) => word === wanted + ending)
}

function isDenied(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - NEGATION_REACH), at).some((word) => NEGATIONS.has(word))
}
