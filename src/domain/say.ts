import type { Language, SpokenLanguage } from './language.js'

/** Name of a sentence of the assistant, as in `knowledge/messages/fr.json`. */
export type MessageKey = keyof typeof import('../../knowledge/messages/fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence in a language; `{name}` in it is replaced by the parameter of that name. */
export type Say = (language: SpokenLanguage, key: MessageKey, parameters?: Record<string, string>) => string

/** Name of a sentence of the pages without script, as in `knowledge/messages/plain.fr.json`. */
export type PlainKey = keyof typeof import('../../knowledge/messages/plain.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of the pages without script; `{name}` in it is replaced by the parameter of that name. */
export type SayPlain = (language: Language, key: PlainKey, parameters?: Record<string, string>) => string
