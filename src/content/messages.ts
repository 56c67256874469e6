import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../domain/language.js'
import type { Say } from '../domain/say.js'
import { frenchTypography } from './typography.js'

/**
 * Loads every sentence that the assistant and the errors say, from `<knowledgeDir>/messages/<language>.json`.
 * French typography is applied to each, and to what fills it: hours, phones, names. A sentence that a language lacks is said in French, and an unknown one is the
 * general error: a citizen always gets a sentence.
 * @throws when a catalogue cannot be read
 */
export async function loadMessages(knowledgeDir: string): Promise<Say> {
  const catalogues = new Map<SpokenLanguage, Record<string, string>>()
  for (const language of SPOKEN_LANGUAGES) {
    const text = await readFile(join(knowledgeDir, 'messages', `${language}.json`), 'utf8')
    catalogues.set(language, JSON.parse(text) as Record<string, string>)
  }
  return (language, key, parameters = {}) => {
    const french = catalogues.get('fr')
    const own = catalogues.get(language)?.[key]
    const sentence = own ?? french?.[key] ?? french?.['error.internal'] ?? ''
    const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '')
    return language === 'fr' || own === undefined ? frenchTypography(filled) : filled
  }
}
