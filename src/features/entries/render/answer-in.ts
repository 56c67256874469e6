import { DateTime } from 'luxon'
import { bookingOf } from '../../../platform/model/booking.js'
import { type Commune, serviceOf } from '../../../platform/model/commune.js'
import {
  type Answer,
  type Entry,
  type Expiry,
  SECTION_KEYS,
  SECTION_TITLES,
  type SectionKey,
  SHORT_LENGTH,
  type Short,
} from '../../../platform/model/entry.js'
import { isInterfaceLanguage } from '../../../platform/model/language.js'
import type { SayHere } from '../../../platform/model/say.js'
import { type Block, blocksToText, frenchSpans } from '../../../platform/text/rich-links.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { documentDateInWords, monthInWords } from '../../../platform/time/date-in-words.js'
import { shownAttachments } from '../../attachments/attachment.js'
import { withoutLeft } from '../lint/left-to-town.js'
import { splitSentences } from '../lint/lint-sentence.js'
import { type Aspect, SAID_OF } from '../model/aspect.js'
import { dayOf, oldSourceDay } from '../model/due-review.js'
import { renderAnswer, renderNote } from './render-answer.js'
import { renderOffice } from './render-office.js'
import { renderTranslation, renderWords, type WordsPlace } from './render-translation.js'
import { type ShortAnswer, shortAnswerIn, titleIn, translationOf } from './translation-of.js'

/** What begins a reply, in Markdown with its variables. */
interface Lead {
  /** A paragraph for each thing that was asked; the summary where none was, or where the entry says nothing of it. */
  said: { markdown: string; isOfSection: boolean }[]
  /** What was not asked and is asked most, a sentence each. */
  facts: { key: (typeof FACTS)[number]; markdown: string }[]
}

/** What an entry says, in one language. */
interface Words {
  summary: string
  short: Short
  sections: Partial<Entry['sections']>
  asked: readonly Aspect[]
}

/** Things that are answered at once, at most: who asks for more reads on. */
const MOST_SAID = 2
/** Sentences that are taken of a section, for want of a shorter text. */
const MOST_SENTENCES = 2
const MOST_FACTS = 3
/** What is asked most, first. */
const FACTS = ['cost', 'delay', 'where', 'papers'] as const
const HOURS = /\{\{[a-z-]+\.horaires\}\}/

/** The sentences that answer what was asked of an entry, and the facts that stand beside them. Pure. */
function leadOf({ summary, short, sections, asked }: Words): Lead {
  const said = new Map<string, Lead['said'][number]>()
  for (const aspect of asked.slice(0, MOST_SAID)) {
    const own = ownWords(aspect, short)
    const markdown = own ?? ofSection(aspect, sections)
    if (markdown) said.set(markdown, { markdown, isOfSection: own === undefined })
  }
  const known = new Set<string | null>(asked.slice(0, MOST_SAID).map((aspect) => SAID_OF[aspect].short))
  const facts = FACTS.flatMap((key) => {
    const [markdown] = sentencesOf(short[key] ?? '')
    return markdown === undefined || known.has(key) ? [] : [{ key, markdown }]
  })
  return {
    said: said.size > 0 ? [...said.values()] : [{ markdown: summary, isOfSection: false }],
    facts: facts.slice(0, MOST_FACTS),
  }
}

/** The short text of an aspect. Where to go does not always say when it is open. */
function ownWords(aspect: Aspect, short: Short): string | undefined {
  const { short: key } = SAID_OF[aspect]
  const text = key === null ? undefined : short[key]
  return aspect === 'hours' && text !== undefined && !HOURS.test(text) ? undefined : text
}

function ofSection(aspect: Aspect, sections: Partial<Record<SectionKey, string>>): string {
  const [key] = SAID_OF[aspect].sections
  const sentences = sentencesOf((key && sections[key]) ?? '')
  // Half a list of papers is a wrong answer: it is said whole, or read under its heading.
  if (aspect === 'papers') return wholeIfShort(sentences.join(' '))
  const telling = aspect === 'hours' ? sentences.filter((sentence) => HOURS.test(sentence)) : sentences
  return (telling.length > 0 ? telling : sentences).slice(0, MOST_SENTENCES).join(' ')
}

