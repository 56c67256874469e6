import { opensWord, sealWord } from '../platform/store/seal-word.js'
import type { ServerSealer } from '../platform/store/sealer.js'
import { notedSealKey, noteSealKey } from './note-seal-key.js'
import { openMediumAlone, type StoreChoice } from './open-store.js'
import { openedBy, type SealedOwner } from './sealed-values.js'

/** What the key at hand is to a store. */
export interface SealKeyState {
  /** Whether there is a key at all. */
  hasKey: boolean
  /** Whether it is the one that the store has noted; `null`: none is noted. */
  isNoted: boolean | null
  /** What it does not open. */
  lost: SealedOwner[]
}

/** What the key at hand is to a store that nobody uses. Changes nothing. @throws AppError `storage_locked`, `storage_unavailable`, `seal_key_unusable` */
export async function sealKeyState(choice: StoreChoice, sealer: ServerSealer): Promise<SealKeyState> {
  const hasKey = await sealer.hasKey()
  const noted = await notedSealKey(choice)
  const medium = await openMediumAlone(choice)
  try {
    const { lost } = await openedBy(medium, sealer)
    return { hasKey, isNoted: noted === null ? null : await opensWord(sealer, noted), lost }
  } finally {
    await medium.close()
  }
}

/** Makes the key at hand, drawn when there is none, that of a store: servers begin with it, and what another sealed stays closed. @throws as {@link sealKeyState} */
export async function takeSealKey(choice: StoreChoice, sealer: ServerSealer): Promise<void> {
  await noteSealKey(choice, await sealWord(sealer))
}
