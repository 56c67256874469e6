import { type Commune, serviceOf } from '../../../platform/model/commune.js'
import {
  type Answer,
  type Entry,
  SECTION_KEYS,
  type SectionKey,
  type Translation,
} from '../../../platform/model/entry.js'
import {
  isInterfaceLanguage,
  type Language,
  localeOf,
  type RecognisedLanguage,
} from '../../../platform/model/language.js'
import type { MessageKey, SayHere } from '../../../platform/model/say.js'
import { type Block, blocksToText, type Span } from '../../../platform/text/rich-links.js'
import { frenchTypography } from '../../../platform/text/typography.js'
import { describeSchedule } from './describe-hours.js'
import { markdownToBlocks } from './markdown-blocks.js'
import { fillVariables } from './render-answer.js'

/** Where translated words are rendered: for which commune, in which words. */
export interface WordsPlace {
  commune: Commune
  language: RecognisedLanguage
  say: SayHere
}

/** Where a translation is rendered. */
export interface TranslationPlace extends WordsPlace {
  language: Language
}

/** A translation as a citizen of a commune reads it. Names and addresses of the commune stay French, and are marked as such. */
export function renderTranslation(entry: Entry, translation: Translation, place: TranslationPlace): Answer {
  const { language, say } = place
  const date = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' })
  const key = translation.reviewed ? 'translation.reviewed' : 'translation.unreviewed'
  const parameters = { by: translation.translatedBy, date: date.format(new Date(translation.date)) }
  return {
    entryId: entry.id,
    title: translation.title,
    summary: blocksToText(renderWords(translation.summary, place)),
    sections: SECTION_KEYS.map((section) => ({
      key: section,
      title: say(headingOf(section)),
      blocks: renderWords(translation.sections[section], place),
    })).filter(({ blocks }) => blocks.length > 0),
    // What is simplified is French.
    simple: null,
    online: entry.online.map(({ url }, index) => ({ label: translation.online[index] ?? url, url })),
    source: { ...entry.source, name: frenchTypography(entry.source.name) },
    verifiedAt: entry.verifiedAt,
    language,
    translation: say(key, parameters),
  }
}

/** A translated text as a citizen of a commune reads it; what the commune says in French is marked as such. */
export function renderWords(markdown: string, place: WordsPlace): Block[] {
  return markdownToBlocks(markdown).map((block) => filled(block, place))
}

function headingOf(section: SectionKey): MessageKey {
  return `section.${section}`
}

function filled(block: Block, place: WordsPlace): Block {
  const fill = (spans: Span[]) => spans.flatMap((span) => fillSpan(span, place))
  return block.kind === 'paragraph'
    ? { ...block, spans: fill(block.spans) }
    : { ...block, items: block.items.map(fill) }
}

/** The runs of a text whose variables are replaced, each with its own language. */
function fillSpan(span: Span, place: WordsPlace): Span[] {
  const parts = span.text.split(/(\{\{[a-z-]+\.[a-z-]+\}\})/)
  return parts
    .filter((part) => part !== '')
    .flatMap((part) => (part.startsWith('{{') ? variable(part, span, place) : [{ ...span, text: part }]))
}

function variable(written: string, span: Span, { commune, language }: WordsPlace): Span[] {
  const [owner = '', field] = written.slice(2, -2).split('.')
  if (field === 'horaires') {
    const service = serviceOf(commune, owner)
    if (!service) return [{ ...span, text: written }]
    return isInterfaceLanguage(language)
      ? [{ ...span, text: describeSchedule(service, language) }]
      : [{ ...span, text: describeSchedule(service), language: 'fr' }]
  }
  // Phones and e-mails are links in Markdown.
  const [block] = markdownToBlocks(fillVariables(written, commune))
  const spans = block?.kind === 'paragraph' ? block.spans : [{ text: written }]
  return spans.map((filling) => ({
    ...span,
    ...filling,
    text: frenchTypography(filling.text),
    ...(filling.href ? {} : { language: 'fr' as const }),
  }))
}
