import type { NearOffice } from '../../platform/model/commune.js'
import type { Place, Position } from '../../platform/model/place.js'
import type { DirectoryPlace } from './read-directory-place.js'

/** Mean radius of the earth, in km. Source: IUGG, R1. */
const EARTH_RADIUS_KM = 6371.0088

/** The distance between two points as the crow flies, in km. Source: haversine formula (R. W. Sinnott, 1984). */
export function distanceKm(a: Position, b: Position): number {
  const [fromLatitude, toLatitude] = [toRadians(a.latitude), toRadians(b.latitude)]
  const halfLatitude = (toLatitude - fromLatitude) / 2
  const halfLongitude = toRadians(b.longitude - a.longitude) / 2
  const haversine =
    Math.sin(halfLatitude) ** 2 + Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.sin(halfLongitude) ** 2
  // Rounding may bring antipodes a hair above 1.
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, haversine)))
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

/**
 * Of each kind, the place of the directory that is nearest to a town hall, in its department: these offices serve their department only. Kinds of which
 * there is none, or none that says where it is, are left out.
 * @param insee code of the commune
 */
export function nearestOffices(
  places: Iterable<DirectoryPlace>,
  kinds: ReadonlySet<string>,
  { insee, position }: { insee: string; position: Position },
): Record<string, NearOffice> {
  const nearest = new Map<string, { km: number; office: NearOffice }>()
  for (const place of places) {
    const office = officeOf(place)
    if (!office || !place.position) continue
    const km = distanceKm(position, place.position)
    for (const [kind, communes] of place.kinds) {
      const isHere = communes.some((code) => departmentOf(code) === departmentOf(insee))
      if (kinds.has(kind) && isHere && km < (nearest.get(kind)?.km ?? Number.POSITIVE_INFINITY))
        nearest.set(kind, { km, office })
    }
  }
  return Object.fromEntries([...nearest].map(([kind, { office }]) => [kind, office] as const).sort(byKind))
}

/** `null` where there is no address to go to, or no day on which it was true. */
function officeOf({ name, date, fields }: DirectoryPlace): NearOffice | null {
  const { adresse, telephone = '', hours = {} } = fields
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(date) ?? []
  return adresse && year ? { nom: name, adresse, telephone, hours, date: `${year}-${month}-${day}` } : null
}

/** The department of an INSEE code: two characters, three overseas. */
function departmentOf(insee: string): string {
  return insee.slice(0, insee.startsWith('97') || insee.startsWith('98') ? 3 : 2)
}

function byKind([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

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
