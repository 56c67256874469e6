import type { Birth } from '../birth.js'
import type { DocumentKind } from '../document-kinds.js'
import type { KeptDocument } from '../move-documents.js'

/** The documents of a store as they all were at one instant. */
export interface StoreSnapshot {
  /** How many documents of each kind are to be read, at most. */
  totals: ReadonlyMap<DocumentKind, number>
  /** What the store has noted of the key by which its documents are sealed, as `sealWord` gave it; `null`: nothing. */
  keyWord: string | null
  /** What the store notes of its birth; `null`: nothing. */
  birth: Birth | null
  /** Each of them, kind by kind. @throws AppError `storage_unavailable` */
  documents: (kinds: readonly DocumentKind[]) => AsyncIterable<KeptDocument>
}

/** Does something with a snapshot, which lasts as long as that. */
export type UseSnapshot<R> = (snapshot: StoreSnapshot) => Promise<R>
