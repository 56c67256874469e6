import type { Place } from '../../platform/model/place.js'
import { helpOf } from './place-help.js'

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
