import { z } from 'zod'
import type { DayRanges, WeeklyHours } from '../../platform/model/commune.js'
import type { Position } from '../../platform/model/place.js'

/** What the national directory says of a place, as far as a commune's file can say it. A field that it does not say is absent. */
export interface DirectoryPlace {
  name: string
  /** Day on which the record was changed, as the directory writes it; empty when it does not say. */
  date: string
  fields: { adresse?: string; telephone?: string; courriel?: string; hours?: WeeklyHours }
  /** What a commune's file cannot say, in the directory's own words: hours that hold on some days only. */
  remarks: string[]
  /** Its kinds (`mairie`, `caf`), each with the INSEE codes of the communes where it is. */
  kinds: ReadonlyMap<string, readonly string[]>
  /** `null` when the directory does not say. */
  position: Position | null
}

const text = z.string().nullish()

const record = z.object({
  nom: z.string(),
  date_modification: text,
  pivot: z.array(z.object({ type_service_local: text, code_insee_commune: z.array(z.string()).nullish() })).nullish(),
  adresse: z
    .array(
      z.object({
        type_adresse: text,
        complement1: text,
        complement2: text,
        numero_voie: text,
        service_distribution: text,
        code_postal: text,
        nom_commune: text,
        longitude: text,
        latitude: text,
      }),
    )
    .nullish(),
  telephone: z.array(z.object({ valeur: text })).nullish(),
  adresse_courriel: z.array(z.string()).nullish(),
  commentaire_plage_ouverture: text,
  plage_ouverture: z
    .array(
      z.object({
        nom_jour_debut: text,
        nom_jour_fin: text,
        valeur_heure_debut_1: text,
        valeur_heure_fin_1: text,
        valeur_heure_debut_2: text,
        valeur_heure_fin_2: text,
        commentaire: text,
      }),
    )
    .nullish(),
})
type Read = z.infer<typeof record>
type Range = NonNullable<Read['plage_ouverture']>[number]

/** Reads a record of the directory, version 4; `null` when it is none. */
export function readDirectoryPlace(value: unknown): DirectoryPlace | null {
  const read = record.safeParse(value)
  if (!read.success) return null
  const { nom, date_modification, commentaire_plage_ouverture } = read.data
  const { hours, remarks } = readHours(read.data.plage_ouverture ?? [])
  const phone = read.data.telephone?.map(({ valeur }) => frenchPhone(valeur ?? '')).find((found) => found !== null)
  const mail = read.data.adresse_courriel?.find((address) => /^[^\s<>@]+@[^\s<>@]+$/.test(address))
  const address = addressOf(read.data)
  return {
    name: nom,
    date: date_modification?.split(' ')[0] ?? '',
    fields: {
      ...(address === '' ? {} : { adresse: address }),
      ...(phone ? { telephone: phone } : {}),
      ...(mail ? { courriel: mail } : {}),
      ...(Object.keys(hours).length === 0 ? {} : { hours }),
    },
    remarks: [...remarks, commentaire_plage_ouverture?.trim() ?? ''].filter((remark) => remark !== ''),
    kinds: new Map(
      (read.data.pivot ?? []).map((one) => [one.type_service_local ?? '', one.code_insee_commune ?? []] as const),
    ),
    position: positionOf(read.data),
  }
}

/** Whether a place is the town hall of a commune. */
export function isTownHallOf({ kinds }: DirectoryPlace, insee: string): boolean {
  return kinds.get('mairie')?.includes(insee) ?? false
}

function visitedAddress({ adresse }: Read) {
  return adresse?.find(({ type_adresse }) => type_adresse === 'Adresse') ?? adresse?.[0]
}

function positionOf(read: Read): Position | null {
  const { latitude, longitude } = visitedAddress(read) ?? {}
  if (!latitude || !longitude) return null
  const position = { latitude: Number(latitude), longitude: Number(longitude) }
  return Number.isFinite(position.latitude) && Number.isFinite(position.longitude) ? position : null
}

function addressOf(read: Read): string {
  const found = visitedAddress(read)
  if (!found) return ''
  const street = [found.complement1, found.complement2, found.numero_voie, found.service_distribution]
  const town = [found.code_postal, found.nom_commune].map((part) => part?.trim() ?? '').filter((part) => part !== '')
  return [...street.map((part) => part?.trim() ?? ''), town.join(' ')].filter((part) => part !== '').join(', ')
}

/** Ten digits by twos, as communes write them; `null` for what is no French number. */
function frenchPhone(written: string): string | null {
  const digits = written.replace(/^\s*(\+33|0033)\s*(\(0\))?/, '0').replace(/\D/g, '')
  return /^0\d{9}$/.test(digits) ? (digits.match(/\d\d/g) ?? []).join(' ') : null
}

const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']

function readHours(ranges: readonly Range[]): { hours: WeeklyHours; remarks: string[] } {
  const hours: WeeklyHours = {}
  const remarks: string[] = []
  for (const range of ranges) {
    const days = daysOf(range)
    const times = timesOf(range)
    const comment = range.commentaire?.trim() ?? ''
    // "Only the second Saturday": a weekly schedule would be false.
    if (comment !== '' || days.length === 0) remarks.push(inWords(range, times, comment))
    else if (times.length > 0) for (const day of days) hours[day] = [...(hours[day] ?? []), ...times].sort()
  }
  return { hours, remarks }
}

function daysOf({ nom_jour_debut, nom_jour_fin }: Range): (keyof WeeklyHours)[] {
  const from = DAYS.indexOf((nom_jour_debut ?? '').toLowerCase())
  const to = DAYS.indexOf((nom_jour_fin ?? nom_jour_debut ?? '').toLowerCase())
  if (from < 0 || to < from) return []
  return DAYS.slice(from, to + 1).map((_, index) => String(from + index + 1) as keyof WeeklyHours)
}

function timesOf(range: Range): DayRanges {
  const pairs: [string, string][] = [
    [hourOf(range.valeur_heure_debut_1), hourOf(range.valeur_heure_fin_1)],
    [hourOf(range.valeur_heure_debut_2), hourOf(range.valeur_heure_fin_2)],
  ]
  return pairs.filter(([from, to]) => from !== '' && to !== '' && from < to)
}

function hourOf(value: string | null | undefined): string {
  return /^([01]\d|2[0-3]):[0-5]\d/.exec(value ?? '')?.[0] ?? ''
}

function inWords({ nom_jour_debut, nom_jour_fin }: Range, times: DayRanges, comment: string): string {
  const days = [...new Set([nom_jour_debut, nom_jour_fin])].filter(Boolean).join(' – ')
  return [days, times.map((time) => time.join('–')).join(', '), comment].filter((part) => part !== '').join(' : ')
}
