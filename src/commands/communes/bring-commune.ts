import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../../config.js'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import { type Erasure, mergeErasures } from '../../features/retention/erasure.js'
import { parseCommune } from '../../features/settings/load-communes.js'
import type { Commune } from '../../platform/model/commune.js'
import { newBirth } from '../../platform/store/birth.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { opensWord } from '../../platform/store/seal-check-file.js'
import { createSealer, type Sealer } from '../../platform/store/sealer.js'
import type { DocumentSource } from '../../store/communes/commune-part.js'
import { canonical, type KeptDocument } from '../../store/move-documents.js'
import { holdingsOf, type StoreOpening } from '../../store/open-store.js'
import { COMMANDS_FOLDER, type CommuneCommand } from '../../store/operator-commands.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { writeBackup } from '../backups/back-up.js'
import { type BackupManifest, COMMUNE_ARCHIVE_VERSION, SAVED_KINDS, type TownLine } from '../backups/backup-format.js'
import { communesKept } from '../backups/communes-restored.js'
import { ERASURES_FILE, erasuresOf, readErasures } from '../backups/erasures-file.js'
import { documentsOf, townLinesOf } from '../backups/read-backup.js'
import { leaveOutErased } from '../backups/restore-backup.js'
import { askServer, openUnlessServed } from '../running-server.js'
import { filesOfCommune, isFileOf, ofCommune, placeOfFile, placesOfCommune } from './commune-archive.js'
import { fitDocument } from './fit-document.js'
import { asChanged } from './public-addresses.js'

/** What there is on this server before anything is brought. */
export interface DestinationState {
  /** What was erased of every commune, for good. */
  erasures: Erasure[]
  users: UsersDocument['users']
  /** Ids of the commune's documents and accounts, and of what an archive has that is another commune's here. */
  own: number
  taken: number
}

/** A commune in a file, wanted on this server. */
export interface Wanted {
  /** A sound backup, or an archive. */
  file: string
  manifest: BackupManifest
  /** Its id in the file. */
  from: string
  /** Its id here. */
  as: string
  config: Config
}

/** The commune that an archive holds, or that a backup has under an id, with what was changed of it since; `null`: it has no file of it. */
export async function communeIn({ file, from }: Pick<Wanted, 'file' | 'from'>): Promise<Commune | null> {
  const own = (await communesKept(file)).get(from)
  for await (const { town, text } of townLinesOf(file))
    if (town === own) return asChanged(parseCommune(text), inFile(file))
  return null
}

/** Reads what is here already. */
export async function readDestination({ config, file, from, as }: Omit<Wanted, 'manifest'>): Promise<DestinationState> {
  const nothing: DestinationState = { erasures: [], users: [], own: 0, taken: 0 }
  const { store } = await holdingsOf(config)
  const { birth, hasDocuments } = store
  if (birth === null && !hasDocuments) return nothing
  const ids = new Set<string>()
  for await (const one of ofCommune(inFile(file), from).documents(SAVED_KINDS)) for (const id of idsOf(one)) ids.add(id)
  return withSnapshot(config, async (snapshot) => {
    const standing = { ...nothing, erasures: await erasuresOf(snapshot) }
    for await (const { document } of snapshot.documents(['users'])) standing.users = (document as UsersDocument).users
    for await (const _ of ofCommune(snapshot, as).documents(SAVED_KINDS)) standing.own += 1
    for await (const one of snapshot.documents(['conversations', 'users']))
      standing.taken += idsOf(one, as).filter((id) => ids.has(id)).length
    return standing
  })
}

/** Ids that no other commune may have too. @param but of a commune that does not count */
function idsOf({ kind, key, document }: KeptDocument, but?: string): string[] {
  if (kind === 'users')
    return (document as UsersDocument).users.flatMap(({ id, communeId }) => (communeId === but ? [] : id))
  if (kind !== 'conversations') return []
  return (document as { conversation: { communeId: string } }).conversation.communeId === but ? [] : [key]
}

