import type { Finding } from './lint-sentence.js'

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')
const SPACE = '[ \\u00a0\\u202f]'
const MONTH = MONTHS.join('|')

/** A way of writing a figure, and the better one; `null` when it is well written after all. */
type Form = [pattern: RegExp, better: (match: RegExpExecArray) => string | null]

const FORMS: readonly Form[] = [
  [new RegExp(`(?:\\+33${SPACE}?|\\b0)[1-9](?:[ \\u00a0\\u202f.-]?\\d\\d){4}\\b`, 'g'), ([found]) => phone(found)],
  [/\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/g, ([, day, month, year]) => date(Number(day), Number(month), year)],
  [new RegExp(`\\b(0\\d|1)${SPACE}(${MONTH})\\b`, 'gi'), ([, day, month]) => `${ordinalDay(Number(day))} ${month}`],
  [/\b(\d{1,2})(?:[hH](\d{2})?|:(\d{2}))(?![\p{L}\d])/gu, ([, hour, minute, other]) => clock(hour, minute ?? other)],
  [/\b(\d+)[.](\d\d)(?=[ \u00a0\u202f]?(?:€|euros?\b))/g, ([, whole, cents]) => `${whole},${cents}`],
  [/\b(\d{1,3})(\d{3})(?=[ \u00a0\u202f]?(?:€|euros?\b|habitants?\b|m²))/g, ([, high, low]) => `${high} ${low}`],
  [/(\d)(€|%)/g, ([, digit, sign]) => `${digit} ${sign}`],
  [/\b1(?:ère|ere)s?\b/gi, () => '1re'],
  [/\b(\d+)(?:ème|eme|ième|ieme)s?(?!\p{L})/giu, ([, number]) => `${number}e`],
]

/** Numbers, dates, hours, amounts and phones that are not written as readers know them. Pure. */
export function lintFigures(text: string): Finding[] {
  return FORMS.flatMap(([pattern, write]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const found = match[0]
      const better = write(match as RegExpExecArray)
      return better === null || better === found.replace(/[\u00a0\u202f]/g, ' ')
        ? []
        : [{ rule: 'figure' as const, offset: match.index, parameters: { found, better } }]
    }),
  )
}

function phone(found: string): string | null {
  // Numbers that cost or save something are said by four and two: 0806 20 30 40.
  if (/^0[89]\d\d(?:[ \u00a0\u202f]\d\d){3}$/.test(found)) return null
  const digits = found.replace(/^\+33/, '0').replace(/\D/g, '')
  return (digits.match(/\d\d/g) ?? []).join(' ')
}

function date(day: number, month: number, year: string | undefined): string | null {
  const name = MONTHS[month - 1]
  return name === undefined || day < 1 || day > 31 ? null : `${ordinalDay(day)} ${name} ${year}`
}

function ordinalDay(day: number): string {
  return day === 1 ? '1er' : String(day)
}

function clock(hour = '', minute = ''): string | null {
  if (Number(hour) > 24 || Number(minute) > 59) return null
  return Number(minute) === 0 ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}
