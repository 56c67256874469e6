import { useCallback, useEffect, useState } from 'preact/hooks'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { type GateSource, type GateView, publicationRoutes } from '../contract.js'

/** How often a page looks how far the measure is. */
const POLL_MS = 400

/** A measure of what a publication would change. */
export interface Gate {
  run: GateView | null
  /** Why it could not be measured, in words. */
  problem: string
  start: () => void
}

/**
 * Measures what publishing something would change, at once and again on demand.
 * @param sources `null` until they are known, or wanted
 * @param problemOf says why a call failed; the same function as long as it says the same
 */
export function useGate(
  api: StaffApi,
  sources: readonly GateSource[] | null,
  problemOf: (error: unknown) => string,
): Gate {
  const [run, setRun] = useState<GateView | null>(null)
  const [problem, setProblem] = useState('')
  const key = sources && JSON.stringify(sources)
  const start = useCallback(() => {
    if (key === null) return
    setProblem('')
    setRun(null)
    api
      .ask(publicationRoutes.measure, { body: { entries: JSON.parse(key) as GateSource[] } })
      .then(setRun, (error) => setProblem(problemOf(error)))
  }, [api, problemOf, key])
  useEffect(start, [start])
  const runId = run?.state === 'waiting' || run?.state === 'running' ? run.id : null
  useEffect(() => {
    if (runId === null) return
    const timer = setInterval(() => {
      api.ask(publicationRoutes.measured).then(
        (next) => {
          // Another one has taken its place, in another tab of hers: there is one at a time.
          setRun((mine) =>
            next.id === mine?.id ? { ...next, leftOut: mine.leftOut } : mine && { ...mine, state: 'cancelled' },
          )
          setProblem('')
        },
        (error) => setProblem(problemOf(error)),
      )
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [api, problemOf, runId])
  return { run, problem, start }
}
