import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { SessionView } from '../../platform/http/contract.js'
import type { AdminApi } from './admin-api.js'

/** The way back into a session that has ended. */
export interface SigningInAgain {
  /** Whether the sign-in form is to be shown over the page. */
  isAsked: boolean
  /** Somebody has signed in: whoever waits goes on, if it is the same person. */
  onEntered: (session: SessionView) => void
}

/** Hears of an ended session. Signed in meanwhile in another tab, she is asked nothing. @param session the one whose pages are shown */
export function useSignInAgain(api: AdminApi, session: SessionView | null): SigningInAgain {
  const [isAsked, setAsked] = useState(false)
  const answer = useRef<((isSame: boolean) => void) | null>(null)
  const current = useRef(session)
  current.current = session
  useEffect(() => {
    api.askAgain = async () => {
      const other = await api.readSession().catch(() => null)
      if (other && isSame(other, current.current)) return true
      setAsked(true)
      return new Promise((resolve) => {
        answer.current = resolve
      })
    }
    return () => {
      api.askAgain = null
    }
  }, [api])
  const onEntered = useCallback((next: SessionView) => {
    answer.current?.(isSame(next, current.current))
    answer.current = null
    setAsked(false)
  }, [])
  return { isAsked: isAsked && session !== null, onEntered }
}

/** Whether two sessions are of the same person, in the same commune. */
function isSame(one: SessionView, other: SessionView | null): boolean {
  return one.user.id === other?.user.id && one.user.communeId === other.user.communeId
}
