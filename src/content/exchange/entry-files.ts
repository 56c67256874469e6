import type { Entry } from '../../domain/entry.js'
import { entryFile, type IntentSlot, intentFile, translationFile } from './entry-file.js'

/**
 * The files of entries as a folder of the project holds them: `knowledge/<id>.md`, `intents/<id>.json` and their translations. Guides belong to several
 * entries and stay where they are.
 * @param slotsOf the slots of an intent, which entries do not carry; none by default
 */
export function entryFiles(
  entries: Iterable<Entry>,
  slotsOf: (entryId: string) => readonly IntentSlot[] = () => [],
): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of entries) {
    files.set(`knowledge/${entry.id}.md`, entryFile(entry))
    files.set(`intents/${entry.id}.json`, intentFile(entry, slotsOf(entry.id)))
    for (const [language, translation] of Object.entries(entry.translations ?? {})) {
      files.set(`knowledge/translations/${language}/${entry.id}.md`, translationFile(translation))
    }
  }
  return files
}
