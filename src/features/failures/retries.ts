import type { Retry } from '../../platform/model/failure.js'
import { aggregateOf } from '../../platform/model/outcome.js'
import type { SearchIndex } from '../../search/search-index.js'
import type { Library } from '../entries/catalogue/library.js'
import type { Snapshot } from '../entries/catalogue/snapshot.js'
import type { Explain } from '../entries/routes/try-routes.js'
import type { Explanation } from '../entries/try-contract.js'

/** Failed questions asked again of what is served; what came of it is kept until something else is served. */
export interface Retries {
  /** What is known now; `null` of a question that has not been asked of what is served. */
  known(communeId: string, question: string): Retry | null
  /** Asks those that are not known, latest first, as far as {@link MOST_RETRIED}. Settles when all have been asked. */
  ask(communeId: string, questions: readonly string[]): Promise<void>
  /** Asks one of a content that need not be served; what is served was perhaps asked already. */
  askOf(snapshot: Snapshot, question: string): Promise<Retry>
}

/** What asking again needs. */
export interface RetryNeeds {
  snapshotOf: Library['snapshotOf']
  explain: Explain
}

/** Older failures than these are looked at when somebody opens them: asking one takes some milliseconds. */
const MOST_RETRIED = 500

/** Opens what asks again. Nothing is written to a disk. */
export function createRetries({ snapshotOf, explain }: RetryNeeds): Retries {
  const kept = new Map<string, { version: string; byQuestion: Map<string, Retry> }>()
  /** What each report asks of what is served, whether or not somebody looks at the failures; as long as the index is in memory. */
  const asked = new WeakMap<SearchIndex, Map<string, Retry>>()
  /** Asks, unless it was asked. @param keep what it comes to, unless the encoder was late: by words alone it may come to something else */
  const askOnce = async (snapshot: Snapshot, question: string, keep: Map<string, Retry>) => {
    const version = versionOf(snapshot)
    const known =
      [...kept.values()].find((one) => one.version === version)?.byQuestion.get(question) ??
      asked.get(snapshot.index)?.get(question)
    if (known) {
      keep.set(question, known)
      return known
    }
    const explained = await explain(snapshot, { question, language: 'fr' })
    const retry = retryOf(explained)
    if (explained.encoderVersion === snapshot.index.encoderVersion) keep.set(question, retry)
    return retry
  }
  const askOf = (snapshot: Snapshot, question: string) => {
    const byQuestion = asked.get(snapshot.index) ?? new Map<string, Retry>()
    asked.set(snapshot.index, byQuestion)
    return askOnce(snapshot, question, byQuestion.size < MOST_RETRIED ? byQuestion : new Map())
  }
  const knownOf = (communeId: string, snapshot: Snapshot) => {
    const version = versionOf(snapshot)
    const known = kept.get(communeId)
    if (known?.version === version) return known.byQuestion
    const byQuestion = new Map<string, Retry>()
    kept.set(communeId, { version, byQuestion })
    return byQuestion
  }
  return {
    known: (communeId, question) => kept.get(communeId)?.byQuestion.get(question) ?? null,
    async ask(communeId, questions) {
      for (const question of questions.slice(0, MOST_RETRIED)) {
        // Something else may be served meanwhile.
        const snapshot = await snapshotOf(communeId)
        const byQuestion = knownOf(communeId, snapshot)
        if (!byQuestion.has(question)) await askOnce(snapshot, question, byQuestion)
      }
    },
    askOf,
  }
}

function versionOf({ version, index }: Snapshot): string {
  return `${version} ${index.encoderVersion}`
}

/** What the assistant would do, as a curator is told it. Pure. */
export function retryOf({ outcome, reason, candidates }: Explanation): Retry {
  const entryIds = candidates.filter(({ kept }) => kept).map(({ entryId }) => entryId)
  if (outcome === 'answered') return { kind: 'answered', entryIds: entryIds.slice(0, 1), reason }
  const aggregate = aggregateOf(outcome)
  if (aggregate === 'clarification') return { kind: 'asked_back', entryIds, reason }
  return { kind: aggregate === 'unanswerable' ? 'unanswered' : 'otherwise', entryIds: [], reason }
}
