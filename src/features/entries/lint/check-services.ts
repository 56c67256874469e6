import { z } from 'zod'
import type { Service } from '../../../platform/model/commune.js'
import { isPhoneNumber } from '../../../platform/text/phone-number.js'

/** What of a service citizens could not use. */
export interface ServiceFault {
  id: string
  part: 'nom' | 'telephone' | 'courriel'
  sentence: 'setting.fault.required' | 'setting.fault.phone' | 'setting.fault.email'
}

type Services = Record<string, Service>

const email = z.email()

/**
 * The first service whose name, phone or e-mail citizens could not use: a name is required, the others may be empty. What was there already, or is the
 * file's, is left alone: a commune can always save something else. Pure.
 * @param known services whose values are not judged again
 */
export function serviceFault(services: Services, known: readonly Services[]): ServiceFault | null {
  for (const [id, service] of Object.entries(services)) {
    const isKnown = (part: ServiceFault['part']) => known.some((one) => one[id]?.[part] === service[part])
    const { nom, telephone, courriel } = service
    if (nom.trim() === '' && !isKnown('nom')) return { id, part: 'nom', sentence: 'setting.fault.required' }
    if (telephone.trim() !== '' && !isPhoneNumber(telephone) && !isKnown('telephone'))
      return { id, part: 'telephone', sentence: 'setting.fault.phone' }
    if (courriel.trim() !== '' && !email.safeParse(courriel.trim()).success && !isKnown('courriel'))
      return { id, part: 'courriel', sentence: 'setting.fault.email' }
  }
  return null
}
