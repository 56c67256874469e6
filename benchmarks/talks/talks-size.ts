/** How much goes on at once. */
export interface TalksSize {
  /** Conversations between a citizen and an agent. */
  talks: number
  /** Open streams in all: one for each agent, and the others for citizens, most of whom do not talk with anybody. */
  streams: number
  agents: number
}
