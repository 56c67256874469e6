import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readExamples } from '../features/entries/catalogue/load-entries.js'
import {
  type CalibrationSet,
  type IndexBuilder,
  meaningsOf,
  type Observed,
  observeEchoes,
  observePart,
  observeRemoved,
  observeSet,
  observeYoung,
  type Teaching,
} from './calibration-data.js'
import { type LabelledQuestion, readBase, readLabelledQuestions } from './read-base.js'
import { readJsonLines } from './read-json-lines.js'

/** Most questions kept of one set, and of one out-of-scope file. */
const MOST_QUESTIONS = 800
/** The same of a set beside the offices, which is of five voices or eight languages: it counts for no more by it. */
const MOST_BESIDE_OFFICES = 3_000
/** Questions of each removed entry. */
const REMOVED_SAMPLE = 2
/** What the kinds of sets teach. */
export const TEACHES = {
  both: { ranking: 1, confidence: 1 },
  confidence: { ranking: 0, confidence: 1 },
  words: { ranking: 0, confidence: 0.5 },
  nothing: { ranking: 0, confidence: 0 },
}
/**
 * How often a base is asked with young entries, and what that teaches: most where every entry has questions, which is where curators write. The confidence
 * learns less from it: nobody is asked there what no entry answers.
 */
const YOUNG = {
  illustrated: { draws: 2, teaches: { ranking: 2, confidence: 0.6 } },
  other: { draws: 1, teaches: { ranking: 0.5, confidence: 0.3 } },
}
/**
 * A base of more entries than `above` is asked again with only so many of them: few towns import all the national fiches, and the fewer there are, the
 * fewer near-doubles a question finds.
 */
const PARTS = { above: 2_000, sizes: [500, 1_300], teaches: { ranking: 0, confidence: 0.5 } }
/** Example questions that are asked again as they are typed, and how much they teach. */
const ECHOES = { count: 800, teaches: { ranking: 0, confidence: 0.6 } }
/** What a base asked in other languages teaches while half of its entries have no questions in them. */
const YOUNG_ABROAD = { draws: 1, teaches: { ranking: 1, confidence: 0.3 } }

/** The sets to calibrate on, as the command line names them, and the seed of their samples. */
export interface SetOptions {
  sets: readonly string[]
  bareSets: readonly string[]
  doubtSets: readonly string[]
  wordSets: readonly string[]
  abroadSets: readonly string[]
  /** Names of sets that teach nothing: what is reported of them, nothing was fitted on. */
  unread: readonly string[]
  outOfScope: readonly string[]
  seed: number
}

/** Reads bases and questions of all the sets. @throws Error in one line when something cannot be read */
export async function readCalibrationSets(options: SetOptions): Promise<CalibrationSet[]> {
  const sets: CalibrationSet[] = []
  const read = async (list: readonly string[], kind: SetKind) => {
    for (const one of list) {
      const set = await readSet(one, options.seed, kind)
      sets.push(options.unread.includes(set.name) ? { ...set, alone: true, teaches: TEACHES.nothing } : set)
    }
  }
  await read(options.sets, { withIntents: true, teaches: TEACHES.both })
  await read(options.bareSets, { withIntents: false, teaches: TEACHES.both })
  await read(options.doubtSets, { withIntents: false, teaches: TEACHES.confidence })
  await read(options.wordSets, { withIntents: true, teaches: TEACHES.words, areWords: true })
  await read(options.abroadSets, { withIntents: true, teaches: TEACHES.both, isOtherLanguage: true })
  const unknown = options.unread.find((name) => !sets.some((set) => set.name === name))
  if (unknown !== undefined) throw new Error(`--unread ${unknown}: no set has this name`)
  return sets
}

/** How a set is read, and what it teaches. */
interface SetKind {
  withIntents: boolean
  teaches: Teaching
  /** Whether its questions are words of several meanings. */
  areWords?: boolean
  /** Whether its questions are in other languages than French. */
  isOtherLanguage?: boolean
}

async function readSet(
  argument: string,
  seed: number,
  { withIntents, teaches, areWords = false, isOtherLanguage = false }: SetKind,
): Promise<CalibrationSet> {
  const { name, base, withOffices, file } = parseSet(argument)
  const documents = await readBase({ knowledge: base, intentsDir: 'intents', withIntents, withOffices })
  const own = documents.flatMap(({ id, questions, abroad = [] }) =>
    (isOtherLanguage ? abroad : questions).map((question) => ({ id, question, targets: [id] })),
  )
  const questions = file ? await readLabelledQuestions(file) : own
  const asked = sample(questions, withOffices && file ? MOST_BESIDE_OFFICES : MOST_QUESTIONS, seed)
  return {
    name,
    // What no entry answers, an office may; in other languages nothing is asked that a file does not say.
    alone: file === undefined || areWords || (withOffices && !isOtherLanguage),
    teaches: file === undefined && !isOtherLanguage ? TEACHES.confidence : teaches,
    documents,
    questions: areWords ? meaningsOf(asked) : asked,
    ...(isOtherLanguage && { isOtherLanguage }),
  }
}

/** A set as the command line names it: what it is read from. */
export interface SetPlace {
  name: string
  base: string
  /** Whether the offices are among its entries. */
  withOffices: boolean
  /** Of its questions; `undefined` where they are the base's own examples. */
  file: string | undefined
}

