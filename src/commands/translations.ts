import { readConfig } from '../config.js'
import { loadEntries } from '../content/load-entries.js'
import { TRANSLATION_LANGUAGES } from '../content/load-translations.js'
import { translationOf } from '../content/translation-of.js'
import type { Entry } from '../domain/entry.js'
import { frenchDigest } from '../domain/french-digest.js'

/**
 * `guichet translations [id…]`: the digest of each entry's French, which a translation names in `translatedFrom`, and how its translations stand.
 * Without an id, only entries that have a translation. @returns the exit status: 1 when a translation is outdated
 */
export async function runTranslations(ids: string[]): Promise<number> {
  const entries = await loadEntries(readConfig(process.env))
  const wanted = entries.filter(({ id, translations }) => (ids.length > 0 ? ids.includes(id) : translations))
  const unknown = ids.filter((id) => !wanted.some((entry) => entry.id === id))
  for (const id of unknown) process.stderr.write(`no such entry: ${id}\n`)
  process.stdout.write(wanted.map((entry) => `${describeTranslations(entry)}\n`).join(''))
  const isAnyOutdated = wanted.some((entry) => statusesOf(entry).some(([, status]) => status === 'outdated'))
  return unknown.length > 0 || isAnyOutdated ? 1 : 0
}

/** One line: `acte-naissance-copie  3f2a…  en current (not reviewed), ar outdated, pt missing`. */
export function describeTranslations(entry: Entry): string {
  const words = statusesOf(entry).map(([language, status]) => {
    const isReviewed = entry.translations?.[language]?.reviewed
    return `${language} ${status}${status === 'current' && !isReviewed ? ' (not reviewed)' : ''}`
  })
  return `${entry.id}  ${frenchDigest(entry)}  ${words.join(', ')}`
}

function statusesOf(entry: Entry) {
  return TRANSLATION_LANGUAGES.map((language) => [language, translationOf(entry, language).status] as const)
}
