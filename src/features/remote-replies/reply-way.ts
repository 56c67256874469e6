import type { Handoff } from '../../platform/model/handoff.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { User } from '../accounts/staff.js'

/** The ways by which agents are told of requests while no console of theirs is open, and answer. */
export const REPLY_WAYS = ['mail', 'tchap'] as const
/** One of {@link REPLY_WAYS}. */
export type ReplyWayId = (typeof REPLY_WAYS)[number]

/** That an agent wishes to be told by a way. */
export interface ReplyWish {
  userId: string
  communeId: string
  way: ReplyWayId
  language: StaffLanguage
  /** ISO instant since which she wishes it: of what waited before she is not told. */
  since: string
}

/** That an agent was told of a wait: by what she was sent, she opens the request once on her phone, and answers it. Only hashes of its secrets are stored. */
export interface ReplyNotice {
  id: string
  userId: string
  communeId: string
  handoffId: string
  way: ReplyWayId
  language: StaffLanguage
  /** The wait that she is told of, by the ISO instant at which it began: of each, she is told once by each way. */
  about: string
  /** When she was told, ISO instant. */
  at: string
  /** Until when an answer is taken, ISO instant. */
  expiresAt: string
  /** SHA-256 of the secret of the link, base64url. */
  linkHash: string
  /** SHA-256 of the token that an answer carries, base64url. */
  tokenHash: string
  /** That of her account when she was told: what ends her sessions ends the link too. */
  generation: number
  /** What the way itself knows the notice by; absent: nothing. */
  reference?: string
  /** The link was used: the phone that it let in, until it has been silent for too long. */
  phone?: PhoneSession
  /** Ids, hashed, of answers that were refused: she is told why once. */
  refused?: string[]
}

/** A phone that a link let in: to one request, and to nothing else. */
export interface PhoneSession {
  /** SHA-256 of its secret, base64url. */
  hash: string
  /** ISO instant. */
  lastUsedAt: string
}

/** What a way is given to tell: all that it sends is made of it. */
export interface RequestToTell {
  notice: ReplyNotice
  agent: User
  handoff: Handoff
  /** What is asked, masked, in the citizen's words. */
  question: string
  /** Address of the link of one use; `null` where the server does not know its own. */
  link: string | null
  /** What an answer must carry for its notice to be found: 32 signs of `[0-9a-f]`, which survive a change of case. */
  token: string
}

/** A way by which agents are told, and answer. */
export interface ReplyWay {
  id: ReplyWayId
  /** Whether an agent can be reached by it now. */
  reaches(agent: User): boolean | Promise<boolean>
  /**
   * Tells an agent of a wait; her answer comes to {@link acceptReply}. It is not tried again when it throws.
   * @returns what the way knows the notice by, if by anything but the token
   */
  tell(telling: RequestToTell): Promise<string | undefined>
}

/** Why an answer does not reach its citizen. */
export const REPLY_REFUSALS = [
  'empty',
  'ended',
  'not_yours',
  'offered',
  'second_factor',
  'taken',
  'too_long',
  'unknown',
] as const
/** One of {@link REPLY_REFUSALS}. */
export type ReplyRefusal = (typeof REPLY_REFUSALS)[number]
