import { join } from 'node:path'
import type { Commune } from '../../platform/model/commune.js'
import { ContentError, type EntryFault } from '../entries/catalogue/load-entries.js'
import { communesFolder } from '../entries/catalogue/load-own-entries.js'
import { readText } from '../entries/catalogue/load-short-translations.js'
import { jsonFilesOf } from '../entries/catalogue/read-lexicon.js'
import { checkCommune } from './commune-schema.js'
import { describeFaults } from './schedule-schema.js'

/**
 * Reads `<townDir>/communes/*.json`: services, hours, phones and settings of each commune; none where there is no such folder.
 * @throws ContentError naming every file at fault
 */
export async function loadCommunes(townDir: string): Promise<Map<string, Commune>> {
  const folder = communesFolder(townDir)
  const communes = new Map<string, Commune>()
  const faults: EntryFault[] = []
  for (const file of await jsonFilesOf(folder)) {
    try {
      const commune = parseCommune(await readText(join(folder, file)))
      if (communes.has(commune.id)) throw new Error(`id: another file has "${commune.id}"`)
      communes.set(commune.id, commune)
    } catch (error) {
      faults.push({ file: `communes/${file}`, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  return communes
}

/** Reads the text of a commune's file. @throws Error with the fault in words */
export function parseCommune(text: string): Commune {
  const read = checkCommune(JSON.parse(text))
  if (!read.ok) throw new Error(describeFaults(read.error))
  return read.commune
}
