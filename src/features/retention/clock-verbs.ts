import type { Document } from '../../platform/store/document.js'
import type { ConversationIndex } from '../conversations/conversation-index.js'
import type { ClockAcceptance, ClockNote, ClockRecord } from './clock/clock-note.js'

/** What is noted of the time. */
export interface ClockDocument extends ClockRecord {
  version: 1
}

/** What the watch over the clock has noted. */
export interface ClockStore {
  /** What is noted of the time. Where nothing is yet, the data tell that it is no earlier than the last conversation. */
  readClock(): Promise<ClockRecord>
  /** Notes what a machine knows of the time, in place of what it knew before. */
  noteClock(note: ClockNote): Promise<void>
  /** Keeps the word of an operator that the clock is right, in place of the former one. */
  acceptClock(acceptance: ClockAcceptance): Promise<void>
}

/** Starts of machines that are kept: those that ran last. */
const MOST_NOTES = 20

/** The verbs about the clock. */
export function clockVerbs(clock: Document<ClockDocument>, index: ConversationIndex): ClockStore {
  return {
    async readClock() {
      const { notes, acceptance } = (await clock.read()) ?? EMPTY
      return structuredClone({ notes: notes.length > 0 ? notes : fromData(index), acceptance })
    },
    noteClock: (note) =>
      clock.update((document) => {
        const { notes, acceptance } = document ?? EMPTY
        const all = [...notes.filter(({ boot }) => boot !== note.boot), structuredClone(note)]
        const latest = all.sort((a, b) => b.believedMs - a.believedMs).slice(0, MOST_NOTES)
        return { document: { version: 1, notes: latest, acceptance }, result: undefined, changes: [] }
      }),
    acceptClock: (acceptance: ClockAcceptance) =>
      clock.update((document) => ({
        document: { ...(document ?? EMPTY), acceptance: structuredClone(acceptance) },
        result: undefined,
        changes: [],
      })),
  }
}

const EMPTY: ClockDocument = { version: 1, notes: [], acceptance: null }

/** What data from before the first note tell: it is no earlier than the last of them. */
function fromData(index: ConversationIndex): ClockNote[] {
  const believedMs = index.latestUpdateMs()
  if (believedMs === null) return []
  const gap = { boot: '', byMs: null, agreedMs: 0, fromMs: null }
  const nothing = { doubt: null, misdated: [], accepted: null, witnessedMs: null }
  return [{ boot: '', host: '', steadyMs: 0, believedMs, gaps: [gap], ...nothing }]
}
