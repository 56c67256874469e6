import type { PurgeState, UnansweredQuestion } from '../domain/retention.js'
import type { Store } from '../domain/store.js'
import type { Document, Verb } from './document.js'

/** Questions that outlived their conversation, of every commune: short, and some thousands at most. */
export interface UnansweredDocument {
  version: 1
  /** Latest kept first. */
  questions: UnansweredQuestion[]
}

/** When what is due was looked for, by commune. */
export interface PurgesDocument {
  version: 1
  communes: { communeId: string; state: PurgeState }[]
}

/** Where questions and purges are kept. */
export interface RetentionShelf {
  unanswered: Document<UnansweredDocument>
  purges: Document<PurgesDocument>
}

type RetentionVerbs = Pick<
  Store,
  'keepUnanswered' | 'listUnanswered' | 'dropUnansweredBefore' | 'recordPurge' | 'readPurgeState'
>

/** The verbs of {@link Store} about what outlives its conversation, and about purges. */
export function retentionVerbs({ unanswered, purges }: RetentionShelf): RetentionVerbs {
  return {
    keepUnanswered: (questions) => unanswered.update(withQuestions(questions)),
    async listUnanswered(communeId) {
      const own = ((await unanswered.read())?.questions ?? []).filter((one) => one.communeId === communeId)
      return structuredClone(own.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0)))
    },
    dropUnansweredBefore: (communeId, day) =>
      unanswered.update(withoutQuestions((one) => one.communeId === communeId && one.day < day)),
    recordPurge: (communeId, purge) =>
      purges.update((document) => {
        const states = document?.communes ?? []
        const last = Object.values(purge.erased).some((count) => count > 0)
          ? structuredClone(purge)
          : (states.find((one) => one.communeId === communeId)?.state.last ?? null)
        const others = states.filter((one) => one.communeId !== communeId)
        const own = { communeId, state: { checkedAt: purge.at, last } }
        return { document: { version: 1, communes: [...others, own] }, result: undefined, changes: [] }
      }),
    async readPurgeState(communeId) {
      return structuredClone((await purges.read())?.communes.find((one) => one.communeId === communeId)?.state)
    },
  }
}

function withQuestions(added: readonly UnansweredQuestion[]): Verb<UnansweredDocument, void> {
  return (document) => {
    if (added.length === 0) return { document, result: undefined, changes: [] }
    const questions = [...structuredClone(added), ...(document?.questions ?? [])]
    return { document: { version: 1, questions }, result: undefined, changes: [] }
  }
}

/** Nothing left is no document: nor is there a former version of it. */
function withoutQuestions(isOld: (question: UnansweredQuestion) => boolean): Verb<UnansweredDocument, number> {
  return (document) => {
    const questions = document?.questions ?? []
    const kept = questions.filter((one) => !isOld(one))
    const dropped = questions.length - kept.length
    if (dropped === 0) return { document, result: 0, changes: [] }
    return {
      document: kept.length > 0 ? { version: 1, questions: kept } : null,
      result: dropped,
      changes: [],
      forgets: true,
    }
  }
}
