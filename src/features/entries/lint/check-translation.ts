import { SECTION_KEYS, type Translation } from '../../../platform/model/entry.js'
import type { EntryContent } from '../model/entry-record.js'
import { frenchDigest } from '../render/translation-of.js'

/** Lengths of the texts of a translation, in characters: other languages say the same at more length. */
export const TRANSLATION_LENGTHS = { title: { least: 3, most: 120 }, summary: { least: 3, most: 300 } } as const

/** What may keep a translation from being published. */
export type TranslationRule =
  | 'translation_length'
  | 'translation_incomplete'
  | 'translation_online'
  | 'translation_variables'

/** A fault of a translation. */
export interface TranslationFault {
  /** Path in the translation. */
  field: string
  rule: TranslationRule
  parameters: Record<string, string>
}

type French = Pick<EntryContent, 'title' | 'summary' | 'sections' | 'online'>

/** Everything that must be mended in a translation before it is published, by the rules of its file. One of an older French is held to less: it is not shown. Pure. */
export function checkTranslation(translation: Translation, french: French): TranslationFault[] {
  const faults: TranslationFault[] = []
  const refuse = (field: string, rule: TranslationRule, parameters: Record<string, string> = {}) =>
    faults.push({ field, rule, parameters })
  for (const field of ['title', 'summary'] as const) {
    const { least, most } = TRANSLATION_LENGTHS[field]
    const { length } = translation[field].trim()
    if (length < least || length > most)
      refuse(field, 'translation_length', { least: String(least), most: String(most) })
  }
  for (const key of SECTION_KEYS)
    if (french.sections[key].trim() !== '' && translation.sections[key].trim() === '')
      refuse(`sections.${key}`, 'translation_incomplete')
  for (const [at, label] of translation.online.entries())
    if (label.trim() === '') refuse(`online.${at}`, 'translation_incomplete')
  if (translation.translatedBy.trim() === '') refuse('translatedBy', 'translation_incomplete')
  if (translation.date === '') refuse('date', 'translation_incomplete')
  for (const { kind, expected } of differencesOf(translation, french))
    refuse(kind === 'online' ? 'online' : 'sections.brief', `translation_${kind}`, { expected: expected || '–' })
  return faults
}

/** In what a translation that claims to be of the present French differs from it, beside its words; nothing of one that does not. Pure. */
export function differencesOf(
  translation: Translation,
  french: French,
): { kind: 'online' | 'variables'; expected: string; found: string }[] {
  if (translation.translatedFrom !== frenchDigest(french)) return []
  const [ours, theirs] = [translation, french].map(variablesOf) as [string, string]
  const counts = { expected: String(french.online.length), found: String(translation.online.length) }
  return [
    ...(counts.found === counts.expected ? [] : [{ kind: 'online' as const, ...counts }]),
    ...(ours === theirs ? [] : [{ kind: 'variables' as const, expected: theirs, found: ours }]),
  ]
}

function variablesOf({ summary, sections }: Pick<French, 'summary' | 'sections'>): string {
  const text = [summary, ...Object.values(sections)].join('\n')
  return [...new Set(text.match(/\{\{[^{}]*\}\}/g))].sort().join(', ')
}
