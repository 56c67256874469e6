import { userInfo } from 'node:os'
import type { Config } from '../../config.js'
import { waysTo } from '../../features/settings/suspension.js'
import type { Commune } from '../../platform/model/commune.js'
import { personalNumberFault } from '../answers.js'
import { leaveForServer, openUnlessServed } from '../running-server.js'
import { type CommuneWish, finish, notDone, refuse, say } from './commune-wish.js'

/** `guichet commune suspend | resume ID`: citizens are not served, and told whom to phone; or they are again. @returns the exit status */
export async function suspendCommune(config: Config, commune: Commune, wish: CommuneWish): Promise<number> {
  const stopped = wish.verb === 'suspend'
  const why = wish.why?.trim() ?? ''
  if (stopped && why === '')
    return refuse('Dites pourquoi : --why "…" (les administrateurs de la commune le lisent).', 2)
  const number = personalNumberFault('--why', why)
  if (number !== null) return refuse(number, 2)
  say(
    stopped
      ? `Ce qui sera fait : l’assistant de ${commune.nom} (${commune.id}) ne prendra plus ni question ni demande. Les habitants liront : « La mairie vous répond : ${waysTo(commune).contact}. » Ils peuvent toujours relire et effacer ce qui est à eux ; les agents se connectent, finissent les demandes en cours et exportent. Rien n’est effacé, sauf ce dont le délai de conservation passe. Les autres communes ne voient rien.`
      : `Ce qui sera fait : l’assistant de ${commune.nom} (${commune.id}) répondra de nouveau aux habitants.`,
  )
  if (!wish.yes) return notDone(wish)
  if (!(await switchSuspension(config, commune.id, { stopped, why })))
    return refuse('Le serveur n’a pas encore pris l’ordre : il le prendra dès qu’il le peut.', 1)
  return finish(stopped ? `${commune.nom} est suspendue.` : `${commune.nom} répond de nouveau.`)
}

/** Suspends a commune or lets citizens in again, by the server that runs or without one. @returns whether it is done */
export async function switchSuspension(
  config: Config,
  communeId: string,
  { stopped, why }: { stopped: boolean; why: string },
): Promise<boolean> {
  const by = { userId: 'command-line', userName: `${userInfo().username}, en ligne de commande` }
  const suspension = { communeId, stopped, why, at: new Date().toISOString(), ...by }
  const store = await openUnlessServed(config)
  if (!store) return leaveForServer(config.dataDir, { at: suspension.at, suspension })
  await store.suspendCommune(suspension)
  await store.close()
  return true
}
