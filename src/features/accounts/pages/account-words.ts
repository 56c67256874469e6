import en from '../../../../knowledge/messages/account.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/account.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'

/** Key of a sentence of the pages of one's own account. */
export type AccountKey = keyof typeof fr
/** The sentences of the pages of one's own account, in one language. */
export type AccountWords = PageWords<AccountKey>

/** The sentences of the pages of one's own account. */
export const accountWords = pageWords<AccountKey>(fr, en)
