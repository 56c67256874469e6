import en from '../../../../knowledge/messages/admin-failures.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/admin-failures.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the page of failed questions. */
export type FailureKey = keyof typeof fr
/** The sentences of the page in one language. */
export type FailureWords = PageWords<FailureKey>

/** The sentences of the page of failed questions. */
export const failureWords = pageWords<FailureKey>(fr, en)
