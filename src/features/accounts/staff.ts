import type { StaffLanguage } from '../../platform/model/language.js'
import type { Role } from '../../platform/model/role.js'
import type { SavedView } from '../../platform/model/saved-view.js'

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

/** Most citizens that anybody talks with at once. */
export const MAX_CAPACITY = 20

/** An account of the town hall's staff. */
export interface User {
  id: string
  communeId: string
  /** Of one account of the commune; another commune may give the same address one of its own. */
  email: string
  /** Shown to citizens: first name or service. */
  displayName: string
  roles: Role[]
  /** Ids of the departments of the commune whose handoffs she takes; none: all of them. */
  departments?: string[]
  /** Her own views of the queue, in her order. */
  views?: SavedView[]
  /** The language in which she wants the weekly digest of failed questions; absent: she does not. */
  digestLanguage?: StaffLanguage
  /** That she does not want the weekly letter about the entries that she keeps true; absent: she gets it. */
  declinesReminders?: true
  /** How many citizens she talks with at once before nothing more is offered to her; absent: that of the commune. */
  capacity?: number
  /** argon2id hash; `null` until she has chosen a password. */
  passwordHash: string | null
  /** Raised when every session of hers must end; absent: 0. A session is good while it has the same. */
  generation?: number
  /** ISO instant since which she may not sign in; absent: she may. */
  deactivatedAt?: string
  lastSignInAt?: string
  /** Absent: a password is enough. */
  secondFactor?: SecondFactor
  /** A secret that was shown to her and that no code has confirmed yet. */
  proposedFactor?: { sealedSecret: string; at: string }
  /** Whom the identity provider says she is, once she has signed in through it. */
  subject?: string
  /** The same in every account of one person, each in its commune; absent: this one is linked to none. */
  personId?: string
  /** Exists only in the demonstration data; refused on a public address. */
  demonstration: boolean
  createdAt: string
}

/** What an account asks for beside its password. */
export interface SecondFactor {
  /** The secret of RFC 6238, sealed. */
  sealedSecret: string
  confirmedAt: string
  /** Time step of the last code that was taken: it and those before it are taken no more. */
  lastStep: number
  /** SHA-256 of the recovery codes that are left. */
  recoveryHashes: string[]
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
  /** That of the account when the session was opened; absent: 0. */
  generation?: number
  /** To some minutes, ISO instant; absent: when it was created. */
  lastUsedAt?: string
  /** Name of the browser and of the system, never its whole description: "Firefox, Windows". */
  browser?: string
  /** The commune that a super-admin looks at; absent: her own. */
  communeId?: string
  /** Sealed identity token, for a session opened through the identity provider, which is told of its end. */
  sealedIdToken?: string
  /** The accounts whose second factor was given, in this session or in those that it took the place of. */
  secondFactorsOf?: string[]
  /** When somebody last proved who she is, where the session took the place of another; absent: when it was created. */
  signedInAt?: string
  /** The account that was signed in to, where this session came from it by a link: it lasts while they are linked and that account would have let it last. */
  through?: SignedInTo
}

/** An account as it was when somebody signed in to it. */
export interface SignedInTo {
  userId: string
  generation: number
}

/** What an agent declares: `busy` finishes the talks that she has and is offered no other. */
export const PRESENCE_STATES = ['available', 'busy', 'away'] as const
/** One of {@link PRESENCE_STATES}. */
export type PresenceState = (typeof PRESENCE_STATES)[number]

/** Longest word with which an agent says why she is away, in characters. */
export const MAX_AWAY_WORD_LENGTH = 40

/** Why an agent who declared herself there is not: nobody touched her console, it fell silent, or she answered no offer. */
export const ABSENCE_CAUSES = ['idle', 'lost', 'missed'] as const
/** One of {@link ABSENCE_CAUSES}. */
export type AbsenceCause = (typeof ABSENCE_CAUSES)[number]

/** Whether an agent can be called: what she declared, and the deadlines by which her console proves it. `features/handoffs/queue/presence` reads it. */
export interface Presence {
  userId: string
  communeId: string
  /** What she declared. */
  state: PresenceState
  /** Why she is away, in a few words. */
  word?: string
  /** When her console was last heard, ISO instant. */
  seenAt: string
  /** When her console is taken for lost unless it is heard again, ISO instant; absent: some time after `seenAt`. */
  dueAt?: string
  /** When she is taken for absent unless she touches her console, ISO instant; absent: never. */
  idleAt?: string
  /** Why she is no longer counted, once a sweep has noted it, so that it is told once. */
  cause?: AbsenceCause
  /** Of one who is absent: when what she holds goes on unless she is back, ISO instant, and to which colleague; without one, to the queue. */
  leaving?: { at: string; to?: { id: string; displayName: string } }
  /** When something was last offered to her, ISO instant. */
  offeredAt?: string
  /** Offers in a row that she neither took nor passed on. */
  missed?: number
}

/** What moves in a presence at every sign of life, and is told to nobody. */
export type PresenceBeat = Partial<Pick<Presence, 'seenAt' | 'dueAt' | 'idleAt' | 'offeredAt' | 'missed'>>

/** What the secret of an account's second factor is sealed to. */
export function secondFactorPlace(userId: string): string {
  return `second-factor:${userId}`
}