function wholeIfShort(text: string): string {
  return text.length <= SHORT_LENGTH.most ? text : ''
}

/** The sentences of a Markdown text, without the marks of its lists. */
function sentencesOf(markdown: string): string[] {
  return markdown
    .split(/\n+/)
    .map((line) => line.trim().replace(/^(?:[-*]|\d{1,3}\.) +/, ''))
    .flatMap((line) => splitSentences(line).map(({ text }) => text))
}

/** In which words an answer is given, and when. */
export interface AnswerTelling {
  say: SayHere
  now: Date
  /** What was asked of it, which is said first; nothing in particular by default. */
  asked?: readonly Aspect[] | undefined
}

/**
 * An entry as a citizen reads it in the language that is said: its translation when there is a current one, else its short translation over the French, else the French. The
 * sentence that answers what she asked comes first; that its source is old is said. Of one that has expired, only where to ask.
 */
export function answerIn(entry: Entry, commune: Commune, { say, now, asked = [] }: AnswerTelling): Answer {
  if (entry.expired) return renderExpired({ ...entry, expired: entry.expired }, commune, say)
  const url = bookingOf(entry.id, commune)
  const answer = {
    ...withAttachments(renderIn(entry, commune, { say, asked }), entry, commune),
    ...(url === undefined ? {} : { appointment: { label: say('answer.appointment'), url } }),
  }
  const old = oldSourceDay(entry, dayOf(now, commune))
  if (old === null) return answer
  const { language } = say
  const text = say('answer.old_source', { month: monthInWords(DateTime.fromISO(old), language) })
  return { ...answer, oldSource: { text, language } }
}

/** A card with the documents and the images of its entry. */
export function withAttachments(answer: Answer, { attachments = [] }: Entry, { id }: Commune): Answer {
  return attachments.length > 0 ? { ...answer, attachments: shownAttachments(attachments, id) } : answer
}

function renderIn(entry: Entry, commune: Commune, { say, asked }: { say: SayHere; asked: readonly Aspect[] }): Answer {
  const { language } = say
  if (entry.office) return renderOffice({ ...entry, office: entry.office }, commune, say)
  const found = translationOf(entry, language)
  const short = shortAnswerIn(entry, language)
  const place = { commune, language, say }
  const french = (markdown: string) => renderNote(markdown, commune)
  if (found.status === 'current' && isInterfaceLanguage(language)) {
    const { summary, sections } = found.translation
    const answer = renderTranslation(entry, found.translation, { ...place, language })
    const lead = leadOf({ summary, short: short ?? {}, sections, asked })
    return withLead(answer, lead, { asked, render: (text) => renderWords(text, place), titleOf: say })
  }
  // What is quoted is not cut, nor are its words changed.
  const sections = entry.quoted ? {} : writtenSections(entry)
  if (short) {
    const lead = leadOf({ summary: short.summary, short, sections, asked })
    const inFrench = (text: string) => french(text).map(frenchSpans)
    return withLead(renderShort(entry, short, place), lead, {
      asked,
      render: (text, isOfSection) => (isOfSection ? inFrench(text) : renderWords(text, place)),
      titleOf: say,
    })
  }
  const summary = entry.quoted ? entry.summary : withoutLeft(entry.summary)
  const asIs = (text: string): Block[] => [{ kind: 'paragraph', spans: [{ text }] }]
  const lead = leadOf({ summary, short: entry.short ?? {}, sections, asked })
  return withLead(renderAnswer(entry, commune), lead, {
    asked,
    render: (text) => (entry.quoted && text === summary ? asIs(text) : french(text)),
    titleOf: (key) => SECTION_TITLES[key.slice('section.'.length) as SectionKey],
  })
}

function writtenSections({ sections }: Entry): Record<SectionKey, string> {
  return Object.fromEntries(SECTION_KEYS.map((key) => [key, withoutLeft(sections[key])])) as Record<SectionKey, string>
}

