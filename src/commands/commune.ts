import { existsSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.js'
import { loadGuidedEntries } from '../features/entries/catalogue/load-guides.js'
import { communesFolder, ownEntryFolders } from '../features/entries/catalogue/load-own-entries.js'
import {
  type CopiedEntries,
  copyEntries,
  foundedCommune,
  LONGEST_ID,
  ownEntriesOf,
  writeCommune,
} from '../features/new-town/begin-town.js'
import { loadPlaces, placesFile } from '../features/places/load-places.js'
import { COMMUNE_ID } from '../features/settings/commune-schema.js'
import { loadCommunes } from '../features/settings/load-communes.js'
import { type CommuneFile, communeFiles, communesLeftInContent } from '../features/settings/load-town.js'
import { toPublicAddress } from '../features/settings/public-names.js'
import type { Commune } from '../platform/model/commune.js'
import { newBirth } from '../platform/store/birth.js'
import { errorCode, makeFolder, nodeFileSystem } from '../platform/store/file-system.js'
import { openStore } from '../store/open-store.js'
import { personalNumberFault } from './answers.js'
import { reasonOf } from './backup-words.js'
import { COMMUNE_VERBS, type CommuneVerb } from './communes/commune-wish.js'
import { addressObstacle } from './communes/public-addresses.js'
import { complain, printDone } from './print.js'
import { readCommuneEntries } from './read-base.js'

interface Move {
  from: string
  to: string
}

/** Reasons for which what was copied cannot be taken away: the content is another account's, or on a disk that is only read. */
const NOT_OURS = ['EROFS', 'EACCES', 'EPERM', 'EBUSY']

/**
 * Moves the communes that an earlier version read among the content, with their entries, places and replies, into the town folder. All is copied before
 * anything is taken away, and nothing is overwritten.
 * @returns the exit status: 0, or 1 when there is nothing to move, or something in the way
 */
async function adoptCommunes(config: Config): Promise<number> {
  const served = new Set((await communeFiles(config.townDir)).map(({ id }) => id))
  const left = (await communesLeftInContent(config)).filter(({ id }) => !served.has(id))
  if (left.length === 0) {
    process.stderr.write(`Il n’y a rien à déplacer de ${communesFolder(config.knowledgeDir)}.\n`)
    return 1
  }
  const moves = left.flatMap((one) => movesOf(one, config)).filter(({ from }) => existsSync(from))
  const targets = moves.map(({ to }) => to)
  const inTheWay = targets.filter((to, index) => existsSync(to) || targets.indexOf(to) < index)
  if (inTheWay.length > 0) {
    process.stderr.write(`Rien n’a été déplacé, car il y a déjà :\n${linesOf(inTheWay)}`)
    return 1
  }
  for (const { from, to } of moves) {
    await makeFolder(nodeFileSystem, dirname(to))
    await cp(from, to, { recursive: true, errorOnExist: true, force: false })
    process.stdout.write(`${from} → ${to}\n`)
  }
  const kept = await takeAway(moves)
  if (kept.length > 0)
    process.stdout.write(`Copiés, mais laissés aussi où ils étaient, où rien ne les lit plus :\n${linesOf(kept)}`)
  return 0
}

/** The commune's file is the last one: until it is there, the commune is not, and a move that was stopped is seen. */
function movesOf({ id, file }: CommuneFile, { knowledgeDir, intentsDir, townDir }: Config): Move[] {
  const [before, now] = [communesFolder(knowledgeDir), communesFolder(townDir)]
  const own = ownEntryFolders(townDir, id)
  return [
    { from: join(before, id), to: own.knowledgeDir },
    { from: join(intentsDir, 'communes', id), to: own.intentsDir },
    { from: join(before, `${id}.jsonl`), to: join(now, `${id}.jsonl`) },
    { from: placesFile(knowledgeDir, id), to: placesFile(townDir, id) },
    { from: join(knowledgeDir, 'replies', id), to: join(townDir, 'replies', id) },
    { from: file, to: join(now, `${id}.json`) },
  ]
}

/** @returns what could not be taken away */
async function takeAway(moves: readonly Move[]): Promise<string[]> {
  const kept: string[] = []
  for (const { from } of moves) {
    try {
      await rm(from, { recursive: true })
    } catch (error) {
      if (!NOT_OURS.includes(errorCode(error) ?? '')) throw error
      kept.push(from)
    }
  }
  return kept
}

function linesOf(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}\n`).join('')
}

const USAGE = `guichet commune add --id ville --name "Ville" [--address https://chat.ville.fr] [--from autre [--entries]]
guichet commune list
guichet commune adopt
guichet commune suspend ID --why "…" | resume ID
guichet commune export ID --to fichier
guichet commune import --from fichier [--as ID] [--seal-key CHEMIN/seal.key]
guichet commune restore ID --from fichier
guichet commune move ID --to-data DOSSIER [--to-database URL] [--to-town DOSSIER] [--as ID]
guichet commune remove ID [--to dossier] [--no-export]
guichet commune use [ID] [--month 2026-11] [--cost 1200] [--json | --csv]
  add : écrit le fichier d’une nouvelle commune dans le dossier de la ville (GUICHET_TOWN_DIR) ; « Mise en route » demande le reste.
    --address : l’adresse que verront ses habitants, si ce n’est pas celle du serveur ; son nom doit y mener.
    --from : avec les réglages d’une autre commune du dossier, tels que son fichier les dit, et rien de ce qui est à elle.
    --entries : et les fiches qu’elle a écrites, en brouillons, où chaque fait qui est à elle est une place à remplir. Arrêtez d’abord le serveur.
  list : dit quelles communes il y a, et dans quels fichiers.
  adopt : déplace dans ce dossier les communes qu’une version d’avant lisait dans celui du contenu.
  suspend, import, restore, move, remove disent d’abord ce qu’elles feront, et ne le font qu’avec --yes (remove : --yes ID). Le serveur peut rester en marche.
  L’identifiant (--id) : ${LONGEST_ID} signes au plus, parmi a à z, 0 à 9 et le tiret. Un serveur en marche lit les communes à son prochain démarrage.`

/** Why what is an installation’s own cannot be made: the settings are those of the demonstration. */
export const IN_DEMONSTRATION =
  'Avec ces réglages, c’est la démonstration, qui n’a que sa commune. Donnez d’abord GUICHET_PUBLIC_URL, ou GUICHET_DEMONSTRATION=no, comme au serveur.'

/** `guichet commune add | list | adopt`: the communes of an installation, in its own folder. @returns the exit status: 0, 1 when nothing was done, 2 for wrong usage */
export async function runCommune(argv: string[]): Promise<number> {
  const [verb, ...rest] = argv
  const whole = COMMUNE_VERBS.find((one) => one === verb)
  if (whole !== undefined) return aboutAll(whole, rest)
  const options = parseOptions(rest)
  const isRight = verb === 'add' ? options?.id !== undefined && options.name?.trim() : options && rest.length === 0
  if (!isRight || !(verb === 'add' || verb === 'list' || verb === 'adopt')) return complain(USAGE, 2)
  const config = readConfig(process.env)
  if (verb === 'list') return list(config)
  if (config.demonstration) return complain(IN_DEMONSTRATION, 1)
  return verb === 'adopt'
    ? adoptCommunes(config)
    : add(config, {
        ...{ id: options?.id ?? '', name: options?.name?.trim() ?? '', from: options?.from, address: options?.address },
        entries: options?.entries ?? false,
      })
}

/** What is done to all of one commune. */
async function aboutAll(verb: CommuneVerb, rest: string[]): Promise<number> {
  const config = readConfig(process.env)
  if (config.demonstration) return complain(IN_DEMONSTRATION, 1)
  const { runCommuneVerb } = await import('./communes/run-commune-verb.js')
  try {
    return (await runCommuneVerb(verb, rest, config)) ?? complain(USAGE, 2)
  } catch (error) {
    const { code, why } = reasonOf(error)
    return complain(`${FAULTS[code] ?? 'Cela n’a pas pu être fait'} : ${why}`, 1)
  }
}

/** What is said of each reason that has words of its own. */
const FAULTS: Record<string, string> = {
  ENOSPC: 'Il n’y a plus de place sur le disque',
  snapshot_busy: 'Une sauvegarde est en cours, recommencez ensuite',
  snapshot_lost: 'Le serveur s’est arrêté pendant la lecture, recommencez',
  storage_locked: 'Le dossier de données est tenu par un autre programme, qui ne répond pas',
}

interface Added {
  id: string
  name: string
  /** Id of the commune whose settings it begins with. */
  from: string | undefined
  /** Where its residents find it, when that is not the server's address. */
  address: string | undefined
  /** Whether the other's own entries come with them, as drafts. */
  entries: boolean
}

async function add(config: Config, { id, name, from, entries, address }: Added): Promise<number> {
  if (entries && from === undefined) return complain(USAGE, 2)
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
  const source = from === undefined ? undefined : (await loadCommunes(config.townDir)).get(from)
  if (from !== undefined && !source) return complain(`Il n’y a pas de commune « ${from} ». Rien n’a changé.`, 1)
  const begun = foundedCommune({ id, name, source })
  const { leftOut } = begun
  const commune = await withAddress(config, begun.commune, address)
  if (typeof commune === 'string') return complain(`${commune}. Rien n’a changé.`, 1)
  const write = () => writeCommune(config.townDir, commune)
  const { file, copied } =
    source && entries ? await withEntries(config, { source, commune, write }) : { file: await write() }
  if (file === null)
    return complain(`Il y a déjà un fichier ${join(communesFolder(config.townDir), `${id}.json`)}. Rien n’a changé.`, 1)
  return printDone(`Commune ajoutée : ${id} (${name}), dans ${file}.
À remplir, et demandé par « Mise en route » dans l’administration : le site, l’adresse, le téléphone, le courriel et les heures de l’accueil, le responsable des données et son délégué. N’ouvrez pas l’assistant aux habitants avant.
À vérifier dans les réglages : le fuseau Europe/Paris, les jours fériés sans ceux d’Alsace-Moselle, les conversations gardées ${commune.privacy.retentionDays} jours.${
    leftOut.length > 0
      ? `\nNon repris de « ${from} », parce que son nom, une adresse ou un numéro y est écrit : ${leftOut.join(', ')}.`
      : ''
  }${copied ? `\nBrouillons : ${copied.drafts}, avec ${copied.places} places à remplir avant de les publier.` : ''}`)
}

/** @returns the commune with the public address that was given, if any; or why it cannot have it */
async function withAddress(config: Config, commune: Commune, given: string | undefined): Promise<Commune | string> {
  if (given === undefined) return commune
  const publicUrl = toPublicAddress(given)
  if (publicUrl === null) return `L’adresse s’écrit comme https://chat.ville.fr, sans rien après le nom : « ${given} »`
  const addressed = { ...commune, publicUrl }
  const obstacle = await addressObstacle(config, addressed)
  return obstacle === null ? addressed : `L’adresse n’est pas libre : ${obstacle}`
}

/** Two communes, and what writes the file of the second. */
interface WithEntries {
  source: Commune
  commune: Commune
  write: () => Promise<string | null>
}

/** Writes the second commune, then its drafts. @throws AppError `storage_locked` while a server runs: nothing is written then */
async function withEntries(
  config: Config,
  { source, commune, write }: WithEntries,
): Promise<{ file: string | null; copied?: CopiedEntries }> {
  const at = new Date().toISOString()
  const store = await openStore(config, { birth: newBirth('installation', at) })
  try {
    const shared = new Map((await loadGuidedEntries(config)).map((entry) => [entry.id, entry]))
    const served = await readCommuneEntries(config, source.id, store)
    const places = (await loadPlaces(config.townDir, new Map([[source.id, source]]))).get(source.id) ?? null
    const users = await store.listUsers()
    const file = await write()
    if (file === null) return { file }
    const { own } = ownEntriesOf(served, shared)
    return { file, copied: await copyEntries(store, { source, target: commune, own, shared, users, places, at }) }
  } finally {
    await store.close()
  }
}

async function list({ townDir, ...place }: Config): Promise<number> {
  const communes = await loadCommunes(townDir)
  const files = new Map((await communeFiles(townDir)).map(({ id, file }) => [id, file]))
  for (const { id, nom, publicUrl } of communes.values())
    printDone([id, nom, ...(publicUrl === undefined ? [] : [publicUrl]), files.get(id)].join('  '))
  if (communes.size === 0) printDone(`Il n’y a pas de commune dans ${communesFolder(townDir)}.`)
  const left = (await communesLeftInContent({ ...place, townDir })).filter(({ id }) => !communes.has(id))
  for (const { id, file } of left)
    printDone(`${id}  n’est pas servie : ${file} est au milieu du contenu (guichet commune adopt)`)
  return 0
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args,
      options: { id: text, name: text, from: text, address: text, entries: { type: 'boolean' } },
    }).values
  } catch {
    return null
  }
}
