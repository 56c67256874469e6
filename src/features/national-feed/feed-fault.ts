/** Why a feed cannot be imported; nothing of it is then kept. */
export type FeedFaultCode =
  | 'not_found'
  | 'not_a_feed'
  | 'too_large'
  | 'unsafe_archive'
  | 'no_fiche'
  | 'too_many_lost'
  | 'busy'
  | 'too_heavy'
  | 'too_slow'
  | 'address_refused'
  | 'address_failed'

/** A feed that cannot be imported. `detail` is for the log and the command: a status, a name, two counts. */
export class FeedFault extends Error {
  readonly fault: FeedFaultCode
  readonly detail: string
  constructor(fault: FeedFaultCode, detail = '', options: { cause?: unknown } = {}) {
    super(detail === '' ? fault : `${fault}: ${detail}`, options)
    this.name = 'FeedFault'
    this.fault = fault
    this.detail = detail
  }
}
