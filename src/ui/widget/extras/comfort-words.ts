import fr from '../../../../knowledge/messages/widget-comfort.fr.json' with { type: 'json' }
import { fillIn, type Language } from '../../../platform/model/language.js'
import { tellChange } from './following.js'

type Words = typeof fr
/** Key of a sentence of what makes the widget easier to read, hear and write in, in `knowledge/messages/widget-comfort.<language>.json`. */
export type ComfortKey = keyof Words
/** Says one of these sentences, its `{places}` filled. */
export type SayComfort = (key: ComfortKey, values?: Record<string, string | number>) => string

/** Each language is a file of its own on the wire. */
const LOADERS = {
  en: () => import('../../../../knowledge/messages/widget-comfort.en.json', { with: { type: 'json' } }),
  ar: () => import('../../../../knowledge/messages/widget-comfort.ar.json', { with: { type: 'json' } }),
  pt: () => import('../../../../knowledge/messages/widget-comfort.pt.json', { with: { type: 'json' } }),
  es: () => import('../../../../knowledge/messages/widget-comfort.es.json', { with: { type: 'json' } }),
  uk: () => import('../../../../knowledge/messages/widget-comfort.uk.json', { with: { type: 'json' } }),
  ru: () => import('../../../../knowledge/messages/widget-comfort.ru.json', { with: { type: 'json' } }),
  tr: () => import('../../../../knowledge/messages/widget-comfort.tr.json', { with: { type: 'json' } }),
  ro: () => import('../../../../knowledge/messages/widget-comfort.ro.json', { with: { type: 'json' } }),
} satisfies Record<Exclude<Language, 'fr'>, () => Promise<{ default: Words }>>

const known: Partial<Record<Language, Words>> = { fr }

/**
 * The sentences in a language; `null` while they are on their way, and then those who follow are told. A failure is tried again the next time they are
 * asked for.
 */
export function comfortWords(language: Language): SayComfort | null {
  const words = known[language]
  if (words) return (key, values) => fillIn(language, words[key], values)
  if (language !== 'fr') void load(language)
  return null
}

async function load(language: Exclude<Language, 'fr'>): Promise<void> {
  try {
    known[language] = (await LOADERS[language]()).default
    tellChange()
  } catch {
    // What it says is not shown until it can be said.
  }
}
