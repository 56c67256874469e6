import { setTimeout } from 'node:timers/promises'
import type { Config } from '../../config.js'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import { loadCommunes } from '../../features/settings/load-communes.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { SAVED_KINDS } from '../backups/backup-format.js'
import { openUnlessServed } from '../running-server.js'
import { dropFiles, orderCommune } from './bring-commune.js'
import { ARCHIVES, exportTo, ofCommune, placesOfCommune } from './commune-archive.js'
import { type CommuneWish, finish, notDone, refuse, say } from './commune-wish.js'
import { countHere, countInWords } from './count-commune.js'

/** `guichet commune remove ID --yes ID`: erases all of a commune, once it was exported. @returns the exit status */
export async function removeCommune(config: Config, wish: CommuneWish): Promise<number> {
  const { id } = wish
  const communes = await loadCommunes(config.townDir)
  const places = await placesOfCommune(config, id)
  const count = await countHere(config, id)
  const standing = await standingAmong(config, id)
  if (places.length === 0 && standing.documents === 0) return refuse(`Il n’y a rien de « ${id} » ici. Rien n’a changé.`)
  if (communes.size === 1 && communes.has(id))
    return refuse('C’est la seule commune de ce serveur : elle n’est pas retirée. Rien n’a changé.')
  if (count.serverAdmins > 0 && standing.otherServerAdmins === 0)
    return refuse(
      `Le seul compte qui administre le serveur est à « ${id} ». Donnez d’abord ce rôle à un compte d’une autre commune : npx guichet user add --role super-admin --commune autre … Rien n’a changé.`,
    )
  say(
    `Ce qui sera effacé, pour toujours, de « ${id} » : ${countInWords(count)} ; et ces fichiers :\n${places.map((one) => `  ${one}`).join('\n')}`,
  )
  say(
    wish.noExport
      ? 'Aucune archive n’est faite avant (--no-export).'
      : `Une archive est faite d’abord, dans ${wish.to ?? ARCHIVES}. Les autres communes ne changent pas.`,
  )
  if ([...communes.keys()][0] === id)
    say(
      'C’est celle qui répond quand une page n’en nomme aucune : redémarrez le serveur ensuite, la suivante la remplace.',
    )
  if (!wish.yes) return notDone(wish)
  if (wish.again !== id)
    return refuse(`Pour effacer, écrivez l’identifiant après --yes : --yes ${id}. Rien n’a changé.`, 2)
  if (!wish.noExport && communes.has(id)) await exportTo(config, id, wish.to ?? ARCHIVES)
  return erase(config, id)
}

/** How long servers have to hear that a commune is gone, before what they wrote meanwhile is erased too; the first time at once. */
const HEARING_MS = [0, 250, 1_000, 4_000]

/** By when the servers of a database have heard, and the one that holds a data folder: until then, that nothing is left does not last. */
const HEARD_MS = { database: 1_000, folder: 250, nobody: 0 }

/** Erases all of a commune, and looks whether anything is left. @returns the exit status */
export async function erase(config: Config, id: string): Promise<number> {
  await dropFiles(config, id)
  const heardMs = HEARD_MS[await whoServes(config)]
  let documents = 0
  // A server that has not heard yet may write what it had begun, a look for what is due among others: it is erased too, once it has heard.
  for (const waitMs of HEARING_MS) {
    await setTimeout(waitMs)
    const refusal = await orderCommune(config, { at: new Date().toISOString(), commune: { id, archive: null } })
    if (refusal !== null) return refuse(`Ses fichiers sont effacés, mais pas tout le reste : ${refusal}. Recommencez.`)
    documents = (await standingAmong(config, id)).documents
    if (documents === 0 && waitMs >= heardMs) break
  }
  return documents > 0
    ? refuse(`Il reste ${documents} documents de « ${id} ». Recommencez.`)
    : finish(`Il n’y a plus rien de « ${id} » sur ce serveur.`)
}

/** Who may write of a commune while it is removed. */
async function whoServes(config: Config): Promise<keyof typeof HEARD_MS> {
  if (config.database) return 'database'
  const store = await openUnlessServed(config)
  await store?.close()
  return store ? 'nobody' : 'folder'
}

async function standingAmong(config: Config, id: string): Promise<{ documents: number; otherServerAdmins: number }> {
  return withSnapshot(config, async (snapshot) => {
    const found = { documents: 0, otherServerAdmins: 0 }
    for await (const _ of ofCommune(snapshot, id).documents(SAVED_KINDS)) found.documents += 1
    for await (const { document } of snapshot.documents(['users']))
      for (const user of (document as UsersDocument).users)
        if (user.communeId !== id && user.deactivatedAt === undefined && user.roles.includes('super-admin'))
          found.otherServerAdmins += 1
    return found
  })
}
