import { ConfigError } from '../config.js'
import { ContentError } from '../content/load-entries.js'
import { AppError } from '../domain/app-error.js'

/** Why a store cannot be opened, by the code of its error. */
const STORE_FAULTS: Record<string, string> = {
  seal_key_differs: 'The key is not the one that sealed these data',
  seal_key_unusable: 'The key of sealed data cannot be used',
  storage_locked: 'The data are in use',
  storage_unavailable: 'The data cannot be read or written, and nothing is served without them',
}

const NO_RIGHT =
  'The account that runs Guichet has not the right to this: run it with the account that owns the folder, or give the folder to this one'

/** What to do where the system says what, by its code. */
const FILE_REMEDIES: Record<string, string> = {
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  ENOSPC: 'Free space on the disk of GUICHET_DATA_DIR',
  EROFS: 'GUICHET_DATA_DIR must be on a disk that can be written',
}

/** The same, of the address where the server is to listen. */
const LISTEN_REMEDIES: Record<string, string> = {
  EADDRINUSE: 'Something listens there already, perhaps Guichet itself: stop it, or give another PORT',
  EADDRNOTAVAIL: 'HOST is no address of this machine: 127.0.0.1 listens to this machine alone, 0.0.0.0 to all networks',
  EACCES: 'The system keeps ports below 1024 for itself: give a higher PORT, and put the web server in front',
}

/** What is missing of a folder of Guichet is not made by its operator. */
const NOT_WHOLE =
  'A folder of Guichet is missing or not whole: look at GUICHET_KNOWLEDGE_DIR and GUICHET_INTENTS_DIR, or install this version again'

/**
 * What keeps the server or a command from its work, for whoever runs it: what happened, and what to do.
 * @returns `null` for a fault of the program, whose stack is what helps
 */
export function faultInWords(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message
  if (error instanceof ContentError)
    return `The content has ${error.faults.length} fault(s):\n${error.message.replaceAll(/^/gm, '  - ')}`
  if (error instanceof AppError) return ofStore(error)
  const { code = '', path, syscall, message = '' } = systemErrorOf(error)
  if (syscall === 'listen') return withRemedy(message, LISTEN_REMEDIES[code])
  if (path === undefined) return null
  return withRemedy(`A file cannot be read: ${message}`, code === 'ENOENT' ? NOT_WHOLE : FILE_REMEDIES[code])
}

function ofStore({ code, message, cause }: AppError): string {
  const told = STORE_FAULTS[code] ?? message
  const why = systemErrorOf(cause)
  return why.message === undefined ? told : withRemedy(`${told}: ${why.message}`, FILE_REMEDIES[why.code ?? ''])
}

/** An error of the system, whatever realm it was made in; nothing of it when it is none. */
function systemErrorOf(error: unknown): Partial<NodeJS.ErrnoException> {
  return typeof error === 'object' && error !== null ? error : {}
}

function withRemedy(told: string, remedy: string | undefined): string {
  return remedy === undefined ? told : `${told}. ${remedy}`
}
