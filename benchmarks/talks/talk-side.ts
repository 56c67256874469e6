/** One side of a talk that can say something to the other, and what becomes of it. */
export interface Talk {
  /** Sends words. @returns when the server has stored them, or only passed them on */
  say(text: string): Promise<void>
}

/** Where words are noted when the other side sees them. */
export interface Arrivals {
  /** Words that are seen: `text` is unlike any other. Seen again, they are counted as doubled. */
  arrived(text: string): void
}

/** A system under load: its talks, each way, and how many streams are open. */
export interface TalksSystem {
  name: string
  /** From citizens to agents, and from agents to citizens. */
  toAgents: Talk[]
  toCitizens: Talk[]
  /** Opens the streams, waiting for each. @returns how many */
  openStreams(arrivals: Arrivals): Promise<number>
  cpuMs(): Promise<number>
  residentMb(): Promise<number>
  stop(): Promise<void>
}
