import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

const CLIENT = { id: 'guichet', secret: 'a secret of the client' }

/** What the provider says of somebody. */
export interface Person extends JWTPayload {
  sub: string
  email: string
  email_verified?: boolean
  siret?: string
}

/** What a test may make the provider do wrong. */
export interface Faults {
  nonce?: string
  audience?: string
  /** Signs with a key that is not published. */
  otherKey?: boolean
  /** Whom the user information is about, when it is not who signed in. */
  subject?: string
}

/**
 * A provider of OpenID Connect in the manner of ProConnect, over real HTTP: codes of one use bound to a client, an address and a PKCE challenge,
 * identities and user information as signed tokens.
 */
export async function startMockProvider(algorithm: 'RS256' | 'ES256' = 'RS256') {
  const [keys, others] = await Promise.all([generateKeyPair(algorithm), generateKeyPair(algorithm)])
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: algorithm, use: 'sig' }
  const codes = new Map<string, URLSearchParams>()
  const provider = {
    person: { sub: 's1', email: 'personne@villebourg.example', email_verified: true } as Person,
    faults: {} as Faults,
    /** Parameters of the last authorization that was asked for. */
    asked: new URLSearchParams(),
    ended: new URLSearchParams(),
    issuer: '',
    reached: 0,
  }
  const sign = (claims: JWTPayload) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: 'k1' })
      .setIssuer(provider.issuer)
      .setAudience(provider.faults.audience ?? CLIENT.id)
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(provider.faults.otherKey ? others.privateKey : keys.privateKey)

  const routes: Record<string, (url: URL, request: IncomingMessage, response: ServerResponse) => Promise<void> | void> =
    {
      '/.well-known/openid-configuration': (_url, _request, response) => {
        const at = (path: string) => provider.issuer + path
        json(response, {
          issuer: provider.issuer,
          authorization_endpoint: at('/authorize'),
          token_endpoint: at('/token'),
          userinfo_endpoint: at('/userinfo'),
          jwks_uri: at('/jwks'),
          end_session_endpoint: at('/session/end'),
          response_types_supported: ['code'],
          subject_types_supported: ['pairwise'],
          id_token_signing_alg_values_supported: [algorithm],
        })
      },
      '/jwks': (_url, _request, response) => json(response, { keys: [jwk] }),
      '/authorize': ({ searchParams }, _request, response) => {
        provider.asked = searchParams
        const code = randomUUID()
        codes.set(code, searchParams)
        const back = new URL(searchParams.get('redirect_uri') ?? '')
        back.search = String(
          new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: provider.issuer }),
        )
        response.writeHead(302, { location: back.href }).end()
      },
      '/token': async (_url, request, response) => {
        const body = new URLSearchParams(await textOf(request))
        const asked = codes.get(body.get('code') ?? '')
        codes.delete(body.get('code') ?? '')
        const challenge = createHash('sha256')
          .update(body.get('code_verifier') ?? '')
          .digest('base64url')
        const isRight =
          asked?.get('redirect_uri') === body.get('redirect_uri') &&
          body.get('client_id') === CLIENT.id &&
          body.get('client_secret') === CLIENT.secret &&
          (asked.get('code_challenge') ?? challenge) === challenge
        if (!asked || !isRight) return json(response, { error: 'invalid_grant' }, 400)
        const nonce = provider.faults.nonce ?? asked.get('nonce') ?? ''
        const idToken = await sign({ sub: provider.person.sub, nonce, amr: ['pwd'] })
        json(response, { access_token: 'at', token_type: 'Bearer', expires_in: 60, id_token: idToken })
      },
      '/userinfo': async (_url, request, response) => {
        if (request.headers.authorization !== 'Bearer at') return json(response, {}, 401)
        const subject = provider.faults.subject ?? provider.person.sub
        const signed = await sign({ ...provider.person, sub: subject })
        response.writeHead(200, { 'content-type': 'application/jwt' }).end(signed)
      },
      '/session/end': ({ searchParams }, _request, response) => {
        provider.ended = searchParams
        response.writeHead(302, { location: searchParams.get('post_logout_redirect_uri') ?? '/' }).end()
      },
    }
  const server = createServer((request, response) => {
    provider.reached += 1
    const url = new URL(request.url ?? '/', provider.issuer)
    const route = routes[url.pathname.replace('/api/v2', '')]
    if (!route) return void response.writeHead(404).end()
    void Promise.resolve(route(url, request, response)).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2`
  return Object.assign(provider, {
    client: CLIENT,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
