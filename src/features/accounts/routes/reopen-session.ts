import type { Request, Response } from 'express'
import { AppError } from '../../../platform/model/app-error.js'
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

/** What a session was opened with, for the one that takes its place. */
export function openingOf({ session: { communeId, sealedIdToken, secondFactor } }: Staff): Opening {
  return {
    ...(communeId === undefined ? {} : { communeId }),
    ...(sealedIdToken === undefined ? {} : { sealedIdToken }),
    ...(secondFactor ? { secondFactor } : {}),
  }
}
