import { basename, join } from 'node:path'
import { type Config, ConfigError } from '../../config.js'
import type { Commune } from '../../platform/model/commune.js'
import { communesFolder } from '../entries/catalogue/load-own-entries.js'
import { readText } from '../entries/catalogue/load-short-translations.js'
import { jsonFilesOf } from '../entries/catalogue/read-lexicon.js'
import { COMMUNE_ID } from './commune-schema.js'
import { loadCommunes } from './load-communes.js'

/** The imaginary commune of the demonstration. Its files come with each version, among the content: no installation reads them. */
export const DEMONSTRATION_COMMUNE = 'villebourg'

/** Where the communes of a server are. */
export type TownPlace = Pick<Config, 'demonstration' | 'knowledgeDir' | 'townDir'>

/** A commune's file, and the id that it says. */
export interface CommuneFile {
  id: string
  file: string
}

/**
 * The communes of this server: of the town folder alone in an installation, of the content in the demonstration.
 * @throws ConfigError when there is none, with what to do; ContentError naming every file that cannot be read
 */
export async function loadTown(place: TownPlace): Promise<Map<string, Commune>> {
  const communes = await loadCommunes(place.townDir)
  if (communes.size === 0) throw new ConfigError([await howToHaveOne(place)])
  return communes
}

/** The communes that an earlier version read among the content and that no installation reads there any more, the demonstration's aside. */
export async function communesLeftInContent({ demonstration, knowledgeDir }: TownPlace): Promise<CommuneFile[]> {
  if (demonstration) return []
  return (await communeFiles(knowledgeDir)).filter(({ id }) => id !== DEMONSTRATION_COMMUNE)
}

/** The files of the communes of a folder, right or not: what cannot be read has the id of its name. */
export async function communeFiles(folder: string): Promise<CommuneFile[]> {
  const communes = communesFolder(folder)
  const files = (await jsonFilesOf(communes)).map((name) => join(communes, name))
  return Promise.all(files.map(async (file) => ({ id: communeIdIn(await readText(file).catch(() => ''), file), file })))
}

/** The id that the text of a commune's file says; that of its name where the text says none. Pure. */
export function communeIdIn(text: string, file: string): string {
  try {
    const { id } = JSON.parse(text) as { id?: unknown }
    if (typeof id === 'string' && COMMUNE_ID.test(id)) return id
  } catch {
    // What is no JSON has the id of its name.
  }
  return basename(file, '.json')
}

async function howToHaveOne(place: TownPlace): Promise<string> {
  const { demonstration, knowledgeDir, townDir } = place
  const folder = communesFolder(townDir)
  if (demonstration) return `GUICHET_KNOWLEDGE_DIR : il n’y a pas de commune dans ${folder}`
  const none = `GUICHET_TOWN_DIR : il n’y a pas encore de commune dans ${folder}`
  const left = await communesLeftInContent(place)
  return left.length === 0
    ? `${none}. Lancez, avec les mêmes réglages : npx guichet commune add --id ville --name "Ville"`
    : `${none}, et une installation ne lit plus celles de ${communesFolder(knowledgeDir)} (${left.map(({ id }) => id).join(', ')}). Pour les y déplacer, avec tout ce qui est à elles, lancez avec les mêmes réglages : npx guichet commune adopt`
}
