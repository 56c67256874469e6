import { fold } from '../../search/french-analyser.js'
import type { Entry } from '../entries/model/entry.js'
import { exampleOf } from './example-of.js'
import type { StandingFailure } from './failure.js'

/** Whether the remedy of a failure is published: its question is now one that the entry knows, or the entry that was begun for it is there. Pure. */
export function isLearnt({ state, decision, question }: StandingFailure, entries: ReadonlyMap<string, Entry>): boolean {
  const remedy = decision?.remedy
  if (state !== 'to_review' || !remedy) return false
  const entry = entries.get(remedy.entryId)
  if (!entry) return false
  if (remedy.kind === 'entry_begun') return true
  const asked = fold(exampleOf(question))
  return entry.questions.some((one) => fold(one) === asked)
}
