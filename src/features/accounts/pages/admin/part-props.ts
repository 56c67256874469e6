import type { Translate } from '../../../../ui/kit/words.js'
import type { StaffAccountsView } from '../../routes/account-contract.js'
import type { AccountActs } from './account-acts.js'
import type { AccountsWords } from './accounts-words.js'

/** What the parts of the page of accounts are given. */
export interface PartProps {
  words: AccountsWords
  /** The sentences that all staff pages share. */
  t: Translate
  view: StaffAccountsView
  acts: AccountActs
}
