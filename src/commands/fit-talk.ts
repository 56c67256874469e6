import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { decide } from '../assistant/decide.js'
import { type GoingOnWords, goingOnWords } from '../assistant/follow-up/going-on-words.js'
import {
  READING_FEATURES,
  readBothWays,
  TALK_FEATURES,
  type TalkFeatures,
  type TalkModel,
  talkFeatures,
  talkModelSchema,
} from '../assistant/follow-up/talk-model.js'
import { readTable } from '../assistant/words/tables.js'
import { readUtterances } from '../features/entries/catalogue/load-entries.js'
import { RECOGNISED_LANGUAGES } from '../platform/model/language.js'
import { READABLE, replaceFile } from '../platform/store/replace-file.js'
import { seededRandom, shuffle } from '../platform/text/seeded-random.js'
import { fitConditional } from '../search/logistic.js'
import type { SearchCandidate, SearchIndex, SearchResult } from '../search/search-index.js'
import type { LinearModel } from '../search/standardise.js'
import { readJsonLines } from './read-json-lines.js'

/** A talk of two messages: the entry shown for the first, and what the second means. */
const talkRow = z.strictObject({
  first: z.string().min(1),
  shown: z.string().min(1),
  after: z.string().min(1),
  language: z.enum(RECOGNISED_LANGUAGES),
  /** Whether the second message is about what the first asked. */
  goesOn: z.boolean(),
  /** Entries that the second message may mean, those of the first where it asks more of it; none where no entry answers it. */
  targets: z.array(z.string().min(1)),
})

/** One of the talks of a file. */
export type TalkRow = z.infer<typeof talkRow>

/** A talk, with what a search found of its second message in both readings. */
interface Heard {
  row: TalkRow
  alone: SearchCandidate[]
  together: SearchCandidate[]
  features: TalkFeatures
}

/** Talks that turn to what no entry answers, for each of those of a file. */
const NOBODYS = 1 / 3
const FOLDS = 5
const RIDGE = 0.03

/** How the readings of talks that were not fitted on fare: shares of them, in [0, 1]. */
export interface TalkQuality {
  talks: number
  /** Told rightly whether they go on. */
  told: number
  /** Of those that an entry answers, whose first candidate is right: of both readings weighed, of the message alone, of both together. */
  first: { both: number; alone: number; together: number }
  /** Of those whose first candidate is surer than the bound of an answer: how many, and how many are right. */
  sure: { share: number; right: number }
}

/**
 * Reads a file of talks, a JSON object a line, and adds as many in which the second message is about what no entry answers, drawn from the subjects of everyday life, as are a third of them.
 * @throws as {@link readJsonLines}
 */
export async function readTalks(path: string, intentsDir: string, seed: number): Promise<TalkRow[]> {
  const rows = (await readJsonLines(path, talkRow)).map(({ value }) => value)
  const random = seededRandom(seed)
  const folder = join(intentsDir, 'background')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const subjects = await Promise.all(files.map((name) => readUtterances(join(folder, name))))
  const one = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)]
  const elsewhere = shuffle([...rows], random)
    .slice(0, Math.round(rows.length * NOBODYS))
    .flatMap((row) => {
      const after = one(one(subjects)?.[row.language] ?? [])
      return after === undefined ? [] : [{ ...row, after, goesOn: false, targets: [] }]
    })
  return [...rows, ...elsewhere]
}

/**
 * Fits what tells a message that goes on with a talk from one that begins anew, cross-validated over the entries shown, and writes `talk.json` beside the model.
 * @returns the quality on talks that were left out
 */
