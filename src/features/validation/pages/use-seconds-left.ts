import { useEffect, useState } from 'preact/hooks'

/** Whole seconds until an instant (epoch ms), each second; 0 afterwards. */
export function useSecondsLeft(until: number): number {
  const read = () => Math.max(0, Math.ceil((until - Date.now()) / 1000))
  const [left, setLeft] = useState(read)
  useEffect(() => {
    setLeft(read())
    const timer = setInterval(() => setLeft(read()), 1000)
    return () => clearInterval(timer)
  }, [until])
  return left
}
