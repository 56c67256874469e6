import type { DeclarationKey } from '../../../platform/model/say.js'

/** Says a sentence of the declaration, in its language. */
export type SayDeclared = (key: DeclarationKey, words?: Record<string, string>) => string
