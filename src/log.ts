import { pino } from 'pino'

/** The part of pino that the code uses: one object of facts, one constant sentence. Citizen text never goes in either. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** What {@link createLogger} may be given. */
export interface LogOptions {
  /** What each line says besides its own facts. Default: nothing. */
  facts?: () => Record<string, string>
  /** Where lines go. Default: standard output. */
  into?: pino.DestinationStream
}

/** The only logger of a process, JSON lines. Headers, bodies and texts are never logged. */
export function createLogger(level: string, { facts = () => ({}), into }: LogOptions = {}): Logger {
  const options = { level, base: { service: 'guichet' }, timestamp: pino.stdTimeFunctions.isoTime, mixin: facts }
  return into ? pino(options, into) : pino(options)
}

/** What a log says of a failure: where it was, and nothing of what it was about but its message. */
export function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined
}

/** Drops everything; for tests and for commands whose output is for people. */
export const SILENT_LOGGER: Logger = pino({ level: 'silent' })
