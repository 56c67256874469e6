import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { ViewsView } from '../../../../platform/http/contract.js'
import type { SavedView } from '../../../../platform/model/saved-view.js'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'

/** An agent's own views: read once, and kept on the server at each change. */
export function useViews(session: AgentConsole, onRead: (views: SavedView[]) => void) {
  const [views, setViews] = useState<SavedView[]>([])
  const told = useRef(onRead)
  told.current = onRead
  useEffect(() => {
    session.api.call<ViewsView>('GET', '/agent/views').then(
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
        setViews((await session.api.call<ViewsView>('PUT', '/agent/views', { views: next })).views)
        return true
      } catch {
        return false
      }
    },
    [session],
  )
  return { views, keep }
}
