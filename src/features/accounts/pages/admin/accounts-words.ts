import en from '../../../../../knowledge/messages/admin-accounts.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/admin-accounts.fr.json' with { type: 'json' }
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'

/** Key of a sentence of the page of accounts. */
export type AccountsKey = keyof typeof fr
/** The sentences of the page of accounts, in one language. */
export type AccountsWords = PageWords<AccountsKey>

/** The sentences of the page of accounts. */
export const accountsWords = pageWords<AccountsKey>(fr, en)
