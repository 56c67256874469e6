import type { z } from 'zod'
import { nearestName } from '../../../platform/text/nearest-name.js'

/**
 * Says which field of a file does not exist and which one was probably meant, in place of the schema's own words: given to `safeParse` or `parse` as `error`.
 * @returns `undefined` for any other fault, which keeps its words
 */
export const nameNearestField: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined
  return issue.keys.map((key) => unknownField(key, knownFields(issue.inst))).join('; ')
}

function unknownField(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known)
  const remedy = nearest === null ? `there are ${known.join(', ')}` : `did you mean "${nearest}"?`
  return `"${key}" is not a field: ${remedy}`
}

/** The fields that a schema of an object has; none when it is something else. */
function knownFields(schema: unknown): string[] {
  const { shape } = (schema as { _zod?: { def: { shape?: object } } } | undefined)?._zod?.def ?? {}
  return Object.keys(shape ?? {})
}
