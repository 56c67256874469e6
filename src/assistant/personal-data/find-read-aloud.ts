import type { PersonalDataKind } from '../../features/retention/masked-data.js'
import { foldWord } from '../../platform/text/fold-text.js'
import type { PersonalDataRange, Replacement, TextView } from './text-view.js'

/** Figures in groups, of which some were read aloud. */
const FIGURES = /(?<![\p{L}\d])\d(?:[ ,./_-]{0,3}\d){6,59}(?![\p{L}\d])/gu
/** Figures of one number, at most. */
const MOST_OF_ONE = 20
const NEXT_WORD = /^\s{0,2}([\p{L}€$%²³]{1,20})/u

/**
 * Numbers that are read aloud: nobody says so many figures of anything else. Words can be cut into figures in several ways, so that their number and the first of them
 * decide, not their key. @param units words after which it is an amount
 */
export function findReadAloud(
  text: string,
  { spoken, view, units }: { spoken: readonly Replacement[]; view: TextView; units: ReadonlySet<string> },
): PersonalDataRange[] {
  return [...view.text.matchAll(FIGURES)].flatMap(({ 0: written, index }) => {
    const { from, to } = view.typed(index, index + written.length)
    const isSpoken = spoken.some((one) => one.from < to && from < one.to)
    const next = NEXT_WORD.exec(text.slice(to))?.[1] ?? ''
    const kind = isSpoken && !units.has(foldWord(next)) ? kindOf(written.replace(/\D/g, '')) : null
    return kind ? [{ from, to, kind }] : []
  })
}

function kindOf(figures: string): PersonalDataKind | null {
  if (/^0[1-9]\d{6,12}$/.test(figures) || /^(?:00|33)\d{8,13}$/.test(figures)) return 'phone'
  if (/^[12]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)\d{8}(?:\d\d)?$/.test(figures)) return 'nir'
  if (/^[2-6]\d{11,18}$/.test(figures)) return 'card'
  // Several, one after the other.
  return figures.length < MOST_OF_ONE ? null : figures.startsWith('0') ? 'phone' : 'card'
}
