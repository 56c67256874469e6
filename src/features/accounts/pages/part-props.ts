import en from '../../../../knowledge/messages/account.en.json' with { type: 'json' }
import fr from '../../../../knowledge/messages/account.fr.json' with { type: 'json' }
import type { AnswerOf, CallArguments, Route } from '../../../platform/http/route.js'
import type { StaffLanguage } from '../../../platform/model/language.js'
import type { Translate } from '../../../ui/kit/console-words.js'
import { type PageWords, pageWords } from '../../../ui/kit/page-words.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import type { AccountView } from '../contract.js'

/** Key of a sentence of the pages of one's own account. */
type AccountKey = keyof typeof fr
/** The sentences of the pages of one's own account, in one language. */
export type AccountWords = PageWords<AccountKey>

/** The sentences of the pages of one's own account. */
export const accountWords = pageWords<AccountKey>(fr, en)

/** What a part of the page may do. */
export interface OwnActs {
  /**
   * Calls, and goes on with the account and the session as they have become.
   * @returns what was answered @throws CallError to be told by the part
   */
  change<R extends Route>(route: R, ...call: CallArguments<R>): Promise<AnswerOf<R>>
  /** Says that something was done, once, politely. */
  tell(sentence: string): void
}

/** What a part of the page is given. */
export interface PartProps extends Pick<FrameProps, 't' | 'words' | 'language'> {
  account: AccountView
  acts: OwnActs
}

/** What every page of one's own account is given. */
export interface FrameProps {
  api: StaffApi
  /** The sentences that all staff pages share. */
  t: Translate
  words: AccountWords
  language: StaffLanguage
  onLanguage: (language: StaffLanguage) => void
}
