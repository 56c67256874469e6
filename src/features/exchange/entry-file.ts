import { stringify } from 'yaml'
import {
  type Entry,
  SECTION_KEYS,
  SECTION_TITLES,
  type ShortTranslation,
  SIMPLE_TITLE,
  type Translation,
} from '../../platform/model/entry.js'
import type { GuideEnd, WrittenGuide } from '../../platform/model/guide.js'
import { citizenQuestionsOf } from '../entries/model/entry-diff.js'

/** A slot of a Botpress v12 intent, as `intents/<id>.json` writes it; `fields` this project does not read are kept. */
export type IntentSlot = Record<string, unknown>

/** The text of `knowledge/<id>.md`: what `parseEntry` reads back as the same entry, with its questions. */
export function entryFile(entry: Entry): string {
  const { title, summary, category, who, owner, source, verifiedAt, reviewBy, servicePublic, online, toCheck } = entry
  const { validFrom, validUntil, short } = entry
  const asked = [...citizenQuestionsOf(entry).values()]
  // What is not there is not written.
  const dates = { verifiedAt, reviewBy, validFrom, validUntil }
  const fromCitizens = asked.length > 0 ? asked : undefined
  const fields = {
    title,
    summary,
    short,
    category,
    who,
    owner,
    source,
    ...dates,
    servicePublic,
    online,
    toCheck,
    fromCitizens,
  }
  return withFrontMatter(fields, sectionsText(entry.sections, entry.simple))
}

/** The text of `intents/<id>.json`, in Botpress v12 intent format: the example questions by language. */
export function intentFile({ id, category, questions, abroad }: Entry, slots: readonly IntentSlot[] = []): string {
  const intent = { name: id, contexts: [category], utterances: { fr: questions, ...abroad }, slots }
  return `${JSON.stringify(intent, null, 2)}\n`
}

/** The text of `knowledge/translations/<language>/<id>.md`. */
function translationFile({ sections, ...fields }: Translation): string {
  return withFrontMatter(fields, sectionsText(sections, null))
}

/** The text of `knowledge/guides/<id>.json`: a guide that a curator wrote, entered by its entry alone. */
export function guideFile(id: string, { title, questions, branches, otherwise, given }: WrittenGuide): string {
  const endOf = ({ entryId, note }: GuideEnd) => ({ entry: entryId, ...(note === undefined ? {} : { note }) })
  const asked = questions.map(({ choices, ...question }) => ({
    ...question,
    choices: choices.map(({ replies, ...choice }) => ({ ...choice, say: replies })),
  }))
  const led = branches.map(({ when, ...end }) => ({ when, ...endOf(end) }))
  const file = { title, from: { [id]: given }, questions: asked, branches: led, otherwise: endOf(otherwise) }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** The sections under their headings, then the simplified version when there is one: what `parseSections` reads. Empty sections are left out. */
export function sectionsText(sections: Partial<Entry['sections']>, simple: string | null): string {
  const parts = SECTION_KEYS.flatMap((key) => part(SECTION_TITLES[key], sections[key] ?? ''))
  return [...parts, ...part(SIMPLE_TITLE, simple ?? '')].join('\n\n')
}

function part(title: string, text: string): string[] {
  // The apostrophe of the keyboard, as every file of the project has it.
  return text === '' ? [] : [`## ${title.replace(/’/g, "'")}\n\n${text}`]
}

function withFrontMatter(fields: object, body: string): string {
  const yaml = stringify(fields, { lineWidth: 0, schema: 'core' }).replace(
    /^servicePublic:\n((?: {2}- F\d+\n)+)/m,
    (_, list: string) => `servicePublic: [${list.match(/F\d+/g)?.join(', ')}]\n`,
  )
  return `---\n${yaml}---\n\n${body}\n`
}

/**
 * The files of entries as a folder of the project holds them: `knowledge/<id>.md`, `intents/<id>.json`, their translations, whole and short, and the guides that curators
 * wrote. Guides of files belong to several entries and stay where they are.
 * @param slotsOf the slots of an intent, which entries do not carry; none by default
 */
export function entryFiles(
  entries: Iterable<Entry>,
  slotsOf: (entryId: string) => readonly IntentSlot[] = () => [],
): Map<string, string> {
  const files = new Map<string, string>()
  const rows = new Map<string, Record<string, ShortTranslation>>()
  for (const entry of entries) {
    files.set(`knowledge/${entry.id}.md`, entryFile(entry))
    const slots = slotsOf(entry.id)
    const written = entry.guide?.written
    files.set(`intents/${entry.id}.json`, intentFile(entry, written ? withSlotsOf(written, slots) : slots))
    if (written) files.set(`knowledge/guides/${entry.id}.json`, guideFile(entry.id, written))
    for (const [language, translation] of Object.entries(entry.translations ?? {})) {
      files.set(`knowledge/translations/${language}/${entry.id}.md`, translationFile(translation))
    }
    for (const [language, row] of Object.entries(entry.inShort ?? {}))
      rows.set(language, { ...rows.get(language), [entry.id]: row })
  }
  for (const [language, byEntry] of rows)
    files.set(`knowledge/short/${language}.json`, `${JSON.stringify(byEntry, null, 2)}\n`)
  return files
}

/** The slots of an intent, and those of a guide that it lacks: no entity has words for them yet. */
function withSlotsOf({ questions }: WrittenGuide, slots: readonly IntentSlot[]): readonly IntentSlot[] {
  const known = new Set(slots.map(({ name }) => name))
  const fresh = questions.filter(({ slot }) => !known.has(slot)).map(({ slot }) => ({ name: slot, entities: [] }))
  return [...slots, ...fresh]
}
