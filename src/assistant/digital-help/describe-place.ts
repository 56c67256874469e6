import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { DateTime } from 'luxon'
import { momentAheadInWords } from '../../features/entries/render/describe-opening.js'
import { distanceKm, helpOf } from '../../features/places/nearest-offices.js'
import { readOsmHours } from '../../features/places/read-osm-hours.js'
import type { Commune } from '../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Place } from '../../platform/model/place.js'
import { frenchTypography } from '../../platform/text/typography.js'
import { clock } from '../../platform/time/hours-grammar.js'
import { openingState } from '../../platform/time/opening-hours.js'
import type { SayHere } from '../assistant-context.js'
import { unreadHoursInWords, weekInWords } from './week-in-words.js'

/** A place in words that are ready to show, in one language; its own values stay French. */
export interface PlaceWords {
  id: string
  name: string
  address: string
  /** From the commune's centre, rounded to 100 m. */
  distanceKm: number
  /** "à 3 km" */
  distance: string
  /** What one gets there, and at what price. */
  help: string
  /** As people write it, and as a phone dials it. */
  phone: { label: string; href: string } | null
  email: string | null
  website: string | null
  /** `null` when the hours are not known or not read. */
  open: boolean | null
  /** Whether it is open and what comes next, then the week; or that the hours are unknown. */
  hours: string
  /** Disabilities and languages that are welcomed; empty when nothing is said. */
  care: string
  /** Page that describes the access. */
  accessibility: string | null
  updatedAt: string | null
}

/** Where and when a place is described. */
export interface Describing {
  commune: Commune
  now: Date
  language: RecognisedLanguage
  say: SayHere
}

/** Says what a person needs of a place to go there or to call it. */
export function describePlace(place: Place, at: Describing): PlaceWords {
  const { say } = at
  const km = at.commune.position ? distanceKm(at.commune.position, place.position) : 0
  const { open, words } = hoursInWords(place.hours, at)
  return {
    id: place.id,
    name: frenchTypography(place.name),
    address: frenchTypography(place.address),
    distanceKm: Math.round(km * 10) / 10,
    distance: km < 1 ? say('place.near') : say('place.distance', { km: String(Math.round(km)) }),
    help: helpInWords(place, say),
    phone: place.phone === null ? null : { label: phoneLabel(place.phone), href: `tel:${place.phone}` },
    email: place.email,
    website: place.website,
    open,
    hours: words,
    care: place.care.length > 0 ? say('place.care', { care: lowerList(place.care) }) : '',
    accessibility: place.accessibility,
    updatedAt: place.updatedAt,
  }
}

function helpInWords({ services, programmes, fees, audiences }: Place, say: SayHere): string {
  const isFree = fees.length > 0 && fees.every((fee) => /^gratuit(?!.*condition)/i.test(fee))
  const price = isFree ? say('place.free') : fees.length > 0 ? say('place.fees', { fees: lowerList(fees) }) : ''
  return [
    ...helpOf({ services, programmes }).map((help) => say(`place.help.${help}`)),
    programmes.length > 0 ? say('place.programmes', { programmes: programmes.join(', ') }) : '',
    audiences.length > 0 ? say('place.audiences', { audiences: lowerList(audiences) }) : '',
    price,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

/** On a public holiday a place is taken for closed: the standard does not say otherwise. */
function hoursInWords(hours: string, at: Describing): { open: boolean | null; words: string } {
  const { commune, now, language, say } = at
  if (hours === '') return { open: null, words: say('place.hours_unknown') }
  const week = readOsmHours(hours)
  if (!week) return { open: null, words: say('place.hours', { hours: unreadHoursInWords(hours, language) }) }
  const { open, changesAt } = openingState({ ...commune, closures: [] }, { hours: week }, now)
  const state = changesAt === null ? '' : open ? openUntil(changesAt, at) : opensNext(changesAt, at)
  const all = say('place.hours', { hours: weekInWords(week, language) })
  return { open, words: [state, all].filter((sentence) => sentence !== '').join(' ') }
}

function openUntil(closesAt: string, { commune, language, say }: Describing): string {
  const time = DateTime.fromISO(closesAt, { zone: commune.timeZone }).toFormat('HH:mm')
  return say('place.open_until', { time: language === 'fr' ? clock(time) : time })
}

function opensNext(opensAt: string, at: Describing): string {
  return at.say('place.opens', { opening: momentAheadInWords(opensAt, { ...at, timeZone: at.commune.timeZone }) })
}

function phoneLabel(phone: string): string {
  return frenchTypography(parsePhoneNumberFromString(phone)?.formatNational() ?? phone)
}

function lowerList(values: readonly string[]): string {
  return values.map((value) => value.charAt(0).toLowerCase() + value.slice(1)).join(', ')
}
