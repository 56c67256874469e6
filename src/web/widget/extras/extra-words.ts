import en from '../../../../knowledge/messages/widget-extras.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/widget-extras.fr.json' with { type: 'json' }
import type { Language } from '../../../domain/language.js'

/** Key of a sentence of the parts loaded on demand, in `knowledge/messages/widget-extras.<language>.json`. */
export type ExtraKey = keyof typeof fr
/** Says one of these sentences, its `{places}` filled. */
export type SayExtra = (key: ExtraKey, values?: Record<string, string>) => string

const WORDS: Record<Language, Record<ExtraKey, string>> = { fr, en }

/** The sentences of the parts loaded on demand: they travel with these parts, not with the widget. */
export function extraWords(language: Language): SayExtra {
  return (key, values = {}) =>
    WORDS[language][key].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}
