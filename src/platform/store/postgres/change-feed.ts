import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { AppError } from '../../model/app-error.js'
import type { Change } from '../../model/change.js'
import { storageUnavailable } from '../document.js'
import type { StorageLogger } from '../seal-check-file.js'
import { CHANNEL, MESSAGES_CHANNEL } from './database.js'
import type { Place } from './item-rows.js'
import { Paced } from './paced.js'
import type { Stored } from './replica.js'
import { isTransient } from './transact.js'

/** A change as it is read back. */
export interface FedChange {
  seq: number
  transaction: string
  kind: string
  key: string
  former: number
  kept: boolean
  removed: Place[]
  announced: Change[]
}

/** What this process wrote, and knows without reading it. */
export interface OwnChange {
  change: FedChange
  stored: Stored
}

/** What is told while a write is under way. */
export interface Watch {
  /** Numbers of the changes that were told. */
  told: ReadonlySet<number>
  /** Whatever is written from now on is written by a transaction of this number or a greater one. */
  since: string
  end: () => void
}

/** What a {@link ChangeFeed} is given. */
export interface FeedOptions {
  newClient: () => pg.Client
  logger: StorageLogger
  /** Whether no other process may use the database while this one does. */
  alone: boolean
  /** Reads what is needed to tell changes; a failure means that they are read again. Answers what tells them all, in order, without waiting. */
  prepare: (changes: readonly FedChange[], client: pg.Client) => Promise<() => void>
  /** Tells what this process wrote over what it had been told. */
  tell?: (own: readonly OwnChange[]) => void
  /** By which the notices of this process are known: it needs no hint of what it wrote itself. */
  processId?: string
  /** Forgets what every process has had the time to read. A time that fails is made good by the next. */
  forget?: () => Promise<void>
  /** Told what other processes say that is stored nowhere, on the same connection. */
  hear?: (notice: string) => void
}

/** How often the feed polls even without a notice, ms. */
const LOOK_MS = 1_000
/** Those who can wait a little share their readings, ms apart at least. */
const GATHER_MS = 6
const RECONNECT_MS = [50, 200, 1_000, 2_000]
/** How long a reader waits for a connection, ms; not at all once the database is known to be away. */
const PATIENCE_MS = 3_000
const FORGET_EVERY_MS = 3_600_000

/**
 * What every process writes, told to this one: each change once, and those of one document in the order in which they were written.
 *
 * A notice says only that there is something to read: a lost one, or a connection that was cut, loses nothing. What was read is known by the snapshot of
 * each reading: every transaction below its horizon has ended and was seen, so the next reading begins there, and leaves out what it has told already.
 * Sequence numbers alone would not do: a transaction that took its number first may end last. The horizon never passes what follows the last change that was
 * kept: after a crash of the database, numbers of transactions that kept nothing may be given again, and those above it alone are new.
 */
