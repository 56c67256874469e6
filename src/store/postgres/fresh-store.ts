import { AppError } from '../../platform/model/app-error.js'
import type { ChangeFeed } from '../../platform/store/postgres/change-feed.js'
import type { Store } from '../store.js'

type AnyVerb = (...input: unknown[]) => Promise<unknown>

/** Verbs that ask for what this process knows, and no more. */
const AS_KNOWN = new Set<string>(['knownConversation', 'knownOpenHandoff', 'knownRemoteTalk'] satisfies (keyof Store)[])
/** Verbs whose write is compared with the database itself: asking first what others wrote would add nothing. */
const COMPARED = new Set<string>(['createConversation', 'appendTurn', 'settleValidation'] satisfies (keyof Store)[])
/** Verbs that wait a few milliseconds for each other when many come: each is the first of some work that takes longer. */
const TOGETHER = new Set<string>(['openTurn'] satisfies (keyof Store)[])

/**
 * A store over indexes in memory that other processes' writes move too: each verb begins once this process knows everything that was committed before it
 * was called, so that what one process has acknowledged another reads. Those that come together ask the database once. Closing waits for the verbs that
 * have begun.
 */
export function freshStore(store: Store, feed: Pick<ChangeFeed, 'catchUp' | 'catchUpTogether'>): Store {
  const running = new Set<Promise<unknown>>()
  let closing: Promise<void> | null = null
  const counted =
    (verb: AnyVerb): AnyVerb =>
    (...input) => {
      if (closing) return Promise.reject(closedError())
      const run = verb(...input)
      running.add(run)
      const done = () => running.delete(run)
      run.then(done, done)
      return run
    }
  const { subscribe, close, ...verbs } = store
  const fresh = Object.entries(verbs).map(([name, verb]) => [name, counted(freshVerb(name, verb as AnyVerb, feed))])
  return {
    ...(Object.fromEntries(fresh) as typeof verbs),
    subscribe,
    close() {
      closing ??= Promise.allSettled(running).then(() => close())
      return closing
    },
  }
}

function freshVerb(name: string, verb: AnyVerb, feed: Pick<ChangeFeed, 'catchUp' | 'catchUpTogether'>): AnyVerb {
  if (AS_KNOWN.has(name)) return verb
  if (TOGETHER.has(name)) return (...input) => feed.catchUpTogether().then(() => verb(...input))
  const fresh: AnyVerb = (...input) => feed.catchUp().then(() => verb(...input))
  if (!COMPARED.has(name)) return fresh
  return async (...input) => {
    const result = await verb(...input)
    // Another process may have begun it a moment ago; nothing was written yet.
    return isUnknown(result) ? fresh(...input) : result
  }
}

const UNKNOWN = new Set<unknown>(['unknown_conversation', 'unknown_validation'])

function isUnknown(result: unknown): boolean {
  return UNKNOWN.has(typeof result === 'object' && result !== null && 'outcome' in result ? result.outcome : result)
}

function closedError(): AppError {
  return new AppError('storage_unavailable', 503, { cause: new Error('the store is closed') })
}
