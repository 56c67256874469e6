import { isLate, isTalk, isToAnswer, type ListedRequest, standOf } from './lists.js'
import { owedSince } from './queue/usual-wait.js'

/** A request as the numbers of an instant look at it. */
export interface CountedRequest extends ListedRequest {
  /** When it is closed unanswered unless somebody handles it. */
  closesAt?: string
}

/**
 * The numbers of an instant, and what each counts among the open requests. Every list, view, page and file that gives one of them has it from here; its name
 * and what it means are `figure.<name>` and `figure.<name>Means` in `knowledge/messages/console-figures`.
 */
const OF_INSTANT = {
  /** People who wait in the chat, or at the counter. */
  waiting: (item, now) => isToTake(item, now) && (item.kind === 'live' || item.kind === 'desk'),
  /** Calls whose half-day has begun, and that nobody has taken. */
  callsDue: (item, now) => isToTake(item, now) && item.kind === 'callback',
  /** Messages left that nobody has taken. */
  messages: (item, now) => isToTake(item, now) && item.kind === 'message',
  /** The three above. */
  toTake: isToTake,
  callsAhead: (item, now) => standOf(item, now) === 'ahead',
  held: (item, now) => standOf(item, now) === 'held',
  /** Of those held: in the chat. They fill a capacity. */
  talks: isTalk,
  /** Of those held: a person waits for the answer. */
  toAnswer: isToAnswer,
  aside: (item, now) => standOf(item, now) === 'aside',
  /** Something promised has passed: see {@link lateness}. */
  late: (item, now) => lateness(item, now) !== null,
  /** Nobody has handled them for so long that their end is announced. */
  unhandled: (item, now) => standOf(item, now) !== null && item.closesAt !== undefined,
} as const satisfies Record<string, (item: CountedRequest, now: Date) => boolean>

/** Name of a number of an instant. */
export type InstantFigure = keyof typeof OF_INSTANT
/** The names of the numbers of an instant. */
export const INSTANT_FIGURES = Object.keys(OF_INSTANT) as [InstantFigure, ...InstantFigure[]]

/** The requests that a number counts. Pure. */
export function itemsOf<Item extends CountedRequest>(figure: InstantFigure, items: readonly Item[], now: Date): Item[] {
  return items.filter((item) => OF_INSTANT[figure](item, now))
}

/** Every number of an instant: of a commune, or of the requests of an agent, a department or a channel, where these alone are given. Pure. */
export function countNow(items: readonly CountedRequest[], now: Date): Record<InstantFigure, number> {
  const counts = INSTANT_FIGURES.map((figure) => [figure, itemsOf(figure, items, now).length])
  return Object.fromEntries(counts) as Record<InstantFigure, number>
}

/** For how long a person waits for her agent's answer before it is late: as long as she waits for an agent, where the installation says nothing else. */
const LATE_ANSWER_MS = 10 * 60_000

/**
 * Why a request is late, and since when, ISO instant; `null` when it is not. `call`: the half-day in which she was to be phoned is over; `answer`: she has
 * waited long for the answer of her agent; `unhandled`: nobody has done anything for so long that its end is announced. Pure.
 */
export function lateness(
  item: CountedRequest,
  now: Date,
): { why: 'call' | 'answer' | 'unhandled'; since: string } | null {
  if (isLate(item, now)) return { why: 'call', since: item.slot?.endsAt ?? item.requestedAt }
  const owed = owedSince(item, item.awaitingSince ?? item.lastAt)
  if (item.kind === 'live' && isToAnswer(item, now) && now.getTime() - Date.parse(owed) >= LATE_ANSWER_MS)
    return { why: 'answer', since: owed }
  return OF_INSTANT.unhandled(item, now) ? { why: 'unhandled', since: item.requestedAt } : null
}

function isToTake(item: CountedRequest, now: Date): boolean {
  return standOf(item, now) === 'take'
}

/** What the numbers of a period are read from: counters of the requests that have ended, `by('kind')` by what follows a name. */
interface Counters {
  by(what: string): Record<string, number>
}

/** The numbers of a period: each request counts once, when it first ends, on the day on which it was made. */
const OF_PERIOD = {
  /** Requests that have ended. */
  requests: (counters) => sum(counters.by('kind')),
  /** People in the chat to whom an agent came before they gave up or were told that nobody would. */
  taken: (counters) => sum(counters.by('wait')),
  /** Brought to their end by an agent, whatever the reason. */
  answered: (counters) => sum(counters.by('end')) - ends(counters, 'abandoned', 'left', 'expired', 'rejected'),
  /** Given up before an agent came. */
  abandoned: (counters) => ends(counters, 'abandoned'),
  /** Ended by the citizen while an agent was there, or had been. */
  left: (counters) => ends(counters, 'left'),
  /** Nobody came, or came back, in time. */
  missed: (counters) => ends(counters, 'expired', 'rejected'),
} as const satisfies Record<string, (counters: Counters) => number>

/** Name of a number of a period. */
export type PeriodFigure = keyof typeof OF_PERIOD
/** The names of the numbers of a period. */
export const PERIOD_FIGURES = Object.keys(OF_PERIOD) as [PeriodFigure, ...PeriodFigure[]]

/** A number of a period. Pure. */
export function countPeriod(figure: PeriodFigure, counters: Counters): number {
  return OF_PERIOD[figure](counters)
}

/** Ends of every kind of request: `live.abandoned`, `callback.abandoned`. */
function ends(counters: Counters, ...wanted: string[]): number {
  const found = Object.entries(counters.by('end')).filter(([key]) => wanted.includes(key.slice(key.indexOf('.') + 1)))
  return sum(Object.fromEntries(found))
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
