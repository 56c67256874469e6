import type { SpokenLanguage } from './language.js'

/** Name of a sentence of the assistant, as in `knowledge/messages/fr.json`. */
export type MessageKey = keyof typeof import('../../knowledge/messages/fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence in a language; `{name}` in it is replaced by the parameter of that name. */
export type Say = (language: SpokenLanguage, key: MessageKey, parameters?: Record<string, string>) => string
