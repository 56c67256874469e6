import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readConfig } from '../../config.js'
import { type ComparedAndSourcedPack, decisionsOf, lookUpPack, takePack } from '../../features/packs/follow-pack.js'
import { type PackPlace, type ReadAddress, readAddress } from '../../features/packs/open-pack.js'
import { fingerprintOf } from '../../features/packs/pack-keys.js'
import { type PackEntryUpdate, servicesOf } from '../../features/packs/pack-update.js'
import { loadTown } from '../../features/settings/load-town.js'
import { type Commune, serviceOf } from '../../platform/model/commune.js'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/store.js'
import { readCommuneEntries } from '../read-base.js'

type Tell = (key: string, parameters?: Record<string, string>) => string

/** What `subscribe`, `list` and `update` are given. */
export interface FollowOptions {
  commune?: string | undefined
  /** File or https address. */
  from?: string | undefined
  /** Fingerprint of the key, as it was read over the phone. */
  fingerprint?: string | undefined
  /** `sport=accueil,ecoles=education`: the commune's service for each of the pack's. */
  services?: string | undefined
  /** Ids of entries to take; all that can be without it. */
  entries?: string | undefined
  /** Id of the pack to update; all that are followed without it. */
  id?: string | undefined
  /** Saves drafts; otherwise only what would change is said. */
  apply?: boolean | undefined
}

/** Where the words go, and how an address is read. */
export interface FollowSetting {
  tell: Tell
  print: (words: string) => void
  read?: ReadAddress
}

/**
 * `guichet pack subscribe | list | update`: follows packs of others from the command line. Nothing is written without `--apply`, nor without the fingerprint
 * of a key that is not trusted yet. What is taken are drafts, which curators read and publish. The server must be stopped.
 * @returns the exit status: 0, 1 when a pack is refused or cannot be read, 2 for wrong usage
 */
export async function runFollow(
  verb: 'subscribe' | 'list' | 'update',
  options: FollowOptions,
  { tell, print, read = readAddress }: FollowSetting,
): Promise<number> {
  const config = readConfig(process.env)
  const communes = await loadTown(config)
  const commune = communes.get(options.commune ?? [...communes.keys()][0] ?? '')
  if (!commune) {
    const known = [...communes.keys()].join(', ')
    print(tell('command.unknown_commune', { commune: options.commune ?? '', known }))
    return 2
  }
  if (verb === 'subscribe' && options.from === undefined) {
    print(tell('command.usage'))
    return 2
  }
  const store = await openStore(config)
  try {
    if (verb === 'list') return await list(store, commune, { tell, print })
    const entries = await readCommuneEntries(config, commune.id, store)
    const context = { store, commune, tell, print, viewer: { store, readAddress: read, entriesOf: () => entries } }
    return verb === 'subscribe' ? await subscribe(context, options) : await update(context, options)
  } finally {
    await store.close()
  }
}

interface FollowContext {
  store: Store
  commune: Commune
  tell: Tell
  print: (words: string) => void
  viewer: Parameters<typeof lookUpPack>[0]
}

async function list(
  store: Store,
  commune: Commune,
  { tell, print }: Pick<FollowContext, 'tell' | 'print'>,
): Promise<number> {
  const packs = await store.listPackSubscriptions(commune.id)
  if (packs.length === 0) print(tell('command.list.none', { commune: commune.nom }))
  for (const { packId: id, title, version, sourceName: source, address, key, base } of packs) {
    const count = String(Object.keys(base).length)
    const from = address === '' ? tell('command.list.file') : address
    print(tell('command.list.line', { id, title, version, source, count, from, fingerprint: fingerprintOf(key) }))
  }
  return 0
}

async function subscribe(context: FollowContext, options: FollowOptions): Promise<number> {
  const { tell, print } = context
  const looked = await look(context, options.from ?? '', options)
  if (!looked) return 1
  const fingerprint = fingerprintOf(looked.key)
  if (!looked.followed && plainFingerprint(options.fingerprint) !== plainFingerprint(fingerprint)) {
    // A key that nobody has compared is not trusted, whatever else was asked.
    if (options.fingerprint === undefined) print(tell('command.trust', { short: plainFingerprint(fingerprint) }))
    else print(tell('command.distrust', { fingerprint }))
    return options.fingerprint === undefined ? 0 : 1
  }
  return take(context, looked, options)
}

