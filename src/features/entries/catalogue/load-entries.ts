import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import {
  CATEGORIES,
  type CitizenQuestion,
  type Entry,
  OFFICE_PREFIX,
  SECTION_KEYS,
  type SectionKey,
  SHORT_KEYS,
  SHORT_LENGTH,
} from '../../../platform/model/entry.js'
import { EXAMPLE_LANGUAGES, RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../../platform/model/language.js'
import { isPhoneNumber } from '../../../platform/text/phone-number.js'
import { nameNearestField } from '../lint/unknown-variables.js'
import {
  describeFault,
  type EntryFault,
  parseOfficeSections,
  parseSections,
  splitFrontMatter,
} from '../render/entry-text.js'
import { readText } from './load-short-translations.js'
import { withTranslations } from './load-translations.js'

export type { EntryFault } from '../render/entry-text.js'

/** Where entries are read from. */
export interface EntryFolders {
  /** Folder of `<id>.md` files. */
  knowledgeDir: string
  /** Folder of `<id>.json` files in Botpress v12 intent format. */
  intentsDir: string
}

/** Every fault of the content at once, so that a curator mends them in one go. */
export class ContentError extends Error {
  readonly faults: EntryFault[]
  constructor(faults: EntryFault[]) {
    super(faults.map(({ file, fault }) => `${file}: ${fault}`).join('\n'))
    this.name = 'ContentError'
    this.faults = faults
  }
}

const isoDate = z.iso.date('expected a date YYYY-MM-DD')

/** A sentence or two of `short`: a line break would make it more than that. */
export const shortText = z
  .string()
  .trim()
  .min(SHORT_LENGTH.least)
  .max(SHORT_LENGTH.most)
  .regex(/^[^\n]*$/, 'expected one line')

/** The fields of an entry that its front matter writes. */
export const entryFields = z.strictObject({
  title: z.string().min(3).max(90),
  summary: z.string().min(3).max(220),
  short: z.partialRecord(z.enum(SHORT_KEYS), shortText).optional(),
  category: z.enum(CATEGORIES),
  who: z.enum(['commune', 'intercommunalite', 'etat', 'autre']),
  owner: z.string().min(1),
  source: z.strictObject({
    name: z.string().min(1),
    url: z.union([z.literal(''), z.url({ protocol: /^https$/ })]),
    licence: z.string().min(1),
    date: isoDate,
  }),
  verifiedAt: isoDate.nullable(),
  reviewBy: isoDate,
  validFrom: isoDate.optional(),
  validUntil: isoDate.optional(),
  servicePublic: z.array(z.string().regex(/^F\d+$/)),
  online: z.array(z.strictObject({ label: z.string().min(1), url: z.url({ protocol: /^https$/ }) })),
  toCheck: z.array(z.string().min(1)),
  fromCitizens: z
    .array(
      z.strictObject({
        question: z.string().min(1),
        addedBy: z.string(),
        addedOn: isoDate,
        people: z.number().int().min(1),
        reportedBy: z.string().optional(),
      }),
    )
    .optional(),
})

const intentFile = z.object({
  name: z.string(),
  contexts: z.array(z.string()),
  utterances: z
    .partialRecord(z.enum(RECOGNISED_LANGUAGES), z.array(z.string().min(1)))
    .refine(({ fr }) => fr !== undefined, { error: 'no questions in French (fr)' }),
  slots: z.array(z.looseObject({ name: z.string(), entities: z.array(z.string()) })),
})

/** The folder of {@link Entry.office | offices}, in that of entries and in that of their questions. */
const OFFICES = 'offices'

/**
 * Reads every entry of a folder, with its translations, and the offices of `offices/` there, whose ids begin with `office-`.
 * @returns entries in the order of their ids
 * @throws ContentError naming every file at fault
 */
export async function loadEntries({ knowledgeDir, intentsDir }: EntryFolders): Promise<Entry[]> {
  const faults: EntryFault[] = []
  const read = async (folder: string, parse: typeof parseEntry) => {
    const found: Entry[] = []
    const names = await readdir(join(knowledgeDir, folder))
    for (const name of names.filter((one) => one.endsWith('.md')).sort()) {
      const id = name.slice(0, -'.md'.length)
      try {
        const text = await readText(join(knowledgeDir, folder, name))
        const { questions, abroad } = await readExamples(join(intentsDir, folder, `${id}.json`))
        found.push(parse(id, text, questions, abroad))
      } catch (error) {
        faults.push({ file: join(folder, name), fault: describeFault(error) })
      }
    }
    return found
  }
  const own = await read('', parseEntry)
  const offices = existsSync(join(knowledgeDir, OFFICES)) ? await read(OFFICES, parseOffice) : []
  const entries = [...own, ...offices].sort((a, b) => (a.id < b.id ? -1 : 1))
  const translated = await withTranslations(entries, knowledgeDir)
  // A translation of an entry that could not be read is no second fault.
  if (faults.length === 0) faults.push(...translated.faults)
  if (faults.length > 0) throw new ContentError(faults)
  return translated.entries
}

/** Example questions of an intent: in French, and in other languages. */
export interface Examples {
  questions: string[]
  abroad: NonNullable<Entry['abroad']>
}

/** Reads the example questions of an intent file; none when there is no such file. @throws ZodError, SyntaxError */
export async function readExamples(path: string): Promise<Examples> {
  const { fr: questions = [], ...abroad } = await readUtterances(path)
  return { questions, abroad }
}

/** The same, by language; none when there is no such file. @throws as {@link readExamples} */
export async function readUtterances(path: string): Promise<Partial<Record<RecognisedLanguage, string[]>>> {
  try {
    return intentFile.parse(JSON.parse(await readText(path))).utterances
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/** Reads those in French. @throws as {@link readExamples} */
export async function readQuestions(path: string): Promise<string[]> {
  return (await readExamples(path)).questions
}

/** Parses the text of `knowledge/<id>.md`. @throws Error with the fault in words */
export function parseEntry(id: string, text: string, questions: string[], abroad: Examples['abroad'] = {}): Entry {
  const { fields, body } = splitFrontMatter(text)
  return {
    id,
    ...withoutGaps(entryFields.parse(parseYaml(fields), { error: nameNearestField })),
    ...parseSections(body),
    questions,
    ...(Object.keys(abroad).length > 0 && { abroad }),
  }
}

const inEachLanguage = (most: number) => z.record(z.enum(EXAMPLE_LANGUAGES), z.string().min(1).max(most))

/** The fields of an office that its front matter writes. */
const officeFields = entryFields
  .pick({ title: true, summary: true, source: true, verifiedAt: true, reviewBy: true, online: true })
  .extend({
    who: z.enum(['etat', 'departement', 'region', 'intercommunalite', 'autre']),
    name: z.string().min(3).max(90),
    phones: z.array(
      z.strictObject({
        number: z.string().refine(isPhoneNumber, 'is no phone number that can be called'),
        label: z.string().min(1).optional(),
        hours: z.string().min(1).optional(),
      }),
    ),
    directory: z
      .string()
      .regex(/^[a-z_]+$/, 'expected a kind of the national directory, like "caf"')
      .optional(),
    names: inEachLanguage(90),
    summaries: inEachLanguage(300),
  })

/** Parses the text of `knowledge/offices/<id>.md`, as the entry `office-<id>`. @throws Error with the fault in words */
export function parseOffice(id: string, text: string, questions: string[], abroad: Examples['abroad'] = {}): Entry {
  const { fields, body } = splitFrontMatter(text)
  const { who, name, phones, directory, names, summaries, ...common } = officeFields.parse(parseYaml(fields), {
    error: nameNearestField,
  })
  return {
    id: `${OFFICE_PREFIX}${id}`,
    ...common,
    category: 'autres-organismes',
    who: who === 'departement' || who === 'region' ? 'autre' : who,
    owner: 'accueil',
    servicePublic: [],
    toCheck: [],
    sections: parseOfficeSections(body),
    simple: null,
    questions,
    ...(Object.keys(abroad).length > 0 && { abroad }),
    office: { name, phones, ...(directory && { directory }), names, summaries },
  }
}

const entryRow = entryFields.extend({
  id: z.string().regex(/^[a-z0-9-]{1,80}$/),
  sections: z.strictObject(
    Object.fromEntries(SECTION_KEYS.map((key) => [key, z.string().default('')])) as Record<
      SectionKey,
      z.ZodDefault<z.ZodString>
    >,
  ),
  simple: z.string().min(1).nullable().default(null),
  questions: z.array(z.string().min(1)),
})

/** Parses a line of a JSONL base: the front matter, `id`, `sections` by key, `questions`, and `simple` if there is one. Never throws. */
export function parseEntryRow(text: string): { entry: Entry } | { fault: string } {
  try {
    return { entry: withoutGaps(entryRow.parse(JSON.parse(text))) }
  } catch (error) {
    return { fault: describeFault(error) }
  }
}

type Optional = 'validFrom' | 'validUntil' | 'fromCitizens' | 'short'

/** Fields that may be left out are absent then, never `undefined`. */
function withoutGaps<T extends Partial<Record<'validFrom' | 'validUntil', string | undefined>> & ReadQuestions>(
  fields: T,
): Omit<T, Optional> & Pick<Entry, Optional> {
  const { validFrom, validUntil, fromCitizens, short, ...rest } = fields
  return {
    ...rest,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(short === undefined || Object.keys(short).length === 0 ? {} : { short }),
    ...(fromCitizens === undefined ? {} : { fromCitizens: fromCitizens.map(withoutNobody) }),
  }
}

type ReadQuestions = Pick<z.infer<typeof entryFields>, 'fromCitizens' | 'short'>

function withoutNobody({ reportedBy, ...rest }: NonNullable<ReadQuestions['fromCitizens']>[number]): CitizenQuestion {
  return reportedBy === undefined ? rest : { ...rest, reportedBy }
}
