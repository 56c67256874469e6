import type { Store } from '../../platform/model/store.js'
import { isBefore } from '../../platform/store/conversation-document.js'
import type { Document, Verb } from '../../platform/store/document.js'
import { type PracticeRecord, withAttempt } from './result.js'

/** What agents of every commune have practised: one short record for each exercise that each has tried, so one document. */
export interface PracticeDocument {
  version: 1
  records: PracticeRecord[]
}

type PracticeVerbs = Pick<Store, 'recordPractice' | 'listPractice' | 'erasePractice' | 'dropPracticeBefore'>

/** The verbs of {@link Store} about practice. They announce nothing: a practice is no event of the reception. */
export function practiceVerbs(practice: Document<PracticeDocument>): PracticeVerbs {
  return {
    recordPractice: (attempt) =>
      practice.update((document) => {
        const isSame = ({ userId, exerciseId }: PracticeRecord) =>
          userId === attempt.userId && exerciseId === attempt.exerciseId
        const records = document?.records ?? []
        const record = withAttempt(records.find(isSame), structuredClone(attempt))
        const others = records.filter((one) => !isSame(one))
        return {
          document: { version: 1, records: [...others, record] },
          result: structuredClone(record),
          changes: [],
        }
      }),
    async listPractice(communeId) {
      const records = (await practice.read())?.records ?? []
      return structuredClone(records.filter((one) => one.communeId === communeId))
    },
    erasePractice: (userId) => practice.update(without((one) => one.userId === userId)),
    dropPracticeBefore: (communeId, at) =>
      practice.update(without((one) => one.communeId === communeId && isBefore(one.lastAt, at))),
  }
}

/** Nothing left is no document: nor is there a former version of it. */
function without(isGone: (record: PracticeRecord) => boolean): Verb<PracticeDocument, number> {
  return (document) => {
    const records = document?.records ?? []
    const kept = records.filter((one) => !isGone(one))
    const dropped = records.length - kept.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    return {
      document: kept.length > 0 ? { version: 1, records: kept } : null,
      result: dropped,
      changes: [],
      forgets: true,
    }
  }
}
