import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../../config.js'
import { LONGEST_ID } from '../../features/new-town/begin-town.js'
import { COMMUNE_ID } from '../../features/settings/commune-schema.js'
import { loadCommunes } from '../../features/settings/load-communes.js'
import { createSealer, type Sealer } from '../../platform/store/sealer.js'
import { momentOf } from '../backup-words.js'
import { ERASURES_FILE, readErasures } from '../backups/erasures-file.js'
import { documentsOf, readBackup } from '../backups/read-backup.js'
import { communeIn, keyIn, opensFile, type Proof, put, readDestination, type Wanted } from './bring-commune.js'
import { ARCHIVES, exportTo, placesOfCommune } from './commune-archive.js'
import { type CommuneVerb, type CommuneWish, finish, notDone, readCommuneWish, refuse, say } from './commune-wish.js'
import { countCommune, countHere, countInWords } from './count-commune.js'
import { moveCommune } from './move-commune.js'
import { addressObstacle } from './public-addresses.js'
import { removeCommune } from './remove-commune.js'
import { suspendCommune } from './suspend-commune.js'
import { tellUse } from './use-of-communes.js'

/** Runs `guichet commune <verb>` about all of one commune: says what it will do, and does it with `--yes`. @returns the exit status, `null` for wrong usage */
export async function runCommuneVerb(verb: CommuneVerb, args: string[], config: Config): Promise<number | null> {
  const wish = readCommuneWish(verb, args)
  if (!wish) return null
  if (verb === 'import') return wish.from === undefined ? null : bring(config, wish)
  const communes = await loadCommunes(config.townDir)
  if (verb === 'use') return tellUse(config, communes, wish)
  const commune = communes.get(wish.id)
  if (verb === 'restore') return wish.from === undefined ? null : bring(config, { ...wish, as: wish.id })
  if (verb === 'remove') return removeCommune(config, wish)
  if (!commune) return refuse(`Il n’y a pas de commune « ${wish.id} ». Rien n’a changé.`)
  if (verb === 'export') return wish.to === undefined ? null : exportTo(config, wish.id, wish.to)
  if (verb === 'move') return moveCommune(config, commune, wish)
  return suspendCommune(config, commune, wish)
}

const FAULTS: Record<string, string> = {
  missing: 'ne peut pas être lu',
  not_a_backup: 'n’est ni une sauvegarde ni une archive de commune',
  newer: 'a été fait par une version plus récente de Guichet',
  truncated: 'est incomplet',
  altered: 'est abîmé : ce qu’il contient n’est pas ce qu’il annonce',
}

/** `guichet commune import --from FILE [--as ID]` and `restore ID --from FILE`. */
async function bring(config: Config, wish: CommuneWish): Promise<number> {
  const file = wish.from ?? ''
  const read = await readBackup(file)
  if ('fault' in read) return refuse(`Rien n’a changé : ${file} ${FAULTS[read.fault]}.`)
  const { manifest } = read
  const isRestoring = wish.verb === 'restore'
  const from = manifest.commune ?? (isRestoring ? wish.id : wish.id || wish.as || '')
  const as = wish.as ?? from
  const wanted: Wanted = { file, manifest, from, as, config }
  const commune = await communeIn(wanted)
  if (!commune) return refuse(`Rien n’a changé : ${file} ne contient pas la commune « ${from} ».`)
  const standing = await readDestination(wanted)
  const isHere = (await placesOfCommune(config, as)).length > 0 || standing.own > 0
  const obstacle =
    (await obstacleTo(wanted, wish, { isHere, taken: standing.taken })) ??
    (await addressObstacle(config, { ...commune, id: as }))
  if (obstacle !== null) return refuse(`Rien n’a changé : ${obstacle}.`)
  const key = await sealKeyOf(wanted, wish)
  if (typeof key === 'string') return refuse(key)
  const count = await countCommune({ documents: () => documentsOf(file) }, from)
  say(
    `Ce qui sera fait : ${commune.nom} (${as}) ${isRestoring ? 'redevient ce qu’elle était' : 'arrive telle qu’elle était'} le ${momentOf(manifest.madeAt)} : ${countInWords(count)}. Ce qui a été effacé depuis ne revient pas.`,
  )
  if (isRestoring)
    say(
      `À la place de ce qu’il y a aujourd’hui : ${countInWords(await countHere(config, as))}. Une archive d’aujourd’hui est faite d’abord${wish.noExport ? ' : non, --no-export' : ''}. Son personnel se reconnectera. Les autres communes ne changent pas.`,
    )
  if (wish.acceptLoss && key.sourceKey === null)
    say(
      'Ce que la clé d’un autre serveur a scellé ne s’ouvrira plus : doubles authentifications, secrets des webhooks, données masquées.',
    )
  if (!wish.yes) return notDone(wish)
  if (isRestoring && !wish.noExport && isHere) await exportTo(config, as, wish.to ?? ARCHIVES)
  const proof = await put(wanted, { standing, sourceKey: key.sourceKey })
  return typeof proof === 'string'
    ? refuse(`La commune n’a pas pu être mise en place : ${proof}.`)
    : tellProof(proof, `${commune.nom} (${as})`)
}

