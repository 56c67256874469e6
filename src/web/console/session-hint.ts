import { attempt } from './attempt.js'

const KEY = 'guichet-console:signed-in'

/** Whether this browser may be signed in. The cookie itself cannot be read by the page; without the hint, the server is not asked. */
export function mayBeSignedIn(): boolean {
  return attempt(() => localStorage.getItem(KEY)) === 'yes'
}

/** Remembers that a session was opened or has ended. */
export function rememberSignedIn(signedIn: boolean): void {
  attempt(() => (signedIn ? localStorage.setItem(KEY, 'yes') : localStorage.removeItem(KEY)))
}
