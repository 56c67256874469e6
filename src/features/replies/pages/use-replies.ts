import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { copilotRoutes, type ReplyView } from '../../handoffs/copilot-contract.js'
import type { Handoff } from '../../handoffs/handoff.js'

/** The ready replies for a citizen; read again when she changes her language, or when `serial` does because the agent edited hers. */
export function useReplies(handoff: Pick<Handoff, 'id' | 'language'> | null, serial: number): ReplyView[] {
  const { session } = useConsole()
  const { id, language } = handoff ?? {}
  const [replies, setReplies] = useState<ReplyView[]>([])
  useEffect(() => {
    if (id === undefined) return
    let current = true
    session.api.ask(copilotRoutes.replies, { params: { id } }).then(
      (view) => current && setReplies(view.replies),
      // Without them one writes: the list says that nothing matches.
      () => {},
    )
    return () => {
      current = false
    }
  }, [session, id, language, serial])
  return replies
}
