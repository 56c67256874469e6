import { DateTime } from 'luxon'
import type { Commune, NearOffice } from '../../../platform/model/commune.js'
import type { Answer, Entry, Office, OfficePhone, SectionKey } from '../../../platform/model/entry.js'
import { isInterfaceLanguage, type RecognisedLanguage } from '../../../platform/model/language.js'
import type { MessageKey, SayHere } from '../../../platform/model/say.js'
import { phoneToDial } from '../../../platform/text/phone-number.js'
import { type Block, frenchSpans, type Span } from '../../../platform/text/rich-links.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { documentDateInWords } from '../../../platform/time/date-in-words.js'
import { describeSchedule } from './describe-hours.js'
import { renderAnswer } from './render-answer.js'
import { titleIn } from './translation-of.js'

/** Headings of an office's sections, in the order in which they are read: what it does, how to reach it, who helps in person. */
const HEADINGS: [SectionKey, MessageKey][] = [
  ['brief', 'office.does'],
  ['online', 'office.reach'],
  ['place', 'office.help'],
]

/**
 * An office that is not the town hall's, as a citizen of a commune reads it: whose it is comes first. In another language than French its name, its summary
 * and the headings are in that language; the rest is French, marked and told as such.
 */
export function renderOffice(entry: Entry & { office: Office }, commune: Commune, say: SayHere): Answer {
  const { office } = entry
  const { language } = say
  const french = renderAnswer(entry, commune)
  const whose = say('office.not_town_hall', { name: nameIn(entry, language) })
  const summary = `${whose} ${office.summaries[language] ?? french.summary}`
  const near = office.directory === undefined ? undefined : commune.offices?.[office.directory]
  const before: Partial<Record<SectionKey, Block[]>> = {
    online: office.phones.length > 0 ? [phoneList(office.phones, say)] : [],
    place: near ? nearBlocks(near, say) : [],
  }
  const sections = HEADINGS.map(([key, heading]) => {
    const blocks = french.sections.find((section) => section.key === key)?.blocks ?? []
    return { key, title: say(heading), blocks: [...(before[key] ?? []), ...inFrench(blocks, say)] }
  })
  const lead: Block[] = [{ kind: 'paragraph', spans: [{ text: summary }] }]
  const words = { ...french, summary, lead, sections }
  if (language === 'fr') return words
  const { title } = titleIn(entry, language)
  return { ...words, title, language, translation: say('office.rest_in_french') }
}

/** The name of an office in a language, with what stands on its door and its letters, in French. */
export function nameIn({ title, office }: Entry & { office: Office }, language: RecognisedLanguage): string {
  const translated = office.names[language]
  if (!translated || language === 'fr') return office.name
  const door = (title.split(':')[0] ?? '').trim()
  return translated.includes(door) ? translated : `${translated} (${door})`
}

function phoneList(phones: readonly OfficePhone[], say: SayHere): Block {
  const items = phones.map(({ number, label, hours }): Span[] => {
    const details = [label && ` (${label})`, hours && `, ${hours}`].filter(Boolean).join('')
    const call = { text: say('office.call', { number }), href: `tel:${phoneToDial(number)}` }
    return details === '' ? [call] : [call, frenchSpan(details, say)]
  })
  return { kind: 'list', ordered: false, items }
}

function nearBlocks({ nom, adresse, telephone, hours, date }: NearOffice, say: SayHere): Block[] {
  const { language } = say
  const told = say('office.nearest', { date: documentDateInWords(DateTime.fromISO(date), language) })
  const week = describeSchedule({ hours }, language)
  const items: Span[][] = [
    [{ ...frenchSpan(nom, say), strong: true }],
    [frenchSpan(adresse, say)],
    telephone === '' ? [] : [{ text: frenchTypography(telephone), href: `tel:${phoneToDial(telephone)}` }],
    week === '' ? [] : [isInterfaceLanguage(language) ? { text: week } : frenchSpan(week, say)],
  ]
  return [
    { kind: 'paragraph', spans: [{ text: told }] },
    { kind: 'list', ordered: false, items: items.filter((spans) => spans.length > 0) },
  ]
}

function frenchSpan(text: string, { language }: SayHere): Span {
  return { text: frenchTypography(text), ...(language === 'fr' ? {} : { language: 'fr' as const }) }
}

function inFrench(blocks: readonly Block[], { language }: SayHere): readonly Block[] {
  return language === 'fr' ? blocks : blocks.map(frenchSpans)
}
