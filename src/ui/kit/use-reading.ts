import { useCallback, useEffect, useState } from 'preact/hooks'
import { type AnswerOf, type AnyCall, addressOf, type CallArguments, type Route } from '../../platform/http/route.js'
import type { StaffApi } from './staff-api.js'

/** What a path answers. */
export interface Reading<View> {
  /** The last answer, which stays while another is on its way. */
  view: View | null
  failed: boolean
  read: () => void
  /** Puts in its place what an act has answered. */
  show: (view: View) => void
}

/** Reads a route, or nothing while it is `null`. The last asking counts, whichever is answered first. */
export function useReading<R extends Route>(
  api: StaffApi,
  route: R | null,
  ...[call]: CallArguments<R>
): Reading<AnswerOf<R>> {
  type View = AnswerOf<R>
  const path = route === null ? null : addressOf(route, call as AnyCall | undefined)
  const [view, setView] = useState<View | null>(null)
  const [failed, setFailed] = useState(false)
  const [serial, setSerial] = useState(0)
  const read = useCallback(() => setSerial((before) => before + 1), [])
  useEffect(() => {
    if (path === null) return
    let isCurrent = true
    api.call<View>('GET', path).then(
      (next) => {
        if (!isCurrent) return
        setView(next)
        setFailed(false)
      },
      () => isCurrent && setFailed(true),
    )
    return () => {
      isCurrent = false
    }
  }, [api, path, serial])
  return { view, failed, read, show: setView }
}
