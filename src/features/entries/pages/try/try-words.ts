import en from '../../../../../knowledge/messages/admin-try.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-try.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'

/** Key of a sentence of the test bench. */
export type TryKey = keyof typeof fr
/** The sentences of the test bench in one language. */
export type TryWords = PageWords<TryKey>

/** The sentences of the test bench. */
export const tryWords = pageWords<TryKey>(fr, en)
