import type { Commune } from '../../platform/model/commune.js'
import type { MaskedText, MaskLabel, MaskPersonalData } from '../../platform/security/personal-data.js'

/** Stands for a contact of the town's own while the rest is masked: no program writes it. */
const PLACE = '\ue000'

/** Masks a text, but the phones and addresses of the commune's own services: they are what a citizen asks for. Pure. */
export function maskButOwn(
  mask: MaskPersonalData,
  { services }: Pick<Commune, 'services'>,
  { text, label }: { text: string; label: MaskLabel },
): MaskedText {
  const own = Object.values(services).flatMap(({ telephone, courriel }) => [
    ...(telephone ? [spelled(telephone.replace(/\D/g, ''), '[ .\u00a0\u202f-]?')] : []),
    ...(courriel ? [spelled(courriel, '')] : []),
  ])
  if (own.length === 0) return mask(text, label)
  const found: string[] = []
  const spared = text
    .replaceAll(PLACE, '')
    .replace(new RegExp(`(?<![\\w@+])(${own.join('|')})(?![\\w@])`, 'gi'), (one) => {
      found.push(one)
      return PLACE
    })
  const masked = mask(spared, label)
  return { ...masked, text: masked.text.replaceAll(PLACE, () => found.shift() ?? '') }
}

/** A contact as a pattern, with what may stand between its signs. */
function spelled(contact: string, between: string): string {
  return [...contact].map((sign) => sign.replace(/[^\w]/, '\\$&')).join(between)
}
