import { z } from 'zod'

/** The id of an entry. */
export const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)

/** An entry by its name; the title is the id of one that is not published. */
export const namedEntry = z.object({ id: z.string(), title: z.string() })
/** See {@link namedEntry}. */
export type NamedEntry = z.infer<typeof namedEntry>
