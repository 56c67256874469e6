import { ConfigError } from '../config.js'
import { ContentError } from '../features/entries/catalogue/load-entries.js'
import { AppError } from '../platform/model/app-error.js'
import { NewerFormat } from '../platform/store/newer-format.js'

/** Why a store cannot be opened, by the code of its error. */
const STORE_FAULTS: Record<string, string> = {
  seal_key_differs: 'La clé n’est pas celle qui a scellé ces données',
  birth_differs:
    'Un autre serveur vient de commencer ici autre chose que ce que ces réglages démarrent (une démonstration, ou une installation)',
  seal_key_unusable: 'La clé des données scellées ne peut pas servir',
  storage_locked: 'Les données sont en cours d’utilisation',
  storage_unavailable: 'Les données ne peuvent pas être lues ou écrites, et rien n’est servi sans elles',
}

const NO_RIGHT =
  'Le compte qui lance Guichet n’en a pas le droit : lancez-le avec le compte à qui est le dossier, ou donnez le dossier à ce compte'

/** What to do where the system says what, by its code. */
const FILE_REMEDIES: Record<string, string> = {
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  ENOSPC: 'Libérez de la place sur le disque de GUICHET_DATA_DIR',
  EROFS: 'GUICHET_DATA_DIR doit être sur un disque où l’on peut écrire',
  EDQUOT: 'Libérez de la place sur le disque de GUICHET_DATA_DIR',
  ENOTDIR: 'Il y a un fichier là où il faut un dossier : voyez le chemin de GUICHET_DATA_DIR',
  EEXIST: 'Il y a un fichier là où il faut un dossier : voyez le chemin de GUICHET_DATA_DIR',
}

/** Calls that a file system refuses when it was not made to keep files, whatever rights the account has. */
const KEEPING = new Set(['mkdir', 'link', 'rename', 'fsync'])
const NOT_KEEPING =
  'Ce système de fichiers ne peut pas garder des données : GUICHET_DATA_DIR doit être un dossier d’un disque de la machine (ext4, xfs…), et ni /proc, ni /sys, ni une clé USB, ni un partage du réseau sans liens ni fsync'
/** What such file systems answer; `EPERM` from `mkdir` and `link` is one of them (mkdir(2), link(2)). */
const REFUSALS = new Set(['ENOENT', 'EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'EIO'])

/** The same, of the address where the server is to listen. */
const LISTEN_REMEDIES: Record<string, string> = {
  EADDRINUSE: 'Un programme écoute déjà là, peut-être Guichet : arrêtez-le, ou donnez un autre PORT',
  EADDRNOTAVAIL:
    'HOST n’est pas une adresse de cette machine : 127.0.0.1 n’écoute que cette machine, 0.0.0.0 écoute tous les réseaux',
  EACCES: 'Le système se réserve les ports sous 1024 : donnez un PORT plus grand, et mettez le serveur web devant',
}

/** What is missing of a folder of Guichet is not made by its operator. */
const NOT_WHOLE =
  'Un dossier de Guichet manque ou n’est pas entier : voyez GUICHET_KNOWLEDGE_DIR et GUICHET_INTENTS_DIR, ou installez de nouveau cette version'

/**
 * What keeps the server or a command from its work, for whoever runs it: what happened, and what to do.
 * @returns `null` for a fault of the program, whose stack is what helps
 */
export function faultInWords(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message
  if (error instanceof ContentError)
    return `Contenu à corriger (${error.faults.length}) :\n${error.message.replaceAll(/^/gm, '  - ')}`
  if (error instanceof AppError) return ofStore(error)
  const { code = '', path, syscall, message = '' } = systemErrorOf(error)
  if (syscall === 'listen') return withRemedy(message, LISTEN_REMEDIES[code])
  if (path === undefined) return null
  return withRemedy(`Un fichier ne peut pas être lu : ${message}`, code === 'ENOENT' ? NOT_WHOLE : FILE_REMEDIES[code])
}

function ofStore({ code, message, cause }: AppError): string {
  const told = STORE_FAULTS[code] ?? message
  const why = systemErrorOf(cause)
  if (cause instanceof NewerFormat) return newerInWords(cause)
  return why.message === undefined ? told : withRemedy(`${told} : ${why.message}`, remedyOf(why))
}

function remedyOf({ code = '', syscall = '' }: Partial<NodeJS.ErrnoException>): string | undefined {
  return KEEPING.has(syscall) && REFUSALS.has(code) ? NOT_KEEPING : FILE_REMEDIES[code]
}

function newerInWords({ what, needs }: NewerFormat): string {
  const which =
    needs === null ? 'celle qui les a écrites, ou une plus récente' : `Guichet ${needs}, ou une version plus récente`
  return `Ces données ont été écrites par une version de Guichet plus récente que celle-ci (${what}). Rien n’a été changé. Il faut ${which} ; pour essayer celle-ci, prenez un autre dossier (GUICHET_DATA_DIR) ou une autre base (DATABASE_URL)`
}

/** An error of the system, whatever realm it was made in; nothing of it when it is none. */
function systemErrorOf(error: unknown): Partial<NodeJS.ErrnoException> {
  return typeof error === 'object' && error !== null ? error : {}
}

function withRemedy(told: string, remedy: string | undefined): string {
  return remedy === undefined ? told : `${told}. ${remedy}`
}