export async function fitTalk(
  rows: readonly TalkRow[],
  index: SearchIndex,
  { model: modelDir, intentsDir, answer, seed }: { model: string; intentsDir: string; answer: number; seed: number },
): Promise<TalkQuality> {
  const words = goingOnWords(await readTable('going-on', { intentsDir }))
  const heard: Heard[] = []
  for (const row of rows) heard.push(await hear(row, index, words))
  const ids = shuffle([...new Set(rows.map(({ shown }) => shown))].sort(), seededRandom(seed))
  const foldOf = new Map(ids.map((id, place) => [id, place % FOLDS]))
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const model = fitModel(heard.filter(({ row }) => foldOf.get(row.shown) !== fold))
    return heard.filter(({ row }) => foldOf.get(row.shown) === fold).map((one) => judge(one, model, answer))
  }).flat()
  const quality = qualityOf(judged)
  const model = fitModel(heard)
  const file = talkModelSchema.parse({ format: 1, ...model, report: { seed, ...quality } })
  await replaceFile(join(modelDir, 'talk.json'), `${JSON.stringify(file, null, 2)}\n`, READABLE)
  return quality
}

async function hear(row: TalkRow, index: SearchIndex, words: GoingOnWords): Promise<Heard> {
  const { first, after, language } = row
  const search = (text: string) =>
    index.search(text, { patient: true, ...(language !== 'fr' && { isOtherLanguage: true }) })
  const shownIds = shownFor(row, await search(first))
  const [{ candidates: alone }, { candidates: together }] = [await search(after), await search(`${first} ${after}`)]
  return { row, alone, together, features: talkFeatures({ text: after, language, alone, together, shownIds }, words) }
}

/** What the first message brings: its entry where the assistant is sure of one, what is asked back where it is not, or nothing. */
function shownFor({ shown }: TalkRow, { candidates, policy }: SearchResult): string[] {
  const decision = decide(candidates, policy)
  if (decision.kind === 'answer') return [shown]
  return decision.kind === 'clarify' ? decision.candidates.map(({ id }) => id) : []
}

function fitModel(heard: readonly Heard[]): TalkModel {
  const isRight = ({ row, together }: Heard) => row.targets.includes(together[0]?.id ?? '')
  return {
    goesOn: fitYesOrNo(TALK_FEATURES, heard, ({ row }) => row.goesOn),
    reading: fitYesOrNo(
      READING_FEATURES,
      heard.filter(({ row }) => row.goesOn),
      isRight,
    ),
  }
}

/** A logistic regression, as a choice between what is seen and nothing; the bias is a feature of its own there. */
function fitYesOrNo(
  names: readonly (keyof TalkFeatures)[],
  heard: readonly Heard[],
  isYes: (one: Heard) => boolean,
): LinearModel {
  const nothing = new Array<number>(names.length + 1).fill(0)
  const groups = heard.map((one) => ({
    features: [[...names.map((name) => one.features[name]), 1], nothing],
    right: isYes(one) ? [true, false] : [false, true],
  }))
  const { bias = 0, ...weights } = fitConditional([...names, 'bias'], groups, RIDGE).weights
  return { bias, weights }
}

interface Judged {
  hasAnswer: boolean
  told: boolean
  both: boolean
  alone: boolean
  together: boolean
  isSure: boolean
}

function judge({ row, alone, together, features }: Heard, model: TalkModel, answer: number): Judged {
  const { candidates, goesOn } = readBothWays({ alone, together }, features, model, answer)
  const isRight = (found: readonly { id: string }[]) => row.targets.includes(found[0]?.id ?? '')
  return {
    hasAnswer: row.targets.length > 0,
    told: goesOn >= 0.5 === row.goesOn,
    both: isRight(candidates),
    alone: isRight(alone),
    together: isRight(together),
    isSure: (candidates[0]?.confidence ?? 0) >= answer,
  }
}

function qualityOf(all: readonly Judged[]): TalkQuality {
  const judged = all.filter(({ hasAnswer }) => hasAnswer)
  const share = (of: (one: Judged) => boolean, among: readonly Judged[] = judged) =>
    among.filter(of).length / Math.max(1, among.length)
  const sure = judged.filter(({ isSure }) => isSure)
  return {
    talks: all.length,
    told: share(({ told }) => told, all),
    first: {
      both: share(({ both }) => both),
      alone: share(({ alone }) => alone),
      together: share(({ together }) => together),
    },
    sure: { share: share(({ isSure }) => isSure), right: share(({ both }) => both, sure) },
  }
}
