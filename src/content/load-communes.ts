import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Commune } from '../domain/commune.js'
import { ContentError } from './load-entries.js'

const time = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/)
const ranges = z.array(z.tuple([time, time]))
const hours = z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), ranges)
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const communeFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  nom: z.string().min(1),
  site: z.string(),
  timeZone: z.string().min(1),
  alsaceMoselle: z.boolean(),
  reception: z.string(),
  services: z.record(
    z.string(),
    z.strictObject({ nom: z.string(), adresse: z.string(), telephone: z.string(), courriel: z.string(), hours }),
  ),
  closures: z.array(z.strictObject({ from: isoDate, to: isoDate, reason: z.string() })),
  suggested: z.array(z.string()),
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
  const faults = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const read = communeFile.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')))
    if (!read.success) faults.push({ file, fault: z.prettifyError(read.error) })
    else if (!(read.data.reception in read.data.services)) faults.push({ file, fault: 'reception: no such service' })
    else communes.set(read.data.id, read.data as Commune)
  }
  if (faults.length > 0) throw new ContentError(faults)
  return communes
}
