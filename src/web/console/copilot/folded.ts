import { attempt } from '../attempt.js'

const KEY = 'guichet-console:suggestions'
/** Where there is little room, what is said comes first. */
const SMALL = '(max-width: 43em), (max-height: 34em)'

/** Whether the suggestions are folded away: the agent's last choice on this computer, else by the room. */
export function readFolded(): boolean {
  const kept = attempt(() => localStorage.getItem(KEY))
  return kept ? kept === 'folded' : matchMedia(SMALL).matches
}

/** Keeps the choice for the next visit. */
export function keepFolded(folded: boolean): void {
  attempt(() => localStorage.setItem(KEY, folded ? 'folded' : 'shown'))
}
