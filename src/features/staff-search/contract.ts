import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { namedShape } from '../../platform/http/shapes.js'
import { namedEntryShape } from '../entries/contract.js'

/** What somebody remembers of what she looks for. */
export const staffSearchQuery = z.strictObject({ q: z.string().trim().min(1).max(200) })

/** What was found, each list best first; empty where her role may not see such things. */
const found = z.object({
  /** Served, or being written. */
  entries: z.array(namedEntryShape),
  /** Questions that were failed, masked: one of each group. */
  failures: z.array(z.object({ groupId: z.string(), question: z.string() })),
  /** Example questions, of the entries that were found. */
  examples: z.array(z.object({ entryId: z.string(), question: z.string() })),
  /** Accounts of the commune. */
  people: z.array(namedShape),
})

/** See {@link found}. */
export type StaffSearchView = z.infer<typeof found>

/** One search in everything that the administration works on. */
export const staffSearchRoutes = {
  find: route({
    access: ['curator', 'admin'],
    method: 'get',
    path: '/admin/search',
    summary:
      'Entries, failed questions, example questions and, for an administrator, people that have the words `q`; accents, unfinished words and a mistyped letter do not matter',
    query: staffSearchQuery,
    answer: found,
    errors: [401, 403, 422],
  }),
}
