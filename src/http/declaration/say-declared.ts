import type { DeclarationKey } from '../../domain/say.js'

/** Says a sentence of the declaration, in its language. */
export type SayDeclared = (key: DeclarationKey, words?: Record<string, string>) => string
