import { randomUUID } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request } from 'express'
import { z } from 'zod'
import type { RateLimits } from '../../../platform/http/rate-limits.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { GuardedKey } from '../../../platform/security/sign-in-tries.js'
import type { User } from '../staff.js'
import type { SealNeeds } from './check-second-factor.js'
import type { Exchange } from './reopen-session.js'
import type { SignInGuard } from './sign-in-guard.js'

/** What knows browsers again. */
export interface BrowserNeeds extends SealNeeds {
  now: () => Date
  limits: Pick<RateLimits, 'address' | 'signIn' | 'signInKey' | 'accountKey'>
  signInGuard: SignInGuard
}

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
  { sealer, now }: Pick<BrowserNeeds, 'sealer' | 'now'>,
  { response }: Pick<Exchange, 'response'>,
  userId: string,
): Promise<void> {
  const mark: z.infer<typeof sealedMark> = { id: randomUUID(), userId, at: now().getTime() }
  const value = await sealer.seal(JSON.stringify(mark), PLACE)
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

/** A password that is being tried on accounts of one address. */
export interface PasswordTry {
  /** Those that it may be tried on now. */
  accounts: readonly User[]
  /** @param opened those that it has opened */
  succeed(opened: readonly User[]): Promise<void>
}

/**
 * Begins a try of a password on the accounts of an address. A browser that is known for one of them is counted by itself, and may always try that one; any
 * other by its address, and with all the strangers who try the address. What a browser known for one commune's account tries on another's is a
 * stranger's, and left out without a word while strangers wait: that there is another account is nobody else's to learn (docs/decisions/050).
 * @throws AppError `sign_in_delayed` (429)
 */
export async function beginPasswordTry(
  needs: BrowserNeeds,
  request: Request,
  { email, accounts }: { email: string; accounts: readonly User[] },
): Promise<PasswordTry> {
  const { limits, signInGuard } = needs
  const mark = await knownBrowser(needs, request)
  const known = accounts.filter(({ id }) => id === mark?.userId)
  const strangers: GuardedKey[] = [
    // Who has an account of the address in one commune forgives herself nothing that she tried on another's.
    { key: limits.signInKey(request, email), shared: true },
    { key: limits.accountKey(email), free: FREE_FOR_STRANGERS, shared: true },
  ]
  if (!mark || known.length === 0) {
    const attempt = await signInGuard.begin(strangers)
    return { accounts, succeed: () => attempt.succeed() }
  }
  const attempt = await signInGuard.begin([{ key: `known ${mark.id}` }])
  const others = known.length < accounts.length ? await signInGuard.begin(strangers).catch(nullIfDelayed) : null
  return {
    accounts: others ? accounts : known,
    async succeed(opened) {
      await attempt.succeed()
      if (opened.some((one) => !known.includes(one))) await others?.succeed()
    },
  }
}

function nullIfDelayed(error: unknown): null {
  if (error instanceof AppError && error.code === 'sign_in_delayed') return null
  throw error
}

/** The mark of a browser in which an account was signed in; `null` for any other. */
async function knownBrowser(
  { sealer, now }: BrowserNeeds,
  request: Request,
): Promise<z.infer<typeof sealedMark> | null> {
  const sealed = parseCookie(request.get('cookie') ?? '')[COOKIE]
  const opened = sealed ? await sealer.open(sealed, PLACE) : null
  if (opened === null) return null
  const mark = sealedMark.parse(JSON.parse(opened))
  const isFresh = now().getTime() - mark.at < LIFE_S * 1000
  return isFresh ? mark : null
}
