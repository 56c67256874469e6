import { basename, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config.js'
import { loadImportsMessages } from '../../features/entries/catalogue/load-catalogues.js'
import { loadEntries } from '../../features/entries/catalogue/load-entries.js'
import { describeSchedule } from '../../features/entries/render/describe-hours.js'
import { DirectoryFault, directoryRecords } from '../../features/places/directory-records.js'
import { nearestOffices } from '../../features/places/nearest-offices.js'
import { type DirectoryPlace, isTownHallOf, readDirectoryPlace } from '../../features/places/read-directory-place.js'
import { loadTown } from '../../features/settings/load-town.js'
import { applyChanges, type FieldChange, proposeChanges } from '../../features/settings/propose-changes.js'
import { type Commune, type NearOffice, type Service, serviceOf } from '../../platform/model/commune.js'
import type { ImportsKey } from '../../platform/model/say.js'
import { complain } from '../print.js'

type Tell = (key: ImportsKey, parameters?: Record<string, string>) => string

interface Options {
  from: string
  insee: string
  commune: Commune
  serviceId: string
  service: Service
  isApplied: boolean
}

/**
 * `npx guichet import annuaire`: compares the commune's file with the record of its town hall in the national directory, and finds in it the nearest places
 * of the offices that are not the town hall's; changes the file only with `--apply`. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when there is no record (nothing is changed then), 2 for wrong usage
 */
export async function runImportDirectory(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadImportsMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv, await loadTown(config), tell)
  if (typeof options === 'string') return complain(options, 2)
  const kinds = new Set((await loadEntries(config)).flatMap(({ office }) => office?.directory ?? []))
  const found = await readPlaces(options, kinds).catch((error: unknown) => faultInWords(error, options.from, tell))
  if (typeof found === 'string') return complain(found, 1)
  const { townHall, others } = found
  if (!townHall) return complain(tell('directory.none', { insee: options.insee }), 1)
  const fields = proposeChanges(options.service, townHall)
  const offices = changedOffices(options, townHall, [others, kinds])
  const lines = [...tellChanges(townHall, fields, tell), ...tellOffices(offices, tell)]
  if (fields.length === 0 && offices.length === 0) lines.push(tell('directory.same'))
  else lines.push(await conclude(options, { fields, offices }, { townDir: config.townDir, tell }))
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

/** @returns the options, or what is wrong with them in words */
function readOptions(argv: string[], communes: ReadonlyMap<string, Commune>, tell: Tell): Options | string {
  const values = parseOptions(argv)
  if (!values?.from || !values.insee || !values.commune) return tell('usage')
  const commune = communes.get(values.commune)
  if (!commune) return tell('unknown_commune', { commune: values.commune, known: [...communes.keys()].join(', ') })
  const serviceId = values.service ?? commune.reception
  const service = serviceOf(commune, serviceId)
  if (!service)
    return tell('directory.unknown_service', { service: serviceId, known: Object.keys(commune.services).join(', ') })
  return { from: values.from, insee: values.insee, commune, serviceId, service, isApplied: values.apply ?? false }
}

/** `null` when an argument is not known. */
function parseOptions(argv: string[]) {
  const text = { type: 'string' } as const
  const options = { from: text, insee: text, commune: text, service: text, apply: { type: 'boolean' } } as const
  try {
    return parseArgs({ args: argv, options }).values
  } catch {
    return null
  }
}

/** The town hall of a commune, if the directory has it, and every place of some kinds. */
async function readPlaces({ from, insee }: Options, kinds: ReadonlySet<string>) {
  let townHall: DirectoryPlace | null = null
  const others: DirectoryPlace[] = []
  const isWanted = (text: string) =>
    (text.includes(insee) && text.includes('mairie')) || [...kinds].some((kind) => text.includes(`"${kind}"`))
  for await (const record of directoryRecords(from, isWanted)) {
    const place = readDirectoryPlace(record)
    if (!place) continue
    if (isTownHallOf(place, insee)) townHall ??= place
    else if ([...place.kinds.keys()].some((kind) => kinds.has(kind))) others.push(place)
  }
  return { townHall, others }
}

/** The nearest places that the commune's file does not have yet, or has otherwise. */
function changedOffices(
  { commune, insee }: Options,
  { position }: DirectoryPlace,
  [others, kinds]: [readonly DirectoryPlace[], ReadonlySet<string>],
): [string, NearOffice][] {
  const from = commune.position ?? position
  const near = from ? nearestOffices(others, kinds, { insee, position: from }) : {}
  return Object.entries(near).filter(
    ([kind, office]) => JSON.stringify(commune.offices?.[kind]) !== JSON.stringify(office),
  )
}

function tellOffices(offices: readonly [string, NearOffice][], tell: Tell): string[] {
  const lines = offices.map(([kind, { nom, adresse }]) => tell('directory.office', { kind, name: nom, adresse }))
  return lines.length === 0 ? [] : [tell('directory.offices'), ...lines]
}

function tellChanges({ name, date, remarks }: DirectoryPlace, changes: readonly FieldChange[], tell: Tell): string[] {
  return [
    tell('directory.found', { name, date }),
    ...changes.map(({ field, before, after }) =>
      tell('directory.change', {
        field: tell(`directory.field.${field}`),
        before: inWords(before) || tell('directory.empty'),
        after: inWords(after),
      }),
    ),
    ...remarks.map((remark) => tell('directory.remark', { remark })),
  ]
}

function inWords(value: FieldChange['before']): string {
  return typeof value === 'string' ? value : describeSchedule({ hours: value })
}

async function conclude(
  { isApplied, commune, serviceId }: Options,
  changes: Parameters<typeof applyChanges>[2],
  { townDir, tell }: { townDir: string; tell: Tell },
): Promise<string> {
  if (!isApplied) return tell('directory.to_apply')
  const path = await applyChanges(townDir, { communeId: commune.id, serviceId }, changes)
  return tell('directory.applied', { file: relative('.', path) })
}

function faultInWords(error: unknown, from: string, tell: Tell): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  if (isMissing) return tell('fault.not_found', { from })
  if (error instanceof DirectoryFault) return tell('directory.unreadable', { file: basename(from) })
  throw error
}
