import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NearOffice, Service } from '../../platform/model/commune.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { communesFolder } from '../entries/catalogue/load-own-entries.js'
import { jsonFilesOf } from '../entries/catalogue/read-lexicon.js'
import type { DirectoryPlace } from '../places/read-directory-place.js'
import { parseCommune } from './load-communes.js'

/** Fields of a service that the national directory knows. */
export const DIRECTORY_FIELDS = ['adresse', 'telephone', 'courriel', 'hours'] as const
/** One of {@link DIRECTORY_FIELDS}. */
export type DirectoryField = (typeof DIRECTORY_FIELDS)[number]

/** A field of a service that would change. */
export interface FieldChange<F extends DirectoryField = DirectoryField> {
  field: F
  before: Service[F]
  after: Service[F]
}

/** What would change in a service if the directory were followed. What the directory does not say changes nothing. */
export function proposeChanges(service: Service, { fields }: DirectoryPlace): FieldChange[] {
  return DIRECTORY_FIELDS.flatMap((field) => {
    const after = fields[field]
    if (after === undefined || isSame(service[field], after)) return []
    return [{ field, before: service[field], after }]
  })
}

function isSame(one: unknown, other: unknown): boolean {
  return plain(one) === plain(other)
}

/** Days in order, spaces and case aside. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim().toLowerCase()
  const days = Object.entries(value as object).filter(([, ranges]) => (ranges as unknown[]).length > 0)
  return JSON.stringify(days.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Writes changes of a service, and of the nearest offices, into the commune's file: these and no other; the rest keeps its order.
 * @returns the path of the file
 * @throws Error when no file has the commune, or when it could not be read back
 */
export async function applyChanges(
  townDir: string,
  { communeId, serviceId }: { communeId: string; serviceId: string },
  { fields, offices }: { fields: readonly FieldChange[]; offices: readonly [kind: string, NearOffice][] },
): Promise<string> {
  const { path, written } = await fileOf(townDir, communeId)
  const service = written.services[serviceId]
  if (!service) throw new Error(`no service "${serviceId}" in ${path}`)
  for (const { field, after } of fields) service[field] = after
  if (offices.length > 0) written.offices = { ...written.offices, ...Object.fromEntries(offices) }
  const text = `${JSON.stringify(written, null, 2)}\n`
  parseCommune(text)
  await replaceFile(path, text, (await stat(path)).mode & 0o777)
  return path
}

interface CommuneFile {
  id: string
  services: Record<string, Record<string, unknown>>
  offices?: Record<string, NearOffice>
}

async function fileOf(townDir: string, communeId: string): Promise<{ path: string; written: CommuneFile }> {
  const folder = communesFolder(townDir)
  for (const name of await jsonFilesOf(folder)) {
    const path = join(folder, name)
    const written = JSON.parse(await readFile(path, 'utf8')) as CommuneFile
    if (written.id === communeId) return { path, written }
  }
  throw new Error(`no file of the commune "${communeId}" in ${folder}`)
}
