import type { NewMail } from '../../platform/mail/mail.js'
import type { NewMessage } from '../../platform/model/conversation.js'
import type { HandoffAction } from '../../platform/model/handoff.js'

type Kind = HandoffAction['type']

/**
 * Why a citizen may be told nothing, whatever happens to her request. `in_person`: she is at the counter or on the phone, and her agent tells
 * her. `not_online`: she came to the counter or phoned, so that she reads no conversation.
 */
type AwayFromScreen = 'in_person' | 'not_online'

/**
 * Of each transition, why it may leave its citizen without a word of the system, and whether one who left an address and has no page open is
 * told by mail too: `first`, of the first time. `no` is for what changes nothing of what she may expect. A new transition does not compile
 * before it is here.
 *
 * - `place_kept`: she waits as before.
 * - `told_before`: she has just been told the same, or when it would come.
 * - `told_with_it`: what is written in the same moment tells it, as her agent's words or the request that takes its place.
 * - `not_waiting`: she left how to reach her, and waits for no answer in this hour.
 */
export const TELLING_BY_ACTION = {
  claim: { silent: ['told_with_it'], mail: 'first' },
  resolve: { silent: ['told_with_it'], mail: 'always' },
  release: { silent: [], mail: 'no' },
  lose: { silent: [], mail: 'no' },
  miss: { silent: [], mail: 'always' },
  reschedule: { silent: [], mail: 'always' },
  expire: { silent: [], mail: 'no' },
  close_unhandled: { silent: [], mail: 'always' },
  ask: { silent: [], mail: 'no' },
  free: { silent: [], mail: 'no' },
  cancel: { silent: [], mail: 'no' },
  transfer: { silent: [], mail: 'no' },
  take_over: { silent: ['told_with_it'], mail: 'no' },
  snooze: { silent: ['not_waiting'], mail: 'no' },
  wake: { silent: ['not_waiting', 'told_before', 'told_with_it'], mail: 'no' },
  reopen: { silent: [], mail: 'always' },
  offer: { silent: ['place_kept'], mail: 'no' },
  pass: { silent: ['place_kept'], mail: 'no' },
  lapse: { silent: ['place_kept'], mail: 'no' },
  leave_alone: { silent: ['told_before'], mail: 'no' },
  rejoin: { silent: [], mail: 'no' },
} as const satisfies Record<Kind, { silent: readonly string[]; mail: 'always' | 'first' | 'no' }>

/** Why nothing is told of a transition. @typeParam K which one */
export interface Silent<K extends Kind = Kind> {
  silent: AwayFromScreen | (typeof TELLING_BY_ACTION)[K]['silent'][number]
}

/** Told by mail, and in her conversation where she reads it. */
export interface TellingWithMail {
  notice: NewMessage | null
  mail: NewMail
}

/** What a citizen is told of a transition, or why nothing: stored in the same write. @typeParam K which one */
export type CitizenTelling<K extends Kind = Kind> = NewMessage | TellingWithMail | Silent<K>

/** What of it is stored. */
export function storedPartsOf(told: CitizenTelling): { notices: NewMessage[]; mail: NewMail | null } {
  if ('silent' in told) return { notices: [], mail: null }
  if ('author' in told) return { notices: [told], mail: null }
  return { notices: told.notice ? [told.notice] : [], mail: told.mail }
}
