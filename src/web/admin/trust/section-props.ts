import type { StaffLanguage } from '../../../domain/language.js'
import type { StaffApi } from '../../console/staff-api.js'
import type { Translate } from '../../console/words.js'

/** What every section of the page is given. */
export interface SectionProps {
  api: StaffApi
  t: Translate
  language: StaffLanguage
}
