import type { SignInTries } from '../security/sign-in-tries.js'

/** How an agent looks at a handoff: she reads it, writes in it, or has gone. */
export type ViewingState = 'reading' | 'writing' | 'gone'

/** So many points that were used of a limit of rate: its name, who used them, how many. */
export type UsedPoints = readonly [limit: string, key: string, points: number]

/**
 * What a process says to the others: ids and numbers only, never a name, a text or an address. It is stored nowhere and may be lost, so nothing that must
 * not be may depend on it. A process of another version may send messages that this one does not know: they are passed over.
 */
export type InstanceMessage =
  | { type: 'agent_types'; conversationId: string; userId: string }
  | { type: 'citizen_types'; userId: string; handoffId: string }
  | { type: 'look'; communeId: string; handoffId: string; userId: string; look: ViewingState }
  /** Whether a session has a console open; said again while it has. */
  | { type: 'console'; userId: string; sessionHash: string; isOpen: boolean }
  /** A process that has just begun asks the others which consoles they have. */
  | { type: 'consoles?' }
  /** At most a hundred at once. */
  | { type: 'used'; points: readonly UsedPoints[] }
  /** The folders hold other content, of one commune or of all: each process reads its own again. */
  | { type: 'content'; communeId?: string }

/** The other processes of an installation, and what all of them do together besides the store. One that is alone hears nothing, and waits for nobody. */
export interface Instances {
  /** Says something to the others, soon. Waits for nothing, and never throws. */
  broadcast(message: InstanceMessage): void
  /** @param listener told the message and which process sent it. @returns the way to stop hearing */
  onMessage(listener: (message: InstanceMessage, from: string) => void): () => void
  /**
   * Runs an act while nobody, in any process, runs another of the same name: those who come at the same instant run one after the other. One that has
   * waited for another process for {@link MOST_WAIT_MS}, or cannot ask, runs all the same: what it stores is compared again when it is written.
   */
  withLock<R>(name: string, act: () => Promise<R>): Promise<R>
  /** A hash that every process gives to the same value, by a salt that is drawn anew each day and then forgotten: 22 signs of base64url. */
  hash(value: string): string
  /** Failed sign-ins, counted together. */
  tries: SignInTries
}

/** How long an act waits for one of the same name in another process, ms. */
export const MOST_WAIT_MS = 5_000
