import type { FiguresView } from '../../../../platform/http/contract.js'

/** Hours of a day on which nothing happened are shown all the same between these. */
const USUAL = { from: 9, to: 17 }

/** The hours of a day that are shown: from the first to the last on which something was asked. */
export function busyHours({ byHour }: Pick<FiguresView, 'byHour'>): number[] {
  const asked = byHour.filter(({ requests }) => requests > 0).map(({ hour }) => hour)
  const first = Math.min(USUAL.from, ...asked)
  const last = Math.max(USUAL.to, ...asked)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** Five shades of a cell: 0 for none, then by fifths of the most. */
export function shadeOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.min(5, Math.ceil((count / Math.max(1, most)) * 5))
}
