import type { Response } from 'express'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import { type Served, type Serving, servedBy, standingIn } from '../pool.js'
import type { PoolStore } from '../pool-verbs.js'
import { staffFrom } from './staff-access.js'

/** What tells which communes somebody serves. */
export interface ServingNeeds {
  store: Pick<PoolStore, 'listPools'>
  communes: ReadonlyMap<string, Commune>
}

/** The communes of the server that an account serves, its own first. */
export async function communesOf({ store, communes }: ServingNeeds, user: Served): Promise<string[]> {
  return servedBy(await store.listPools(), user).filter((id) => communes.has(id))
}

/** Their names. */
export async function communeNamesOf(needs: ServingNeeds, user: Served): Promise<string[]> {
  return (await communesOf(needs, user)).map((id) => needs.communes.get(id)?.nom ?? id)
}

/**
 * The member of staff of a call, as she stands in a commune: what a handler does for one commune it does with this. One that she does not serve does not
 * exist for her.
 * @param communeId default: the one that she is in
 * @throws AppError `unknown_commune` (404)
 */
export async function agentIn(
  { store }: Pick<ServingNeeds, 'store'>,
  response: Response,
  communeId?: string,
): Promise<Serving> {
  const { user } = staffFrom(response)
  const serving = communeId === undefined ? user : standingIn(await store.listPools(), user, communeId)
  if (!serving) throw new AppError('unknown_commune', 404)
  return serving
}
