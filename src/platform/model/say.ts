import type { Language, RecognisedLanguage, StaffLanguage } from './language.js'

/** Name of a sentence of the assistant, as in `knowledge/messages/fr.json`. */
export type MessageKey = keyof typeof import('../../../knowledge/messages/fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence in a language; `{name}` in it is replaced by the parameter of that name. */
export interface Say {
  (language: RecognisedLanguage, key: MessageKey, parameters?: Record<string, string>): string
  /** Whether a language has a sentence of its own; otherwise it is said in French. */
  has(language: RecognisedLanguage, key: MessageKey): boolean
}

/** {@link Say} in one language. */
export interface SayHere {
  (key: MessageKey, parameters?: Record<string, string>): string
  language: RecognisedLanguage
}

/** Name of a sentence of the pages without script, as in `knowledge/messages/plain.fr.json`. */
export type PlainKey = keyof typeof import('../../../knowledge/messages/plain.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of the pages without script; `{name}` in it is replaced by the parameter of that name. */
export type SayPlain = (language: Language, key: PlainKey, parameters?: Record<string, string>) => string

/** Name of a sentence of the declaration of accessibility, as in `knowledge/messages/declaration.fr.json`. */
export type DeclarationKey = keyof typeof import('../../../knowledge/messages/declaration.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of the declaration of accessibility; `{name}` in it is replaced by the parameter of that name. */
export type SayDeclaration = (
  language: StaffLanguage,
  key: DeclarationKey,
  parameters?: Record<string, string>,
) => string

/** Name of a sentence of the public pages of entries, as in `knowledge/messages/open-data.fr.json`. */
export type OpenDataKey = keyof typeof import('../../../knowledge/messages/open-data.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of the public pages of entries; `{name}` in it is replaced by the parameter of that name. */
export type SayOpenData = (language: StaffLanguage, key: OpenDataKey, parameters?: Record<string, string>) => string

/** Name of a sentence of truth sheets, as in `knowledge/messages/truth-sheet.fr.json`. */
export type TruthKey = keyof typeof import('../../../knowledge/messages/truth-sheet.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of truth sheets; `{name}` in it is replaced by the parameter of that name. */
export type SayTruth = (language: StaffLanguage, key: TruthKey, parameters?: Record<string, string>) => string

/** Name of a sentence of the imports of national data, as in `knowledge/messages/imports.fr.json`. */
export type ImportsKey = keyof typeof import('../../../knowledge/messages/imports.fr.json', { with: {
  'resolution-mode': 'import',
}})

/** Says a sentence of the imports of national data; `{name}` in it is replaced by the parameter of that name. */
export type SayImports = (language: StaffLanguage, key: ImportsKey, parameters?: Record<string, string>) => string

/** Name of a sentence for whoever runs a server, as in `knowledge/messages/operator.fr.json`. */
export type OperatorKey = keyof typeof import('../../../knowledge/messages/operator.fr.json', { with: {
  'resolution-mode': 'import',
}})

/**
 * Fixes the language of {@link Say}.
 * @param onFrench told of each sentence that is said in French for want of one in the language
 */
export function sayIn(say: Say, language: RecognisedLanguage, onFrench?: (sentence: string) => void): SayHere {
  const sayHere = (key: MessageKey, parameters?: Record<string, string>) => {
    const sentence = say(language, key, parameters)
    if (!say.has(language, key)) onFrench?.(sentence)
    return sentence
  }
  return Object.assign(sayHere, { language })
}
