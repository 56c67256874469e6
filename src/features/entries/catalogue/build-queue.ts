/** Runs jobs one after the other, in the order in which they come. */
export type BuildQueue = <T>(job: () => Promise<T>) => Promise<T>

/** A queue of its own. A job that fails rejects its own promise and does not stop those behind it. */
export function createBuildQueue(): BuildQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const next = last.then(job, job)
    last = next.catch(() => undefined)
    return next
  }
}
