import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { type TeamState, TeamWatch } from './team-watch.js'

/** What parts of the console may know of the team. */
export interface TeamUse extends TeamState {
  /** The agent says that she is there. */
  stay: () => void
}

const NOBODY: TeamUse = { team: null, aheadMs: 0, asking: false, stay: () => {} }

/** Carries {@link TeamUse} down the tree. */
export const TeamContext = createContext<TeamUse>(NOBODY)

/** The team around a part; empty until it is read. */
export function useTeam(): TeamUse {
  return useContext(TeamContext)
}

/** Watches the team as long as the agent is signed in. */
export function useTeamWatch(session: AgentConsole): TeamUse {
  const [use, setUse] = useState(NOBODY)
  useEffect(() => {
    const watch = new TeamWatch(session)
    const stay = () => watch.stay()
    const release = watch.subscribe(() => setUse({ ...watch.state, stay }))
    return () => {
      release()
      watch.stop()
    }
  }, [session])
  return use
}
