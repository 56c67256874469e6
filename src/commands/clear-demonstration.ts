import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { type Config, readConfig } from '../config.js'
import { leaveEverything } from '../features/handoffs/talk/agent-departure.js'
import { openLiveCommunes } from '../features/settings/live-communes.js'
import { loadCommunes } from '../features/settings/load-communes.js'
import { type InstallationState, newBirth } from '../platform/store/birth.js'
import { becomeInstallation } from '../store/births.js'
import { type Medium, storeOver } from '../store/document-store.js'
import { noteFolderMark } from '../store/folder-holdings.js'
import { openMediumAlone } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { type AccountLeft, listDemonstrationLeft, removeDemonstrationAccount } from './demonstration-left.js'
import { complain } from './print.js'
import { standingsOf } from './require-birth.js'
import { offlineHandoffContext } from './retention.js'

const USAGE = `guichet demonstration list
guichet demonstration remove [--yes]
  list montre ce qu’une démonstration a laissé dans le dossier des données ou la base : ses comptes, dont le mot de passe est public, et ce qui est à eux.
  remove le retire, et fait de ce dossier ou de cette base une installation ; il demande d’abord, ou veut --yes.
  Ni l’un ni l’autre ne touche aux comptes de la mairie, aux conversations, aux fiches et aux réglages. Arrêtez d’abord le serveur.`

type Wish = 'list' | 'ask' | 'remove'

/** `guichet demonstration list` and `remove`: what a demonstration has left, and its removal. @returns the exit status: 0, 1 when nothing was removed, 2 for wrong usage */
export async function runDemonstration(argv: string[]): Promise<number> {
  const wish = readWish(argv)
  if (!wish) return complain(USAGE, 2)
  const config = readConfig(process.env)
  const { store: standing } = await standingsOf(config)
  if (standing === 'unborn') return report([nothingIn(config)])
  const medium = await openMediumAlone(config)
  const store = await storeOver(medium)
  try {
    const left = await listDemonstrationLeft(store, new Date().toISOString())
    const lines = [
      STANDINGS[standing],
      ...left.flatMap(linesOf),
      ...(left.length === 0 ? ['Aucun compte de démonstration.'] : []),
    ]
    if (wish === 'list') return report(lines)
    if (left.length === 0 && standing === 'installation') return report([...lines, 'Il n’y a rien à retirer.'])
    process.stdout.write(`${lines.join('\n')}\n`)
    if (wish === 'ask' && !(await isConfirmed()))
      return complain('Rien n’a été retiré. Pour le faire sans question : --yes.', 1)
    await remove({ config, medium, store }, left)
    return report([
      `Retirés : ${left.length} comptes et ce qui était à eux. C’est désormais une installation : « guichet commune add » ajoute sa commune, « guichet user add » crée ses comptes.`,
    ])
  } finally {
    await store.close()
  }
}

const STANDINGS: Record<Exclude<InstallationState, 'unborn'>, string> = {
  demonstration: 'Ces données sont celles d’une démonstration.',
  installation: 'Ces données sont celles d’une installation.',
  soiled: 'Ces données sont celles d’une installation où une démonstration a laissé ses comptes.',
}

function nothingIn({ database, dataDir }: Config): string {
  if (database) return 'La base de DATABASE_URL est vide.'
  return existsSync(dataDir)
    ? `Il n’y a rien dans ${dataDir}.`
    : `Il n’y a pas de dossier ${dataDir} (GUICHET_DATA_DIR).`
}

function linesOf({ user, made, acts, ...own }: AccountLeft): string[] {
  const counts = [
    [own.sessions, 'connexions ouvertes'],
    [own.pushes, 'navigateurs à prévenir'],
    [own.isPresent ? 1 : 0, 'présence déclarée'],
    [own.held, 'demandes prises, qui retourneront dans la file'],
    [own.practice, 'exercices essayés'],
    [own.replies, 'réponses personnelles'],
  ] as const
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return [
    `  ${user.email} (${user.displayName}, ${user.roles.join(', ')}, commune ${user.communeId})${told.length > 0 ? ` : ${told.join(', ')}` : ''}`,
    ...(acts > 0
      ? [`    ${acts} actes au journal de l’administration, qui restent : relisez-les, chacun a pu les faire.`]
      : []),
    ...(made.length > 0
      ? [
          `    Comptes créés par ce compte, qui restent : ${made.join(', ')}. Désactivez ceux que vous ne connaissez pas.`,
        ]
      : []),
  ]
}

interface Cleared {
  config: Config
  medium: Medium
  store: Store
}

/** The mark last: a start is refused until everything is gone. */
async function remove({ config, medium, store }: Cleared, left: readonly AccountLeft[]): Promise<void> {
  // What a demonstration left is of its own commune, or of one of the installation's.
  const [say, shown, own] = await Promise.all([
    loadMessages(config.knowledgeDir),
    loadCommunes(config.knowledgeDir),
    loadCommunes(config.townDir),
  ])
  const files = new Map([...shown, ...own])
  const { byId: map } = await openLiveCommunes({ files, store })
  const handoffContext = offlineHandoffContext({ store, say, communes: map, mails: config.mail !== null })
  const at = new Date().toISOString()
  const by = {
    userId: 'command-line',
    userName: `Ligne de commande (${userInfo().username})`,
    at,
    why: 'guichet demonstration remove',
  }
  for (const { user } of left) {
    await leaveEverything(handoffContext, user)
    await removeDemonstrationAccount(store, user, by)
  }
  const birth = newBirth('installation', at)
  await becomeInstallation(medium, birth)
  if (config.database) await noteFolderMark(config.dataDir, birth)
}

/** Nobody can be asked where the input ends before a line: nothing is confirmed then. */
async function isConfirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  try {
    const answer = await Promise.race([terminal.question('Retirer tout cela ? Rien ne revient. (oui/non) '), ended])
    return /^o(ui)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}

/** `null` when it makes no sense. */
function readWish([action, ...args]: string[]): Wish | null {
  try {
    const { yes } = parseArgs({ args, options: { yes: { type: 'boolean', default: false } } }).values
    if (action === 'list' && !yes) return 'list'
    if (action !== 'remove') return null
    return yes ? 'remove' : 'ask'
  } catch {
    return null
  }
}

function report(lines: readonly string[]): number {
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
