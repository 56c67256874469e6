import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { countAttachments } from '../features/attachments/attachment.js'
import { contentOf } from '../features/entries/editing/curated-entries.js'
import { writtenOf } from '../features/entries/model/bind-guide.js'
import { loadPackWords } from '../features/exchange/import-defaults.js'
import { faultOfPack, openPack, readAddress } from '../features/packs/open-pack.js'
import type { Pack } from '../features/packs/pack.js'
import { fingerprintOf, newPackKey, packFile, readPackKey, signPack } from '../features/packs/pack-keys.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Guide, WrittenGuide } from '../platform/model/guide.js'
import { openStore } from '../store/open-store.js'
import { runFollow } from './packs/follow-packs.js'
import { complain, printDone } from './print.js'
import { readCommuneEntries } from './read-base.js'

type Tell = (key: string, parameters?: Record<string, string>) => string
type Values = NonNullable<ReturnType<typeof parseOptions>>

/**
 * `guichet pack keys | export | verify | subscribe | list | update`: makes the key with which packs are signed, signs entries of a commune as a pack, checks
 * one, or follows those of others, whose entries become drafts.
 * @returns the exit status: 0, 1 when it could not be done or the pack is refused, 2 for wrong usage
 */
export async function runPack(argv: string[]): Promise<number> {
  const { knowledgeDir } = readConfig(process.env)
  const say = await loadPackWords(knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const [verb, ...rest] = argv
  const values = parseOptions(rest)
  if (verb === 'keys' && values?.out) return makeKeys(values.out, tell)
  if (verb === 'export' && values?.out && values.key && values.id) return exportPack(values, tell)
  if (verb === 'verify' && values?.from) return verifyPack(values.from, values.key, tell)
  if (values && (verb === 'subscribe' || verb === 'list' || verb === 'update'))
    return runFollow(verb, values, { tell, print: (words) => void printDone(words) })
  return complain(tell('command.usage'), 2)
}

async function makeKeys(folder: string, tell: Tell): Promise<number> {
  const { privateKeyPem, publicKey } = newPackKey()
  const file = join(folder, 'pack-key.pem')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    // A key that signs what others follow is never replaced by mistake.
    await writeFile(file, privateKeyPem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return complain(tell('command.exists', { file }), 1)
    throw error
  }
  return printDone(tell('command.keys', { file, key: publicKey, fingerprint: fingerprintOf(publicKey) }))
}

async function exportPack(values: Values, tell: Tell): Promise<number> {
  const config = readConfig(process.env)
  const communes = await loadTown(config)
  const communeId = values.commune ?? [...communes.keys()][0] ?? ''
  const store = await openStore(config)
  try {
    const { services, reception = '' } = communes.get(communeId) ?? {}
    const wanted = values.entries ? new Set(values.entries.split(',')) : null
    const chosen = [...(await readCommuneEntries(config, communeId, store)).values()]
      .filter(({ office }) => !office)
      .filter(({ id, category }) => (!wanted || wanted.has(id)) && (!values.category || category === values.category))
    const entries = chosen.map((entry) => {
      // Who asked what here is no other town's matter, files stay here, and a guide of the files goes as if it were the entry's own.
      const { fromCitizens: _, guide: __, attachments: ___, ...content } = contentOf(entry)
      // An account is nobody in another town.
      const owner = services && !Object.hasOwn(services, content.owner) ? reception : content.owner
      return { id: entry.id, ...content, owner, ...(entry.guide ? { guide: sharedGuide(entry.guide) } : {}) }
    })
    const pack = {
      id: values.id ?? '',
      title: values.title ?? values.id ?? '',
      version: values.version ?? '1.0.0',
      licence: values.licence ?? 'Licence Ouverte 2.0',
      source: { name: values.source ?? communes.get(communeId)?.nom ?? '', url: values['source-url'] ?? '' },
      publishedAt: new Date().toISOString(),
      notes: values.notes ?? '',
      entries,
    } as Pack
    const fault = faultOfPack(pack)
    if (fault !== null) return complain(tell('command.faulty', { fault }), 1)
    const signed = signPack(pack, readPackKey(await readFile(values.key ?? '', 'utf8')))
    const file = await packPlace(values.out ?? '')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, packFile(signed))
    const { version } = pack
    const count = String(entries.length)
    const left = countAttachments(chosen)
    if (left > 0) printDone(tell('command.left_attachments', { count: String(left) }))
    return printDone(tell('command.exported', { count, file, version, fingerprint: fingerprintOf(signed.key) }))
  } finally {
    await store.close()
  }
}

/** A guide as another town takes it: from which file it was made here says nothing there. */
function sharedGuide(guide: Guide): WrittenGuide {
  const { madeFrom: _, ...written } = writtenOf(guide)
  return written
}

/** A folder for a static address has the pack under one name, whatever its version. */
async function packPlace(out: string): Promise<string> {
  const isFolder =
    out.endsWith('/') ||
    (await stat(out)
      .then((found) => found.isDirectory())
      .catch(() => false))
  return isFolder ? join(out, 'pack.json') : out
}

async function verifyPack(from: string, key: string | undefined, tell: Tell): Promise<number> {
  const place = /^https?:/.test(from) ? { address: from } : { text: await readFile(from, 'utf8').catch(() => null) }
  if ('text' in place && place.text === null)
    return complain(tell('command.unreadable', { file: from, code: 'ENOENT' }), 1)
  const isFile = 'text' in place
  const fetched = isFile ? { outcome: 'fetched' as const, text: place.text ?? '' } : await readAddress(from)
  if (fetched.outcome === 'refused') return complain(tell(`refused.${fetched.refusal}`), 1)
  const opened = isFile && key ? openPack(fetched.text, key) : openPack(fetched.text)
  if (opened.outcome === 'refused') return complain(tell(`refused.${opened.refusal}`, opened.parameters), 1)
  const { title, version, licence, source, entries } = opened.pack
  const count = String(entries.length)
  const fingerprint = fingerprintOf(opened.key)
  return printDone(tell('command.verified', { title, version, count, licence, source: source.name, fingerprint }))
}

function parseOptions(args: string[]) {
  const text = { type: 'string' } as const
  const names = { out: text, key: text, id: text, title: text, version: text, licence: text, source: text, notes: text }
  const follow = { fingerprint: text, services: text, apply: { type: 'boolean' } as const }
  const options = { ...names, ...follow, 'source-url': text, category: text, entries: text, commune: text, from: text }
  try {
    return parseArgs({ args, options }).values
  } catch {
    return null
  }
}