interface Rendering {
  asked: readonly Aspect[]
  render: (markdown: string, isOfSection: boolean) => NonNullable<Answer['lead']>
  titleOf: (key: `section.${SectionKey}`) => string
}

function withLead(answer: Answer, { said, facts }: Lead, { asked, render, titleOf }: Rendering): Answer {
  const wanted = new Set(asked.flatMap((aspect) => SAID_OF[aspect].sections))
  const open = answer.sections.filter(({ key, blocks }) => wanted.has(key) && blocks.length > 0).map(({ key }) => key)
  return {
    ...answer,
    lead: said.flatMap(({ markdown, isOfSection }) => render(markdown, isOfSection)),
    facts: facts.map(({ key, markdown }) => {
      const [block] = render(markdown, false)
      const title = titleOf(`section.${key === 'where' ? 'place' : key}`)
      return { key, title, spans: block?.kind === 'paragraph' ? block.spans : [] }
    }),
    ...(open.length > 0 ? { asked: open } : {}),
  }
}

/** The French answer of an entry under the title and the summary of its short translation: the sections keep their language, and say it. */
function renderShort(entry: Entry, row: ShortAnswer, place: WordsPlace): Answer {
  const { say, language } = place
  const french = renderAnswer(entry, place.commune)
  return {
    ...french,
    title: row.title,
    summary: blocksToText(renderWords(row.summary, place)),
    sections: french.sections.map((section) => ({
      ...section,
      title: section.quoted ? section.title : say(`section.${section.key}`),
      language: 'fr' as const,
    })),
    // What is simplified is French.
    simple: null,
    language,
    translation: say('translation.short'),
  }
}

/** What is left of an entry that may not be shown: why, its links, and the service to ask. Not a word of its answer. */
function renderExpired(entry: Entry & { expired: Expiry }, commune: Commune, say: SayHere): Answer {
  const told = isInterfaceLanguage(say.language) ? say.language : 'fr'
  const typeset = told === 'fr' ? frenchTypography : (text: string) => text
  const day = entry.expired === 'over' ? entry.validUntil : entry.validFrom
  const date = day === undefined ? '' : documentDateInWords(DateTime.fromISO(day), told)
  const { title } = titleIn(entry, say.language)
  return {
    entryId: entry.id,
    title: typeset(title),
    summary: typeset(say(`expired.${entry.expired}`, { date })),
    sections: [
      { key: 'place', title: typeset(say('section.place')), blocks: contactOf(entry, commune, told === 'fr') },
    ],
    simple: null,
    online: entry.online.map(({ label, url }, index) => ({
      label: labelOf(entry, say, index) ?? frenchTypography(label),
      url,
    })),
    source: { ...entry.source, name: frenchTypography(entry.source.name) },
    verifiedAt: entry.verifiedAt,
    ...(told === 'fr' ? {} : { language: told }),
    expired: entry.expired,
  }
}

function labelOf(entry: Entry, { language }: SayHere, index: number): string | undefined {
  return isInterfaceLanguage(language) ? entry.translations?.[language]?.online[index] : undefined
}

/** The service that keeps the entry true, or the reception where the commune has none of that name. */
function contactOf({ owner }: Entry, commune: Commune, isFrench: boolean): Block[] {
  const service = serviceOf(commune, owner) ? owner : commune.reception
  const fields = ['nom', 'adresse', 'telephone', 'courriel', 'horaires']
  const items = fields
    .filter((field) => fieldOf(commune, service, field) !== '')
    .map((field) => `- {{${service}.${field}}}`)
  const blocks = renderNote(items.join('\n'), commune)
  return isFrench ? blocks : blocks.map(frenchSpans)
}

function fieldOf({ services }: Commune, id: string, field: string): string {
  const service = services[id]
  if (!service || field === 'horaires') return service && Object.keys(service.hours).length > 0 ? 'horaires' : ''
  return String(service[field as 'nom'] ?? '')
}
