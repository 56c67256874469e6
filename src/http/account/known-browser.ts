import { randomUUID } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request } from 'express'
import { z } from 'zod'
import type { GuardedKey } from '../../domain/accounts/sign-in-tries.js'
import type { HttpContext } from '../http-context.js'
import { sealerOf } from './check-second-factor.js'
import type { Exchange } from './reopen-session.js'
import type { Attempt } from './sign-in-guard.js'

/** Marks a browser in which an account was signed in. It opens nothing: what strangers fail elsewhere does not make this browser wait. */
const COOKIE = '__Host-guichet-known'
const LIFE_S = 180 * 24 * 3_600
const PLACE = 'known-browser'
/**
 * Failures on one account over all the browsers that never signed it in, before they all wait: under a hundred tries an hour, however many addresses they
 * come from. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
const FREE_FOR_STRANGERS = 30

const sealedMark = z.strictObject({ id: z.string(), userId: z.string(), at: z.number() })

/** Remembers, in the browser alone, that an account was signed in there. */
export async function rememberBrowser(
  context: HttpContext,
  { response }: Pick<Exchange, 'response'>,
  userId: string,
): Promise<void> {
  const mark: z.infer<typeof sealedMark> = { id: randomUUID(), userId, at: context.assistant.now().getTime() }
  const value = await sealerOf(context).seal(JSON.stringify(mark), PLACE)
  response.append(
    'Set-Cookie',
    stringifySetCookie({
      name: COOKIE,
      value,
      httpOnly: true,
      secure: true,
      sameSite: 'strict',
      path: '/',
      maxAge: LIFE_S,
    }),
  )
}

/**
 * Begins a try of a password. A browser that is known for the account is counted by itself; any other by its address, and with all the strangers who try
 * the account.
 * @throws AppError `sign_in_delayed` (429)
 */
export async function beginPasswordTry(
  context: HttpContext,
  request: Request,
  { email, userId }: { email: string; userId: string | undefined },
): Promise<Attempt> {
  const { limits, signInGuard } = context
  const known = await knownBrowser(context, request, userId)
  const keys: GuardedKey[] = known
    ? [{ key: `known ${known}` }]
    : [
        { key: limits.signInKey(request, email) },
        { key: limits.accountKey(email), free: FREE_FOR_STRANGERS, shared: true },
      ]
  return signInGuard.begin(keys)
}

/** The mark of a browser in which the account was signed in; `null` for any other. */
async function knownBrowser(
  context: HttpContext,
  request: Request,
  userId: string | undefined,
): Promise<string | null> {
  const sealed = parseCookie(request.get('cookie') ?? '')[COOKIE]
  const opened = sealed ? await sealerOf(context).open(sealed, PLACE) : null
  if (opened === null) return null
  const mark = sealedMark.parse(JSON.parse(opened))
  const isFresh = context.assistant.now().getTime() - mark.at < LIFE_S * 1000
  return mark.userId === userId && isFresh ? mark.id : null
}
