import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Which row of a list asks something, in place of its button: whether to act, or what to change. */
export interface RowPrompt {
  id: string | null
  ask: (id: string) => void
  /** Gives up: the button that asked has the focus again. */
  giveUp: () => void
  /** What was asked is done: the focus goes where its outcome is. */
  settle: () => void
}

/** One row of a list at a time asks something. @param idOf id of the button by which a row asks */
export function useRowPrompt(idOf: (id: string) => string): RowPrompt {
  const [id, setId] = useState<string | null>(null)
  const left = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (id === null && left.current !== null) document.getElementById(idOf(left.current))?.focus()
    left.current = null
  }, [id])
  return {
    id,
    ask: setId,
    giveUp: () => {
      left.current = id
      setId(null)
    },
    settle: () => setId(null),
  }
}
