import { isKnown, readingsAt } from '../words/phrase-table.js'
import type { FactPhrase, FactRole, FactTable } from './fact-table.js'
import type { FactToken } from './fact-tokens.js'

/** What explains a part of a message: a phrase, or a date, an hour or a number. */
export type Explained<Role extends string = FactRole> = FactPhrase<Role> | Exclude<FactToken, { kind: 'word' }>

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
  const said = tokens.map((token) =>
    token.kind === 'word'
      ? { forms: token.forms, isFixed: spelling === 'exact' || isKnown(token.forms, table) }
      : { forms: token.kind === 'number' ? [String(token.number)] : [], isFixed: true },
  )
  const failed = new Set<number>()
  const from = (at: number): Explained<Role>[] | null => {
    const token = tokens[at]
    if (token === undefined) return []
    if (failed.has(at)) return null
    if (token.kind !== 'word') {
      const rest = from(at + 1)
      if (rest) return [token, ...rest]
    } else {
      const readings = readingsAt(said, at, table).sort(
        (a, b) => b.end - a.end || a.edits - b.edits || ROLES.indexOf(a.phrase.role) - ROLES.indexOf(b.phrase.role),
      )
      for (const { phrase, end } of readings) {
        const rest = from(end)
        if (rest) return [phrase, ...rest]
      }
    }
    failed.add(at)
    return null
  }
  return from(0)
}