/** The places of all sets, in the order in which they are read. @throws Error in one line for what is no set */
export function placesOf(options: SetOptions): Omit<SetPlace, 'withOffices'>[] {
  const { sets, bareSets, doubtSets, wordSets, abroadSets } = options
  return [...sets, ...bareSets, ...doubtSets, ...wordSets, ...abroadSets].map(parseSet)
}

function parseSet(argument: string): SetPlace {
  const [, name, base, offices, file] = /^([^=]+)=([^,+]+)(\+offices)?(?:,(.+))?$/.exec(argument) ?? []
  if (!name || !base) throw new Error(`--set ${argument}: expected name=base[+offices][,questions.jsonl]`)
  return { name, base, withOffices: offices !== undefined, file }
}

/** Questions that nothing answers, with the only set that they are asked of, or `null` for every set. */
export interface Unanswerable {
  set: string | null
  questions: LabelledQuestion[]
}

/** Reads the files of `--out-of-scope`. @throws Error in one line, with file and line */
export async function readUnanswerable({ outOfScope, seed }: SetOptions): Promise<Unanswerable[]> {
  const read = outOfScope.map(async (argument): Promise<Unanswerable> => {
    const [, set, path = argument] = /^(?:([^=/]+)=)?(.+)$/.exec(argument) ?? []
    const rows = await readJsonLines(path, z.object({ question: z.string() }))
    const questions = rows.map(({ value, line }) => ({ id: `${path}:${line}`, question: value.question, targets: [] }))
    return { set: set ?? null, questions: sample(questions, MOST_QUESTIONS, seed) }
  })
  return Promise.all(read)
}

/** The evidence on every question of the sets, on what none of them answers, and on both while a base is young or a part of itself. */
export async function observeAll(
  sets: readonly CalibrationSet[],
  unanswerable: readonly Unanswerable[],
  { build, seed }: { build: IndexBuilder; seed: number },
): Promise<Observed[]> {
  const observed: Observed[] = []
  for (const set of sets) {
    process.stderr.write(`${set.name}: ${set.documents.length} entries, ${set.questions.length} questions\n`)
    if (set.teaches === TEACHES.nothing) {
      observed.push(...(await observeSet(set, build)))
      continue
    }
    if (set.isOtherLanguage) {
      observed.push(...(await observeAbroad(set, build, seed)))
      continue
    }
    const none = unanswerable
      .filter(({ set: only }) => only === null || only === set.name)
      .flatMap(({ questions }) => questions)
    observed.push(...(await observeSet(set, build)))
    if (set.alone) continue
    observed.push(...(await observeSet({ ...set, questions: none }, build)))
    const isIllustrated = set.documents.every(({ questions }) => questions.length > 0)
    if (set.teaches.ranking > 0 && set.documents.some(({ questions }) => questions.length > 0)) {
      const { draws, teaches } = isIllustrated ? YOUNG.illustrated : YOUNG.other
      observed.push(...(await observeYoung({ ...set, teaches }, build, { draws, seed })))
      if (set.documents.length > PARTS.above) {
        const part = { ...set, teaches: PARTS.teaches }
        for (const size of PARTS.sizes)
          observed.push(...(await observePart(part, build, { size, seed: seed + size, others: none })))
      }
    }
    if (isIllustrated)
      observed.push(...(await observeEchoes({ ...set, teaches: ECHOES.teaches }, build, { count: ECHOES.count, seed })))
    // Only where every entry has questions: elsewhere a near-double of the removed entry often answers.
    if (isIllustrated) observed.push(...(await observeRemoved(set, build, REMOVED_SAMPLE)))
  }
  return observed
}

/** The evidence on questions in other languages: as they are, while half of the entries have none, without their entries, and of what nobody answers. */
async function observeAbroad(set: CalibrationSet, build: IndexBuilder, seed: number): Promise<Observed[]> {
  const observed = await observeSet(set, build)
  if (!set.alone) return observed
  const { draws, teaches } = YOUNG_ABROAD
  const everyday = sample(await readEverydayAbroad('intents'), MOST_QUESTIONS, seed)
  return [
    ...observed,
    ...(await observeYoung({ ...set, teaches }, build, { draws, seed })),
    ...(await observeRemoved(set, build, REMOVED_SAMPLE)),
    ...(await observeSet({ ...set, questions: everyday }, build)),
  ]
}

/** Questions of everyday life in other languages than French. */
async function readEverydayAbroad(intentsDir: string): Promise<LabelledQuestion[]> {
  const folder = join(intentsDir, 'background')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const questions: LabelledQuestion[] = []
  for (const file of files) {
    const { abroad } = await readExamples(join(folder, file))
    for (const question of Object.values(abroad).flat()) questions.push({ id: file, question, targets: [] })
  }
  return questions
}

/** A sample of a list, the same for the same seed, in the list's order. */
function sample<T>(list: readonly T[], size: number, seed: number): T[] {
  if (list.length <= size) return [...list]
  const keyed = list.map((item, i) => ({
    item,
    i,
    key: (Math.imul(i + 1, 2_654_435_761) ^ Math.imul(seed, 40_503)) >>> 0,
  }))
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, size)
    .sort((a, b) => a.i - b.i)
    .map(({ item }) => item)
}
