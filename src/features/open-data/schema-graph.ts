import { DateTime } from 'luxon'
import type { Commune, DayRanges, Service } from '../../platform/model/commune.js'
import { phoneToDial } from '../../platform/text/phone-number.js'
import { rangesOn, usualRanges } from '../../platform/time/opening-hours.js'
import {
  attributionOf,
  LICENCE_URL,
  type OpenEntry,
  type OpenTown,
  onlineOf,
  providerOf,
  servicesOf,
  textOf,
} from './open-town.js'

/** An entry in the words of schema.org: its page, where that comes from, and the service that it is about. */
export function schemaGraph(one: OpenEntry, town: OpenTown): object {
  return {
    '@context': 'https://schema.org',
    '@graph': [pageOf(one, town), serviceOf(one, town), communeOf(town)],
  }
}

function pageOf({ answer, entry, address, modifiedAt }: OpenEntry, town: OpenTown) {
  const { source } = answer
  return {
    '@type': 'WebPage',
    '@id': address,
    url: address,
    name: answer.title,
    description: answer.summary,
    inLanguage: 'fr',
    dateModified: modifiedAt,
    ...(entry.verifiedAt && { lastReviewed: entry.verifiedAt }),
    ...(entry.validUntil && { expires: entry.validUntil }),
    license: LICENCE_URL,
    creditText: attributionOf(town, 'fr'),
    publisher: { '@id': `${town.address}#commune` },
    isPartOf: { '@type': 'CollectionPage', '@id': town.address },
    isBasedOn: {
      '@type': 'CreativeWork',
      ...(source.url && { '@id': source.url, url: source.url }),
      name: source.name,
      ...(source.licence && { usageInfo: source.licence }),
      ...(source.date && { dateModified: source.date }),
    },
    mainEntity: { '@id': `${address}#service` },
  }
}

function serviceOf(one: OpenEntry, town: OpenTown) {
  const { answer, address, entry } = one
  const provider = providerOf(one, town)
  const cost = textOf(one, 'cost')
  return {
    '@type': 'GovernmentService',
    '@id': `${address}#service`,
    name: answer.title,
    description: answer.summary,
    url: address,
    serviceType: town.words.subject('fr', entry.category),
    areaServed: { '@type': 'AdministrativeArea', name: town.commune.nom },
    provider:
      provider.id === 'commune'
        ? { '@id': `${town.address}#commune` }
        : { '@type': entry.office ? 'Organization' : 'GovernmentOrganization', name: provider.name },
    ...(cost && { offers: { '@type': 'Offer', description: cost } }),
    availableChannel: channelsOf(one, town),
  }
}

function communeOf({ address, commune }: OpenTown) {
  return {
    '@type': 'GovernmentOrganization',
    '@id': `${address}#commune`,
    name: commune.nom,
    ...(commune.site && { url: commune.site }),
  }
}

/** By telephone and on the spot for each service, then online and by appointment. */
function channelsOf(one: OpenEntry, { commune, now }: OpenTown): object[] {
  const places = servicesOf(one, commune).map(({ service }) => {
    const { nom, adresse, telephone, courriel } = service
    const [weekly, special] = [weeklyHours(service, commune, now), specialHours(service, commune, now)]
    return {
      '@type': 'ServiceChannel',
      name: nom,
      ...(telephone && {
        servicePhone: {
          '@type': 'ContactPoint',
          telephone: phoneToDial(telephone),
          ...(courriel && { email: courriel }),
        },
      }),
      ...(adresse && {
        serviceLocation: {
          '@type': 'Place',
          name: nom,
          address: adresse,
          ...(weekly.length > 0 && { openingHoursSpecification: weekly }),
          ...(special.length > 0 && { specialOpeningHoursSpecification: special }),
        },
      }),
    }
  })
  const phones = (one.entry.office?.phones ?? []).map(({ number, label = '' }) => ({
    '@type': 'ServiceChannel',
    ...(label && { name: label }),
    servicePhone: { '@type': 'ContactPoint', telephone: phoneToDial(number) },
  }))
  const online = onlineOf(one).map(({ label, url }) => ({
    '@type': 'ServiceChannel',
    name: label,
    serviceUrl: url,
  }))
  return [...places, ...phones, ...online]
}

/** Days ahead for which what is exceptional is said. */
const AHEAD_DAYS = 60
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** Hours of one day, as schema.org writes them. */
interface OpeningHours {
  '@type': 'OpeningHoursSpecification'
  dayOfWeek?: string
  validFrom?: string
  validThrough?: string
  opens: string
  closes: string
}

/** The hours of a service by day of the week, those of the season that is on. Pure. */
export function weeklyHours(service: Service, { timeZone }: Commune, now: Date): OpeningHours[] {
  return daysFrom(now, timeZone, 7)
    .sort((a, b) => a.weekday - b.weekday)
    .flatMap((day) =>
      usualRanges(service, day).map((range) => ({
        ...hours(range),
        dayOfWeek: `https://schema.org/${DAYS[day.weekday - 1]}`,
      })),
    )
}

/** The days of the next two months on which a service is not open as usual; closed the whole day is from midnight to midnight. Pure. */
export function specialHours(service: Service, commune: Commune, now: Date): OpeningHours[] {
  return daysFrom(now, commune.timeZone, AHEAD_DAYS).flatMap((day) => {
    const ranges = rangesOn(commune, service, day)
    if (JSON.stringify(ranges) === JSON.stringify(usualRanges(service, day))) return []
    const date = day.toFormat('yyyy-MM-dd')
    const closed: DayRanges = [['00:00', '00:00']]
    return (ranges.length > 0 ? ranges : closed).map((range) => ({
      ...hours(range),
      validFrom: date,
      validThrough: date,
    }))
  })
}

function daysFrom(now: Date, timeZone: string, count: number): DateTime[] {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  return Array.from({ length: count }, (_, ahead) => today.plus({ days: ahead }))
}

/** The end of a day is its last minute there. */
function hours([opens, closes]: DayRanges[number]) {
  return { '@type': 'OpeningHoursSpecification' as const, opens, closes: closes === '24:00' ? '23:59' : closes }
}
