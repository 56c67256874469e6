import { join } from 'node:path'
import { z } from 'zod'
import type { Entry } from '../../../platform/model/entry.js'
import {
  GUIDE_COMMANDS,
  type Guide,
  type GuideCommand,
  type GuideEnd,
  type GuideQuestion,
} from '../../../platform/model/guide.js'
import { digestOfFiles, prepared } from '../../../platform/prepared.js'
import { checkGuide } from '../../guides/check-guide.js'
import { guideEntryId, guideName, guideTexts } from '../../guides/guide-shape.js'
import { nameNearestField } from '../lint/unknown-variables.js'
import { describeFault } from '../render/entry-text.js'
import { ContentError, type EntryFault, type EntryFolders, loadEntries } from './load-entries.js'
import { readText } from './load-short-translations.js'
import { jsonFilesOf } from './read-lexicon.js'
import { rememberText, textOf } from './snapshot.js'

const name = guideName
const entryId = guideEntryId
const { title, text, help, label, note } = guideTexts
const end = z.strictObject({ entry: entryId.optional(), note })
const oneOrMore = z.union([name.transform((value) => [value]), z.array(name).min(1)])

const choice = z.strictObject({
  value: name,
  label,
  say: z.array(z.string().min(1)).optional(),
})

const guideFile = z.strictObject({
  title,
  from: z.record(entryId, z.record(name, name)),
  questions: z
    .array(
      z.strictObject({
        slot: name,
        text,
        help,
        choices: z.array(choice),
      }),
    )
    .min(1),
  branches: z.array(end.extend({ when: z.record(name, oneOrMore) })).min(1),
  otherwise: end.optional(),
})
type GuideFile = z.infer<typeof guideFile>

/** A list entity in Botpress v12 format: values and the words that mean them. */
const entityFile = z.looseObject({
  name: z.string(),
  type: z.literal('list'),
  occurrences: z.array(z.looseObject({ name: z.string().min(1), synonyms: z.array(z.string().min(1)) })),
})
/** Words by value. */
type Entity = Map<string, string[]>

/** What an intent says of its slots, in Botpress v12 format. */
const slotsOfIntent = z.looseObject({
  slots: z.array(z.looseObject({ name: z.string(), entities: z.array(z.string()) })),
})

/** The entity whose values are the commands of every guide. */
const COMMANDS = 'guide-commands'

/**
 * Reads the entries that communes share, each with the guide that begins by it: `<knowledgeDir>/guides/<id>.json`, whose slots are those of
 * `<intentsDir>/<entry>.json`, whose words are those of the entities `<intentsDir>/entities/<name>.json`.
 * @throws ContentError naming every file at fault
 */
export async function loadGuidedEntries(folders: EntryFolders): Promise<Entry[]> {
  const { entries, texts } = await prepared(
    'entries',
    () => digestOfEntries(folders),
    () => readGuidedEntries(folders),
  )
  entries.forEach((entry, i) => {
    rememberText(entry, texts[i] as string)
  })
  // The list is whoever asked for it; the entries are never changed.
  return [...entries]
}

/** Of all that is read for them. */
function digestOfEntries({ knowledgeDir, intentsDir }: EntryFolders): Promise<string | null> {
  const folders = ['offices', 'translations', 'short', 'guides'].map((name) => join(knowledgeDir, name))
  const examples = ['offices', 'entities'].map((name) => join(intentsDir, name))
  return digestOfFiles([
    { folder: knowledgeDir },
    { folder: intentsDir },
    ...[...folders, ...examples].map((folder) => ({ folder, isDeep: true })),
  ])
}

/** The entries, and the text of each that is searched. */
interface Read {
  entries: Entry[]
  texts: string[]
}

