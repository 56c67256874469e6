import en from '../../../knowledge/messages/admin.en.json' with { type: 'json' }
import fr from '../../../knowledge/messages/admin.fr.json' with { type: 'json' }
import { pageWords } from './page-words.js'

/** Key of a sentence of the frame around the pages. */
export type ShellKey = keyof typeof fr

/** The sentences of the frame around the pages of the administration. */
export const shellWords = pageWords<ShellKey>(fr, en)
