import type { Translate } from '../../../../ui/kit/words.js'
import type { OfferedReason } from '../../close-reasons.js'
import type { Handoff } from '../../handoff.js'

/** What may be chosen when a request is closed. */
export interface ClosingChoice {
  id: string
  name: string
}

/**
 * The reasons for which a request may be closed, in words; where a phone was left, also that nobody answered it, which closes nothing and
 * stands second, after the likeliest. Pure.
 */
export function closingsOf(
  { kind, contact }: Pick<Handoff, 'kind' | 'contact'>,
  reasons: readonly OfferedReason[],
  t: Translate,
): ClosingChoice[] {
  const choices = reasons.map(({ id, nom, outcome }) => ({ id, name: nom ?? t(`resolution.${outcome}`) }))
  const isPhoned = kind !== 'live' && contact?.phone !== undefined
  return isPhoned ? choices.toSpliced(1, 0, { id: 'not_reached', name: t('resolution.not_reached') }) : choices
}
