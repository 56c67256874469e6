import { type Config, ConfigError } from '../config.js'
import { type BirthKind, type InstallationState, installationState } from '../platform/store/birth.js'
import { holdingsOf } from '../store/open-store.js'

type Place = Pick<Config, 'dataDir' | 'database'>

/** What the data of the settings are, before anything is opened: where they are kept, and the data folder where that is a database. */
export interface Standings {
  store: InstallationState
  /** `unborn`, too, where the data folder is the store. */
  folder: Exclude<InstallationState, 'soiled'>
}

/** What the data of some settings are. Changes nothing. @throws AppError `storage_unavailable`, `storage_newer` */
export async function standingsOf(place: Place): Promise<Standings> {
  const { store, folder } = await holdingsOf(place)
  // Its key is that of the database; accounts that no server reads let nobody in.
  const beside = folder === null ? 'unborn' : installationState({ ...folder, hasKey: false })
  return { store: installationState(store), folder: beside === 'soiled' ? 'installation' : beside }
}

/**
 * A server begins where what it is to be was born, or where nothing was.
 * @throws ConfigError, in words, when it would begin a demonstration in an installation, or the reverse: nothing has been changed then; AppError as
 * {@link standingsOf}
 */
export async function requireBirth(config: Place & Pick<Config, 'demonstration'>): Promise<void> {
  const refusal = refusalOf(wantedOf(config), await standingsOf(config), config)
  if (refusal !== null) throw new ConfigError([refusal])
}

/**
 * What a command that makes accounts makes of the data: what they are, or an installation where there is nothing and no demonstration was asked for by name.
 * @throws ConfigError when they are not what the settings ask for; AppError as {@link standingsOf}
 */
export async function birthForAccounts(
  config: Place & Pick<Config, 'demonstration' | 'demonstrationAsked'>,
): Promise<BirthKind> {
  const standings = await standingsOf(config)
  const wanted = config.demonstration && !config.demonstrationAsked ? null : wantedOf(config)
  const refusal = standings.store === 'soiled' || wanted === null ? null : refusalOf(wanted, standings, config)
  if (refusal !== null) throw new ConfigError([refusal])
  const born = [standings.store, standings.folder].find((standing) => standing !== 'unborn')
  if (born === undefined) return wanted ?? 'installation'
  return born === 'demonstration' ? 'demonstration' : 'installation'
}

function wantedOf({ demonstration }: Pick<Config, 'demonstration'>): BirthKind {
  return demonstration ? 'demonstration' : 'installation'
}

/** Why a server may not begin here, and what to do; `null`: it may. */
function refusalOf(wanted: BirthKind, { store, folder }: Standings, { dataDir, database }: Place): string | null {
  const there = database
    ? { setting: 'DATABASE_URL', it: 'cette base est celle', other: 'une autre base' }
    : { setting: 'GUICHET_DATA_DIR', it: `${dataDir} est le dossier`, other: 'un autre dossier' }
  if (store === 'soiled')
    return `${there.setting} : ${there.it} d’une installation où une démonstration a laissé ses comptes, dont le mot de passe est public. Rien n’a été changé. « guichet demonstration list » les montre, « guichet demonstration remove » les retire`
  if (store !== 'unborn' && store !== wanted) return mismatch(wanted, there)
  if (folder === 'unborn' || folder === wanted) return null
  if (store === 'unborn')
    return mismatch(wanted, { setting: 'GUICHET_DATA_DIR', it: `${dataDir} est le dossier`, other: 'un autre dossier' })
  return `GUICHET_DATA_DIR : ${dataDir} est le dossier ${OF[folder]}, et la base de DATABASE_URL celle ${OF[wanted]}. Rien n’a été changé. Prenez un autre dossier, et portez-y la clé seal.key si c’est celle de cette base (docs/scale.md)`
}

const OF: Record<BirthKind, string> = { demonstration: 'd’une démonstration', installation: 'd’une installation' }

/** What to do when the settings ask for a demonstration where an installation is, or the reverse. */
function mismatch(wanted: BirthKind, { setting, it, other }: { setting: string; it: string; other: string }): string {
  if (wanted === 'demonstration')
    return `${setting} : ${it} d’une installation, et ces réglages démarrent une démonstration. Rien n’a été changé. Pour l’installation, donnez l’adresse du serveur dans GUICHET_PUBLIC_URL, ou GUICHET_DEMONSTRATION=no ; pour une démonstration, prenez ${other}`
  return `${setting} : ${it} d’une démonstration, et ces réglages démarrent une installation. Rien n’a été changé. Pour une installation, prenez ${other}, puis lancez « guichet commune add », ou retirez ce que la démonstration a laissé : « guichet demonstration remove » ; pour la démonstration, ne donnez ni GUICHET_PUBLIC_URL, ni un autre HOST que 127.0.0.1, ni GUICHET_DEMONSTRATION=no`
}
