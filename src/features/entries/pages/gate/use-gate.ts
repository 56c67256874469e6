import { useCallback, useEffect, useState } from 'preact/hooks'
import type { GateSource, GateView } from '../../routes/curation-contract.js'
import { callProblem } from '../call-problem.js'
import { useEntries } from '../entries-context.js'

/** How often the page looks how far the measure is. */
const POLL_MS = 400

/** A measure of what a publication would change. */
export interface Gate {
  run: GateView | null
  /** Why it could not be measured, in words. */
  problem: string
  start: () => void
}

/** Measures what publishing something would change, at once and again on demand. @param source `null` until it is known */
export function useGate(source: GateSource | null): Gate {
  const { api, words } = useEntries()
  const [run, setRun] = useState<GateView | null>(null)
  const [problem, setProblem] = useState('')
  const key = source && JSON.stringify(source)
  const start = useCallback(() => {
    if (key === null) return
    setProblem('')
    setRun(null)
    api
      .call<GateView>('POST', '/admin/gate', { entries: [JSON.parse(key) as GateSource] })
      .then(setRun, (error) => setProblem(callProblem(error, words)))
  }, [api, words, key])
  useEffect(start, [start])
  const runId = run?.state === 'waiting' || run?.state === 'running' ? run.id : null
  useEffect(() => {
    if (runId === null) return
    const timer = setInterval(() => {
      api.call<GateView>('GET', '/admin/gate').then(
        (next) => {
          // Another one has taken its place, in another tab of hers: there is one at a time.
          setRun((mine) => (next.id === mine?.id ? next : mine && { ...mine, state: 'cancelled' }))
          setProblem('')
        },
        (error) => setProblem(callProblem(error, words)),
      )
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [api, words, runId])
  return { run, problem, start }
}
