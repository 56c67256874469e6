import { z } from 'zod'
import type { FieldChange } from './model/entry-diff.js'

/** An entry by its name; the title is the id of one that is not published. */
export const namedEntryShape = z.object({ id: z.string(), title: z.string() })
/** See {@link namedEntryShape}. */
export type NamedEntry = z.infer<typeof namedEntryShape>

/** What changed in one field. */
export const fieldChangeShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    field: z.string(),
    parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
  }),
  z.object({
    kind: z.literal('list'),
    field: z.string(),
    added: z.array(z.string()),
    removed: z.array(z.string()),
    kept: z.number(),
  }),
]) satisfies z.ZodType<FieldChange>
