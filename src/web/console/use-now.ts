import { useEffect, useState } from 'preact/hooks'
import { serverNow } from './server-clock.js'

const REFRESH_MS = 10_000

/** The present by the server's clock, refreshed every 10 s: waiting times are told in minutes. */
export function useNow(): Date {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
