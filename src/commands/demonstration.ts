import { randomUUID } from 'node:crypto'
import { type Config, ConfigError } from '../config.js'
import { hashPassword } from '../features/accounts/password.js'
import type { User } from '../features/accounts/staff.js'
import { AppError } from '../platform/model/app-error.js'
import type { Role } from '../platform/model/role.js'
import type { Store } from '../store/store.js'

/** A made-up account of the demonstration town. Its password is public, so it is refused on a public address. */
export interface DemonstrationAccount {
  email: string
  displayName: string
  roles: Role[]
  departments?: string[]
}

/** The accounts of the demonstration. */
export const DEMONSTRATION_ACCOUNTS: readonly DemonstrationAccount[] = [
  { email: 'accueil@villebourg.example', displayName: 'Accueil', roles: ['agent'] },
  { email: 'etat-civil@villebourg.example', displayName: 'État civil', roles: ['agent'], departments: ['etat-civil'] },
  { email: 'admin@villebourg.example', displayName: 'Administration', roles: ['agent', 'curator', 'admin'] },
]

/** The one password of the demonstration. */
export const DEMONSTRATION_PASSWORD = 'demonstration'

let hashed: Promise<string> | undefined

/** Its hash, made once: what is public needs no salt of its own in each account. */
export function demonstrationHash(): Promise<string> {
  hashed ??= hashPassword(DEMONSTRATION_PASSWORD)
  return hashed
}

/**
 * The demonstration has its accounts; a real installation refuses to start with one of them.
 * @throws ConfigError
 */
export async function settleDemonstrationAccounts(
  { demonstration }: Pick<Config, 'demonstration'>,
  store: Store,
  communeId: string,
): Promise<void> {
  if (demonstration) return createDemonstrationAccounts(store, communeId)
  if (await hasDemonstrationAccounts(store)) {
    throw new ConfigError([
      'GUICHET_DATA_DIR : il y a ici des comptes de démonstration, dont le mot de passe est public. « guichet demonstration remove » les retire',
    ])
  }
}

/** Creates the demonstration's accounts where they are missing. */
export async function createDemonstrationAccounts(store: Store, communeId: string): Promise<void> {
  for (const account of DEMONSTRATION_ACCOUNTS) {
    if ((await store.findUsersByEmail(account.email)).length > 0) continue
    const user: User = {
      id: randomUUID(),
      communeId,
      ...account,
      passwordHash: await demonstrationHash(),
      demonstration: true,
      createdAt: new Date().toISOString(),
    }
    await store.saveUser(user).catch(unlessCreatedMeanwhile)
  }
}

/** Two servers on one database may start together. */
function unlessCreatedMeanwhile(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'email_taken')) throw error
}

/** Whether any account of the store is a demonstration one. */
async function hasDemonstrationAccounts(store: Store): Promise<boolean> {
  return (await store.listUsers()).some(({ demonstration }) => demonstration)
}
