import { DateTime } from 'luxon'
import type { Commune } from '../../../platform/model/commune.js'
import { isInterfaceLanguage } from '../../../platform/model/language.js'
import type { SayHere } from '../../../platform/model/say.js'
import { type Block, frenchSpans } from '../../../platform/text/rich-text.js'
import { monthInWords } from '../../../platform/time/date-in-words.js'
import { dayOf } from '../editing/curation-day.js'
import { withoutLeft } from '../lint/left-to-town.js'
import { type Aspect, SAID_OF } from '../model/aspect.js'
import { type Answer, type Entry, SECTION_KEYS, SECTION_TITLES, type SectionKey } from '../model/entry.js'
import { oldSourceDay } from '../model/source-age.js'
import { type Lead, leadOf } from './lead-of.js'
import { renderAnswer, renderNote } from './render-answer.js'
import { renderExpired } from './render-expired.js'
import { renderOffice } from './render-office.js'
import { renderShort } from './render-short.js'
import { renderTranslation, renderWords } from './render-translation.js'
import { shortAnswerIn, translationOf } from './translation-of.js'

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
  const answer = renderIn(entry, commune, { say, asked })
  const old = oldSourceDay(entry, dayOf(now, commune))
  if (old === null) return answer
  const { language } = say
  const text = say('answer.old_source', { month: monthInWords(DateTime.fromISO(old), language) })
  return { ...answer, oldSource: { text, language } }
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
