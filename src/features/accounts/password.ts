import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'

/** argon2id, as OWASP advises: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Hash of a password, argon2id in PHC format.
 * @param beside that of another account of the same address, whose salt is taken: see {@link openedBy}
 */
export function hashPassword(password: string, beside: string | null = null): Promise<string> {
  return hash(password, beside === null ? OPTIONS : { ...OPTIONS, salt: saltOf(beside) })
}

let decoy: Promise<string> | undefined

/** Whether a password is the right one. Takes as long when there is no account, so that accounts cannot be guessed. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(passwordHash ?? (await decoy), password)
  return matches && passwordHash != null
}

/**
 * Which accounts of one address a password opens. Accounts of an address have the same salt, so that one computation is enough: the time that it takes does
 * not tell how many there are, nor whether there is one.
 */
export async function openedBy<A extends { passwordHash: string | null }>(
  accounts: readonly A[],
  password: string,
): Promise<A[]> {
  const hashes = new Map<string, Promise<string>>()
  const opens = async (kept: string) => {
    const salt = saltOf(kept).toString('base64')
    const hashed = hashes.get(salt) ?? hashPassword(password, kept)
    hashes.set(salt, hashed)
    // What was hashed at another cost is checked at its own.
    return headOf(await hashed) === headOf(kept) ? isSame(await hashed, kept) : verify(kept, password)
  }
  const opened: A[] = []
  for (const account of accounts)
    if (account.passwordHash !== null && (await opens(account.passwordHash))) opened.push(account)
  if (hashes.size === 0) await verifyPassword(null, password)
  return opened
}

/** Of `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
function saltOf(phc: string): Buffer {
  return Buffer.from(phc.split('$').at(-2) ?? '', 'base64')
}

function headOf(phc: string): string {
  return phc.slice(0, phc.lastIndexOf('$'))
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/**
 * Reads `<knowledgeDir>/passwords/commonest.txt`: one a line, in small letters without accents. None where an installation keeps a knowledge folder
 * from before there was a list: its other rules hold, and it starts.
 */
export async function loadCommonestPasswords(knowledgeDir: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(knowledgeDir, 'passwords', 'commonest.txt'), 'utf8')
    return new Set(text.split(/\r?\n/).filter((line) => line !== ''))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set()
    throw error
  }
}
