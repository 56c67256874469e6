import { type Commune, type Service, serviceOf } from '../../platform/model/commune.js'
import type { Handoff } from '../../platform/model/handoff.js'
import { directionOf } from '../../platform/model/language.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { isolate } from '../entries/catalogue/load-catalogues.js'
import { describeSchedule } from '../entries/render/describe-hours.js'
import { describeService, type TellingHere } from '../entries/render/describe-service.js'
import { fillReplyVariables, type ReplyVariable } from './reply-variables.js'

/** What the variables of a reply are filled from. */
export interface ReplyPlace {
  commune: Commune
  /** The moment, in the language of the reply. */
  moment: TellingHere
  agentName: string
  handoff: Pick<Handoff, 'contact' | 'department' | 'reference'>
}

/** A ready reply with its variables filled. What has no value now stays between braces. French typography is applied to a French one. */
export function fillReply(text: string, place: ReplyPlace): string {
  const { language } = place.moment
  const isMirrored = directionOf(language) === 'rtl'
  const filled = fillReplyVariables(text, (variable, service) => {
    const value = valueFor(variable, service, place)
    return value && isMirrored ? isolate(value) : value || null
  })
  return language === 'fr' ? frenchTypography(filled) : filled
}

function valueFor(variable: ReplyVariable, serviceId: string | null, place: ReplyPlace): string | null {
  const { commune, handoff, moment } = place
  const service = serviceMeant(serviceId, place)
  switch (variable) {
    case 'agent':
      return place.agentName
    case 'usager':
      return handoff.contact?.name ?? null
    case 'reference':
      return handoff.reference ?? null
    case 'commune':
      return commune.nom
    case 'site':
      return commune.site
    case 'service':
      return nameOf(serviceId, service, place)
    case 'horaires':
      return service ? describeSchedule(service, moment.language) : null
    case 'ouverture':
      return service ? (describeService(commune, service, moment)?.sentence ?? null) : null
    case 'telephone':
      return service ? frenchTypography(service.telephone) : null
    case 'courriel':
      return service?.courriel ?? null
    case 'adresse':
      return service ? frenchTypography(service.adresse) : null
    default:
      return variable satisfies never
  }
}

/** The service that is named; else that of the request's department, when one has its id; else the reception. */
function serviceMeant(id: string | null, { commune, handoff }: ReplyPlace): Service | undefined {
  if (id !== null) return serviceOf(commune, id)
  return commune.services[handoff.department ?? ''] ?? commune.services[commune.reception]
}

function nameOf(id: string | null, service: Service | undefined, { commune, handoff }: ReplyPlace): string | null {
  const department = id === null ? commune.departments?.[handoff.department ?? ''] : undefined
  const name = department?.nom ?? service?.nom
  return name ? frenchTypography(name) : null
}
