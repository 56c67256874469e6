import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PlacesNearby } from '../../platform/model/place.js'

/** The file of a commune's places. */
export function placesFile(townDir: string, communeId: string): string {
  return join(townDir, 'places', `${communeId}.json`)
}

/** Writes the places of a commune in one step, the same places always as the same bytes. @returns the path of the file */
export async function savePlaces(townDir: string, communeId: string, nearby: PlacesNearby): Promise<string> {
  const path = placesFile(townDir, communeId)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, `${JSON.stringify(nearby, null, 2)}\n`)
  await rename(`${path}.new`, path)
  return path
}
