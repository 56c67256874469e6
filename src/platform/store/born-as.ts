import { type BirthKind, type Holdings, standingOf } from './birth.js'
import { holdingsOf, type StoreChoice } from './open-store.js'

/**
 * What the places of an installation are known to be: its store, and its data folder beside a database; nothing of those where nothing was born. A key that lies
 * there tells nothing: it is put in place before what it opens. @throws AppError `storage_unavailable`, `storage_newer`
 */
export async function bornAs(choice: StoreChoice): Promise<BirthKind[]> {
  const { store, folder } = await holdingsOf(choice)
  return [store, folder].flatMap((holdings) => (holdings ? (kindOf(holdings) ?? []) : []))
}

/** What holdings are, a demonstration's leavings aside; `null`: nothing was born there. */
export function kindOf(holdings: Holdings): BirthKind | null {
  const standing = standingOf({ ...holdings, hasKey: false })
  if (standing === 'unborn') return null
  return standing === 'demonstration' ? 'demonstration' : 'installation'
}
