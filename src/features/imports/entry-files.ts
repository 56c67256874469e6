import type { Entry, ShortTranslation } from '../entries/model/entry.js'
import type { WrittenGuide } from '../guides/guide.js'
import { entryFile, guideFile, type IntentSlot, intentFile, translationFile } from './entry-file.js'

/**
 * The files of entries as a folder of the project holds them: `knowledge/<id>.md`, `intents/<id>.json`, their translations, whole and short, and the guides that curators
 * wrote. Guides of files belong to several entries and stay where they are.
 * @param slotsOf the slots of an intent, which entries do not carry; none by default
 */
export function entryFiles(
  entries: Iterable<Entry>,
  slotsOf: (entryId: string) => readonly IntentSlot[] = () => [],
): Map<string, string> {
  const files = new Map<string, string>()
  const rows = new Map<string, Record<string, ShortTranslation>>()
  for (const entry of entries) {
    files.set(`knowledge/${entry.id}.md`, entryFile(entry))
    const slots = slotsOf(entry.id)
    const written = entry.guide?.written
    files.set(`intents/${entry.id}.json`, intentFile(entry, written ? withSlotsOf(written, slots) : slots))
    if (written) files.set(`knowledge/guides/${entry.id}.json`, guideFile(entry.id, written))
    for (const [language, translation] of Object.entries(entry.translations ?? {})) {
      files.set(`knowledge/translations/${language}/${entry.id}.md`, translationFile(translation))
    }
    for (const [language, row] of Object.entries(entry.inShort ?? {}))
      rows.set(language, { ...rows.get(language), [entry.id]: row })
  }
  for (const [language, byEntry] of rows)
    files.set(`knowledge/short/${language}.json`, `${JSON.stringify(byEntry, null, 2)}\n`)
  return files
}

/** The slots of an intent, and those of a guide that it lacks: no entity has words for them yet. */
function withSlotsOf({ questions }: WrittenGuide, slots: readonly IntentSlot[]): readonly IntentSlot[] {
  const known = new Set(slots.map(({ name }) => name))
  const fresh = questions.filter(({ slot }) => !known.has(slot)).map(({ slot }) => ({ name: slot, entities: [] }))
  return [...slots, ...fresh]
}
