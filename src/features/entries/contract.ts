import { z } from 'zod'

/** An entry by its name; the title is the id of one that is not published. */
export const namedEntryShape = z.object({ id: z.string(), title: z.string() })
/** See {@link namedEntryShape}. */
export type NamedEntry = z.infer<typeof namedEntryShape>
