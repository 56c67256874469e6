import type { Request, Response } from 'express'
import { AppError } from '../../../platform/model/app-error.js'
import type { Session } from '../staff.js'
import { type Opening, type OpeningNeeds, openSession, type Staff, staffInSession } from './staff-access.js'

/** A request and its answer. */
export interface Exchange {
  request: Request
  response: Response
}

/** Gives a browser a new session, with another identifier, for an account as it is now. */
export async function reopenSession(
  needs: OpeningNeeds,
  http: Exchange,
  userId: string,
  opening: Opening = {},
): Promise<Staff> {
  const user = await needs.store.getUser(userId)
  if (!user) throw new AppError('sign_in_required', 401)
  return staffInSession(needs, user, await openSession(needs, http, user, opening))
}

/** What a session was opened with, for the one that takes its place, which ends when it would have: no way to stay signed in for ever. */
export function openingOf({ session }: Staff): Opening {
  const { communeId, sealedIdToken, secondFactorsOf, expiresAt, through } = session
  return {
    signedInAt: signedInAt(session),
    expiresAt,
    ...(through ? { through } : {}),
    ...(communeId === undefined ? {} : { communeId }),
    ...(sealedIdToken === undefined ? {} : { sealedIdToken }),
    ...(secondFactorsOf ? { secondFactorsOf } : {}),
  }
}

/** When somebody proved who she is, whatever has been opened since in the place of that session. */
export function signedInAt(session: Pick<Session, 'signedInAt' | 'createdAt'>): string {
  return session.signedInAt ?? session.createdAt
}

/** The accounts whose second factor was given in a session, with one more. */
export function withFactorOf({ secondFactorsOf = [] }: Pick<Session, 'secondFactorsOf'>, userId: string): string[] {
  return [...new Set([...secondFactorsOf, userId])]
}
