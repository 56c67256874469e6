import en from '../../../../knowledge/messages/admin-packs.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-packs.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of packs. */
export type PackKey = keyof typeof fr
/** The sentences of packs, in a language. */
export type PackWords = PageWords<PackKey>

/** The sentences of packs. */
export const packWords = pageWords<PackKey>(fr, en)
