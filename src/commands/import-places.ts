import { basename, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import { type CollectedPlaces, collectPlaces, type SkipReason } from '../features/places/collect-places.js'
import { RecordsFault } from '../features/places/csv-records.js'
import { savePlaces } from '../features/places/load-places.js'
import { openRecords } from '../features/places/open-records.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Commune } from '../platform/model/commune.js'
import type { PlacesNearby, PlacesSource, Position } from '../platform/model/place.js'
import { complain, type Tell } from './print.js'

const LICENCES = ['Licence Ouverte 2.0', 'ODbL 1.0']
/** Kilometres around a commune, when the command names none. */
const DEFAULT_WITHIN_KM = 15
const MOST_WITHIN_KM = 200

interface Options {
  file: string
  commune: Commune
  position: Position
  withinKm: number
  licence: string
  source: string | undefined
}

/**
 * `guichet import-places`: reads places of digital help of the French standard and writes those near a commune, which the server serves after a restart.
 * What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when nothing could be read or kept (no file is changed then), 2 for wrong usage
 */
export async function runImportPlaces(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const options = readOptions(argv, await loadTown(config), tell)
  if (typeof options === 'string') return complain(options, 2)
  const { file, commune } = options
  try {
    const collected = await collectPlaces(openRecords(file), options)
    process.stdout.write(`${report(collected, options, tell).join('\n')}\n`)
    const { places } = collected
    if (places.length === 0) return complain(tell('places.import.none', { file: basename(file) }), 1)
    const nearby: PlacesNearby = { source: sourceOf(options, places), places }
    const path = await savePlaces(config.townDir, commune.id, nearby)
    process.stdout.write(`${tell('places.import.written', { file: relative('.', path) })}\n`)
    return 0
  } catch (error) {
    return complain(faultInWords(error, file, tell), 1)
  }
}

/** @returns the options, or what is wrong with them in words */
function readOptions(argv: string[], communes: ReadonlyMap<string, Commune>, tell: Tell): Options | string {
  const values = parseOptions(argv)
  if (!values?.file || !values.commune) return tell('places.import.usage')
  const commune = communes.get(values.commune)
  if (!commune)
    return tell('places.import.unknown_commune', { commune: values.commune, known: [...communes.keys()].join(', ') })
  const { position } = commune
  if (!position) return tell('places.import.no_position', { commune: commune.id })
  const withinKm = Number((values.within ?? `${DEFAULT_WITHIN_KM}`).replace(',', '.'))
  if (!(withinKm >= 1 && withinKm <= MOST_WITHIN_KM)) return tell('places.import.bad_within')
  const licence = values.licence ?? LICENCES[0] ?? ''
  if (!LICENCES.includes(licence)) return tell('places.import.bad_licence')
  return { file: values.file, commune, position, withinKm, licence, source: values.source }
}

/** `null` when an argument is not known. */
function parseOptions(argv: string[]) {
  const option = { type: 'string' } as const
  try {
    const options = { file: option, commune: option, within: option, licence: option, source: option }
    return parseArgs({ args: argv, options }).values
  } catch {
    return null
  }
}

function report({ places, skipped, unreadHours }: CollectedPlaces, options: Options, tell: Tell): string[] {
  const { commune, withinKm } = options
  const kept = { count: String(places.length), km: String(withinKm), commune: commune.nom }
  const lines = [...skipped].map(([reason, { count, rows }]) => skipLine(reason, count, rows, tell))
  return [
    tell('places.import.kept', kept),
    ...(lines.length > 0 ? [tell('places.import.skipped'), ...lines.sort()] : []),
    ...(unreadHours > 0 ? [tell('places.import.unread_hours', { count: String(unreadHours) })] : []),
  ]
}

function skipLine(reason: SkipReason, count: number, rows: readonly number[], tell: Tell): string {
  const named = `${rows.join(', ')}${count > rows.length ? '…' : ''}`
  const words = tell(`places.import.skipped.${reason}`)
  return tell('places.import.skip_line', { reason: words, count: String(count), rows: named })
}

/** The source that the command names, else those that the places name, else the file. */
function sourceOf({ source, licence, file }: Options, places: PlacesNearby['places']): PlacesSource {
  const sources = [...new Set(places.map((place) => place.source).filter((name) => name !== ''))].sort()
  const dates = places.flatMap(({ updatedAt }) => updatedAt ?? []).sort()
  return { name: source ?? (sources.join(', ') || basename(file)), licence, date: dates.at(-1) ?? null }
}

function faultInWords(error: unknown, file: string, tell: Tell): string {
  const name = basename(file)
  if (error instanceof RecordsFault) return tell(`places.import.${error.fault}`, { file: name, row: String(error.row) })
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null
  if (code === null) throw error
  return tell('places.import.unreadable', { file: name, code })
}
