/** What a link sent to a member of staff lets her do: choose her first password, or another one. */
export type TokenPurpose = 'invitation' | 'reset'

/** A link of one use. Only the hash of its secret is stored. An account has one at most: a new one ends the former. */
export interface StaffToken {
  /** SHA-256 of the secret, base64url. */
  hash: string
  userId: string
  purpose: TokenPurpose
  createdAt: string
  expiresAt: string
}

/** How long each kind of link is good, ms: three days to answer an invitation, an hour to choose another password. */
export const TOKEN_LIFE_MS: Record<TokenPurpose, number> = { invitation: 72 * 3_600_000, reset: 3_600_000 }
