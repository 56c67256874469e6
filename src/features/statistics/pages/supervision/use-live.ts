import { useEffect, useRef, useState } from 'preact/hooks'
import type { SupervisionView } from '../../../../platform/http/contract.js'
import { useConsole } from '../../../../ui/console/console-context.js'
import { mergedReads } from '../../../../ui/kit/merged-reads.js'

/** Shortest time between two readings: what changes faster is not easier to read. */
const CALM_MS = 2_000

/**
 * Where the reception stands, read again whenever the console has read its queue: the stream tells that one when something changed.
 * `lost`: what is shown is of a moment ago.
 */
export function useLive(): { live: SupervisionView | null; lost: boolean } {
  const { session, state } = useConsole()
  const [live, setLive] = useState<SupervisionView | null>(null)
  const [lost, setLost] = useState(false)
  const readAt = useRef(0)
  const read = useRef(
    mergedReads(async () => {
      readAt.current = Date.now()
      try {
        setLive(await session.api.call<SupervisionView>('GET', '/agent/supervision'))
        setLost(false)
      } catch {
        setLost(true)
      }
    }),
  )
  const { queue } = state
  // A queue that was read anew is the signal.
  useEffect(() => {
    const wait = Math.max(0, readAt.current + CALM_MS - Date.now())
    const timer = setTimeout(() => void read.current(), wait)
    return () => clearTimeout(timer)
  }, [queue])
  return { live, lost }
}
