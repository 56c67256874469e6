import { useEffect, useRef, useState } from 'preact/hooks'
import type { AgentConsole } from '../../../../ui/kit/agent-console.js'
import { handoffRoutes, type SearchView } from '../../contract.js'

/** How long nothing more is typed before the search is made, ms. */
const STILL_MS = 250
/** Shorter words are in every conversation. */
const LEAST = 2

/** What is looked for in the conversations, and what was found. Words are kept on this page alone. */
export interface Search {
  words: string
  /** Whether results take the place of the queue. */
  active: boolean
  found: SearchView | null
  failed: boolean
  type(words: string): void
  turn(page: number): void
}

/** Searches while words are typed; an answer that comes after a later question is ignored. */
export function useSearch(session: AgentConsole): Search {
  const [words, setWords] = useState('')
  const [page, setPage] = useState(1)
  const [found, setFound] = useState<SearchView | null>(null)
  const [failed, setFailed] = useState(false)
  const serial = useRef(0)
  const wanted = words.trim()
  const active = wanted.length >= LEAST
  useEffect(() => {
    serial.current += 1
    const own = serial.current
    setFailed(false)
    if (!active) return setFound(null)
    const timer = setTimeout(() => {
      session.api.ask(handoffRoutes.search, { body: { words: wanted, page } }).then(
        (read) => own === serial.current && setFound(read),
        () => own === serial.current && setFailed(true),
      )
    }, STILL_MS)
    return () => clearTimeout(timer)
  }, [session, wanted, active, page])
  return {
    words,
    active,
    found,
    failed,
    type(next) {
      setWords(next)
      setPage(1)
    },
    turn: setPage,
  }
}
