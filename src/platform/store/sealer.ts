import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import path from 'node:path'
import { AppError } from '../model/app-error.js'
import {
  errorCode,
  type FileSystem,
  makeFolder,
  nodeFileSystem,
  syncFolder,
  unlessMissing,
  writeNewFile,
} from './file-system.js'

/** Closes a value so that only this server opens it, and only where it belongs. */
export interface Sealer {
  /** @param place what the value belongs to: moved elsewhere, it does not open */
  seal(value: string, place: string): Promise<string>
  /** `null` when it was sealed by another key or for another place. */
  open(sealed: string, place: string): Promise<string | null>
}

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Name of the key in the data folder. */
export const SEAL_KEY_FILE = 'seal.key'

/** What {@link createSealer} may be given besides its folder. */
export interface SealerOptions {
  /** 32 bytes in base64url, in the place of the data folder's; `null`: that one. Default: `null`. */
  key?: string | null
  /** Default: the machine's. */
  fileSystem?: FileSystem
}

/** The sealer of a server, whose key also gives other secrets. */
export interface ServerSealer extends Sealer {
  /** Whether there is a key already. @throws AppError `seal_key_unusable` */
  hasKey(): Promise<boolean>
  /** A secret of 32 bytes for a purpose, the same wherever the key is: HKDF-SHA-256 (RFC 5869). Draws the key when there is none. */
  secretFor(purpose: string): Promise<Buffer>
}

/**
 * Seals by AES-256-GCM with a key of the server's own: the one that is given, or one kept in the data folder, readable by its owner only, and drawn when something is first sealed.
 * What a value belongs to is authenticated with it. A sealed value is base64url: nonce, tag, cipher text.
 */
export function createSealer(
  dataDir: string,
  { key: given = null, fileSystem = nodeFileSystem }: SealerOptions = {},
): ServerSealer {
  const folder = path.resolve(dataDir)
  let key: Promise<Buffer> | null = given === null ? null : Promise.resolve(Buffer.from(given, 'base64url'))
  const readKey = () => {
    key ??= openKey(folder, fileSystem).catch((error: unknown) => {
      key = null
      throw error
    })
    return key
  }
  const hasKey = async () => key !== null || (await readKept(folder, fileSystem)) !== null
  return {
    hasKey,
    async secretFor(purpose) {
      return Buffer.from(hkdfSync('sha256', await readKey(), '', `guichet ${purpose}`, KEY_BYTES))
    },
    async seal(value, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, await readKey(), nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    async open(sealed, place) {
      // What another key has sealed draws none here.
      if (!(await hasKey())) return null
      const bytes = Buffer.from(sealed, 'base64url')
      const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
      try {
        const decipher = createDecipheriv(CIPHER, await readKey(), nonce, { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag)
        const value = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
        return Buffer.concat(value).toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** The key of a data folder, drawn and durable when it resolves if there was none. */
async function openKey(folder: string, fs: FileSystem): Promise<Buffer> {
  const kept = await readKept(folder, fs)
  if (kept) return kept
  const drawn = randomBytes(KEY_BYTES)
  await makeFolder(fs, folder)
  await writeNewFile(fs, path.join(folder, SEAL_KEY_FILE), drawn.toString('base64url'))
  await syncFolder(fs, folder)
  return drawn
}

/** @throws AppError `seal_key_unusable` when the file cannot be read or holds no key: it is never replaced */
async function readKept(folder: string, fs: FileSystem): Promise<Buffer | null> {
  const file = path.join(folder, SEAL_KEY_FILE)
  const kept = await unlessMissing(fs.readFile(file, 'utf8')).catch((error: unknown) => {
    const code = errorCode(error)
    throw code === 'EACCES' || code === 'EPERM' ? notAllowed(file, code) : unusable(`${file} cannot be read (${code})`)
  })
  if (kept === undefined) return null
  const key = Buffer.from(kept, 'base64url')
  if (key.length !== KEY_BYTES) throw unusable(`${file} holds no key: ${KEY_BYTES} bytes in base64url`)
  return key
}

/** The key is there, and nothing of it is lost: it must stay where it is. */
function notAllowed(file: string, code: string): AppError {
  return new AppError('seal_key_unusable', 503, {
    cause: new Error(
      `the account that runs Guichet may not read ${file} (${code}). Run it with the account that owns the data folder, or give the folder to this one; the key itself is not lost`,
    ),
  })
}

function unusable(why: string): AppError {
  return new AppError('seal_key_unusable', 503, {
    cause: new Error(
      `${why}. Put back the copy of it that you keep, or take the file away and run guichet seal-key, which names what is lost with it (docs/backup.md)`,
    ),
  })
}
