import en from '../../../../knowledge/messages/admin-conflicts.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-conflicts.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the page of conflicts. */
export type ConflictKey = keyof typeof fr
/** The sentences of the page in one language. */
export type ConflictWords = PageWords<ConflictKey>

/** The sentences of the page of conflicts. */
export const conflictWords = pageWords<ConflictKey>(fr, en)
