import type { NearOffice } from '../../platform/model/commune.js'
import type { Position } from '../../platform/model/place.js'
import { distanceKm } from './distance-km.js'
import type { DirectoryPlace } from './read-directory-place.js'

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
