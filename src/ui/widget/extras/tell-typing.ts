import type { Chat } from '../chat.js'

/** How often, at most, the agent is told that the citizen writes; half of the time for which she sees it. */
const EVERY_MS = 3_000

/**
 * Tells the agent that the citizen writes, and nothing of what, while a talk goes on in a commune that shows it; elsewhere no request leaves for it.
 * @param chat the chat as it is now
 * @returns the way to stop
 */
export function tellTyping(root: Node, chat: () => Chat): () => void {
  let toldAt = 0
  const onInput = ({ target }: Event) => {
    const { session, state } = chat()
    const writes = target instanceof HTMLTextAreaElement && target.closest('.composer') && target.value.trim() !== ''
    if (!writes || !state.handoff?.showsTyping || Date.now() - toldAt < EVERY_MS) return
    toldAt = Date.now()
    session.tellTyping()
  }
  root.addEventListener('input', onInput)
  return () => root.removeEventListener('input', onInput)
}