export class ChangeFeed {
  readonly #options: FeedOptions
  #client: Promise<pg.Client> | null = null
  #horizon: string | null = null
  /** The greatest transaction whose changes were seen; -1: none. */
  #last = -1n
  /** Changes at or after the horizon that were told, by number: the transaction of each. */
  #told = new Map<number, bigint>()
  readonly #watching = new Set<Set<number>>()
  readonly #together = new Paced<null, null>({
    gatherMs: GATHER_MS,
    most: Number.POSITIVE_INFINITY,
    act: async (all) => {
      // What is said from here on may be of something that this reading does not see.
      this.#isHinted = false
      await this.catchUp()
      return [...all]
    },
  })
  /** Whether a reading that has not begun will see what was hinted at. */
  #isHinted = false
  #running: Promise<void> | null = null
  #next: Deferred | null = null
  #looking: NodeJS.Timeout | undefined
  #forgetTimer: NodeJS.Timeout | undefined
  #forgetting: Promise<void> | null = null
  #hasBegun = false
  #isInTrouble = false
  #isClosed = false

  constructor(options: FeedOptions) {
    this.#options = options
  }

  /** What is committed from now on will be told, once {@link begin} is called. @throws AppError `storage_unavailable` */
  async open(): Promise<void> {
    try {
      const client = await this.#connected()
      const { rows } = await client.query(`
        select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (
          select transaction_id::text from (
            (select transaction_id from change order by transaction_id desc limit 1) union all (select transaction_id from forgotten)
          ) as kept order by transaction_id desc limit 1) as last`)
      const [{ horizon, last }] = rows as [{ horizon: string; last: string | null }]
      this.#last = last === null ? -1n : BigInt(last)
      this.#horizon = this.#bounded(horizon)
    } catch (cause) {
      throw storageUnavailable(cause)
    }
  }

  /** Tells what was committed since it was opened, and from now on. @throws AppError `storage_unavailable` */
  async begin(): Promise<void> {
    this.#hasBegun = true
    this.#looking = setInterval(() => this.#hint(), LOOK_MS).unref()
    this.#forgetTimer = setInterval(() => this.#forget(), FORGET_EVERY_MS).unref()
    this.#forget()
    await this.catchUp()
  }

  /** Resolves once everything that was committed before the call was told. Those who wait together share one reading. @throws AppError `storage_unavailable` */
  catchUp(): Promise<void> {
    if (this.#running === null) return this.#start()
    this.#next ??= deferred()
    return this.#next.promise
  }

  /** The same, with those who come a few milliseconds later when many come. @throws AppError `storage_unavailable` */
  async catchUpTogether(): Promise<void> {
    await this.#together.add(null)
  }

  /** Notes what is told from now on, for {@link tellOwn}. */
  watch(): Watch {
    const told = new Set<number>()
    this.#watching.add(told)
    // The feed has been opened by then.
    return { told, since: this.#horizon ?? '0', end: () => this.#watching.delete(told) }
  }

  /**
   * Tells at once what this process has just written, unless a reading has seen it first. Each takes the place of a version that was told here, so
   * that nothing of the same document lies before it.
   * @param watch begun before it was written
   */
  tellOwn(own: readonly OwnChange[], { told }: Pick<Watch, 'told'>): void {
    const fresh = own.filter(({ change }) => !told.has(change.seq))
    this.#noteTold(fresh.map(({ change }) => change))
    this.#options.tell?.(fresh)
  }

  /** What is being read is told first. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#looking)
    clearInterval(this.#forgetTimer)
    await this.#forgetting
    while (this.#running) await this.#running.catch(() => {})
    await this.#client?.then((client) => client.end()).catch(() => {})
  }

  #forget(): void {
    this.#forgetting ??= (this.#options.forget?.() ?? Promise.resolve())
      .catch(() => {})
      .finally(() => {
        this.#forgetting = null
      })
  }

  #start(): Promise<void> {
    const reading = this.#readPatiently()
    this.#running = reading
    // The next reading begins in the same step: two at once would tell the same changes twice.
    const goOn = () => {
      this.#running = null
      const next = this.#next
      this.#next = null
      if (next) this.#start().then(next.resolve, next.reject)
    }
    reading.then(goOn, goOn)
    return reading
  }

  #hint(): void {
    // Whoever waits reads it already.
    if (!this.#hasBegun || this.#next !== null || this.#isHinted || this.#isClosed) return
    this.#isHinted = true
    this.catchUpTogether().catch(() => {})
  }

  async #readPatiently(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      try {
        return await this.#read()
      } catch (cause) {
        if (this.#isClosed || this.#isInTrouble || !isTransient(cause) || performance.now() > deadline) {
          this.#tellTrouble(cause)
          throw storageUnavailable(cause)
        }
        await setTimeout(RECONNECT_MS[0])
      }
    }
  }

  /** Said once, until it is over: whoever asks is refused by an error of its own. */
  #tellTrouble(err: unknown): void {
    if (this.#isClosed || this.#isInTrouble) return
    this.#isInTrouble = true
    this.#options.logger.error({ err }, 'the database cannot be read: nothing can be served from it')
  }

  async #read(): Promise<void> {
    const client = await this.#connected()
    const { rows } = await client.query({
      name: 'changes',
      text: `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (
          select json_agg(json_build_object('seq', seq, 'transaction', transaction_id::text, 'kind', kind, 'key', key,
            'former', former, 'kept', kept, 'removed', removed, 'announced', announced) order by seq)
          from change where transaction_id >= $1::xid8 and seq <> all ($2::bigint[])) as changes, (select transaction_id::text from forgotten where transaction_id >= $1::xid8) as forgotten`,
      values: [this.#horizon, [...this.#told.keys()]],
    })
    const { horizon, changes, forgotten } = rows[0] as Reading
    if (forgotten && ![...this.#told.values()].includes(BigInt(forgotten)))
      throw new Error('away for too long: this process must be started again')
    const { untold, tell } = await this.#prepare(changes ?? [], client)
    // From here on nothing waits: what is told and what is known to be told change together.
    this.#noteTold(untold)
    this.#horizon = this.#bounded(horizon)
    const limit = BigInt(this.#horizon)
    for (const [seq, transaction] of this.#told) if (transaction < limit) this.#told.delete(seq)
    if (this.#isInTrouble) this.#options.logger.warn({}, 'the database can be read again')
    this.#isInTrouble = false
    tell()
  }

  /** What this process wrote itself may be told while others' changes are read: it is not told twice, nor taken back. */
  async #prepare(changes: readonly FedChange[], client: pg.Client) {
    for (;;) {
      const untold = changes.filter(({ seq }) => !this.#told.has(seq))
      const tell = untold.length > 0 ? await this.#options.prepare(untold, client) : () => {}
      if (untold.every(({ seq }) => !this.#told.has(seq))) return { untold, tell }
    }
  }

  #noteTold(changes: readonly FedChange[]): void {
    for (const { seq, transaction } of changes) {
      this.#told.set(seq, BigInt(transaction))
      if (BigInt(transaction) > this.#last) this.#last = BigInt(transaction)
      for (const told of this.#watching) told.add(seq)
    }
  }

  #bounded(horizon: string): string {
    const next = this.#last + 1n
    return next > 0n && BigInt(horizon) > next ? String(next) : horizon
  }

  #connected(): Promise<pg.Client> {
    if (this.#isClosed)
      return Promise.reject(new AppError('storage_unavailable', 503, { cause: new Error('the store is closed') }))
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null
      throw error
    })
    return this.#client
  }

  async #connect(): Promise<pg.Client> {
    const client = this.#options.newClient()
    let isLost = false
    const lose = () => {
      if (isLost) return
      isLost = true
      this.#client = null
      if (this.#isClosed) return
      this.#options.logger.warn({}, 'the connection that listens to the database was lost')
      void this.#comeBack()
    }
    client.on('error', lose)
    client.on('end', lose)
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel !== CHANNEL) this.#options.hear?.(payload)
      else if (payload !== this.#options.processId) this.#hint()
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}; listen ${MESSAGES_CHANNEL}`)
      await this.#enter(client)
    } catch (error) {
      isLost = true
      client.end().catch(() => {})
      throw error
    }
    return client
  }

  /** Processes share the database, unless one must have it alone; the right lasts as long as the connection. @throws AppError `storage_locked` */
  async #enter(client: pg.Client): Promise<void> {
    const lock = this.#options.alone ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared'
    const { rows } = await client.query(`select ${lock}(hashtextextended('guichet', 0)) as entered`)
    if (rows[0].entered) return
    const why = this.#options.alone ? 'servers use the database: stop them first' : 'the database is being migrated'
    throw new AppError('storage_locked', 503, { cause: new Error(why) })
  }

  /** Reads what was missed as soon as the database is there again, whether anybody asks or not. */
  async #comeBack(): Promise<void> {
    for (let tried = 0; this.#hasBegun && !this.#isClosed; tried += 1) {
      try {
        return await this.catchUp()
      } catch {
        await setTimeout(RECONNECT_MS[Math.min(tried, RECONNECT_MS.length - 1)], null, { ref: false })
      }
    }
  }
}

/** What one reading answers. */
interface Reading {
  horizon: string
  changes: FedChange[] | null
  /** The last transaction whose changes were forgotten, when it is at or after the horizon: this process must have read it. */
  forgotten: string | null
}

interface Deferred {
  promise: Promise<void>
  resolve: () => void
  reject: (error: unknown) => void
}

function deferred(): Deferred {
  let settle: Omit<Deferred, 'promise'> | undefined
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  // Whoever waits is told; a hint has nobody.
  promise.catch(() => {})
  return { promise, resolve: () => settle?.resolve(), reject: (error) => settle?.reject(error) }
}
