import { type ClockState, createClockWatch, type ProvenTime } from '../features/retention/clock/clock-watch.js'
import type { Store } from '../platform/model/store.js'
import { machineTime } from '../platform/store/process-identity.js'

/** What a command knows of the clock of its machine. */
export interface ClockLook {
  /** What erasures go by; `null`: nothing may be erased. */
  proven: ProvenTime | null
  state: ClockState
  host: string
}

/** Looks at the clock as the server does, and notes nothing. */
export async function lookAtClock(store: Pick<Store, 'readClock' | 'databaseTime'>): Promise<ClockLook> {
  const machine = await machineTime()
  const { readClock, databaseTime } = store
  const watch = createClockWatch({
    store: { readClock, databaseTime, noteClock: async () => {} },
    machine,
    now: () => new Date(),
  })
  const proven = await watch.look()
  return { proven, state: watch.state(), host: machine.host }
}
