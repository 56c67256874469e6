import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Sealer } from '../domain/masked-data.js'
import { type FileSystem, makeFolder, nodeFileSystem, syncFolder, unlessMissing, writeNewFile } from './file-system.js'

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

/**
 * Seals by AES-256-GCM with a key of the server's own: the one that is given, or one kept in the data folder, readable by its owner only, and drawn when something is first sealed.
 * What a value belongs to is authenticated with it. A sealed value is base64url: nonce, tag, cipher text.
 */
export function createSealer(
  dataDir: string,
  { key: given = null, fileSystem = nodeFileSystem }: SealerOptions = {},
): Sealer {
  let key: Promise<Buffer> | null = given === null ? null : Promise.resolve(Buffer.from(given, 'base64url'))
  const readKey = () => {
    key ??= openKey(path.resolve(dataDir), fileSystem).catch((error: unknown) => {
      key = null
      throw error
    })
    return key
  }
  return {
    async seal(value, place) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, await readKey(), nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    async open(sealed, place) {
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
  const file = path.join(folder, SEAL_KEY_FILE)
  const kept = await unlessMissing(fs.readFile(file, 'utf8'))
  const key = Buffer.from(kept ?? '', 'base64url')
  if (key.length === KEY_BYTES) return key
  if (kept !== undefined) throw new Error(`not a key: ${file}`)
  const drawn = randomBytes(KEY_BYTES)
  await makeFolder(fs, folder)
  await writeNewFile(fs, file, drawn.toString('base64url'))
  await syncFolder(fs, folder)
  return drawn
}
