import { useEffect, useState } from 'preact/hooks'

const REFRESH_MS = 10_000

/** The present, refreshed every 10 s: waiting times are told in minutes. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
