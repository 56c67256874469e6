import { useEffect, useState } from 'preact/hooks'
import type { StaffApi } from '../../console/staff-api.js'

/** What a path answers, read at first and again on demand; `failed` when the last reading did. The last path asked for counts, whichever answers first. */
export function useReading<View>(
  api: StaffApi,
  path: string,
): { view: View | null; failed: boolean; read: () => void } {
  const [view, setView] = useState<View | null>(null)
  const [failed, setFailed] = useState(false)
  const [serial, setSerial] = useState(0)
  useEffect(() => {
    let current = true
    api.call<View>('GET', path).then(
      (next) => {
        if (!current) return
        setView(next)
        setFailed(false)
      },
      () => current && setFailed(true),
    )
    return () => {
      current = false
    }
  }, [api, path, serial])
  return { view, failed, read: () => setSerial((before) => before + 1) }
}
