import { useEffect, useState } from 'preact/hooks'
import type { ConsoleSession } from './console-session.js'
import type { ConsoleState } from './console-state.js'

/** The state of a session, kept up to date. */
export function useSessionState(session: ConsoleSession): ConsoleState {
  const [state, setState] = useState(session.state)
  useEffect(() => {
    setState(session.state)
    return session.subscribe(() => setState(session.state))
  }, [session])
  return state
}
