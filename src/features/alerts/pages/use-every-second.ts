import { useEffect, useState } from 'preact/hooks'

/** Renders again every second: what is shown depends on the time. */
export function useEverySecond(): void {
  const [, setTurn] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
}