function tellProof({ documents, missing, changed, left }: Proof & { left: number }, who: string): number {
  if (left > 0) say(`Documents dont tout ou partie avait été effacé depuis, et n’est pas revenu : ${left}.`)
  if (missing.length > 0)
    return refuse(
      `${who} : ${missing.length} documents sur ${documents} ne sont pas là :\n${missing.slice(0, 20).join('\n')}`,
    )
  const since = changed > 0 ? ` ; ${changed} ont déjà changé depuis, le serveur étant en marche` : ''
  return finish(`${who} est en place : ${documents} documents, tous relus et comparés${since}.`)
}

/** Why a commune is not brought; `null`: nothing is in the way. */
async function obstacleTo(
  wanted: Wanted,
  { verb, withoutErasures }: CommuneWish,
  { isHere, taken }: { isHere: boolean; taken: number },
): Promise<string | null> {
  const { as, file } = wanted
  const isRestoring = verb === 'restore'
  if (!COMMUNE_ID.test(as) || as.length > LONGEST_ID) return `« ${as} » n’est pas un identifiant`
  if (!isRestoring && isHere)
    return `il y a déjà quelque chose de « ${as} » ici. Donnez un autre identifiant (--as), ou lancez « guichet commune restore ${as} --from ${file} »`
  if (taken > 0) return 'des conversations ou des comptes de ce fichier sont déjà ici, à une autre commune'
  if (!withoutErasures && (await lacksErasures(wanted, isRestoring)))
    return `${file} est une sauvegarde d’un autre serveur, et ${ERASURES_FILE}, qui dit ce qui a été effacé depuis, n’est pas à côté. Mettez-le là, ou ajoutez --without-erasures`
  return null
}

/** Whether what was erased at the place of the file since it was made cannot be known. */
async function lacksErasures({ file, manifest }: Wanted, isRestoring: boolean): Promise<boolean> {
  if (isRestoring || manifest.commune !== undefined) return false
  return (await readErasures(path.join(path.dirname(path.resolve(file)), ERASURES_FILE))) === null
}

/** By which key what is sealed is opened, if another than this server's; or why nothing is done. */
async function sealKeyOf(
  { manifest, config }: Wanted,
  { sealKey, acceptLoss }: CommuneWish,
): Promise<{ sourceKey: Sealer | null } | string> {
  const own = createSealer(config.dataDir, { key: config.sealKey })
  if (sealKey !== undefined) {
    if (!existsSync(sealKey)) return `Rien n’a changé : il n’y a pas de fichier ${sealKey}.`
    const given = await keyIn(sealKey)
    return (await opensFile(manifest, given)) === false
      ? `Rien n’a changé : ${sealKey} n’est pas la clé de ce fichier.`
      : { sourceKey: given }
  }
  const isOpen = (await own.hasKey())
    ? await opensFile(manifest, own)
    : manifest.keyWord === undefined
      ? 'untold'
      : false
  if (isOpen === false && !acceptLoss)
    return 'Rien n’a changé : ce fichier a été scellé par la clé d’un autre serveur. Donnez-la (--seal-key CHEMIN/seal.key), ou acceptez que les doubles authentifications, les secrets des webhooks et les données masquées ne s’ouvrent plus (--accept-loss).'
  return { sourceKey: null }
}
