/** What an installation is from its birth on: its accounts are made up and their password is public, or they are those of a town hall. */
export const BIRTH_KINDS = ['demonstration', 'installation'] as const
/** One of {@link BIRTH_KINDS}. */
export type BirthKind = (typeof BIRTH_KINDS)[number]

/** The mark that a data folder or a database holds from its birth on. */
export interface Birth {
  version: 1
  kind: BirthKind
  /** When it was born, ISO instant. */
  bornAt: string
  /** Of everything that is kept beside it: see {@link FORMAT}. */
  format: number
  /** The least version of Guichet that reads that format. */
  needs: string
}

/** The format of documents and tables together: one more each time that a version before could not read them, or would spoil them (docs/decisions/043). */
export const FORMAT = 1
/** The least version of Guichet that reads {@link FORMAT}. */
export const NEEDS = '0.1.0'

/** The mark of what is born at an instant, or of what was born then and had none. */
export function newBirth(kind: BirthKind, bornAt: string): Birth {
  return { version: 1, kind, bornAt, format: FORMAT, needs: NEEDS }
}

/** What a data folder or a database holds, as far as it tells what it is. */
export interface Holdings {
  /** `null`: it was born before there were marks, or holds nothing. */
  birth: Birth | null
  /** Whether any document is kept there; embeddings and other things made again are nothing. */
  hasDocuments: boolean
  /** Whether a key that seals lies there: one is drawn where something begins. */
  hasKey: boolean
  /** How many accounts of a demonstration there are, and how many others. */
  accounts: { demonstration: number; own: number }
}

/** What a folder or a database is; `soiled`: an installation where a demonstration has left its accounts; `unborn`: there is nothing yet. */
export type InstallationState = BirthKind | 'soiled' | 'unborn'

/** What holdings make of a folder or a database: its mark says it, and where there is none what it holds. Pure. */
export function installationState({ birth, hasDocuments, hasKey, accounts }: Holdings): InstallationState {
  const hasBoth = accounts.demonstration > 0 && accounts.own > 0
  if (birth?.kind === 'demonstration') return 'demonstration'
  if (birth) return accounts.demonstration > 0 ? 'soiled' : 'installation'
  if (hasBoth) return 'soiled'
  if (accounts.demonstration > 0) return 'demonstration'
  return hasDocuments || hasKey ? 'installation' : 'unborn'
}

/** How many accounts of a demonstration there are among some, and how many others. */
export function countAccounts(users: readonly { demonstration: boolean }[]): Holdings['accounts'] {
  const demonstration = users.filter((user) => user.demonstration).length
  return { demonstration, own: users.length - demonstration }
}
