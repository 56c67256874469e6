import { randomUUID } from 'node:crypto'
import type { Store } from '../../../platform/model/store.js'
import type { QueuedHandoff } from '../../../platform/text/digest.js'

/** Rows that left the queue and are still told; a console that knows an older version reads everything again. */
const MOST_GONE = 500

/** What has changed since a version. */
export interface BoardChanges {
  changed: QueuedHandoff[]
  removed: string[]
}

/**
 * The queue of one commune, kept up for all its consoles: a change is read once, from its own conversation alone, and each
 * console is told what it does not know yet. A version that the board does not know (another process's, or too old) gets
 * everything.
 */
export class QueueBoard {
  readonly #rows = new Map<string, { row: QueuedHandoff; serial: number }>()
  #gone: { handoffId: string; serial: number }[] = []
  /** Versions up to this one cannot be told from what is left of `#gone`. */
  #forgotten = 0
  #dirty = new Set<string>()
  #serial = 0
  /** Versions of another board, or of another day, say nothing here. */
  #epoch = ''
  #since = ''
  #line: Promise<void> = Promise.resolve()

  constructor(
    private readonly store: Pick<Store, 'listQueue'>,
    private readonly communeId: string,
  ) {}

  /** Something of a conversation has changed. */
  touch(conversationId: string): void {
    this.#dirty.add(conversationId)
  }

  /** Reads what has changed. @param endedSince instant from which ended requests are told */
  refresh(endedSince: string): Promise<void> {
    this.#line = this.#line.catch(() => {}).then(() => this.#refreshNow(endedSince))
    return this.#line
  }

  get version(): string {
    return `${this.#epoch}.${this.#serial}`
  }

  get rows(): QueuedHandoff[] {
    return [...this.#rows.values()].map(({ row }) => row)
  }

  /** What has changed since a version; `null` when only everything can be told. */
  changesAfter(version: string): BoardChanges | null {
    const [epoch, written] = version.split('.')
    const serial = Number(written)
    if (epoch !== this.#epoch || !Number.isInteger(serial) || serial < this.#forgotten || serial > this.#serial)
      return null
    return {
      changed: [...this.#rows.values()].flatMap((one) => (one.serial > serial ? [one.row] : [])),
      removed: this.#gone.flatMap((one) => (one.serial > serial ? [one.handoffId] : [])),
    }
  }

  async #refreshNow(endedSince: string): Promise<void> {
    if (endedSince !== this.#since) return this.#readAll(endedSince)
    if (this.#dirty.size === 0) return
    const touched = this.#dirty
    this.#dirty = new Set()
    try {
      const conversationIds = [...touched]
      const read = await this.store.listQueue({ communeId: this.communeId, endedSince, conversationIds })
      this.#replace(touched, read)
    } catch (error) {
      for (const id of touched) this.#dirty.add(id)
      throw error
    }
  }

  async #readAll(endedSince: string): Promise<void> {
    this.#dirty = new Set()
    const read = await this.store.listQueue({ communeId: this.communeId, endedSince })
    this.#epoch = randomUUID().slice(0, 8)
    this.#since = endedSince
    this.#serial = 1
    this.#forgotten = 0
    this.#gone = []
    this.#rows.clear()
    for (const row of read) this.#rows.set(row.handoff.id, { row, serial: this.#serial })
  }

  #replace(touched: ReadonlySet<string>, read: readonly QueuedHandoff[]): void {
    this.#serial += 1
    const kept = new Set(read.map(({ handoff }) => handoff.id))
    for (const [handoffId, { row }] of this.#rows) {
      if (!touched.has(row.handoff.conversationId) || kept.has(handoffId)) continue
      this.#rows.delete(handoffId)
      this.#gone.push({ handoffId, serial: this.#serial })
    }
    for (const row of read) this.#rows.set(row.handoff.id, { row, serial: this.#serial })
    for (const { serial } of this.#gone.splice(0, Math.max(0, this.#gone.length - MOST_GONE))) this.#forgotten = serial
  }
}
