import type { NamedCommune } from '../../../../platform/http/shapes.js'
import { attempt } from '../../../../ui/kit/browser.js'

const KEY = 'guichet-console:signed-in'

/** How somebody comes back from the identity provider: signed in, or why not; of `commune`, those of hers among which to choose. */
export interface ProviderReturn {
  how: 'ok' | 'unreached' | 'failed' | 'unknown' | 'elsewhere' | 'commune'
  communes: NamedCommune[]
}

let providerReturn: ProviderReturn | null | undefined

/** What the identity provider's return says, read from the address once and taken out of it. */
export function readProviderReturn(): ProviderReturn | null {
  if (providerReturn === undefined) {
    const [, how, named = ''] =
      /^#connexion=(ok|unreached|failed|unknown|elsewhere|commune)(?:&(.*))?$/.exec(location.hash) ?? []
    const communes = [...new URLSearchParams(named)].map(([id, name]) => ({ id, name }))
    providerReturn = how ? { how: how as ProviderReturn['how'], communes } : null
    if (how) history.replaceState(null, '', location.pathname + location.search)
  }
  return providerReturn
}

/** Whether this browser may be signed in. The cookie itself cannot be read by the page; without the hint, the server is not asked. */
export function mayBeSignedIn(): boolean {
  return readProviderReturn()?.how === 'ok' || attempt(() => localStorage.getItem(KEY)) === 'yes'
}

/** Remembers that a session was opened or has ended. */
export function rememberSignedIn(signedIn: boolean): void {
  attempt(() => (signedIn ? localStorage.setItem(KEY, 'yes') : localStorage.removeItem(KEY)))
}
