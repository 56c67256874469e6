import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { loadCommonestPasswords } from '../content/load-commonest-passwords.js'
import { loadCommunes } from '../content/load-communes.js'
import { MIN_PASSWORD_LENGTH, type PasswordFault, passwordFault } from '../domain/accounts/password-fault.js'
import { hashPassword } from '../domain/password.js'
import { MAX_CAPACITY, ROLES, type Role } from '../domain/staff.js'
import { openStore } from '../storage/open-store.js'

const USAGE = `guichet user add --email agent@ville.fr --name "Accueil" --role agent [--role admin] [--commune id]
  [--department id] [--department id] [--capacity 3]
An agent without a department takes the requests of all of them; --capacity is how many people she talks with at once.
A super-admin manages every commune of the server.
The password is asked for, or read from GUICHET_PASSWORD. Stop the server first: the data folder serves one process.`

/** Why a password is refused, for who types it here. */
const PASSWORD_FAULTS: Record<PasswordFault, string> = {
  password_too_short: `The password needs at least ${MIN_PASSWORD_LENGTH} characters.`,
  password_too_common: 'The password is one of the commonest, or is made from one: choose another one.',
  password_personal:
    'The password holds the name or the address of the account, or the name of the commune: choose another one.',
}

/** `guichet user add`: creates an account of the staff. @returns the exit status */
export async function runUser(argv: string[]): Promise<number> {
  const values = readOptions(argv)
  if (!values) return refuse(USAGE)
  const { email, name } = values
  const roles = (values.role ?? ['agent']).filter((role): role is Role => ROLES.includes(role as Role))
  if (!email?.includes('@') || !name || roles.length !== (values.role ?? ['agent']).length) return refuse(USAGE)
  const config = readConfig(process.env)
  const communes = await loadCommunes(config.knowledgeDir)
  const communeId = values.commune ?? [...communes.keys()][0]
  if (!communeId || !communes.has(communeId))
    return refuse(`No such commune: ${communeId}. Known: ${[...communes.keys()].join(', ')}`)
  const departments = values.department ?? []
  const known = Object.keys(communes.get(communeId)?.departments ?? {})
  const unknown = departments.filter((id) => !known.includes(id))
  if (unknown.length > 0) return refuse(`No such department: ${unknown.join(', ')}. Known: ${known.join(', ')}`)
  const capacity = values.capacity === undefined ? null : Number(values.capacity)
  if (capacity !== null && !(Number.isInteger(capacity) && capacity >= 1 && capacity <= MAX_CAPACITY))
    return refuse(`--capacity is a whole number from 1 to ${MAX_CAPACITY}.`)
  const password = process.env.GUICHET_PASSWORD ?? (await askPassword())
  if (password === null) return refuse('No password was given: type it on a terminal, or set GUICHET_PASSWORD.')
  const owner = { email, displayName: name, commune: communes.get(communeId)?.nom ?? '' }
  const fault = passwordFault(password, owner, await loadCommonestPasswords(config.knowledgeDir))
  if (fault !== null) return refuse(PASSWORD_FAULTS[fault])
  const store = await openStore(config)
  try {
    if (await store.findUserByEmail(email)) return refuse(`There is already an account for ${email}.`)
    const passwordHash = await hashPassword(password)
    const createdAt = new Date().toISOString()
    await store.saveUser({
      id: randomUUID(),
      communeId,
      email,
      displayName: name,
      roles,
      ...(departments.length > 0 ? { departments } : {}),
      ...(capacity === null ? {} : { capacity }),
      passwordHash,
      demonstration: false,
      createdAt,
    })
    process.stdout.write(`Account created: ${email} (${roles.join(', ')}) in ${communeId}.\n`)
    return 0
  } finally {
    await store.close()
  }
}

/** The options of `user add`; `null` when one of them is unknown, or another thing is to be done. */
function readOptions([action, ...args]: string[]) {
  if (action !== 'add') return null
  try {
    return parseArgs({
      args,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', multiple: true },
        commune: { type: 'string' },
        department: { type: 'string', multiple: true },
        capacity: { type: 'string' },
      },
    }).values
  } catch {
    return null
  }
}

/** @returns `null` when nobody can be asked: the input ends before a line */
async function askPassword(): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)))
  try {
    return await Promise.race([terminal.question('Password: '), ended])
  } finally {
    terminal.close()
  }
}

function refuse(words: string): number {
  process.stderr.write(`${words}\n`)
  return 2
}