function inFile(file: string): DocumentSource {
  return {
    documents: async function* (kinds) {
      for await (const one of documentsOf(file)) if (kinds.includes(one.kind)) yield one
    },
  }
}

/** What is put in place, and how much of it was left out because it was erased since. */
interface Prepared {
  archive: string
  manifest: BackupManifest
  left: number
}

/**
 * Makes of what a file has of a commune an archive as it fits this server, in a place of its own: what was erased since is left out.
 * @param sourceKey by which it was sealed, where that is not the key of this server
 */
async function prepare(
  wanted: Wanted,
  { standing, sourceKey }: { standing: DestinationState; sourceKey: Sealer | null },
): Promise<Prepared> {
  const { file, manifest, from, as, config } = wanted
  const folder = path.join(path.resolve(config.dataDir), COMMANDS_FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const archive = path.join(folder, `${randomUUID()}.archive`)
  const beside = await readErasures(path.join(path.dirname(path.resolve(file)), ERASURES_FILE))
  const leaveOut = leaveOutErased(mergeErasures(standing.erasures, beside?.erasures ?? []), manifest.madeAt)
  const to = createSealer(config.dataDir, { key: config.sealKey })
  const others = standing.users.filter(({ communeId }) => communeId !== as)
  const own = standing.users.filter(({ communeId }) => communeId === as)
  const known = new Set(own.map(({ email }) => email.toLowerCase()))
  const fitting = {
    ...{ from, as, keys: sourceKey || from !== as ? { from: sourceKey ?? to, to } : null },
    serverAdmins: new Set(own.filter(({ roles }) => roles.includes('super-admin')).map(({ id }) => id)),
    standing: new Map(own.map((user) => [user.id, user])),
    takenEmails: new Set(others.map(({ email }) => email.toLowerCase()).filter((email) => !known.has(email))),
  }
  let left = 0
  const source: DocumentSource = {
    documents: async function* (kinds) {
      for await (const one of ofCommune(inFile(file), from).documents(kinds)) {
        const document = leaveOut(one)
        if (document !== one.document) left += 1
        if (document !== null) yield await fitDocument({ ...one, document }, fitting)
      }
    },
  }
  const header = { format: 'guichet-backup' as const, madeAt: manifest.madeAt, store: manifest.store, commune: as }
  const version = COMMUNE_ARCHIVE_VERSION
  const town = filesAs(file, from, as)
  const made = await writeBackup(source, { file: archive, header: { ...header, version }, town, onProgress: () => {} })
  return { archive, manifest: made, left }
}

/** The files of a commune, under the id that it has here. */
async function* filesAs(file: string, from: string, as: string): AsyncGenerator<TownLine> {
  const own = (await communesKept(file)).get(from)
  for await (const line of townLinesOf(file)) {
    if (line.town === own) {
      const text = `${JSON.stringify({ ...JSON.parse(line.text), id: as }, null, 2)}\n`
      yield { town: `communes/${as}.json`, text }
      continue
    }
    if (!isFileOf(from, line.town)) continue
    const [folder = '', rest = ''] = [
      line.town.slice(0, line.town.indexOf('/') + 1),
      line.town.slice(line.town.indexOf('/') + 1),
    ]
    const town = `${folder}${as}${rest.slice(from.length)}`
    yield { town, text: line.text }
  }
}

/** Whether a key opens what a file has sealed; `untold`: it does not say by which key. */
export async function opensFile({ keyWord }: BackupManifest, key: Sealer): Promise<boolean | 'untold'> {
  return keyWord === undefined ? 'untold' : opensWord(key, keyWord)
}

/** The sealer of a key that lies in a file, as `seal.key` does. */
export async function keyIn(file: string): Promise<Sealer> {
  return createSealer(path.dirname(file), { key: (await readFile(file, 'utf8')).trim() })
}

/**
 * Puts what was prepared in the place of what there is of the commune, through the server that runs or without one: its files, then its documents.
 * @returns why the server refused; `null`: it is done
 */
async function putInPlace(config: Config, as: string, { archive, manifest }: Prepared): Promise<string | null> {
  if (manifest.hasTown) await putFiles(config, as, archive)
  const at = new Date().toISOString()
  const { store: holdings } = await holdingsOf(config)
  const birth = holdings.birth === null && !holdings.hasDocuments ? { birth: newBirth('installation', at) } : {}
  const refusal = await orderCommune(config, { at, commune: { id: as, archive } }, birth)
  await rm(archive, { force: true })
  return refusal
}

/** Has an order about all of a commune carried out: by the server that holds the data folder, or here. @returns why it was not; `null`: it was */
export async function orderCommune(
  config: Config,
  order: { at: string; commune: CommuneCommand },
  opening: StoreOpening = {},
): Promise<string | null> {
  const store = await openUnlessServed(config, opening)
  if (!store) return askServer(config.dataDir, order)
  const { id, archive } = order.commune
  try {
    await (archive === null ? store.eraseCommune(id) : store.putCommune(id, documentsOf(archive)))
    return null
  } finally {
    await store.close()
  }
}

/** Each file whole or as it was, then what is no more; the commune's own last: until then what is served is what was. */
async function putFiles(config: Config, as: string, archive: string): Promise<void> {
  const texts = new Map<string, string[]>()
  for await (const { town, text } of townLinesOf(archive)) texts.set(town, [...(texts.get(town) ?? []), text])
  const own = `communes/${as}.json`
  const kept = new Set<string>()
  for (const town of [...texts.keys()].sort((a, b) => Number(a === own) - Number(b === own))) {
    const file = placeOfFile(config, town)
    await replaceFile(file, (texts.get(town) ?? []).join(''))
    kept.add(file)
  }
  await dropOtherFiles(config, as, kept)
}

async function dropOtherFiles(config: Config, as: string, kept: ReadonlySet<string>): Promise<void> {
  const there = new Set<string>()
  for await (const { town } of filesOfCommune(config, as)) there.add(placeOfFile(config, town))
  for (const file of there) if (!kept.has(file) && existsSync(file)) await rm(file)
}

/** What was found of an archive on this server, read again. */
export interface Proof {
  documents: number
  /** Those that are not there, by kind and key. */
  missing: string[]
  /** Those that the server, or somebody, has changed since. */
  changed: number
}

/** The digests of the documents of an archive, by their names. */
async function digestsIn(archive: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for await (const one of documentsOf(archive)) digests.set(nameOf(one), digestOf(one))
  return digests
}

/** Reads what there is of a commune again, and compares it with what was put, document by document. */
async function prove(config: Config, as: string, digests: ReadonlyMap<string, string>): Promise<Proof> {
  const wanted = new Map(digests)
  const proof: Proof = { documents: wanted.size, missing: [], changed: 0 }
  await withSnapshot(config, async (snapshot) => {
    for await (const one of ofCommune(snapshot, as).documents(SAVED_KINDS)) {
      const digest = wanted.get(nameOf(one))
      if (digest !== undefined && digest !== digestOf(one)) proof.changed += 1
      wanted.delete(nameOf(one))
    }
  })
  return { ...proof, missing: [...wanted.keys()] }
}

const nameOf = ({ kind, key }: KeptDocument) => `${kind} ${key}`.trim()
const digestOf = ({ document }: KeptDocument) => createHash('sha256').update(canonical(document)).digest('base64url')

/** Prepares what a file has of a commune, puts it in place and reads it again. @returns why it was not put, or what was found */
export async function put(
  wanted: Wanted,
  options: Parameters<typeof prepare>[1],
): Promise<string | (Proof & { left: number })> {
  const prepared = await prepare(wanted, options)
  const digests = await digestsIn(prepared.archive)
  const refusal = await putInPlace(wanted.config, wanted.as, prepared)
  if (refusal !== null) return refusal
  return { ...(await prove(wanted.config, wanted.as, digests)), left: prepared.left }
}

/** Takes away the files of a commune, its own last. */
export async function dropFiles(config: Config, communeId: string): Promise<void> {
  for (const place of await placesOfCommune(config, communeId)) await rm(place, { recursive: true, force: true })
}
