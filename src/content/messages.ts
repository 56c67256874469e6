import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directionOf, SPOKEN_LANGUAGES, type SpokenLanguage } from '../domain/language.js'
import type { MessageKey, Say } from '../domain/say.js'
import { frenchTypography } from './typography.js'

/**
 * Loads every sentence that the assistant and the errors say, from `<knowledgeDir>/messages/<language>.json`.
 * French typography is applied to each, and to what fills it: hours, phones, names. A sentence that a language lacks is said in French, and an unknown one is the
 * general error: a citizen always gets a sentence. In a language written from right to left, what fills a sentence is isolated: a name or a phone keeps its own order.
 * @throws when a catalogue cannot be read
 */
export async function loadMessages(knowledgeDir: string): Promise<Say> {
  const catalogues = new Map<SpokenLanguage, Record<string, string>>()
  for (const language of SPOKEN_LANGUAGES) {
    const text = await readFile(join(knowledgeDir, 'messages', `${language}.json`), 'utf8')
    catalogues.set(language, JSON.parse(text) as Record<string, string>)
  }
  const has = (language: SpokenLanguage, key: MessageKey) => catalogues.get(language)?.[key] !== undefined
  const say = (language: SpokenLanguage, key: MessageKey, parameters: Record<string, string> = {}) => {
    const french = catalogues.get('fr')
    const own = catalogues.get(language)?.[key]
    const sentence = own ?? french?.[key] ?? french?.['error.internal'] ?? ''
    const isMirrored = own !== undefined && directionOf(language) === 'rtl'
    const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = parameters[name] ?? ''
      return isMirrored && value !== '' ? isolate(value) : value
    })
    return language === 'fr' || own === undefined ? frenchTypography(filled) : filled
  }
  return Object.assign(say, { has })
}

/** A text within marks that keep its letters and digits in their own order, whatever is around. Source: Unicode Standard Annex 9, "Explicit Directional Isolates". */
function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
