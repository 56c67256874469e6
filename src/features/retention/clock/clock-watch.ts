import type { StoreLife } from '../../../platform/model/store-life.js'
import type { MachineTime } from '../../../platform/store/process-identity.js'
import type { ClockStore } from '../clock-verbs.js'
import type { ClockDoubt, ClockNote, ClockRecord, Misdated } from './clock-note.js'
import {
  BELIEVED_AFTER_MS,
  type ClockReading,
  type ClockWitness,
  judgeClock,
  noteAccepted,
  provenMs,
} from './judge-clock.js'

/** How often what is known of the time is noted, ms. */
const NOTE_MS = 60_000
/** A machine that has noted the time since then still runs, ms by the database's clock. */
const RUNS_MS = 3 * NOTE_MS

/** What erasures go by. */
export interface ProvenTime {
  /** The latest instant that has passed for certain. */
  at: Date
  misdated: readonly Misdated[]
}

/** The instant that has passed for certain whatever the date of what is erased: dated while the clock was behind or not. */
export function provenForAll({ at, misdated }: ProvenTime): Date {
  return new Date(at.getTime() - Math.max(0, ...misdated.map(({ byMs }) => byMs)))
}

/** What is known of the clock. `waiting`: some of the time is not proven yet, and what fell due in it waits; `idle`: nothing real goes by it. */
export interface ClockState {
  status: 'sure' | 'waiting' | 'doubted' | 'idle'
  /** Machines whose clock is doubted, this one first. */
  doubts: ({ host: string } & ClockDoubt)[]
  /** How much of the time is not proven, ms; `null`: all of it. */
  unprovenMs: number | null
  /** How long the clock must still go with the time that passes, ms. */
  leftMs: number
}

/** Says by which instant may be erased. */
export interface ClockWatch {
  /** Looks at the clock again; to be called before each erasure. @returns what erasures go by; `null`: nothing may be erased. @throws when it cannot be compared */
  look(): Promise<ProvenTime | null>
  /** As it was looked at last. */
  state(): ClockState
}

/** What {@link createClockWatch} is given. */
export interface ClockWatchOptions {
  store: Pick<ClockStore, 'readClock' | 'noteClock'> & Pick<StoreLife, 'databaseTime'>
  machine: MachineTime
  /** The time of day, which can be set. */
  now: () => Date
  /** Told when the clock begins to be doubted, and when it no longer is. */
  onChange?: (note: ClockNote) => void
}

/**
 * Watches the clock that erasures depend on: what it says is compared with what was noted and the time that passed since, with the database's clock, and
 * with the other machines on it.
 */
export function createClockWatch({ store, machine, now, onChange = () => {} }: ClockWatchOptions): ClockWatch {
  const { boot, host, steadyMs } = machine
  let own: ClockNote | null = null
  let noted: ClockNote | null = null
  let others: readonly ClockNote[] = []
  const read = async () => {
    const [record, databaseMs] = await Promise.all([store.readClock(), store.databaseTime()])
    others = databaseMs === null ? [] : running(record.notes, databaseMs).filter((note) => note.boot !== boot)
    const lines = databaseMs === null ? [] : linesOf(others, databaseMs)
    const witnesses = databaseMs === null ? [] : [{ name: 'database', ms: databaseMs }, ...lines]
    const reading: ClockReading = { boot, host, steadyMs: steadyMs(), wallMs: now().getTime(), witnesses }
    return { record, databaseMs, lines, reading }
  }
  return {
    async look() {
      const { record, databaseMs, lines, reading } = await read()
      const former = own ?? known(record, machine, lines)
      const { acceptance } = record
      const isNew = acceptance !== null && acceptance.id !== former?.accepted
      const judged = isNew ? noteAccepted(former, acceptance, reading) : judgeClock(former, reading)
      const note = { ...judged, witnessedMs: databaseMs }
      own = note
      if ((former?.doubt ?? null) === null ? note.doubt : !note.doubt) onChange(note)
      if (noted === null || steadyMs() - noted.steadyMs >= NOTE_MS || hasChanged(noted, note)) {
        await store.noteClock(note)
        noted = note
      }
      const proven = provenMs(note, reading.wallMs)
      const misdated = [...note.misdated, ...record.notes.flatMap((one) => one.misdated)]
      return proven === null ? null : { at: new Date(proven), misdated }
    },
    state: () => stateOf(own, others),
  }
}

/** What is known when a process starts: of this start of the machine; else by another machine that runs; else by whoever knows most. */
function known(
  { notes }: ClockRecord,
  { boot, host, steadyMs }: MachineTime,
  lines: readonly Line[],
): ClockNote | null {
  const own = notes.find((note) => note.boot === boot)
  if (own) return own
  const [line] = lines
  if (line) return { ...line.note, boot, host, steadyMs: steadyMs(), believedMs: line.ms, doubt: null }
  const [most = null] = [...notes].sort((a, b) => leastMs(b) - leastMs(a))
  return most && (most.host === host ? most : { ...most, doubt: null })
}

/** The least that the time can have been when it was noted. */
function leastMs({ believedMs, gaps }: ClockNote): number {
  return gaps.reduce((left, { byMs }) => left - Math.max(0, byMs ?? Number.POSITIVE_INFINITY), believedMs)
}

function running(notes: readonly ClockNote[], databaseMs: number): ClockNote[] {
  return notes.filter(({ witnessedMs }) => witnessedMs !== null && Math.abs(databaseMs - witnessedMs) < RUNS_MS)
}

/** What another machine takes the time to be now, whatever its clock says. */
interface Line extends ClockWitness {
  note: ClockNote
}

/** Of those that know it. */
function linesOf(notes: readonly ClockNote[], databaseMs: number): Line[] {
  return notes
    .filter(({ gaps }) => gaps.length === 0)
    .map((note) => ({ name: note.host, ms: note.believedMs + databaseMs - (note.witnessedMs ?? 0), note }))
}

function hasChanged(before: ClockNote, after: ClockNote): boolean {
  const facts = ({ doubt, gaps, misdated, accepted }: ClockNote) =>
    JSON.stringify([doubt?.against, gaps.map(({ boot }) => boot), misdated, accepted])
  return facts(before) !== facts(after)
}

function stateOf(own: ClockNote | null, others: readonly ClockNote[]): ClockState {
  const doubts = [own, ...others].flatMap((note) => (note?.doubt ? { host: note.host, ...note.doubt } : []))
  const gaps = own?.gaps ?? []
  const isUnknown = own === null || gaps.some(({ byMs }) => byMs === null)
  return {
    status: own?.doubt ? 'doubted' : isUnknown || gaps.some(({ byMs }) => (byMs ?? 0) > 0) ? 'waiting' : 'sure',
    doubts,
    unprovenMs: isUnknown ? null : gaps.reduce((sum, { byMs }) => sum + Math.max(0, byMs ?? 0), 0),
    leftMs: Math.max(0, ...gaps.map(({ agreedMs }) => BELIEVED_AFTER_MS - agreedMs)),
  }
}

/** The clock of a caller who sets it on purpose, and of which nothing is noted. */
export function unwatchedClock(now: () => Date): ClockWatch {
  return {
    look: async () => ({ at: now(), misdated: [] }),
    state: () => ({ status: 'sure', doubts: [], unprovenMs: 0, leftMs: 0 }),
  }
}

/** A clock by which nothing is ever erased. */
export function idleClock(): ClockWatch {
  return {
    look: async () => null,
    state: () => ({ status: 'idle', doubts: [], unprovenMs: null, leftMs: 0 }),
  }
}
