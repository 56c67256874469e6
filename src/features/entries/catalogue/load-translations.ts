import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { type Entry, SIMPLE_TITLE, type Translation } from '../../../platform/model/entry.js'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import { differencesOf, TRANSLATION_LENGTHS } from '../lint/check-translation.js'
import { nameNearestField } from '../lint/unknown-variables.js'
import { describeFault, type EntryFault, parseSections, splitFrontMatter } from '../render/entry-text.js'
import { readText, withShortTranslations } from './load-short-translations.js'

/** Languages into which entries are translated. */
export const TRANSLATION_LANGUAGES: readonly Language[] = LANGUAGES.filter((language) => language !== 'fr')

/** The fields of a translation that its front matter writes. */
export const translationFields = z.strictObject({
  title: z.string().min(TRANSLATION_LENGTHS.title.least).max(TRANSLATION_LENGTHS.title.most),
  summary: z.string().min(TRANSLATION_LENGTHS.summary.least).max(TRANSLATION_LENGTHS.summary.most),
  online: z.array(z.string().min(1)).default([]),
  translatedFrom: z
    .string()
    .regex(/^fr-[0-9a-f]{12}$/, 'expected what `guichet translations` gives for the French, like fr-0123456789ab'),
  translatedBy: z.string().min(1),
  reviewed: z.boolean(),
  date: z.iso.date('expected a date YYYY-MM-DD'),
})

/** The entries with their translations, and what is wrong with the files. */
export interface TranslatedEntries {
  entries: Entry[]
  faults: EntryFault[]
}

/**
 * Joins entries with `<knowledgeDir>/translations/<language>/<id>.md`, and with the rows of `<knowledgeDir>/short/<language>.json`. A translation of an older French is kept, and is known as outdated by its
 * digest; one of no entry, or with other variables or services than the French it was made from, is a fault.
 */
export async function withTranslations(entries: readonly Entry[], knowledgeDir: string): Promise<TranslatedEntries> {
  const folder = join(knowledgeDir, 'translations')
  const translated = new Map(entries.map((entry) => [entry.id, entry]))
  const faults: EntryFault[] = []
  for (const language of existsSync(folder) ? (await readdir(folder)).sort() : []) {
    for (const file of await filesOf(join(folder, language))) {
      const path = `translations/${language}/${file}`
      try {
        const entry = translated.get(file.slice(0, -'.md'.length))
        const known = TRANSLATION_LANGUAGES.find((one) => one === language)
        if (!known) throw new Error(`"${language}" is not one of ${TRANSLATION_LANGUAGES.join(', ')}`)
        if (!entry) throw new Error('there is no entry of this name')
        const translation = parseTranslation(await readText(join(folder, language, file)))
        requireSame(translation, entry)
        translated.set(entry.id, { ...entry, translations: { ...entry.translations, [known]: translation } })
      } catch (error) {
        faults.push({ file: path, fault: describeFault(error) })
      }
    }
  }
  const short = await withShortTranslations([...translated.values()], knowledgeDir)
  return { entries: short.entries, faults: [...faults, ...short.faults] }
}

/** Parses the text of a translation. The headings of its sections are the French ones. @throws Error with the fault in words */
export function parseTranslation(text: string): Translation {
  const { fields, body } = splitFrontMatter(text)
  const { sections, simple } = parseSections(body)
  if (simple !== null) throw new Error(`section "${SIMPLE_TITLE}" is not translated: take it away`)
  return { ...translationFields.parse(parseYaml(fields), { error: nameNearestField }), sections }
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
}

/** What a translation that claims to be of the present French must have in common with it. @throws Error */
function requireSame(translation: Translation, entry: Entry): void {
  const [difference] = differencesOf(translation, entry)
  if (!difference) return
  const { kind, expected, found } = difference
  const what = kind === 'online' ? `${expected} labels` : expected || 'none'
  throw new Error(`${kind}: ${what} are expected, as in French, not ${found || 'none'}`)
}
