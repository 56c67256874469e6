import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import { type Handoff, RESOLUTIONS } from '../../../platform/model/handoff.js'
import { cleanText } from '../../../platform/text/clean-text.js'
import { closeReasonsOf, type OfferedReason } from '../close-reasons.js'
import type { Closing } from '../talk/act.js'

/** How a handoff is closed, from the id of a reason. @throws AppError `invalid_request` (422) when the commune does not have it */
export function toClosing(
  commune: Commune,
  handoff: Handoff,
  { resolution: id, note }: { resolution: string; note?: string | undefined },
): Closing {
  const reason = reasonOf(commune, handoff, id)
  if (!reason) throw new AppError('invalid_request', 422, { field: 'resolution' })
  const { nom, outcome } = reason
  return { resolution: outcome, ...(nom ? { closeReason: { id, nom } } : {}), ...writtenNote(note) }
}

/** A private note as it is stored, masked at the border like anything that is typed; nothing when nothing is left of it. */
export function writtenNote(typed: string | undefined): { note?: string } {
  const note = cleanText(typed ?? '')
  return note === '' ? {} : { note }
}

/** A commune without a list of its own takes every outcome, whatever the kind. */
function reasonOf(commune: Commune, { kind }: Handoff, id: string): OfferedReason | undefined {
  const offered = closeReasonsOf(commune, kind).find((one) => one.id === id)
  const outcome = commune.closeReasons ? undefined : RESOLUTIONS.find((one) => one === id)
  return offered ?? (outcome && { id, outcome })
}
