import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.js'
import { COMMUNE_ID } from '../features/settings/commune-schema.js'
import { communesFolder, loadCommunes, parseCommune } from '../features/settings/load-communes.js'
import { communeFiles, communesLeftInContent } from '../features/settings/load-town.js'
import { newCommune } from '../features/settings/new-commune.js'
import { errorCode, makeFolder, nodeFileSystem, syncFolder, writeNewFile } from '../platform/store/file-system.js'
import { adoptCommunes } from './adopt-communes.js'
import { personalNumberFault } from './personal-number-fault.js'

const LONGEST_ID = 60

const USAGE = `guichet commune add --id ville --name "Ville"
guichet commune list
guichet commune adopt
  add : écrit le fichier d’une nouvelle commune dans le dossier de la ville (GUICHET_TOWN_DIR) ; « Mise en route » demande le reste.
  list : dit quelles communes il y a, et dans quels fichiers.
  adopt : déplace dans ce dossier les communes qu’une version d’avant lisait dans celui du contenu.
  L’identifiant (--id) : ${LONGEST_ID} signes au plus, parmi a à z, 0 à 9 et le tiret. Un serveur en marche lit les communes à son prochain démarrage.`

/** Why what is an installation’s own cannot be made: the settings are those of the demonstration. */
export const IN_DEMONSTRATION =
  'Avec ces réglages, c’est la démonstration, qui n’a que sa commune. Donnez d’abord GUICHET_PUBLIC_URL, ou GUICHET_DEMONSTRATION=no, comme au serveur.'

/** `guichet commune add | list | adopt`: the communes of an installation, in its own folder. @returns the exit status: 0, 1 when nothing was done, 2 for wrong usage */
export async function runCommune(argv: string[]): Promise<number> {
  const [verb, ...rest] = argv
  const options = parseOptions(rest)
  const isRight = verb === 'add' ? options?.id !== undefined && options.name?.trim() : options && rest.length === 0
  if (!isRight || !(verb === 'add' || verb === 'list' || verb === 'adopt')) return complain(USAGE, 2)
  const config = readConfig(process.env)
  if (verb === 'list') return list(config)
  if (config.demonstration) return complain(IN_DEMONSTRATION, 1)
  return verb === 'adopt' ? adoptCommunes(config) : add(config, options?.id ?? '', options?.name?.trim() ?? '')
}

async function add(config: Config, id: string, name: string): Promise<number> {
  if (!COMMUNE_ID.test(id) || id.length > LONGEST_ID)
    return complain(
      `Identifiant refusé : « ${id} ». Il a ${LONGEST_ID} signes au plus, parmi a à z, 0 à 9 et le tiret.`,
      2,
    )
  const number = personalNumberFault('--name', name)
  if (number !== null) return complain(number, 2)
  const here = await communeFiles(config.townDir)
  const taken = here.find((one) => one.id === id)
  if (taken) return complain(`Il y a déjà une commune « ${id} » : ${taken.file}. Rien n’a changé.`, 1)
  const left = await communesLeftInContent(config)
  if (here.length === 0 && left.length > 0)
    return complain(
      `Cette installation a déjà des communes, dans ${communesFolder(config.knowledgeDir)} (${left.map((one) => one.id).join(', ')}) : lancez d’abord « npx guichet commune adopt ».`,
      1,
    )
  const file = join(communesFolder(config.townDir), `${id}.json`)
  const text = `${JSON.stringify(newCommune(id, name), null, 2)}\n`
  parseCommune(text)
  if (!(await writeUnlessThere(file, text))) return complain(`Il y a déjà un fichier ${file}. Rien n’a changé.`, 1)
  return tell(`Commune ajoutée : ${id} (${name}), dans ${file}.
À remplir, et demandé par « Mise en route » dans l’administration : le site, l’adresse, le téléphone, le courriel et les heures de l’accueil, le responsable des données et son délégué. N’ouvrez pas l’assistant aux habitants avant.
À vérifier dans les réglages : le fuseau Europe/Paris, les jours fériés sans ceux d’Alsace-Moselle, les conversations gardées 30 jours.`)
}

async function list({ townDir, ...place }: Config): Promise<number> {
  const communes = await loadCommunes(townDir)
  const files = new Map((await communeFiles(townDir)).map(({ id, file }) => [id, file]))
  for (const { id, nom } of communes.values()) tell(`${id}  ${nom}  ${files.get(id)}`)
  if (communes.size === 0) tell(`Il n’y a pas de commune dans ${communesFolder(townDir)}.`)
  const left = (await communesLeftInContent({ ...place, townDir })).filter(({ id }) => !communes.has(id))
  for (const { id, file } of left)
    tell(`${id}  n’est pas servie : ${file} est au milieu du contenu (guichet commune adopt)`)
  return 0
}

/** Durably, readable by its owner only, its folders too. @returns `false` when there is a file of that name */
async function writeUnlessThere(file: string, text: string): Promise<boolean> {
  const folder = dirname(file)
  await makeFolder(nodeFileSystem, folder)
  try {
    await writeNewFile(nodeFileSystem, file, text)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
  await syncFolder(nodeFileSystem, folder)
  return true
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { id: text, name: text } }).values
  } catch {
    return null
  }
}

function tell(words: string): number {
  process.stdout.write(`${words}\n`)
  return 0
}

function complain(words: string, status: number): number {
  process.stderr.write(`${words}\n`)
  return status
}
