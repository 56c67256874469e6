import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../../config.js'
import type { Commune } from '../../platform/model/commune.js'
import { createSealer } from '../../platform/store/sealer.js'
import { readBackup } from '../backups/read-backup.js'
import { communeIn, opensFile, put, readDestination } from './bring-commune.js'
import { exportCommune, placesOfCommune } from './commune-archive.js'
import { type CommuneWish, finish, notDone, refuse, say } from './commune-wish.js'
import { countHere, countInWords } from './count-commune.js'
import { addressObstacle } from './public-addresses.js'
import { erase } from './remove-commune.js'
import { switchSuspension } from './suspend-commune.js'

/**
 * `guichet commune move ID --to-data FOLDER [--to-database URL] [--to-town FOLDER] [--as ID]`: to another data folder or database that this machine reaches.
 * The commune is suspended at the source, exported, put and proven at the target, then erased at the source; what fails before that leaves the source as it
 * was. @returns the exit status
 */
export async function moveCommune(config: Config, commune: Commune, wish: CommuneWish): Promise<number> {
  if (wish.toData === undefined)
    return refuse('Dites où : --to-data DOSSIER, et --to-database URL si l’autre serveur a une base.', 2)
  const target = targetOf(config, wish.toData, wish)
  const as = wish.as ?? commune.id
  if (path.resolve(target.townDir) === path.resolve(config.townDir))
    return refuse('C’est le même serveur. Rien n’a changé.')
  if ((await placesOfCommune(target, as)).length > 0) return refuse(`Rien n’a changé : il y a déjà « ${as} » là-bas.`)
  say(
    `Ce qui sera fait : ${commune.nom} (${commune.id}) est suspendue ici ; ${countInWords(await countHere(config, commune.id))} passent dans ${target.townDir} et ${target.database ? 'la base' : target.dataDir}${as === commune.id ? '' : ` sous le nom « ${as} »`} ; tout y est relu et comparé ; puis elle est effacée ici et répond là-bas. Si quelque chose manque, rien n’est effacé ici.`,
  )
  if (!wish.yes) return notDone(wish)
  if (!(await switchSuspension(config, commune.id, { stopped: true, why: 'déménagement' })))
    return refuse('Le serveur n’a pas pris l’ordre de suspendre la commune. Rien n’a changé.')
  const folder = await mkdtemp(path.join(config.dataDir, 'move-'))
  try {
    const file = path.join(folder, 'commune.ndjson.gz')
    await exportCommune(config, commune.id, file)
    const fault = await bringThere(file, { config, target, from: commune.id, as })
    if (fault !== null) {
      await switchSuspension(config, commune.id, { stopped: false, why: 'déménagement abandonné' })
      return refuse(`Rien n’est effacé ici, et la commune y répond de nouveau : ${fault}.`)
    }
    await switchSuspension(target, as, { stopped: false, why: 'déménagement' })
    const status = await erase(config, commune.id)
    return status === 0 ? finish(`${commune.nom} est maintenant là-bas (${as}).`) : status
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function targetOf(config: Config, toData: string, { toTown, toDatabase }: CommuneWish): Config {
  return {
    ...config,
    dataDir: toData,
    townDir: toTown ?? path.join(toData, 'town'),
    sealKey: null,
    database: toDatabase === undefined ? null : { url: toDatabase, connections: 10 },
  }
}

/** @returns why it is not all there; `null`: it is */
async function bringThere(
  file: string,
  { config, target, from, as }: { config: Config; target: Config; from: string; as: string },
): Promise<string | null> {
  const read = await readBackup(file)
  if ('fault' in read) return `l’archive est abîmée (${read.fault})`
  const wanted = { file, manifest: read.manifest, from, as, config: target }
  const standing = await readDestination(wanted)
  if (standing.own > 0 || standing.taken > 0) return `il y a déjà quelque chose de « ${as} » là-bas`
  const commune = await communeIn(wanted)
  const obstacle = commune && (await addressObstacle(target, { ...commune, id: as }))
  if (obstacle) return `là-bas, ${obstacle}`
  const own = createSealer(config.dataDir, { key: config.sealKey })
  const isSame = (await opensFile(read.manifest, createSealer(target.dataDir))) === true
  const proof = await put(wanted, { standing, sourceKey: isSame ? null : own })
  if (typeof proof === 'string') return proof
  return proof.missing.length > 0 ? `${proof.missing.length} documents n’y sont pas arrivés` : null
}
