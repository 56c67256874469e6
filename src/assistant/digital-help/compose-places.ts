import { DateTime } from 'luxon'
import { nearestHelp } from '../../features/places/nearest-offices.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Payload } from '../../platform/model/payload.js'
import type { PlacesNearby, PlacesSource } from '../../platform/model/place.js'
import { type Block, blocksToText, type Span } from '../../platform/text/rich-links.js'
import { documentDateInWords } from '../../platform/time/date-in-words.js'
import type { SayHere } from '../assistant-context.js'
import { type Describing, describePlace, type PlaceWords } from './describe-place.js'

/** Places told in an answer: more would be read by nobody. */
const MOST_TOLD = 3

/** The nearest places of help with their phones as links; `null` when none helps. */
export function composePlaces({ source, places }: PlacesNearby, at: Describing): Payload | null {
  const told = nearestHelp(places, MOST_TOLD).map((place) => describePlace(place, at))
  if (told.length === 0) return null
  const { say } = at
  const note = `${say('digital_help.distance_note')} ${sourceInWords(source, at)}`
  const blocks = [
    paragraph({ text: say('digital_help.places') }),
    ...told.flatMap((place) => placeBlocks(place, say)),
    paragraph({ text: note }),
  ]
  return { type: 'text', text: blocksToText(blocks), blocks }
}

/** Where the places come from, as their licence asks. */
export function sourceInWords({ name, licence, date }: PlacesSource, { language, say }: SourceTelling): string {
  if (date === null) return say('digital_help.source', { source: name, licence })
  const words = documentDateInWords(DateTime.fromISO(date), language)
  return say('digital_help.source_dated', { source: name, licence, date: words })
}

/** The language in which a source is told. */
interface SourceTelling {
  language: RecognisedLanguage
  say: SayHere
}

function placeBlocks(place: PlaceWords, say: SayHere): Block[] {
  const access: Span[] = place.accessibility
    ? [{ text: `${say('place.access')} ` }, { text: say('place.access_page'), href: place.accessibility }]
    : [{ text: say('place.access_unknown') }]
  const lines: Span[][] = [
    place.help === '' ? [] : [{ text: place.help }],
    place.phone ? [{ text: `${say('place.phone')} ` }, { text: place.phone.label, href: place.phone.href }] : [],
    place.phone || !place.email
      ? []
      : [{ text: `${say('place.email')} ` }, { text: place.email, href: `mailto:${place.email}` }],
    [{ text: place.hours }],
    [{ text: place.address }],
    place.care === '' ? [] : [{ text: place.care }],
    access,
  ]
  return [
    paragraph({ text: place.name, strong: true }, { text: ` (${place.distance})` }),
    { kind: 'list', ordered: false, items: lines.filter((spans) => spans.length > 0) },
  ]
}

function paragraph(...spans: Span[]): Block {
  return { kind: 'paragraph', spans }
}
