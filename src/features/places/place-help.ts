import type { Place } from '../../platform/model/place.js'

/** What a place does for somebody who cannot manage online: does it with her, teaches her, lends what she lacks. */
export type Help = 'procedures' | 'learning' | 'equipment'

/** Values of the standard, and of its first version, by what they mean to a citizen; most useful first. */
const HELPS: readonly [Help, RegExp][] = [
  ['procedures', /d[ée]marches|france services|aidants connect/i],
  ['learning', /ma[iî]trise|prendre en main|apprendre|conseillers? num[ée]rique/i],
  ['equipment', /acc[eè]s internet|connexion|acc[ée]der à du mat[ée]riel/i],
]

/** How a place helps, most useful first; empty when its services are others, such as games or work. */
export function helpOf({ services, programmes }: Pick<Place, 'services' | 'programmes'>): Help[] {
  const offered = [...services, ...programmes]
  return HELPS.filter(([, words]) => offered.some((one) => words.test(one))).map(([help]) => help)
}
