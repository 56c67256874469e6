import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import type { EventHub } from '../../../platform/http/event-hub.js'
import type { AvailabilityView } from '../../../platform/http/shapes.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { QueuedHandoff } from '../../../platform/model/digest.js'
import { byPlace, isOpen } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import { offeredTo } from '../../../platform/model/offer.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { communesOf, type ServingNeeds } from '../../accounts/routes/serving.js'
import type { User } from '../../accounts/staff.js'
import { answersStop } from '../../settings/answers-switch.js'
import type { LiveCommunes } from '../../settings/live-communes.js'
import type { QueueChangesView, QueueHead, QueueItem, QueueView } from '../contract.js'
import { toListed } from '../lists.js'
import { presenceNow } from '../queue/presence.js'
import { isAvailable } from '../queue/routing.js'
import type { PresenceStore } from '../store/presence-verbs.js'
import type { QueueStore } from '../store/queue-verbs.js'

/** Rows that left the queue and are still told; a console that knows an older version reads everything again. */
const MOST_GONE = 500

/** What has changed since a version. */
interface BoardChanges {
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
    private readonly store: Pick<QueueStore, 'listQueue'>,
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

/** What boards need. */
export interface BoardNeeds {
  store: Pick<QueueStore, 'listQueue'>
  now: () => Date
  communeOf: (communeId: string) => Commune
  hub: Pick<EventHub, 'onCommune'>
}

/** The boards of a server's communes: they live as long as it does. */
export class QueueBoards {
  readonly #own = new Map<string, QueueBoard>()

  constructor(private readonly needs: BoardNeeds) {}

  /** The board of a commune, up to date. */
  async fresh(communeId: string): Promise<QueueBoard> {
    const { now, communeOf } = this.needs
    const board = this.#of(communeId)
    const midnight = DateTime.fromJSDate(now(), { zone: communeOf(communeId).timeZone }).startOf('day')
    await board.refresh(midnight.toUTC().toISO() ?? '')
    return board
  }

  /** The open requests of a commune, as the queue tells them: what numbers are counted from. */
  async open(communeId: string): Promise<ReturnType<typeof toListed>[]> {
    return (await this.fresh(communeId)).rows.filter(({ handoff }) => isOpen(handoff)).map(toListed)
  }

  #of(communeId: string): QueueBoard {
    const known = this.#own.get(communeId)
    if (known) return known
    const board = new QueueBoard(this.needs.store, communeId)
    this.needs.hub.onCommune(communeId, (change) => {
      if ('conversationId' in change) board.touch(change.conversationId)
    })
    this.#own.set(communeId, board)
    return board
  }
}

/** What the queue is told from. */
export interface QueueNeeds extends ServingNeeds {
  boards: QueueBoards
  store: Pick<PresenceStore, 'listPresences'> & ServingNeeds['store']
  now: () => Date
  communeOf: (communeId: string) => Commune
  /** Whether a human can be reached in a commune now, in words. */
  availabilityOf: (communeId: string, language: Language) => Promise<AvailabilityView>
  liveCommunes: Pick<LiveCommunes, 'stopOf' | 'suspensionOf'>
}

/** The boards of the communes that an agent serves, read as one. */
interface JoinedBoards {
  communeIds: readonly string[]
  boards: readonly QueueBoard[]
  version: string
}

/** Between the versions of several boards. */
const NEXT = '~'

async function joinedBoardsOf(needs: QueueNeeds, agent: User): Promise<JoinedBoards> {
  const communeIds = await communesOf(needs, agent)
  const boards = await Promise.all(communeIds.map((id) => needs.boards.fresh(id)))
  return { communeIds, boards, version: boards.map(({ version }) => version).join(NEXT) }
}

/** The queue as one agent sees it, of every commune that she serves: what waits, hers, her colleagues', and what ended today. */
export async function readQueue(needs: QueueNeeds, agent: User): Promise<QueueView> {
  return wholeView(needs, agent, await joinedBoardsOf(needs, agent))
}

