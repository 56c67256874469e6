/**
 * Locks that have a name, for acts that decide over several documents (a reference given once, the last place of a half-day): each sees what the one
 * before it wrote. Here, those of one process; a store that several processes share also holds the name in the database while it writes.
 */
export class NamedLocks {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs an act after those that asked for the same name before it, whatever came of them. */
  withLock<R>(name: string, act: () => Promise<R>): Promise<R> {
    const acted = (this.#last.get(name) ?? Promise.resolve()).then(act, act)
    const settled = acted.then(
      () => {},
      () => {},
    )
    this.#last.set(name, settled)
    void settled.then(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name)
    })
    return acted
  }
}
