import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Commune } from '../../platform/model/commune.js'
import type { PlacesNearby } from '../../platform/model/place.js'
import { READABLE, replaceFile } from '../../platform/store/replace-file.js'
import { ContentError, type EntryFault } from '../entries/catalogue/load-entries.js'
import { readText } from '../entries/catalogue/load-short-translations.js'
import { nameNearestField } from '../entries/lint/unknown-variables.js'

const text = z.string()
const list = z.array(text)
const webAddress = z.url({ protocol: /^https?$/ }).nullable()
const day = z.iso.date().nullable()

/** A position, as a commune's file and its places write it. */
export const positionShape = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
})

const placeShape = z.strictObject({
  id: text.min(1),
  name: text.min(1),
  address: text.min(1),
  position: positionShape,
  phone: text.regex(/^\+\d{6,15}$/).nullable(),
  email: text.nullable(),
  website: webAddress,
  hours: text,
  services: list,
  audiences: list,
  care: list,
  fees: list,
  programmes: list,
  accessibility: webAddress,
  summary: text,
  updatedAt: day,
  source: text,
})

const placesShape = z.strictObject({
  source: z.strictObject({ name: text.min(1), licence: text.min(1), date: day }),
  places: z.array(placeShape),
})

/**
 * Reads `<townDir>/places/<communeId>.json` of each commune that has one; `guichet import-places` writes them.
 * @throws ContentError naming every file at fault
 */
export async function loadPlaces(
  townDir: string,
  communes: ReadonlyMap<string, Commune>,
): Promise<Map<string, PlacesNearby>> {
  const places = new Map<string, PlacesNearby>()
  const faults: EntryFault[] = []
  for (const { id, position } of communes.values()) {
    const path = placesFile(townDir, id)
    if (!existsSync(path)) continue
    try {
      if (!position) throw new Error(`the commune "${id}" has places but no position in its own file`)
      places.set(id, parsePlaces(await readText(path)))
    } catch (error) {
      faults.push({ file: `places/${id}.json`, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  return places
}

/** @throws Error with the fault in words */
function parsePlaces(json: string): PlacesNearby {
  const read = placesShape.safeParse(JSON.parse(json), { error: nameNearestField })
  if (!read.success) throw new Error(z.prettifyError(read.error))
  return read.data
}

/** The file of a commune's places. */
export function placesFile(townDir: string, communeId: string): string {
  return join(townDir, 'places', `${communeId}.json`)
}

/** Writes the places of a commune in one step, the same places always as the same bytes. @returns the path of the file */
export async function savePlaces(townDir: string, communeId: string, nearby: PlacesNearby): Promise<string> {
  const path = placesFile(townDir, communeId)
  await replaceFile(path, `${JSON.stringify(nearby, null, 2)}\n`, READABLE)
  return path
}
