import { type CitizenQuestion, SECTION_KEYS, SHORT_KEYS } from '../../../platform/model/entry.js'
import type { EntryContent } from './entry-record.js'
import { type DiffPart, diffTexts } from './text-diff.js'

/** What changed in one field. `field` is its path: `title`, `sections.brief`, `translations.en.sections.brief`. */
export type FieldChange =
  | { kind: 'text'; field: string; parts: DiffPart[] }
  /** Items of a list that came and went: example questions, links, what is left to check. */
  | { kind: 'list'; field: string; added: string[]; removed: string[]; kept: number }

const TEXT_FIELDS = [
  'title',
  'summary',
  'category',
  'who',
  'owner',
  'verifiedAt',
  'reviewBy',
  'validFrom',
  'validUntil',
] as const

/**
 * What changed from a content to another, field by field in the order of the editor; fields that did not change are left out. Texts are compared by
 * words, very long ones by lines; questions and other lists by items. `null` compares with nothing: everything is new. Pure.
 */
export function diffContents(before: EntryContent | null, after: EntryContent): FieldChange[] {
  const [old, next] = [before ? fieldsOf(before) : new Map<string, Field>(), fieldsOf(after)]
  const fields = [...next.keys(), ...[...old.keys()].filter((field) => !next.has(field))]
  return fields.flatMap((field): FieldChange[] => compare(field, old.get(field), next.get(field)))
}

type Field = string | string[]

function fieldsOf(content: EntryContent): Map<string, Field> {
  const fields = new Map<string, Field>(TEXT_FIELDS.map((field) => [field, content[field] ?? '']))
  for (const [name, value] of Object.entries(content.source)) fields.set(`source.${name}`, value)
  for (const key of SHORT_KEYS) fields.set(`short.${key}`, content.short?.[key] ?? '')
  for (const key of SECTION_KEYS) fields.set(`sections.${key}`, content.sections[key] ?? '')
  fields.set('simple', content.simple ?? '')
  fields.set('questions', content.questions)
  fields.set(
    'fromCitizens',
    [...citizenQuestionsOf(content).values()].map(({ question, people }) => `${question} (${people})`),
  )
  fields.set(
    'online',
    content.online.map(({ label, url }) => `${label} — ${url}`),
  )
  fields.set(
    'attachments',
    (content.attachments ?? []).map(({ label, type, date, id }) => [label, type, date, id.slice(0, 8)].join(' — ')),
  )
  fields.set('servicePublic', content.servicePublic)
  fields.set('toCheck', content.toCheck)
  for (const [name, text] of guideFields(content.guide)) fields.set(`guide.${name}`, text)
  for (const [language, translation] of Object.entries(content.translations ?? {})) {
    const path = (name: string) => `translations.${language}.${name}`
    const { online, sections, reviewed, ...texts } = translation
    for (const [name, text] of Object.entries(texts)) fields.set(path(name), text)
    fields.set(path('reviewed'), String(reviewed))
    fields.set(path('online'), online)
    for (const [key, text] of Object.entries(sections)) fields.set(path(`sections.${key}`), text)
  }
  return fields
}

/** A guide in lines of text, by the words that citizens read. */
function guideFields(guide: EntryContent['guide']): [string, string][] {
  if (!guide) return [['title', guide === null ? '–' : '']]
  const { title, questions, branches, otherwise } = guide
  const labelOf = (slot: string, value: string) =>
    questions.find((one) => one.slot === slot)?.choices.find((choice) => choice.value === value)?.label ?? value
  const endText = ({ entryId, note }: { entryId: string; note?: string }) =>
    note === undefined || note === '' ? entryId : `${entryId} – ${note}`
  const asked = questions.map(({ text, help, choices }) => {
    const lines = choices.map(({ label, replies }) =>
      replies.length > 0 ? `- ${label} (${replies.join(', ')})` : `- ${label}`,
    )
    return [text, ...(help ? [help] : []), ...lines].join('\n')
  })
  const led = branches.map(({ when, ...end }) => {
    const answers = Object.entries(when).map(([slot, values]) => values.map((one) => labelOf(slot, one)).join(' / '))
    return `${answers.join(' + ') || '…'} → ${endText(end)}`
  })
  return [
    ['title', title],
    ['questions', asked.join('\n\n')],
    ['branches', led.join('\n')],
    ['otherwise', endText(otherwise)],
  ]
}

function compare(field: string, before: Field | undefined, after: Field | undefined): FieldChange[] {
  if (Array.isArray(before) || Array.isArray(after)) return compareLists(field, listOf(before), listOf(after))
  const [old, next] = [before ?? '', after ?? '']
  return old === next ? [] : [{ kind: 'text', field, parts: diffTexts(old, next) }]
}

function listOf(field: Field | undefined): string[] {
  return Array.isArray(field) ? field : []
}

function compareLists(field: string, before: string[], after: string[]): FieldChange[] {
  const [old, next] = [new Set(before), new Set(after)]
  const added = [...next].filter((item) => !old.has(item))
  const removed = [...old].filter((item) => !next.has(item))
  if (added.length === 0 && removed.length === 0) return []
  return [{ kind: 'list', field, added, removed, kept: next.size - added.length }]
}

type Asked = Pick<EntryContent, 'questions' | 'fromCitizens'>

/** What is known of the example questions that citizens asked in these very words; of those that were corrected or removed since, nothing. Pure. */
export function citizenQuestionsOf({ questions, fromCitizens = [] }: Asked): Map<string, CitizenQuestion> {
  const kept = new Set(questions)
  return new Map(fromCitizens.filter(({ question }) => kept.has(question)).map((one) => [one.question, one]))
}

/** A content with questions more that citizens asked. Pure; the same object when there is none. */
export function withCitizenQuestions<T extends Asked>(content: T, added: readonly CitizenQuestion[]): T {
  if (added.length === 0) return content
  return {
    ...content,
    questions: [...content.questions, ...added.map(({ question }) => question)],
    fromCitizens: [...citizenQuestionsOf(content).values(), ...added],
  }
}

/** A content without some of its questions, and without what is known of them. Pure. */
export function withoutQuestions<T extends Asked>(content: T, isGone: (question: string) => boolean): T {
  const { fromCitizens: former, ...rest } = content
  const questions = content.questions.filter((question) => !isGone(question))
  const fromCitizens = former?.filter(({ question }) => !isGone(question)) ?? []
  return { ...rest, questions, ...(fromCitizens.length > 0 ? { fromCitizens } : {}) } as T
}
