/** The scripts that a page of the console may run beside it. */
const SCRIPTS = ['/assets/console-stream.js', '/assets/console-push.js'] as const

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ): { createScriptURL(address: string): string }
}

/** The content policy lets no plain string be an address of a script: this one vouches for the console's own. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('guichet-console', {
  createScriptURL(address) {
    if (!SCRIPTS.some((script) => script === address)) throw new TypeError(address)
    return address
  },
})

/** The address of a script beside the page, as the browser accepts it. */
export function scriptAddress(address: (typeof SCRIPTS)[number]): string {
  return policy ? policy.createScriptURL(address) : address
}
