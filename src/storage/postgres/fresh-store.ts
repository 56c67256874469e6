import { AppError } from '../../domain/app-error.js'
import type { Store } from '../../domain/store.js'
import type { ChangeFeed } from './change-feed.js'

type AnyVerb = (...input: unknown[]) => Promise<unknown>

/**
 * A store over indexes in memory that other processes' writes move too: each verb begins once this process knows everything that was committed before it
 * was called, so that what one process has acknowledged another reads. Those that come together ask the database once. Closing waits for the verbs that
 * have begun.
 */
export function freshStore(store: Store, feed: Pick<ChangeFeed, 'catchUp'>): Store {
  const running = new Set<Promise<unknown>>()
  let closing: Promise<void> | null = null
  const freshVerb =
    (verb: AnyVerb): AnyVerb =>
    (...input) => {
      if (closing) return Promise.reject(closedError())
      const run = feed.catchUp().then(() => verb(...input))
      running.add(run)
      const done = () => running.delete(run)
      run.then(done, done)
      return run
    }
  const { subscribe, close, ...verbs } = store
  const fresh = Object.entries(verbs).map(([name, verb]) => [name, freshVerb(verb as AnyVerb)])
  return {
    ...(Object.fromEntries(fresh) as typeof verbs),
    subscribe,
    close() {
      closing ??= Promise.allSettled(running).then(() => close())
      return closing
    },
  }
}

function closedError(): AppError {
  return new AppError('storage_unavailable', 503, { cause: new Error('the store is closed') })
}
