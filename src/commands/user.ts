import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.js'
import { hashPassword, loadCommonestPasswords } from '../features/accounts/password.js'
import {
  MIN_PASSWORD_LENGTH,
  type PasswordFault,
  type PasswordOwner,
  passwordFault,
} from '../features/accounts/password-fault.js'
import { MAX_CAPACITY, type User } from '../features/accounts/staff.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Commune } from '../platform/model/commune.js'
import { ROLES, type Role } from '../platform/model/role.js'
import { type BirthKind, newBirth } from '../platform/store/birth.js'
import { openStore } from '../store/open-store.js'
import { personalNumberFault } from './answers.js'
import { IN_DEMONSTRATION } from './commune.js'
import { birthForAccounts } from './require-birth.js'

const USAGE = `guichet user add --email agent@ville.fr --name "Accueil" --role agent [--role admin] [--commune id]
  [--department id] [--department id] [--capacity 3]
  Les rôles : ${ROLES.join(', ')}. Un super-admin gère toutes les communes du serveur.
  Sans service (--department), un agent prend les demandes de tous ; --capacity dit avec combien de personnes il parle à la fois.
  Le mot de passe est demandé, ou lu dans GUICHET_PASSWORD. Arrêtez d’abord le serveur : le dossier des données ne sert qu’un processus.`

/** Why a password is refused, for whoever types it here. */
const PASSWORD_FAULTS: Record<PasswordFault, string> = {
  password_too_short: `Le mot de passe doit avoir au moins ${MIN_PASSWORD_LENGTH} caractères.`,
  password_too_common: 'Ce mot de passe est l’un des plus courants, ou fait avec l’un d’eux : choisissez-en un autre.',
  password_personal:
    'Ce mot de passe contient le nom ou l’adresse du compte, ou le nom de la commune : choisissez-en un autre.',
}

/** `guichet user add`: creates an account of the staff. @returns the exit status */
export async function runUser(argv: string[]): Promise<number> {
  const values = readOptions(argv)
  if (!values) return refuse(USAGE)
  const { email, name } = values
  const roles = (values.role ?? ['agent']).filter((role): role is Role => ROLES.includes(role as Role))
  if (!email?.includes('@') || !name || roles.length !== (values.role ?? ['agent']).length) return refuse(USAGE)
  const number = personalNumberFault('--name', name)
  if (number !== null) return refuse(number)
  const config = readConfig(process.env)
  const kind = await birthForAccounts(config)
  if (kind === 'installation' && config.demonstration) return refuse(IN_DEMONSTRATION)
  const communes = await loadTown(config)
  const communeId = values.commune ?? [...communes.keys()][0]
  if (!communeId || !communes.has(communeId))
    return refuse(`Commune inconnue : ${communeId}. Communes installées : ${[...communes.keys()].join(', ')}.`)
  const departments = values.department ?? []
  const known = Object.keys(communes.get(communeId)?.departments ?? {})
  const unknown = departments.filter((id) => !known.includes(id))
  if (unknown.length > 0)
    return refuse(`Service inconnu : ${unknown.join(', ')}. Services de la commune : ${known.join(', ')}.`)
  const capacity = values.capacity === undefined ? null : Number(values.capacity)
  if (capacity !== null && !(Number.isInteger(capacity) && capacity >= 1 && capacity <= MAX_CAPACITY))
    return refuse(`--capacity est un nombre entier de 1 à ${MAX_CAPACITY}.`)
  const password = process.env.GUICHET_PASSWORD ?? (await askPassword())
  if (password === null)
    return refuse('Il manque le mot de passe : tapez-le dans un terminal, ou mettez-le dans GUICHET_PASSWORD.')
  const account = { email, displayName: name, roles, departments, capacity, password }
  const added = await addAccount(config, {
    kind,
    commune: { id: communeId, nom: communes.get(communeId)?.nom ?? '' },
    account,
  })
  if (added.outcome === 'refused') return refuse(added.why)
  if (added.outcome === 'already') return refuse(`Il y a déjà un compte pour ${email} dans la commune ${communeId}.`)
  process.stdout.write(`Compte créé : ${email} (${roles.join(', ')}), commune ${communeId}.\n`)
  return 0
}

/** An account that is to be. */
export interface NewAccount {
  /** What the data are, or become where nothing is yet. */
  kind: BirthKind
  commune: Pick<Commune, 'id' | 'nom'>
  account: Pick<User, 'email' | 'displayName' | 'roles'> & {
    departments: string[]
    /** With how many people she talks at once; `null`: the usual. */
    capacity: number | null
    password: string
  }
}

/** Why a password is refused, in words; `null` when it is good. */
export async function passwordFaultInWords(
  { knowledgeDir }: Pick<Config, 'knowledgeDir'>,
  password: string,
  owner: PasswordOwner,
): Promise<string | null> {
  const fault = passwordFault(password, owner, await loadCommonestPasswords(knowledgeDir))
  return fault === null ? null : PASSWORD_FAULTS[fault]
}

/**
 * Creates an account of the staff in the store of an installation, which nobody else may use meanwhile.
 * @throws AppError as `openStore`
 */
export async function addAccount(
  config: Config,
  { kind, commune, account }: NewAccount,
): Promise<{ outcome: 'created' | 'already' } | { outcome: 'refused'; why: string }> {
  const { email, displayName, roles, departments, capacity, password } = account
  const why = await passwordFaultInWords(config, password, { email, displayName, commune: commune.nom })
  if (why !== null) return { outcome: 'refused', why }
  const createdAt = new Date().toISOString()
  const store = await openStore(config, { birth: newBirth(kind, createdAt) })
  try {
    const others = await store.findUsersByEmail(email)
    if (others.some((one) => one.communeId === commune.id)) return { outcome: 'already' }
    const passwordHash = await hashPassword(password, others.find((one) => one.passwordHash !== null)?.passwordHash)
    await store.saveUser({
      id: randomUUID(),
      communeId: commune.id,
      email,
      displayName,
      roles,
      ...(departments.length > 0 ? { departments } : {}),
      ...(capacity === null ? {} : { capacity }),
      passwordHash,
      demonstration: false,
      createdAt,
    })
    return { outcome: 'created' }
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
    return await Promise.race([terminal.question('Mot de passe : '), ended])
  } finally {
    terminal.close()
  }
}

function refuse(words: string): number {
  process.stderr.write(`${words}\n`)
  return 2
}
