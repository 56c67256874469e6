import { Places } from './item-rows.js'

/** A document as this process knows it. */
export interface Stored {
  /** 0: there is none. */
  version: number
  document: object | null
  places: Places
  /** Whether the change that made it was told, and so all those before it; what was read may come before it is told. */
  isTold?: boolean
  /** Notes the places of items that are new in it; called when it is told. */
  settle?: () => void
}

/** What is known of a document that does not exist. */
export function noDocument(): Stored {
  return { version: 0, document: null, places: new Places() }
}

/**
 * The documents that this process has in memory. What it holds is the last version that was told: the feed of changes alone moves it on, in the order in
 * which documents were written, so that a process never takes an older version for a newer one.
 */
export class Replica {
  readonly #capacities: ReadonlyMap<string, number>
  /** By kind, then by key, in order of last use. */
  readonly #held = new Map<string, Map<string, Stored>>()
  /** What this process has written, by the number of the change, until that change is told. */
  readonly #written = new Map<number, Stored>()
  /** Readings under way, that a change may overtake. */
  readonly #readings = new Set<{ kind: string; key: string; overtaken: boolean }>()

  constructor(capacities: ReadonlyMap<string, number>) {
    this.#capacities = capacities
  }

  get(kind: string, key: string): Stored | undefined {
    const held = this.#held.get(kind)
    const stored = held?.get(key)
    if (held && stored) {
      held.delete(key)
      held.set(key, stored)
    }
    return stored
  }

  /** Holds what is read, unless a change was told meanwhile. */
  async reading(kind: string, key: string, read: () => Promise<Stored>): Promise<Stored> {
    const reading = { kind, key, overtaken: false }
    this.#readings.add(reading)
    try {
      const stored = await read()
      if (!reading.overtaken) this.#hold(kind, key, stored)
      return stored
    } finally {
      this.#readings.delete(reading)
    }
  }

  /** Keeps what is about to be committed as a change, until it is told. */
  expect(seq: number, stored: Stored): void {
    this.#written.set(seq, stored)
  }

  /** What this process has written as a change. */
  expected(seq: number): Stored | undefined {
    return this.#written.get(seq)
  }

  /** Nothing came of it, or it was told. */
  forgetExpected(seq: number): void {
    this.#written.delete(seq)
  }

  /**
   * Takes a document in the place of what is held, now that a change of it is told; `null`: it is not known, and read again when it is needed. It may be later
   * than that change: then what lies between is told later. So is what lies before a document that does not exist, which has no number of its own.
   * @param seq number of the change
   */
  told(kind: string, key: string, { seq, stored }: { seq: number; stored: Stored | null }): void {
    for (const reading of this.#readings) {
      if (reading.kind === kind && reading.key === key) reading.overtaken = true
    }
    stored?.settle?.()
    if (stored) this.#hold(kind, key, { ...stored, isTold: stored.version === seq })
    else this.#held.get(kind)?.delete(key)
  }

  #hold(kind: string, key: string, stored: Stored): void {
    const held = this.#held.get(kind) ?? new Map<string, Stored>()
    this.#held.set(kind, held)
    held.delete(key)
    held.set(key, stored)
    const [oldest] = held.keys()
    if (held.size > (this.#capacities.get(kind) ?? 1) && oldest !== undefined) held.delete(oldest)
  }
}