async function update(context: FollowContext, options: FollowOptions): Promise<number> {
  const { tell, print, store, commune } = context
  const all = await store.listPackSubscriptions(commune.id)
  const wanted = options.id === undefined ? all : all.filter(({ packId }) => packId === options.id)
  if (wanted.length === 0) {
    print(
      tell(options.id === undefined ? 'command.list.none' : 'command.unknown_pack', {
        commune: commune.nom,
        id: options.id ?? '',
      }),
    )
    return options.id === undefined ? 0 : 1
  }
  let status = 0
  for (const { title, address } of wanted) {
    const from = options.from ?? address
    if (from === '') {
      print(tell('command.by_file', { title }))
      continue
    }
    const looked = await look(context, from, options)
    if (!looked || (await take(context, looked, options)) !== 0) status = 1
  }
  return status
}

/** Reads a pack and says what it is and would change; `null`, and why, when it is refused. */
async function look(
  { viewer, commune, tell, print }: FollowContext,
  from: string,
  { services }: FollowOptions,
): Promise<ComparedAndSourcedPack | null> {
  const place = await placeOf(from)
  if (!place) {
    print(tell('command.unreadable', { file: from, code: 'ENOENT' }))
    return null
  }
  const looked = await lookUpPack(viewer, { communeId: commune.id, place, variables: variablesOf(services) })
  if ('outcome' in looked) {
    print(tell(`refused.${looked.refusal}`, looked.parameters))
    return null
  }
  const { pack, key, updates, variables } = looked
  const { title, version, licence, source, entries } = pack
  const count = String(entries.length)
  print(
    tell('command.verified', { title, version, count, licence, source: source.name, fingerprint: fingerprintOf(key) }),
  )
  const unknown = servicesOf(pack).filter((service) => !serviceOf(commune, service) && !variables[service])
  if (unknown.length > 0) print(tell('command.services', { services: unknown.join(', ') }))
  for (const one of updates.filter(({ state }) => state !== 'same')) print(updateLine(one, looked, tell))
  if (updates.every(({ state }) => state === 'same')) print(tell('updates.none'))
  return looked
}

function updateLine(
  { entryId, title, state, merged, conflicts }: PackEntryUpdate,
  { contents }: ComparedAndSourcedPack,
  tell: Tell,
): string {
  const isBusy = merged !== null && contents.busy.has(entryId)
  const line = tell('command.update', { id: entryId, title, state: tell(`state.${isBusy ? 'busy' : state}`) })
  return conflicts.length > 0 ? `${line} ${tell('conflicts', { fields: conflicts.join(', ') })}` : line
}

async function take(
  { store, tell, print }: FollowContext,
  looked: ComparedAndSourcedPack,
  { entries, apply }: FollowOptions,
): Promise<number> {
  if (!apply) {
    print(tell('command.dry'))
    return 0
  }
  const wanted = entries === undefined ? null : new Set(entries.split(',').map((id) => id.trim()))
  const chosen = looked.updates.filter(({ entryId, merged }) => merged !== null && (!wanted || wanted.has(entryId)))
  const taken = await takePack(store, looked, {
    id: randomUUID(),
    decisions: decisionsOf(
      looked.updates,
      chosen.map(({ entryId }) => ({ entryId, choice: 'merged' })),
    ),
    at: new Date().toISOString(),
    by: { userId: 'command', userName: 'guichet pack' },
  })
  if (taken.outcome === 'changed_key') {
    print(tell('command.changed'))
    return 1
  }
  if (taken.busy.length > 0) print(tell('command.busy', { entries: taken.busy.join(', ') }))
  print(
    tell('command.taken', {
      count: String(Object.keys(taken.saved).length),
      title: looked.pack.title,
      version: looked.pack.version,
    }),
  )
  return 0
}

function plainFingerprint(text = ''): string {
  return text.replace(/\s/g, '').toLowerCase()
}

async function placeOf(from: string): Promise<PackPlace | null> {
  if (/^https?:/.test(from)) return { address: from }
  const text = await readFile(from, 'utf8').catch(() => null)
  return text === null ? null : { text }
}

function variablesOf(services: string | undefined): Record<string, string> {
  const pairs = (services ?? '').split(',').map((pair) => pair.split('=').map((part) => part.trim()))
  return Object.fromEntries(pairs.flatMap(([theirs, ours]) => (theirs && ours ? [[theirs, ours]] : [])))
}
