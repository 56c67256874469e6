import { useEffect, useState } from 'preact/hooks'
import { onClockMoved, serverNow } from '../kit/server-clock.js'

const REFRESH_MS = 10_000

/** The present by the server's clock, refreshed every 10 s, and as soon as the server tells another time: waiting times are told in minutes. */
export function useNow(): Date {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const refresh = () => setNow(serverNow())
    const timer = setInterval(refresh, REFRESH_MS)
    const stop = onClockMoved(refresh)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [])
  return now
}
