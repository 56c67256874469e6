import type { Attachment } from '../../../platform/model/attachment.js'
import { SECTION_KEYS, SHORT_KEYS } from '../../../platform/model/entry.js'
import { isImage } from '../../attachments/attachment.js'
import { SAID_OF } from '../model/aspect.js'
import { isOld, oldSourceDay } from '../model/due-review.js'
import type { EntryContent } from '../model/entry-record.js'
import type { LintRule } from './lint-sentence.js'
import { lintSimple } from './lint-simple.js'
import { namedDeadlines } from './named-deadlines.js'
import type { PlainWords } from './plain-words.js'

/** What may be told of a field, beside what makes its text hard to read; `help.<rule>` in `knowledge/messages/` says it in words. */
type FactRule =
  | 'no_amount'
  | 'no_time'
  | 'no_place'
  | 'no_sentence'
  | 'source_old'
  | 'review_past'
  | 'date_past'
  | 'alt_long'
  | 'attachment_old'

/** Advice about a field while it is written. It keeps nothing from being published. */
export interface WritingHelp {
  /** Path of the field: `sections.cost`. */
  field: string
  message: `lint.${LintRule}` | `help.${FactRule}`
  parameters: Record<string, string>
  /** Characters of its text before what is meant; `null`: the whole of it. */
  offset: number | null
}

/** Pieces of advice about one text, at most: more would not be read. The simplified version is for those who read badly: all is told of it. */
const MOST = 3
/** Characters beyond which who listens to a text has forgotten how it began. */
const LONG_ALT = 150
/** What a price, a time and a place are known by. A variable says something of the town. */
const FACTS = [
  ['cost', 'no_amount', /\d|gratuit|\{\{/i],
  [
    'delay',
    'no_time',
    /\d|imm[ée]diat|tout de suite|aussit[ôo]t|jour même|\{\{|\b(?:minute|heure|jour|semaine|mois)s?\b/iu,
  ],
  ['where', 'no_place', /\d|@|\{\{|en ligne/i],
] as const

/**
 * Advice about what is written: words and sentences that are hard to read, a fact that is missing, a date that has passed. Of what is served already, nothing is told until it
 * changes. Pure.
 * @param day today in the commune, ISO
 */
export function writingHelp(
  content: EntryContent,
  { served, day, words }: { served: EntryContent | null; day: string; words: PlainWords },
): WritingHelp[] {
  const known = new Map(served ? textsOf(served) : [])
  const fresh = textsOf(content).filter(
    ([field, text]) => text.trim() !== '' && (field === 'simple' || known.get(field) !== text),
  )
  return [
    ...fresh.flatMap(([field, text]) => hardToRead(field, text, words)),
    ...missingFacts(content, new Set(fresh.map(([field]) => field))),
    ...pastDates(content, day),
    ...textsOf(content).flatMap(([field, text]) => pastDeadlines(field, text, day)),
    ...ofAttachments(content.attachments ?? [], day),
  ]
}

function hardToRead(field: string, text: string, words: PlainWords): WritingHelp[] {
  const { faults, remarks } = lintSimple(text, words)
  return [...faults, ...remarks]
    .slice(0, field === 'simple' ? undefined : MOST)
    .map(({ rule, offset, parameters }) => ({ field, message: `lint.${rule}`, parameters, offset }))
}

function missingFacts({ short = {}, sections }: EntryContent, fresh: ReadonlySet<string>): WritingHelp[] {
  return FACTS.flatMap(([key, rule, fact]): WritingHelp[] => {
    const section = SAID_OF[key].sections[0] as keyof typeof sections
    const [sentence, text] = [short[key] ?? '', sections[section]]
    const field = sentence === '' ? `sections.${section}` : `short.${key}`
    if (!fresh.has(field)) return []
    const told = { parameters: {}, offset: null }
    if (!fact.test(`${sentence} ${text}`)) return [{ field, message: `help.${rule}`, ...told }]
    return sentence === '' ? [{ field: `short.${key}`, message: 'help.no_sentence', ...told }] : []
  })
}

function pastDates(content: EntryContent, day: string): WritingHelp[] {
  const told = { parameters: {}, offset: null }
  return [
    ...(oldSourceDay(content, day) ? [{ field: 'source.date', message: 'help.source_old' as const, ...told }] : []),
    ...(content.reviewBy !== '' && content.reviewBy < day
      ? [{ field: 'reviewBy', message: 'help.review_past' as const, ...told }]
      : []),
  ]
}

function pastDeadlines(field: string, text: string, today: string): WritingHelp[] {
  return namedDeadlines(text)
    .filter(({ day }) => day < today)
    .map(({ words, offset }) => ({ field, message: 'help.date_past', parameters: { words }, offset }))
}

function ofAttachments(attachments: readonly Attachment[], day: string): WritingHelp[] {
  const told = { parameters: {}, offset: null }
  return attachments.flatMap((one, at) => [
    ...(isImage(one) && one.label.length > LONG_ALT
      ? [{ field: `attachments.${at}.label`, message: 'help.alt_long' as const, ...told }]
      : []),
    ...(isOld(one.date, day)
      ? [{ field: `attachments.${at}.date`, message: 'help.attachment_old' as const, ...told }]
      : []),
  ])
}

/** Every text that citizens read in French, by its path. */
function textsOf({ summary, short, sections, simple, guide }: EntryContent): [field: string, text: string][] {
  return [
    ['summary', summary],
    ...SHORT_KEYS.map((key): [string, string] => [`short.${key}`, short?.[key] ?? '']),
    ...SECTION_KEYS.map((key): [string, string] => [`sections.${key}`, sections[key]]),
    ['simple', simple ?? ''],
    ...(guide?.questions ?? []).flatMap(({ text, help = '' }, at): [string, string][] => [
      [`guide.questions.${at}.text`, text],
      [`guide.questions.${at}.help`, help],
    ]),
    ...(guide?.branches ?? []).map(({ note = '' }, at): [string, string] => [`guide.branches.${at}.note`, note]),
    ['guide.otherwise.note', guide?.otherwise.note ?? ''],
  ]
}
