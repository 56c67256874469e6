import { parseArgs } from 'node:util'
import { readConfig } from '../config.js'
import { loadEntries } from '../features/entries/catalogue/load-entries.js'
import { readShortRows, shortFilePath } from '../features/entries/catalogue/load-short-translations.js'
import { TRANSLATION_LANGUAGES } from '../features/entries/catalogue/load-translations.js'
import { frenchDigest, shortDigest, translationOf } from '../features/entries/render/translation-of.js'
import type { Entry } from '../platform/model/entry.js'
import { EXAMPLE_LANGUAGES } from '../platform/model/language.js'
import { READABLE, replaceFile } from '../platform/store/replace-file.js'

const USAGE = `usage: guichet translations [id…]
       guichet translations --stamp <language> [id…]
  the digest of each entry's French and how its translations stand; which short translations are of an older French. Exits with 1 when one is outdated
  --stamp  writes into knowledge/short/<language>.json that its rows, or those named, are translations of the present French`

/**
 * `guichet translations [id…]`: the digest of each entry's French, which a translation names in `translatedFrom`, and how its translations stand.
 * Without an id, only entries that have a translation. `--stamp` writes the digests of short translations.
 * @returns the exit status: 1 when a translation is outdated, 2 for wrong usage
 */
export async function runTranslations(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  if (!options) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const { ids, stamp } = options
  const { knowledgeDir, intentsDir } = readConfig(process.env)
  const entries = await loadEntries({ knowledgeDir, intentsDir })
  if (stamp !== undefined) return stampRows(entries, shortFilePath(knowledgeDir, stamp), ids)
  const wanted = entries.filter(({ id, translations }) => (ids.length > 0 ? ids.includes(id) : translations))
  const unknown = ids.filter((id) => !entries.some((entry) => entry.id === id))
  for (const id of unknown) process.stderr.write(`no such entry: ${id}\n`)
  process.stdout.write(wanted.map((entry) => `${describeTranslations(entry)}\n`).join(''))
  const stale = entries.filter(({ id }) => ids.length === 0 || ids.includes(id)).flatMap(staleRowsOf)
  process.stdout.write(stale.map((row) => `${row}\n`).join(''))
  const isAnyOutdated = wanted.some((entry) => statusesOf(entry).some(([, status]) => status === 'outdated'))
  return unknown.length > 0 || stale.length > 0 || isAnyOutdated ? 1 : 0
}

function parseOptions(args: string[]): { ids: string[]; stamp?: string } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { stamp: { type: 'string' } },
      allowPositionals: true,
    })
    const { stamp } = values
    if (stamp === undefined) return { ids: positionals }
    return EXAMPLE_LANGUAGES.some((language) => language === stamp) ? { ids: positionals, stamp } : null
  } catch {
    return null
  }
}

/** Says in a file of short translations that its rows are of the present French: all of them, or those of the entries that are named. */
async function stampRows(entries: readonly Entry[], path: string, ids: readonly string[]): Promise<number> {
  const rows = await readShortRows(path)
  const stamped = entries.flatMap((entry): [string, object][] => {
    const row = rows[entry.id]
    return row && (ids.length === 0 || ids.includes(entry.id))
      ? [[entry.id, { ...row, from: shortDigest(entry, row) }]]
      : []
  })
  const changed = stamped.filter(([id, row]) => JSON.stringify(row) !== JSON.stringify(rows[id]))
  await replaceFile(path, `${JSON.stringify({ ...rows, ...Object.fromEntries(stamped) }, null, 2)}\n`, READABLE)
  process.stdout.write(`${path}: ${changed.length} stamped, ${Object.keys(rows).length - changed.length} as before\n`)
  return 0
}

/** One line: `acte-naissance-copie  3f2a…  en current (not reviewed), ar outdated, pt missing`. */
export function describeTranslations(entry: Entry): string {
  const words = statusesOf(entry).map(([language, status]) => {
    const isReviewed = entry.translations?.[language]?.reviewed
    return `${language} ${status}${status === 'current' && !isReviewed ? ' (not reviewed)' : ''}`
  })
  return `${entry.id}  ${frenchDigest(entry)}  ${words.join(', ')}`
}

/** A line for each short translation that is of an older French, or was never stamped: `short/es.json  acte-naissance-copie  outdated`. */
export function staleRowsOf(entry: Entry): string[] {
  return Object.entries(entry.inShort ?? {})
    .filter(([, row]) => row.from !== shortDigest(entry, row))
    .map(([language, { from }]) => `short/${language}.json  ${entry.id}  ${from ? 'outdated' : 'not stamped'}`)
}

function statusesOf(entry: Entry) {
  return TRANSLATION_LANGUAGES.map((language) => [language, translationOf(entry, language).status] as const)
}
