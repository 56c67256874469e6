import fr from '../../../../knowledge/messages/widget-extras.fr.json' with { type: 'json' }
import { fillIn, type Language } from '../../../platform/model/language.js'

type Words = typeof fr
/** Key of a sentence of the parts loaded on demand, in `knowledge/messages/widget-extras.<language>.json`. */
export type ExtraKey = keyof Words
/** Says one of these sentences, its `{places}` filled. */
export type SayExtra = (key: ExtraKey, values?: Record<string, string>) => string

/** Each language is a file of its own on the wire. */
const LOADERS = {
  en: () => import('../../../../knowledge/messages/widget-extras.en.json', { with: { type: 'json' } }),
  ar: () => import('../../../../knowledge/messages/widget-extras.ar.json', { with: { type: 'json' } }),
  pt: () => import('../../../../knowledge/messages/widget-extras.pt.json', { with: { type: 'json' } }),
  es: () => import('../../../../knowledge/messages/widget-extras.es.json', { with: { type: 'json' } }),
  uk: () => import('../../../../knowledge/messages/widget-extras.uk.json', { with: { type: 'json' } }),
  ru: () => import('../../../../knowledge/messages/widget-extras.ru.json', { with: { type: 'json' } }),
  tr: () => import('../../../../knowledge/messages/widget-extras.tr.json', { with: { type: 'json' } }),
  ro: () => import('../../../../knowledge/messages/widget-extras.ro.json', { with: { type: 'json' } }),
} satisfies Record<Exclude<Language, 'fr'>, () => Promise<{ default: Words }>>

const known: Partial<Record<Language, Words>> = { fr }

/** Loads the sentences of a language, once; a failure may be tried again. @throws when the server is out of reach */
export async function loadExtraWords(language: Language): Promise<void> {
  if (language !== 'fr') known[language] ??= (await LOADERS[language]()).default
}

/** The sentences of the parts loaded on demand, in a language that {@link loadExtraWords} has loaded. */
export function extraWords(language: Language): SayExtra {
  return (key, values) => fillIn(language, (known[language] ?? fr)[key], values)
}
