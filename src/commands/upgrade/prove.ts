import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, relative, resolve, sep } from 'node:path'
import { type Config, TOWN_FOLDER } from '../../config.js'
import { communeFiles, communesLeftInContent } from '../../features/settings/load-town.js'
import { SEAL_KEY_FILE } from '../../platform/store/sealer.js'
import { backupName } from '../backups/back-up.js'
import { readBackup } from '../backups/read-backup.js'
import { runGuichet, startGuichet } from './run-program.js'
import { untilHealthy } from './server-turns.js'
import { UpgradeFault, type UpgradePlace, type UpgradeState } from './upgrade-state.js'

/** Ways out of a server: what it is proven on is a copy, whose mails and calls leave from the town's own server. */
export const MUTED = [
  ...['SMTP_URL', 'GUICHET_MAIL_FROM', 'GUICHET_REPLY_IMAP_URL', 'GUICHET_REPLY_ADDRESS', 'GUICHET_MATRIX_URL'],
  ...['GUICHET_MATRIX_TOKEN', 'GUICHET_PUSH_PUBLIC_KEY', 'GUICHET_PUSH_PRIVATE_KEY', 'GUICHET_PUSH_CONTACT'],
  ...['GUICHET_OIDC_ISSUER', 'GUICHET_OIDC_CLIENT_ID', 'GUICHET_OIDC_CLIENT_SECRET', 'GUICHET_SERVICE_PUBLIC_FEED'],
  ...['GUICHET_BOTPRESS_URL', 'GUICHET_BOTPRESS_TOKEN', 'GUICHET_BOTPRESS_SECRET'],
]
/** The same, of what the data say: they were opened and compared before these are taken away from the copy. */
const LEAVING = /^(webhooks|packs|outbox\.json|push\.json|tchap\.json|orders)/

/** A version that takes longer to answer on a copy is not put in place. */
const STARTS_MS = 120_000

/** What is proven, and where. */
export interface Proof {
  config: Config
  place: UpgradePlace
  state: UpgradeState
  communeId: string | undefined
}

/** Backs up with the former version, while its server goes on. @returns the file @throws UpgradeFault `upgrade.fault.backup` */
export async function backUpFormer({ place, state }: Proof): Promise<string> {
  const file = join(state.backups, backupName(new Date().toISOString()))
  await runGuichet(place.version(state.former), ['backup', '--to', file]).catch(({ message }: Error) => {
    throw new UpgradeFault('upgrade.fault.backup', { why: message })
  })
  return file
}

/**
 * Has the new version open every document of a backup, in a folder of its own, compare counts and sums, start there and answer a question. Nothing of it
 * leaves the machine, and the town's own data are not touched.
 * @returns how many documents were compared
 * @throws UpgradeFault `upgrade.fault.proof`, `upgrade.fault.proof_start`
 */
export async function prove(backup: string, proof: Proof): Promise<number> {
  const { config, place, state, communeId } = proof
  const next = place.version(state.next)
  const [folder, dataDir] = [place.within('proof'), place.within(join('proof', 'data'))]
  await rm(folder, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const key = join(config.dataDir, SEAL_KEY_FILE)
  if (existsSync(key)) await cp(key, join(dataDir, SEAL_KEY_FILE))
  const settings = await mutedSettings(config, { dataDir, town: join(folder, TOWN_FOLDER) })
  await runGuichet(next, ['restore', backup, '--without-erasures'], settings).catch(({ message }: Error) => {
    throw new UpgradeFault('upgrade.fault.proof', { why: message })
  })
  for (const name of await readdir(dataDir))
    if (LEAVING.test(name)) await rm(join(dataDir, name), { recursive: true, force: true })
  await tryStart(next, settings, communeId)
  await rm(folder, { recursive: true, force: true })
  const read = await readBackup(backup)
  return 'fault' in read ? 0 : read.manifest.counts.reduce((sum, { count }) => sum + count, 0)
}

async function mutedSettings(config: Config, { dataDir, town }: { dataDir: string; town: string }) {
  const settings: Record<string, string> = {
    ...Object.fromEntries(MUTED.map((name) => [name, ''])),
    ...{ GUICHET_DATA_DIR: dataDir, DATABASE_URL: '' },
  }
  if (config.demonstration) return settings
  if (existsSync(config.townDir)) await cp(config.townDir, town, { recursive: true })
  return { ...settings, GUICHET_DEMONSTRATION: 'no', GUICHET_TOWN_DIR: town, HOST: '127.0.0.1' }
}

/**
 * Starts a version on a port that nobody knows, has it answer a question, and stops it.
 * @throws UpgradeFault `upgrade.fault.proof_start`
 */
export async function tryStart(
  folder: string,
  settings: Record<string, string>,
  communeId: string | undefined,
): Promise<void> {
  const port = await freePort()
  const server = startGuichet(folder, ['start'], { ...settings, PORT: String(port) })
  let said = ''
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (data) => {
      said += data
    })
  const exited = new AbortController()
  const end = once(server, 'exit').then(() => exited.abort())
  const why = await untilHealthy(port, { communeId, withinMs: STARTS_MS, ended: exited.signal })
  server.kill('SIGTERM')
  await end
  if (why !== null) throw new UpgradeFault('upgrade.fault.proof_start', { why: `${why}\n${said.trim()}`.trim() })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

/**
 * Copies into the town's folder the communes that a version before 0.2.0 read among its content; that version leaves them aside, and its own stay where they are.
 * @returns how many
 * @throws UpgradeFault `upgrade.fault.adopt`
 */
export async function adoptFormerCommunes({ config, place, state }: Proof): Promise<number> {
  const former = place.version(state.former)
  const inFormer = (folder: string) =>
    folder.startsWith(process.cwd() + sep) ? resolve(former, relative(process.cwd(), folder)) : folder
  const knowledgeDir = inFormer(config.knowledgeDir)
  if (config.demonstration || (await communeFiles(config.townDir)).length > 0) return 0
  const left = await communesLeftInContent({ ...config, knowledgeDir })
  if (left.length === 0) return 0
  const content = place.within('content')
  await rm(content, { recursive: true, force: true })
  await cp(knowledgeDir, join(content, 'knowledge'), { recursive: true })
  await cp(inFormer(config.intentsDir), join(content, 'intents'), { recursive: true })
  const settings = { GUICHET_KNOWLEDGE_DIR: join(content, 'knowledge'), GUICHET_INTENTS_DIR: join(content, 'intents') }
  await runGuichet(place.version(state.next), ['commune', 'adopt'], settings).catch(({ message }: Error) => {
    throw new UpgradeFault('upgrade.fault.adopt', { why: message })
  })
  return left.length
}
