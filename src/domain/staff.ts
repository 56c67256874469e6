/** What a member of staff may do: agents take handoffs, curators edit entries, supervisors watch over the reception, admins manage a commune. */
export const ROLES = ['agent', 'curator', 'supervisor', 'admin'] as const
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number]

/** An account of the town hall's staff. */
export interface User {
  id: string
  communeId: string
  email: string
  /** Shown to citizens: first name or service. */
  displayName: string
  roles: Role[]
  /** Ids of the departments of the commune whose handoffs she takes; none: all of them. */
  departments?: string[]
  /** argon2id hash. */
  passwordHash: string
  /** Exists only in the demonstration data; refused on a public address. */
  demonstration: boolean
  createdAt: string
}

/** A signed-in browser. Only the hash of the cookie's value is stored. */
export interface Session {
  /** SHA-256 of the cookie's value, base64url. */
  idHash: string
  userId: string
  /** Value that state-changing requests repeat in a header. */
  csrfToken: string
  createdAt: string
  expiresAt: string
}

/** Whether an agent can be called now. `seenAt` is refreshed while a console is open. */
export interface Presence {
  userId: string
  communeId: string
  state: 'available' | 'away'
  seenAt: string
}