async function readGuidedEntries(folders: EntryFolders): Promise<Read> {
  const entries = await loadEntries(folders)
  const ids = new Set(entries.map(({ id }) => id))
  const faults: EntryFault[] = []
  const guides = new Map<string, Guide>()
  for (const file of await jsonFilesOf(join(folders.knowledgeDir, 'guides'))) {
    try {
      for (const [from, guide] of await readGuide(file, folders, ids)) {
        const other = guides.get(from)
        if (other) throw new Error(`from: "${from}" has another guide, ${other.id}`)
        guides.set(from, guide)
      }
    } catch (error) {
      faults.push({ file: `guides/${file}`, fault: describeFault(error) })
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  const guided = entries.map((entry) => {
    const guide = guides.get(entry.id)
    return guide ? { ...entry, guide } : entry
  })
  return { entries: guided, texts: guided.map(textOf) }
}

/** One guide, as each entry by which it is entered has it. @throws Error with every fault in words */
async function readGuide(file: string, folders: EntryFolders, ids: ReadonlySet<string>): Promise<Map<string, Guide>> {
  const written = guideFile.parse(JSON.parse(await readText(join(folders.knowledgeDir, 'guides', file))), {
    error: nameNearestField,
  })
  const faults = [...unknownEntries(written, ids), ...unknownAnswers(written)]
  const commands = await readCommands(folders)
  const guides = new Map<string, Guide>()
  for (const [from, given] of Object.entries(written.from)) {
    if (!ids.has(from)) continue
    const slots = await readSlots(folders, from)
    const questions = written.questions.map((question): GuideQuestion => {
      const entities = slots.get(question.slot)
      if (!entities) faults.push(`from: intents/${from}.json has no slot "${question.slot}"`)
      return withWords(question, entities ?? [])
    })
    const endOf = ({ entry = from, note }: z.infer<typeof end>): GuideEnd => ({
      entryId: entry,
      ...(note === undefined ? {} : { note }),
    })
    const branches = written.branches.map((branch) => ({ ...endOf(branch), when: branch.when }))
    const id = file.slice(0, -'.json'.length)
    const otherwise = endOf(written.otherwise ?? {})
    guides.set(from, { id, title: written.title, questions, branches, otherwise, given, commands })
  }
  const [first] = guides.values()
  if (first) faults.push(...checkGuide(first))
  if (faults.length > 0) throw new Error([...new Set(faults)].join('; '))
  return guides
}

function unknownEntries({ from, branches, otherwise }: GuideFile, ids: ReadonlySet<string>): string[] {
  const named = [...branches, otherwise ?? {}].flatMap(({ entry }) => (entry === undefined ? [] : [entry]))
  const all = [...Object.keys(from), ...named]
  const faults = all.filter((id) => !ids.has(id)).map((id) => `no entry "${id}"`)
  return Object.keys(from).length > 0 ? faults : ['from: a guide is entered by at least one entry']
}

function unknownAnswers({ from, questions }: GuideFile): string[] {
  return Object.entries(from).flatMap(([entry, given]) =>
    Object.entries(given)
      .filter(([slot, value]) => {
        const question = questions.find((one) => one.slot === slot)
        return !question?.choices.some((choice) => choice.value === value)
      })
      .map(([slot, value]) => `from "${entry}": no question has "${slot}" with the choice "${value}"`),
  )
}

function withWords(question: GuideFile['questions'][number], entities: readonly Entity[]): GuideQuestion {
  const { help, ...rest } = question
  const choices = question.choices.map(({ value, label, say = [] }) => ({
    value,
    label,
    words: entities.flatMap((entity) => entity.get(value) ?? []),
    replies: say,
  }))
  return { ...rest, choices, ...(help === undefined ? {} : { help }) }
}

/** The entities of each slot of an entry's intent. */
async function readSlots({ intentsDir }: EntryFolders, id: string): Promise<Map<string, Entity[]>> {
  const text = await readText(join(intentsDir, `${id}.json`)).catch(() => '{"slots":[]}')
  const { slots } = slotsOfIntent.parse(JSON.parse(text))
  const read = slots.map(
    async ({ name, entities }): Promise<[string, Entity[]]> => [
      name,
      await Promise.all(entities.map((entity) => readEntity(intentsDir, entity))),
    ],
  )
  return new Map(await Promise.all(read))
}

async function readCommands({ intentsDir }: EntryFolders): Promise<Record<GuideCommand, string[]>> {
  const entity = await readEntity(intentsDir, COMMANDS)
  return Object.fromEntries(GUIDE_COMMANDS.map((command) => [command, entity.get(command) ?? []])) as Record<
    GuideCommand,
    string[]
  >
}

/** @throws Error naming the file that cannot be read */
async function readEntity(intentsDir: string, name: string): Promise<Entity> {
  try {
    const { occurrences } = entityFile.parse(JSON.parse(await readText(join(intentsDir, 'entities', `${name}.json`))))
    return new Map(occurrences.map((occurrence) => [occurrence.name, occurrence.synonyms]))
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Error(`intents/entities/${name}.json: ${isMissing ? 'there is no such file' : describeFault(error)}`)
  }
}
