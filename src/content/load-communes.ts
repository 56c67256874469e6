import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Commune } from '../domain/commune.js'
import { checkCommune } from './commune-schema.js'
import { ContentError, type EntryFault } from './load-entries.js'
import { readText } from './read-text.js'
import { describeFaults } from './schedule-schema.js'

/**
 * Reads `<knowledgeDir>/communes/*.json`: places, hours, phones and settings of each commune.
 * @throws ContentError naming every file at fault
 */
export async function loadCommunes(knowledgeDir: string): Promise<Map<string, Commune>> {
  const folder = join(knowledgeDir, 'communes')
  const communes = new Map<string, Commune>()
  const faults: EntryFault[] = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
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
