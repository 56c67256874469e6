import { basename, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config.js'
import { describeSchedule } from '../../content/describe-hours.js'
import { applyChanges } from '../../content/directory/apply-changes.js'
import { DirectoryFault, directoryRecords } from '../../content/directory/directory-records.js'
import { type FieldChange, proposeChanges } from '../../content/directory/propose-changes.js'
import { readTownHall, type TownHallRecord } from '../../content/directory/read-town-hall.js'
import { loadImportsMessages } from '../../content/imports-messages.js'
import { loadTown } from '../../content/load-town.js'
import type { Commune, Service } from '../../domain/commune.js'
import type { ImportsKey } from '../../domain/say.js'
import { serviceOf } from '../../domain/service-of.js'

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
 * `npx guichet import annuaire`: compares the commune's file with the record of its town hall in the national directory; changes the file only with
 * `--apply`. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when there is no record (nothing is changed then), 2 for wrong usage
 */
export async function runImportDirectory(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadImportsMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv, await loadTown(config), tell)
  if (typeof options === 'string') return complain(options, 2)
  const found = await findTownHall(options).catch((error: unknown) => faultInWords(error, options.from, tell))
  if (typeof found === 'string') return complain(found, 1)
  if (!found) return complain(tell('directory.none', { insee: options.insee }), 1)
  const changes = proposeChanges(options.service, found)
  const lines = [...tellChanges(found, changes, tell)]
  if (changes.length > 0) lines.push(await conclude(options, changes, { townDir: config.townDir, tell }))
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

async function findTownHall({ from, insee }: Options): Promise<TownHallRecord | null> {
  for await (const record of directoryRecords(from, (text) => text.includes(insee) && text.includes('mairie'))) {
    const found = readTownHall(record, insee)
    if (found) return found
  }
  return null
}

function tellChanges({ name, date, remarks }: TownHallRecord, changes: readonly FieldChange[], tell: Tell): string[] {
  return [
    tell('directory.found', { name, date }),
    ...(changes.length === 0 ? [tell('directory.same')] : []),
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
  changes: readonly FieldChange[],
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

function complain(words: string, status: number): number {
  process.stderr.write(`${words}\n`)
  return status
}
