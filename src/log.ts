import { pino } from 'pino'

/** The part of pino that the code uses: one object of facts, one constant sentence. Citizen text never goes in either. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** The only logger of a process, JSON lines on standard output. Headers, bodies and texts are never logged. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { service: 'guichet' }, timestamp: pino.stdTimeFunctions.isoTime })
}

/** Drops everything; for tests and for commands whose output is for people. */
export const SILENT_LOGGER: Logger = pino({ level: 'silent' })
