/** Whom an identity provider says that somebody is. */
export interface Identity {
  /** The provider's own name for her, for ever. */
  subject: string
  email: string
  /** Whether the provider says, or is trusted for it, that the address is hers. */
  emailVerified: boolean
  /** Of her employer, when the provider says it. */
  siret?: string
  /** Shown to the provider at sign-out. */
  idToken: string
}

/** What must be kept while somebody is at the provider's, and compared when she comes back. */
export interface PendingSignIn {
  state: string
  nonce: string
  /** Of PKCE; absent when the provider does not take it. */
  verifier?: string
}

/** The way to the identity provider of the administration: ProConnect, or another of OpenID Connect. */
export interface IdentityProvider {
  /** In words, on the button. */
  name: string
  /** Where the browser is sent. @throws when the provider is out of reach */
  begin(returnTo: string): Promise<{ address: string; pending: PendingSignIn }>
  /** Who came back. @throws when what came back is not what the provider signed for this sign-in */
  finish(callback: URL, pending: PendingSignIn): Promise<Identity>
  /** Where the browser is sent to end the provider's own session; `null` when it has no such place. */
  endAddress(idToken: string, returnTo: string): Promise<string | null>
}
