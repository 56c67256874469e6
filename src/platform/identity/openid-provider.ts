import * as oidc from 'openid-client'
import type { Identity, IdentityProvider } from './identity-provider.js'

/** How the identity provider is reached. */
export interface OpenIdSettings {
  /** In words, on the button: "ProConnect". */
  name: string
  /** Address of the provider, from which its own settings are read. */
  issuer: string
  clientId: string
  clientSecret: string
  scope: string
  /** How the provider signs identities. */
  algorithm: 'RS256' | 'ES256'
  /** Whether what the provider tells of a person comes as a signed token too, as ProConnect's does. */
  signedUserInfo: boolean
  /** Whether PKCE is used; a provider that refuses what it does not know may need it off. */
  pkce: boolean
  /** Whether every address that the provider tells is verified, even when it does not say so. */
  trustsEmail: boolean
  /** Employers whose people may come in; empty: all. */
  sirets: readonly string[]
}

/** Seconds that the provider has for each answer. */
const TIMEOUT_S = 10

/**
 * An {@link IdentityProvider} of OpenID Connect: authorization code, PKCE, state and nonce, signatures checked against the provider's published keys.
 * The provider's settings are read when somebody first signs in, so that a start does not depend on it.
 */
export function createOpenIdProvider(settings: OpenIdSettings): IdentityProvider {
  let discovered: Promise<oidc.Configuration> | null = null
  const configuration = () => {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = null
      throw error
    })
    return discovered
  }
  return {
    name: settings.name,
    async begin(returnTo) {
      const config = await configuration()
      const verifier = settings.pkce ? oidc.randomPKCECodeVerifier() : undefined
      const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), ...(verifier ? { verifier } : {}) }
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: returnTo,
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        ...(verifier
          ? { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }
          : {}),
      })
      return { address: address.href, pending }
    },
    async finish(callback, { state, nonce, verifier }) {
      const config = await configuration()
      const tokens = await oidc.authorizationCodeGrant(config, callback, {
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
        ...(verifier === undefined ? {} : { pkceCodeVerifier: verifier }),
      })
      const subject = tokens.claims()?.sub ?? ''
      const told = await oidc.fetchUserInfo(config, tokens.access_token, subject)
      return toIdentity(settings, told, tokens.id_token ?? '')
    },
    async endAddress(idToken, returnTo) {
      const config = await configuration()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      const state = oidc.randomState()
      return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, state, post_logout_redirect_uri: returnTo }).href
    },
  }
}

async function discover(settings: OpenIdSettings): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret, algorithm, signedUserInfo } = settings
  const address = new URL(issuer)
  const isLoopback = address.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
  const metadata = {
    client_secret: clientSecret,
    id_token_signed_response_alg: algorithm,
    ...(signedUserInfo ? { userinfo_signed_response_alg: algorithm } : {}),
  }
  return oidc.discovery(address, clientId, metadata, oidc.ClientSecretPost(clientSecret), {
    timeout: TIMEOUT_S,
    execute: [oidc.enableNonRepudiationChecks, ...(isLoopback ? [oidc.allowInsecureRequests] : [])],
  })
}

/** @throws when the person works elsewhere, or has no address */
function toIdentity({ trustsEmail, sirets }: OpenIdSettings, told: oidc.UserInfoResponse, idToken: string): Identity {
  const { sub: subject, email, email_verified: verified } = told
  const siret = typeof told.siret === 'string' ? told.siret : undefined
  if (sirets.length > 0 && !(siret !== undefined && sirets.includes(siret))) throw new Error('another employer')
  if (email === undefined) throw new Error('no e-mail address')
  const emailVerified = verified === true || (trustsEmail && verified !== false)
  return { subject, email, emailVerified, idToken, ...(siret === undefined ? {} : { siret }) }
}
