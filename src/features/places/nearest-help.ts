import type { Place } from '../../platform/model/place.js'

/** What a place does for somebody who cannot manage online: does it with her, teaches her, lends what she lacks. */
type Help = 'procedures' | 'learning' | 'equipment'

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

/** A place that names so many publics speaks to about everyone. */
const MANY_AUDIENCES = 3

/**
 * The places to tell somebody who cannot manage online, nearest first: those that do procedures with anyone who comes, then, when they are too few, those that help
 * otherwise or speak to some people above all.
 * @param places nearest first
 */
export function nearestHelp(places: readonly Place[], most: number): Place[] {
  const useful = places.filter((place) => helpOf(place).length > 0)
  const isForAll = (place: Place) => helpOf(place).includes('procedures') && isOpenToAll(place)
  const chosen = new Set([...useful.filter(isForAll), ...useful].slice(0, most))
  return places.filter((place) => chosen.has(place))
}

function isOpenToAll({ audiences }: Place): boolean {
  return audiences.length === 0 || audiences.length >= MANY_AUDIENCES
}
