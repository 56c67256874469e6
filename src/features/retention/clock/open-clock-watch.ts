import { randomUUID } from 'node:crypto'
import { type Logger, stackOf } from '../../../log.js'
import { type MachineTime, machineTime } from '../../../platform/store/process-identity.js'
import type { AuditStore } from '../../audit/audit-verbs.js'
import type { ClockStore } from '../clock-verbs.js'
import type { ClockCommand } from './clock-note.js'
import { type ClockWatch, type ClockWatchOptions, createClockWatch, idleClock, unwatchedClock } from './clock-watch.js'

/** What watches the clock, and where it is noted. */
export interface ClockParts {
  store: ClockWatchOptions['store']
  now: () => Date
  /** Whether a caller made the clock: it goes where that wants, unless it comes with its own steady time. */
  isGiven: boolean
  /** Whether it is that of a demonstration, by which nothing real is erased. */
  isDemonstration: boolean
  /** What is put in place of the machine's own. */
  machine: Partial<MachineTime>
  logger: Logger
}

/** Opens the watch of the clock, and looks at it a first time. A clock that cannot be compared is logged: the next look tries again. */
export async function openClockWatch(parts: ClockParts): Promise<ClockWatch> {
  const { logger } = parts
  const watch = await watchOf(parts)
  await watch.look().catch((error) => logger.error({ stack: stackOf(error) }, 'the clock could not be compared'))
  return watch
}

async function watchOf({ store, now, isGiven, isDemonstration, machine, logger }: ClockParts): Promise<ClockWatch> {
  if (isGiven && !machine.steadyMs) return unwatchedClock(now)
  if (isDemonstration) return idleClock()
  const own = await machineTime()
  const { boot = own.boot, host = own.host, steadyMs = own.steadyMs } = machine
  return createClockWatch({
    store,
    machine: { boot, host, steadyMs },
    now,
    onChange({ host, doubt }) {
      if (!doubt) return logger.warn({ host }, 'the clock agrees again, or was accepted: what is due is erased again')
      const { byMs, against } = doubt
      const facts = { host, byS: Math.round(byMs / 1000), against }
      logger.error(facts, 'the clock is doubted: nothing is erased until it agrees, or `guichet clock accept`')
    },
  })
}

/**
 * Keeps the word of an operator that the clock is right, and tells each commune's audit: it lets the data of all of them be erased. The watch of the clock
 * follows it when it looks next.
 */
export async function acceptClock(
  store: Pick<ClockStore, 'acceptClock'> & Pick<AuditStore, 'recordAudit'>,
  communeIds: Iterable<string>,
  { userName, ...acceptance }: ClockCommand,
): Promise<void> {
  await store.acceptClock(acceptance)
  const { wallMs } = acceptance
  const at = new Date(wallMs).toISOString()
  for (const communeId of communeIds) {
    await store.recordAudit({
      ...{ id: randomUUID(), communeId, at, userId: 'command-line', userName },
      action: 'clock_accepted',
      target: { kind: 'settings', id: 'clock' },
      ...{ before: null, after: at, why: '' },
    })
  }
}
