import type { Service } from '../../platform/model/commune.js'
import type { DirectoryPlace } from './read-directory-place.js'

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
