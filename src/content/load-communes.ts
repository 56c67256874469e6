import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { IANAZone } from 'luxon'
import { z } from 'zod'
import type { Commune } from '../domain/commune.js'
import { ContentError, type EntryFault } from './load-entries.js'
import { suggestionsField } from './suggestions-field.js'

const time = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time HH:MM')
const range = z.tuple([time, time]).refine(([from, to]) => from < to, 'a range ends after it begins')
const ranges = z
  .array(range)
  .refine(
    (day) => day.every(([from], index) => index === 0 || (day[index - 1]?.[1] ?? '') <= from),
    'ranges follow one another',
  )
const hours = z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), ranges)
const isoDate = z.iso.date()
const timeZone = z.string().refine((zone) => IANAZone.isValidZone(zone), 'no such time zone')

const communeFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  nom: z.string().min(1),
  site: z.string(),
  timeZone,
  alsaceMoselle: z.boolean(),
  reception: z.string(),
  services: z.record(
    z.string(),
    z.strictObject({ nom: z.string(), adresse: z.string(), telephone: z.string(), courriel: z.string(), hours }),
  ),
  closures: z.array(
    z
      .strictObject({ from: isoDate, to: isoDate, reason: z.string() })
      .refine(({ from, to }) => from <= to, 'a closure ends after it begins'),
  ),
  suggested: z.array(z.string()),
  suggestions: suggestionsField.optional(),
  origins: z.array(z.string()),
  privacy: z.strictObject({ controller: z.string(), dpoEmail: z.string(), retentionDays: z.number().int().min(0) }),
})

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
      const commune = parseCommune(await readFile(join(folder, file), 'utf8'))
      if (communes.has(commune.id)) throw new Error(`id: another file has "${commune.id}"`)
      communes.set(commune.id, commune)
    } catch (error) {
      faults.push({ file, fault: error instanceof Error ? error.message : String(error) })
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  return communes
}

/** @throws Error with the fault in words */
function parseCommune(text: string): Commune {
  const read = communeFile.safeParse(JSON.parse(text))
  if (!read.success) throw new Error(z.prettifyError(read.error))
  if (!(read.data.reception in read.data.services)) throw new Error('reception: no such service')
  return read.data as Commune
}
