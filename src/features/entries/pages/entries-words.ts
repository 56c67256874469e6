import en from '../../../../knowledge/messages/admin-entries.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-entries.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the pages of entries. */
export type EntriesKey = keyof typeof fr
/** The sentences of the pages of entries in one language. */
export type EntriesWords = PageWords<EntriesKey>

/** The sentences of the pages of entries. */
export const entriesWords = pageWords<EntriesKey>(fr, en)
