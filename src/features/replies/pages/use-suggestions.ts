import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from '../../../ui/kit/console-context.js'
import { copilotRoutes, type SuggestionsView } from '../../handoffs/copilot-contract.js'

/** Messages that follow each other closely are searched once, ms. */
const PAUSE_MS = 120

/** What is suggested now, and whether newer suggestions are on their way. */
export interface Suggestions {
  view: SuggestionsView | null
  reading: boolean
  failed: boolean
}

/**
 * Reads what is suggested for a handoff, again at each message of its citizen. A reading that comes late, for words that are no longer the last, is left.
 * @param handoffId `null` where nothing is to be suggested
 * @param seq sequence number of her last message; 0 when she has said nothing
 */
export function useSuggestions(handoffId: string | null, seq: number): Suggestions {
  const { session } = useConsole()
  const [state, setState] = useState<Suggestions>({ view: null, reading: true, failed: false })
  const first = useRef(true)
  useEffect(() => {
    if (handoffId === null) return
    let current = true
    const read = async () => {
      try {
        const view = await session.api.ask(copilotRoutes.suggestions, { params: { id: handoffId } })
        if (current) setState({ view, reading: false, failed: false })
      } catch {
        if (current) setState(({ view }) => ({ view, reading: false, failed: true }))
      }
    }
    setState(({ view }) => ({ view, reading: true, failed: false }))
    const timer = setTimeout(() => void read(), first.current ? 0 : PAUSE_MS)
    first.current = false
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [session, handoffId, seq])
  return state
}
