import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { SavedView } from '../../../../platform/model/saved-view.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { handoffRoutes } from '../../contract.js'

/** An agent's own views: read once, and kept on the server at each change. */
export function useViews(session: AgentConsole, onRead: (views: SavedView[]) => void) {
  const [views, setViews] = useState<SavedView[]>([])
  const told = useRef(onRead)
  told.current = onRead
  useEffect(() => {
    session.api.ask(handoffRoutes.views).then(
      (read) => {
        setViews(read.views)
        told.current(read.views)
      },
      // Views are a comfort: without them, the whole queue shows.
      () => {},
    )
  }, [session])
  /** @returns whether the server has kept them */
  const keep = useCallback(
    async (next: SavedView[]): Promise<boolean> => {
      try {
        setViews((await session.api.ask(handoffRoutes.saveViews, { body: { views: next } })).views)
        return true
      } catch {
        return false
      }
    },
    [session],
  )
  return { views, keep }
}