async function wholeView(needs: QueueNeeds, agent: User, joined: JoinedBoards): Promise<QueueView> {
  const now = needs.now().toISOString()
  const items = joined.boards.flatMap(({ rows }) => rows.map((row) => toItem(row, agent, now)))
  return {
    pending: items.filter(({ status }) => status === 'pending').sort(byPlace),
    mine: items.filter(({ status, mine }) => status === 'assigned' && mine).sort(byPlace),
    others: items.filter(({ status, mine }) => status === 'assigned' && !mine).sort(byPlace),
    ended: items.filter(({ endedAt }) => endedAt !== null).sort(byEnd),
    ...(await queueHead(needs, agent, joined)),
  }
}

/** What has changed in it since a version; the whole queue without one, or when it is not known. */
export async function readQueueAfter(
  needs: QueueNeeds,
  agent: User,
  after: string | undefined,
): Promise<QueueView | QueueChangesView> {
  const joined = await joinedBoardsOf(needs, agent)
  const versions = after?.split(NEXT) ?? []
  const changes = joined.boards.map((board, index) => board.changesAfter(versions[index] ?? ''))
  const told = changes.flatMap((one) => one ?? [])
  // She serves more or fewer communes than before, or a version is not known.
  if (versions.length !== changes.length || told.length < changes.length) return wholeView(needs, agent, joined)
  const now = needs.now().toISOString()
  return {
    changed: told.flatMap(({ changed }) => changed.map((row) => toItem(row, agent, now))),
    removed: told.flatMap(({ removed }) => removed),
    ...(await queueHead(needs, agent, joined)),
  }
}

/** What does not depend on the rows. The version is read first: what comes meanwhile is told next time. */
async function queueHead(needs: QueueNeeds, agent: User, { communeIds, version }: JoinedBoards): Promise<QueueHead> {
  const { store, now } = needs
  const presences = (await Promise.all(communeIds.map((id) => store.listPresences(id)))).flat()
  const mine = presences.find(({ userId }) => userId === agent.id)
  const available = presences.filter((presence) => isAvailable(presence, now()))
  const availabilities = await Promise.all(communeIds.map((id) => needs.availabilityOf(id, 'fr')))
  const stops = communeIds.flatMap((communeId) => {
    const stop = answersStop(needs, communeId)
    return stop ? [{ ...stop, communeId }] : []
  })
  return {
    version,
    presence: mine ? presenceNow(mine, now()).state : 'away',
    availableAgents: new Set(available.map(({ userId }) => userId)).size,
    availability: firstOpen(availabilities),
    answersStop: stops[0] ?? null,
    communes: communeIds.map((id) => {
      const { nom, departments = {} } = needs.communeOf(id)
      return {
        id,
        name: nom,
        departments: Object.entries(departments).map(([one, { nom: name }]) => ({ id: one, name })),
      }
    }),
  }
}

/** Of the receptions of several communes, one that is open, else the one that opens first. */
function firstOpen(all: readonly AvailabilityView[]): AvailabilityView {
  const order = ({ open, opensAt }: AvailabilityView) => (open ? '' : (opensAt ?? '~'))
  const [first] = [...all].sort((a, b) => order(a).localeCompare(order(b)))
  if (!first) throw new Error('an agent serves the commune that she is in')
  return first
}

function toItem(row: QueuedHandoff, agent: User, now: string): QueueItem {
  const { handoff, digest } = row
  const offer = offeredTo(handoff, now)
  return {
    ...toListed(row),
    ...(offer ? { offered: offer.agentId === agent.id ? ('me' as const) : ('other' as const) } : {}),
    messageCount: digest.messageCount,
    lastText: digest.lastText ?? handoff.subject,
    mine: handoff.agentId === agent.id,
    topic: digest.topic && { ...digest.topic, title: frenchTypography(digest.topic.title) },
    channel: digest.channel,
  }
}

function byEnd(a: QueueItem, b: QueueItem): number {
  return (b.endedAt ?? '').localeCompare(a.endedAt ?? '')
}
