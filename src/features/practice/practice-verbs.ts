import type { Document, Verb } from '../../platform/store/document.js'
import { isBefore } from '../conversations/conversation-document.js'
import type { PracticeAttempt } from './result.js'
import { type PracticeRecord, withAttempt } from './result.js'

/** What agents of every commune have practised: one short record for each exercise that each has tried, so one document. */
export interface PracticeDocument {
  version: 1
  records: PracticeRecord[]
}

/** What agents practised, in numbers. */
export interface PracticeStore {
  /** Counts one practice of an agent: the best, the last and how many, never a word of it. Nobody is told. */
  recordPractice(attempt: PracticeAttempt): Promise<PracticeRecord>
  /** What the agents of a commune have practised. */
  listPractice(communeId: string): Promise<PracticeRecord[]>
  /** Forgets everything that an agent has practised. @returns how many exercises */
  erasePractice(userId: string): Promise<number>
  /** Forgets the exercises of a commune's agents that were last tried before an instant. @returns how many */
  dropPracticeBefore(communeId: string, at: string): Promise<number>
}

/** The verbs about practice. They announce nothing: a practice is no event of the reception. */
export function practiceVerbs(practice: Document<PracticeDocument>): PracticeStore {
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
