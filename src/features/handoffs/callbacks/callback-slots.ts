import { DateTime } from 'luxon'
import type { Commune, Schedule } from '../../../platform/model/commune.js'
import type { BookedSlot, Handoff } from '../../../platform/model/handoff.js'
import { openingState } from '../../../platform/time/opening-hours.js'

/** Open days over which call-backs are offered. */
const OFFERED_DAYS = 5
/** Days looked at to find them: holidays and a week's closure fit. */
const HORIZON_DAYS = 60
/** A morning's opening that ends by this hour is a morning, not a morning and a quarter of an hour of afternoon. */
const LATEST_MORNING_END = 13

/** A half-day in which the reception may phone, and how many calls it may still promise. */
export interface OpenSlot extends BookedSlot {
  /** 0 when it is full. */
  placesLeft: number
}

/** What half-days are found with, besides the commune. */
interface Reception {
  /** When somebody is there; absent: the hours of the reception. */
  schedule?: Schedule
  bookings: readonly Pick<Handoff, 'status' | 'slot'>[]
}

/**
 * Half-days in which a citizen may ask to be phoned: those of the next five open days of the reception that have not
 * begun, the full ones included. None when the commune does not offer call-backs. Holidays, closures, split days and
 * daylight saving are those of {@link openingState}.
 */
export function callbackSlots(
  commune: Commune,
  at: Date,
  { schedule = commune.services[commune.reception], bookings }: Reception,
): OpenSlot[] {
  const perHalfDay = placesIn(commune)
  if (perHalfDay === 0) return []
  const days = new Set<string>()
  const slots: OpenSlot[] = []
  for (const slot of halfDays({ commune, schedule }, at)) {
    if (Date.parse(slot.startsAt) <= at.getTime()) continue
    if (!days.has(slot.day) && days.size === OFFERED_DAYS) break
    days.add(slot.day)
    const taken = bookings.filter((one) => holdsPlace(one) && isSameSlot(one.slot, slot)).length
    slots.push({ ...slot, placesLeft: Math.max(0, perHalfDay - taken) })
  }
  return slots
}

/** How many calls a commune promises in a half-day; 0 when it offers none. */
export function placesIn({ callbacks }: Pick<Commune, 'callbacks'>): number {
  return callbacks?.perHalfDay ?? 0
}

/** The half-day alone, as it is stored with a request. */
export function bookedSlotOf({ placesLeft: _, ...slot }: OpenSlot): BookedSlot {
  return slot
}

/** Whether a request counts among the calls of its half-day: it waits, is being dealt with, or was. */
export function holdsPlace({ status }: Pick<Handoff, 'status'>): boolean {
  return status === 'pending' || status === 'assigned' || status === 'resolved'
}

/** Whether two slots are the same half-day. */
export function isSameSlot(
  a: Pick<BookedSlot, 'day' | 'half'> | undefined,
  b: Pick<BookedSlot, 'day' | 'half'> | undefined,
): boolean {
  return a !== undefined && b !== undefined && a.day === b.day && a.half === b.half
}

/** Half-days of the reception from midnight of the day of an instant, in order; the gap inside a half-day is not kept. */
function* halfDays({ commune, schedule }: Phoning, at: Date): Generator<BookedSlot> {
  let last: BookedSlot | undefined
  for (const opening of openings({ commune, schedule }, at)) {
    for (const part of splitAtNoon(opening)) {
      const slot = toSlot(part, commune.callbacks?.lastHour)
      if (slot === null) continue
      if (last && !isSameSlot(last, slot)) yield last
      last = last && isSameSlot(last, slot) ? { ...last, endsAt: slot.endsAt } : slot
    }
  }
  if (last) yield last
}

/** Who phones, and when she is there. */
interface Phoning {
  commune: Commune
  schedule: Schedule | undefined
}

interface Opening {
  from: DateTime
  to: DateTime
}

/** Openings of the reception, in order, each within one day. */
function* openings({ commune, schedule }: Phoning, at: Date): Generator<Opening> {
  if (!schedule) return
  const local = (instant: Date | string) => DateTime.fromJSDate(new Date(instant), { zone: commune.timeZone })
  const end = local(at).plus({ days: HORIZON_DAYS })
  let from = local(at).startOf('day')
  while (from < end) {
    const { open, changesAt } = openingState(commune, schedule, from.toJSDate())
    if (changesAt === null) return
    const to = local(changesAt)
    if (open) yield { from, to }
    from = to
  }
}

/** An opening without a break at midday is a morning and an afternoon. */
function splitAtNoon({ from, to }: Opening): Opening[] {
  const noon = from.set({ hour: 12, minute: 0 })
  const latest = from.set({ hour: LATEST_MORNING_END, minute: 0 })
  if (from >= noon || to <= latest) return [{ from, to }]
  return [
    { from, to: noon },
    { from: noon, to },
  ]
}

/** The slot of a part of a day, cut at the last hour of calls; `null` when nothing is left of it. */
function toSlot({ from, to }: Opening, lastHour: string | undefined): BookedSlot | null {
  const [hour = 24, minute = 0] = lastHour?.split(':').map(Number) ?? []
  const last = from.startOf('day').set({ hour, minute })
  const end = to < last ? to : last
  if (end <= from) return null
  return {
    day: from.toISODate() ?? '',
    half: from.hour < 12 ? 'morning' : 'afternoon',
    startsAt: from.toUTC().toISO() ?? '',
    endsAt: end.toUTC().toISO() ?? '',
  }
}
