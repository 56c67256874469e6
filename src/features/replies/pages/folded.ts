import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { attempt } from '../../../ui/kit/browser.js'

const KEY = 'guichet-console:suggestions'
/** Where there is little room, what is said comes first. */
const SMALL = '(max-width: 43em), (max-height: 34em)'
/** Id of the button that folds the suggestions away, and of the one that stands for them then. */
export const FOLD_ID = 'suggestions-fold'

/** Whether the suggestions are folded away: the agent's last choice on this computer, else by the room. The focus goes from one button to the other. */
export function useFolded(): { folded: boolean; fold: (folded: boolean) => void } {
  const [folded, setFolded] = useState(readFolded)
  const pressed = useRef(false)
  useLayoutEffect(() => {
    if (pressed.current) document.getElementById(FOLD_ID)?.focus()
    pressed.current = false
  }, [folded])
  return {
    folded,
    fold(next) {
      attempt(() => localStorage.setItem(KEY, next ? 'folded' : 'shown'))
      pressed.current = true
      setFolded(next)
    },
  }
}

function readFolded(): boolean {
  const kept = attempt(() => localStorage.getItem(KEY))
  return kept ? kept === 'folded' : matchMedia(SMALL).matches
}
