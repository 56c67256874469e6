import { fold } from '../../search/french-analyser.js'
import { type EntryRecord, revisionOf } from '../entries/model/entry-record.js'
import { exampleOf } from './example-of.js'
import type { StandingFailure } from './failure.js'

/**
 * Whether the remedy of a failure still waits to be published: a draft or a submission of its entry has the question, or one that was added in the same
 * press, of which the likeliest doubles are left out. A draft that was thrown away, or an archived entry, answers nobody. Pure.
 * @param pressed the failures that were decided in the same press
 */
export function isPending(
  { decision }: StandingFailure,
  record: EntryRecord | undefined,
  pressed: readonly Pick<StandingFailure, 'question'>[],
): boolean {
  const remedy = decision?.remedy
  if (!remedy || !record || record.archival) return false
  const { draft, submission } = record
  const contents = [draft?.content, submission && revisionOf(record, submission.revision)?.content].flatMap(
    (content) => content ?? [],
  )
  if (remedy.kind === 'entry_begun') return contents.length > 0
  const written = new Set(contents.flatMap(({ questions }) => questions.map(fold)))
  return pressed.some(({ question }) => written.has(fold(exampleOf(question))))
}
