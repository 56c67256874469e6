import type { Retry, StandingFailure } from '../../platform/model/failure.js'
import { fold } from '../../search/french-analyser.js'
import type { User } from '../accounts/staff.js'
import type { Library } from '../entries/catalogue/library.js'
import { mergeEntries } from '../entries/catalogue/load-own-entries.js'
import { curatedEntry } from '../entries/editing/curated-entries.js'
import type { Curation } from '../entries/editing/curation.js'
import type { EntryRecord } from '../entries/model/entry-record.js'
import { type EditedEntryNeeds, knownEntry } from '../entries/routes/edited-entry.js'
import { examplesOf } from './example-of.js'
import { MOST_EXAMPLES } from './failure-remedies.js'
import type { Retries } from './retries.js'

/** What trying a remedy needs. */
export interface TrialNeeds extends EditedEntryNeeds {
  curation: EditedEntryNeeds['curation'] & Pick<Curation, 'guideWords'>
  rehearse: Library['rehearse']
  retries: Pick<Retries, 'askOf'>
}

/** A question asked of what is served and of what would be. */
export interface Tried {
  question: string
  /** Whether it is one of those that are added, or another one of their group, which nobody adds. */
  isAdded: boolean
  before: Retry
  after: Retry
}

type Draft = NonNullable<EntryRecord['draft']>

/** Others of a group that are asked beside those that are added. */
const MOST_OTHERS = 12

/**
 * What the assistant would answer to failed questions, were the draft of an entry published; what it answers, once there is none. Nothing is stored.
 * @param failures.chosen those that were added to the draft @param failures.others the rest of their group
 * @throws AppError `entry_not_found` (404)
 */
export async function tryRemedy(
  needs: TrialNeeds,
  { user, entryId }: { user: User; entryId: string },
  { chosen, others }: { chosen: readonly StandingFailure[]; others: readonly StandingFailure[] },
): Promise<{ draft: Draft | null; tried: Tried[] }> {
  const edited = await knownEntry(needs, user, entryId)
  const { draft } = edited.record
  const words = needs.curation.guideWords()
  const entries = draft ? [curatedEntry(entryId, draft.content, { file: edited.file, words })] : []
  const { served, candidate } = await needs.rehearse(user.communeId, (current) =>
    mergeEntries(current, { entries, archivedIds: [] }),
  )
  const examples = examplesOf(chosen, MOST_EXAMPLES)
  const added = new Set(examples.map(({ question }) => fold(question)))
  const rest = examplesOf(others, MOST_EXAMPLES + MOST_OTHERS).filter(({ question }) => !added.has(fold(question)))
  const asked = [
    ...examples.map(({ question }) => ({ question, isAdded: true })),
    ...rest.slice(0, MOST_OTHERS).map(({ question }) => ({ question, isAdded: false })),
  ]
  const tried: Tried[] = []
  for (const one of asked) {
    const before = await needs.retries.askOf(served, one.question)
    tried.push({ ...one, before, after: await needs.retries.askOf(candidate, one.question) })
  }
  return { draft, tried }
}
