import type { ServiceView } from '../../../platform/http/shapes.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Language } from '../../../platform/model/language.js'
import type { Say } from '../../../platform/model/say.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { describeSchedule } from './describe-hours.js'
import { describeService, tellingMoment } from './describe-service.js'

/** Every service of a commune as it is now, in words. */
export function servicesView(
  needs: { now: () => Date; say: Say },
  commune: Commune,
  language: Language,
): ServiceView[] {
  const moment = tellingMoment(needs, language)
  const typeset = language === 'fr' ? frenchTypography : (text: string) => text
  return Object.entries(commune.services).map(([id, service]) => ({
    id,
    name: frenchTypography(service.nom),
    address: frenchTypography(service.adresse),
    phone: frenchTypography(service.telephone),
    email: service.courriel,
    hours: typeset(describeSchedule(service, language)),
    now: describeService(commune, service, moment),
  }))
}
