import { type Handoff, RESOLUTIONS, type Resolution } from '../../features/handoffs/handoff.js'

/** What an agent notes of a request: how it ended, or that nobody answered the phone, which ends nothing. */
export type Result = Resolution | 'not_reached'

/** Results of a request that is dealt with by phone or e-mail. */
const CONTACT_RESULTS: readonly Result[] = ['reached', 'not_reached', 'done', 'redirected', 'no_reply', 'out_of_scope']
const LIVE_RESULTS: readonly Result[] = RESOLUTIONS.filter((one) => one !== 'reached' && one !== 'done')

/** The results to choose from, the likeliest first. A call can be missed only where there is a phone. */
export function resultsOf({ kind, contact }: Pick<Handoff, 'kind' | 'contact'>): readonly Result[] {
  if (kind === 'desk') return LIVE_RESULTS.filter((one) => one !== 'no_reply')
  if (kind === 'live') return LIVE_RESULTS
  return contact?.phone ? CONTACT_RESULTS : CONTACT_RESULTS.filter((one) => one !== 'not_reached')
}
