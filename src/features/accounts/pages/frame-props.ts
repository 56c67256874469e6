import type { StaffLanguage } from '../../../platform/model/language.js'
import type { StaffApi } from '../../../ui/console/staff-api.js'
import type { Translate } from '../../../ui/kit/words.js'
import type { AccountWords } from './account-words.js'

/** What every page of one's own account is given. */
export interface FrameProps {
  api: StaffApi
  /** The sentences that all staff pages share. */
  t: Translate
  words: AccountWords
  language: StaffLanguage
  onLanguage: (language: StaffLanguage) => void
}
