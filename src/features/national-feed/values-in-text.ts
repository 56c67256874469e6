/** An amount or a length of time in a text. */
export interface Value {
  kind: 'amount' | 'time'
  /** As it is written. */
  text: string
  /** Characters before it. */
  at: number
  /** The same for what is the same, however it is written: `86 €`, `86,00 euros`. */
  key: string
}

const AMOUNT = /(?<![\d.,])\d{1,9}(?:[ \u00a0\u202f.,]\d{1,3}){0,4}[ \u00a0\u202f]?(?:€|euros?\b)/giu
const TIME = /(?<![\d.,])\d{1,4}[ \u00a0\u202f](?:minute|heure|jour|semaine|mois|an|année)s?\b/giu

/** The amounts and the lengths of time of a text, in their order. Pure. */
export function valuesOf(text: string): Value[] {
  const found = [AMOUNT, TIME].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: written, index }): Value => {
      const kind = pattern === AMOUNT ? 'amount' : 'time'
      return { kind, text: written, at: index, key: kind === 'amount' ? amountKey(written) : timeKey(written) }
    }),
  )
  return found.sort((a, b) => a.at - b.at)
}

function amountKey(written: string): string {
  const digits = written.replace(/[^\d.,]/g, '').replace(/[.,](?=\d{3})/g, '')
  return `${Number(digits.replace(',', '.'))} €`
}

function timeKey(written: string): string {
  const [number = '', unit = ''] = written.toLowerCase().split(/[ \u00a0\u202f]/)
  return `${Number(number)} ${unit === 'mois' ? unit : unit.replace(/s$/, '').replace('année', 'an')}`
}
