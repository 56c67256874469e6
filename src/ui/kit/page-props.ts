import type { SessionView } from '../../platform/http/shapes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Translate } from './console-words.js'
import type { AdminPlace } from './place.js'
import type { StaffApi } from './staff-api.js'

/** What every section of a page is given. */
export interface SectionProps {
  api: StaffApi
  /** The sentences that all staff pages share; a page has its own besides, see `page-words.ts`. */
  t: Translate
  language: StaffLanguage
}

/** What every page is given. */
export interface PageProps extends SectionProps {
  user: SessionView['user']
  /** Where in the page: what follows its name in the address. */
  place: AdminPlace
}
