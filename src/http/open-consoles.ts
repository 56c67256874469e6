/** Consoles whose stream is open now, by agent and session. In memory: after a restart each opens its stream again. */
export interface OpenConsoles {
  /** Notes an open stream; returns the way to note its end. */
  open(userId: string, sessionHash: string): () => void
  /** Whether the agent has an open console. */
  isOpen(userId: string): boolean
  /** Whether the agent has another session with an open console: two counters may share an account. */
  hasOther(userId: string, sessionHash: string): boolean
}

/** Creates an empty register of consoles. */
export function createOpenConsoles(): OpenConsoles {
  const consoles = new Set<{ userId: string; sessionHash: string }>()
  return {
    open(userId, sessionHash) {
      const one = { userId, sessionHash }
      consoles.add(one)
      return () => consoles.delete(one)
    },
    isOpen: (userId) => [...consoles].some((one) => one.userId === userId),
    hasOther: (userId, sessionHash) =>
      [...consoles].some((one) => one.userId === userId && one.sessionHash !== sessionHash),
  }
}
