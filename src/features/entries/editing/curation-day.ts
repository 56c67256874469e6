import type { Commune } from '../../../platform/model/commune.js'
import { localMoment } from '../../statistics/period.js'
import { DEFAULT_REVIEW_GRACE_DAYS } from '../model/expiry.js'

/** The day of an instant in a commune, ISO `YYYY-MM-DD`. */
export function dayOf(at: Date, { timeZone }: Pick<Commune, 'timeZone'>): string {
  return localMoment(at, timeZone).day
}

/** Days for which a commune shows an entry after its review date; `null`: for ever. */
export function graceDaysOf({ curation }: Pick<Commune, 'curation'>): number | null {
  return curation?.reviewGraceDays === undefined ? DEFAULT_REVIEW_GRACE_DAYS : curation.reviewGraceDays
}
