import type { Expiry } from './entry.js'
import type { EntryRecord } from './entry-record.js'

/**
 * States of an entry, in the order of its life. Several hold at once: a published entry may have a draft. `published`, `scheduled`, `expired` and `archived`
 * say what citizens get, and exclude each other; an entry with none of them has never been published.
 */
export const ENTRY_STATES = ['draft', 'in_review', 'published', 'scheduled', 'expired', 'archived'] as const
/** One of {@link ENTRY_STATES}. */
export type EntryState = (typeof ENTRY_STATES)[number]

/** What the states follow from. */
export interface StateFacts {
  draft: unknown
  submission: EntryRecord['submission']
  archival: EntryRecord['archival']
  /** Whether citizens would be answered with it, had it not expired. */
  isServed: boolean
  expiry: Expiry | null
}

/** The states of an entry, in their order; never empty but for a new entry whose draft was thrown away. Pure. */
export function statesOf({ draft, submission, archival, isServed, expiry }: StateFacts): EntryState[] {
  const states: EntryState[] = []
  if (draft) states.push('draft')
  if (submission) states.push('in_review')
  if (archival) states.push('archived')
  else if (isServed) states.push(expiry === 'not_yet' ? 'scheduled' : expiry ? 'expired' : 'published')
  return states
}
