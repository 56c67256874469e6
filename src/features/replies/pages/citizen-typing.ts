/** Which citizens write now, as their last sign says. Each ends by itself. */
export class CitizenTyping {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly listeners = new Set<() => void>()

  /** Calls back when somebody begins or stops; returns the way to be forgotten. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  isTyping(handoffId: string): boolean {
    return this.timers.has(handoffId)
  }

  /** The citizen of a handoff writes, for so long unless a sign comes again. */
  show(handoffId: string, forMs: number): void {
    clearTimeout(this.timers.get(handoffId))
    this.timers.set(
      handoffId,
      setTimeout(() => this.stop(handoffId), forMs),
    )
    this.tell()
  }

  /** She has sent her words, or stopped. */
  stop(handoffId: string): void {
    clearTimeout(this.timers.get(handoffId))
    if (this.timers.delete(handoffId)) this.tell()
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}
