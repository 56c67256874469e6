/** What the storage says to its operator; a pino logger is one. Never a citizen's text. */
export interface StorageLogger {
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** Says nothing. */
export const silentLogger: StorageLogger = { warn: () => {}, error: () => {} }
