import { editsBetween } from '../../platform/text/nearest-name.js'
import type { FactPhrase, FactRole, FactTable } from './fact-table.js'
import type { FactToken } from './fact-tokens.js'

/** What explains a part of a message: a phrase, or a date, an hour or a number. */
export type Explained<Role extends string = FactRole> = FactPhrase<Role> | Exclude<FactToken, { kind: 'word' }>

/** Letters that an ending may have. */
const MOST_ENDING = 6
/** Letters from which one may be wrong, and from which two may. */
const ONE_WRONG = 5
const TWO_WRONG = 8
/** Of the beginning of a word, which other words have too. */
const OPEN_WRONG = 7
/** Of two readings of the same words the first of these counts. */
const ROLES: readonly string[] = [
  'other',
  'asked',
  'place',
  'when',
  'weekday',
  'month',
  'holiday',
  'you',
  'service',
  'subject',
  'filler',
]

/** A token, whose word is read as it is written where it is one that some phrase has. */
type Heard = Exclude<FactToken, { kind: 'word' }> | HeardWord
type HeardWord = Extract<FactToken, { kind: 'word' }> & { isFixed: boolean }

/** A phrase that stands at a place of the message. */
interface Reading<Role extends string> {
  phrase: FactPhrase<Role>
  /** Letters that are wrong. */
  edits: number
}

/**
 * What every word of a message is, in order, longest phrases first, or `null` when one of them is nothing that facts know. A letter or two of a long word
 * may be wrong, unless the word is itself known. Pure.
 * @param spelling whether letters may be wrong
 */
export function explainWords<Role extends string>(
  tokens: readonly FactToken[],
  table: FactTable<Role>,
  spelling: 'exact' | 'lenient',
): Explained<Role>[] | null {
  const heard = tokens.map((token) =>
    token.kind === 'word' ? { ...token, isFixed: spelling === 'exact' || isKnown(token.forms, table) } : token,
  )
  const failed = new Set<number>()
  const from = (at: number): Explained<Role>[] | null => {
    const token = heard[at]
    if (token === undefined) return []
    if (failed.has(at)) return null
    if (token.kind !== 'word') {
      const rest = from(at + 1)
      if (rest) return [token, ...rest]
    } else {
      for (const { phrase } of readingsAt(heard, at, table)) {
        const rest = from(at + phrase.words.length)
        if (rest) return [phrase, ...rest]
      }
    }
    failed.add(at)
    return null
  }
  return from(0)
}

/** The phrases that stand at a place of a message, the best first. */
function readingsAt<Role extends string>(
  tokens: readonly Heard[],
  at: number,
  table: FactTable<Role>,
): Reading<Role>[] {
  const token = tokens[at]
  if (token?.kind !== 'word') return []
  const readings: Reading<Role>[] = []
  for (const first of firstWords(token, table)) {
    for (const phrase of table.phrases.get(first) ?? []) {
      const edits = editsAt(tokens, at, phrase)
      if (edits !== null) readings.push({ phrase, edits })
    }
  }
  return readings.sort(
    (a, b) =>
      b.phrase.words.length - a.phrase.words.length ||
      a.edits - b.edits ||
      ROLES.indexOf(a.phrase.role) - ROLES.indexOf(b.phrase.role),
  )
}

/** The words that a word of the message may be, among those by which phrases begin. */
function firstWords(word: HeardWord, { phrases, open }: FactTable<string>): string[] {
  const likely = word.isFixed ? [...word.forms.filter((form) => phrases.has(form)), ...open] : [...phrases.keys()]
  return likely.filter((first) => editsOf(word, first) !== null)
}

function editsAt(tokens: readonly Heard[], at: number, { words }: FactPhrase<string>): number | null {
  let edits = 0
  for (const [index, word] of words.entries()) {
    const token = tokens[at + index]
    if (token?.kind === 'number' && String(token.number) === word) continue
    const wrong = token?.kind === 'word' ? editsOf(token, word) : null
    if (wrong === null) return null
    edits += wrong
  }
  return edits
}

/** How many letters of a word are wrong for a word of a phrase; `null` where it is another word. */
function editsOf({ forms, isFixed }: HeardWord, pattern: string): number | null {
  const isOpen = pattern.endsWith('*')
  const stem = isOpen ? pattern.slice(0, -1) : pattern
  const isIt = (form: string) => (isOpen ? goesOn(form, stem) : form === stem)
  if (forms.some(isIt)) return 0
  const [written = ''] = forms
  if (isFixed || written.length < ONE_WRONG || stem.length < (isOpen ? OPEN_WRONG : ONE_WRONG)) return null
  const most = stem.length < TWO_WRONG ? 1 : 2
  const lengths = isOpen ? [stem.length - 1, stem.length, stem.length + 1] : [written.length]
  const heads = lengths.filter(
    (length) => Math.abs(length - stem.length) <= most && written.length - length <= MOST_ENDING,
  )
  const edits = heads.map((length) => editsBetween(written.slice(0, length), stem))
  const least = Math.min(...edits)
  return least <= most ? least : null
}

function goesOn(form: string, stem: string): boolean {
  return form.startsWith(stem) && form.length - stem.length <= MOST_ENDING
}

/** Whether some phrase has a word, as it is written. */
export function isKnown(forms: readonly string[], { words, stems }: FactTable<string>): boolean {
  return forms.some((form) => words.has(form) || stems.some((stem) => goesOn(form, stem)))
}
