import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual, promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { type Calibration, calibrationName } from '../../search/calibration.js'
import type { Policy } from '../../search/policy.js'
import type { Refit } from '../../search/refit.js'
import type { Base } from '../entries/catalogue/base.js'
import { type Answered, type Answers, keyOfQuestion } from './answers.js'
import { dealt } from './ask.js'

/** Answers, and when the questions were asked. */
export interface DatedAnswers extends Answers {
  /** ISO instant. */
  at: string
}

/** What is asked: of which content, which of its questions, and by which confidences. */
export interface Wanted {
  base: Base
  isSample: boolean
  refit: Refit | null
}

/** Keeps answers on disk, so that a restart does not ask again. */
export interface AnswerStore {
  /** The same only for the same questions of the same content, by the same encoder, calibration and refit. */
  nameOf(wanted: Wanted): string
  /** Whether they are there, as far as can be told without reading them. */
  has(wanted: Wanted): Promise<boolean>
  /** Without indexes; `null` where the file is missing, torn, or of something else. */
  read(wanted: Wanted): Promise<DatedAnswers | null>
  /** @throws when the folder cannot be written */
  write(wanted: Wanted, answers: DatedAnswers): Promise<void>
}

/** Raised when questions are dealt, asked or decided otherwise, so that former answers are not taken for these. */
const FORMAT = 2
/** Files kept on disk, of some megabytes each at most; those used least recently go. */
const MOST_FILES = 20
const SUFFIX = '.json.gz'

const probability = z.number()
const decided = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.string() }),
  z.strictObject({ kind: z.literal('clarify'), ids: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('none') }),
])
const policy = z.strictObject({ answer: probability, gap: probability, floor: probability, choice: probability })
/** What came of a question, its policy by place among the policies; which question follows from its place among those that are dealt. */
const row = z.tuple([
  decided,
  z.array(z.string()),
  z.array(probability),
  z.int().nonnegative(),
  z.number(),
  z.number(),
  z.number(),
])
type Row = z.infer<typeof row>
const file = z.strictObject({ key: z.string(), at: z.iso.datetime(), policies: z.array(policy), rows: z.array(row) })

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** One file a content and set of questions, under a folder that is created at the first write. */
export function openAnswerStore(folder: string, calibration: Calibration): AnswerStore {
  const nameOf = ({ base, isSample, refit }: Wanted) =>
    measureKeys(calibration, 'answers', FORMAT, isSample, refit)(base)
  const pathOf = (wanted: Wanted) => join(folder, nameOf(wanted).slice(0, 32) + SUFFIX)
  return {
    nameOf,
    has: (wanted) => stat(pathOf(wanted)).then(Boolean, () => false),
    async read(wanted) {
      const path = pathOf(wanted)
      try {
        const kept = file.parse(JSON.parse((await decompress(await readFile(path))).toString()))
        const asked = questionsOf(wanted)
        if (kept.key !== nameOf(wanted) || kept.rows.length !== asked.length) return null
        const answers = asked.map((one, i) => toAnswer(one, kept.rows[i] as Row, kept.policies))
        const replies = new Map(answers.map((one) => [keyOfQuestion(one), one]))
        const now = new Date()
        await utimes(path, now, now)
        return { base: wanted.base, at: kept.at, indexes: [], replies, rerun: 0 }
      } catch {
        return null
      }
    },
    async write(wanted, { at, replies }) {
      const policies: Policy[] = []
      const placeOf = (policy: Policy) => {
        const place = policies.findIndex((one) => isDeepStrictEqual(one, policy))
        return place < 0 ? policies.push(policy) - 1 : place
      }
      const rows = questionsOf(wanted).map((asked) => toRow(replies.get(keyOfQuestion(asked)) as Answered, placeOf))
      await replaceFile(pathOf(wanted), await compress(JSON.stringify({ key: nameOf(wanted), at, policies, rows })))
      await makeRoom(folder)
    },
  }
}

/** The questions that are wanted, in the order in which they are dealt. */
function questionsOf({ base, isSample }: Wanted): Pick<Answered, 'from' | 'question' | 'part'>[] {
  return dealt(base, isSample).flatMap((fold, part) =>
    fold.map(({ document, question }) => ({ from: base.documents[document]?.id ?? '', question, part })),
  )
}

function toRow(answer: Answered, placeOf: (policy: Policy) => number): Row {
  const { decided, candidates, confidences, policy, meaning, centre, words } = answer
  return [decided, candidates, confidences, placeOf(policy), meaning, centre, words]
}

/** @throws when the row names a policy that is not there */
function toAnswer(
  asked: Pick<Answered, 'from' | 'question' | 'part'>,
  kept: Row,
  policies: readonly Policy[],
): Answered {
  const [decided, candidates, confidences, place, meaning, centre, words] = kept
  const policy = policies[place]
  if (!policy) throw new Error(`policy ${place} is missing`)
  return { ...asked, decided, candidates, confidences, policy, meaning, centre, words }
}

/**
 * Names of what is measured of a base: the same name only where the content, the encoder, the calibration and `more` are the same, so that what was kept of
 * another one is never taken for it. 64 hexadecimal digits.
 * @param more what else the measure follows from: how it is made, what was promised
 */
export function measureKeys(calibration: Calibration, ...more: readonly unknown[]): (base: Base) => string {
  return ({ version, index }) =>
    createHash('sha256')
      .update(JSON.stringify([...more, version, index.encoderVersion, calibrationName(calibration)]))
      .digest('hex')
}

/** Puts a file of its owner alone in the place of the former one, in one step, in a folder that is created. @throws when the folder cannot be written */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await writeFile(temporary, content, { mode: 0o600 })
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function makeRoom(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX))
  if (names.length <= MOST_FILES) return
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  )
  const oldest = dated.sort((a, b) => a.at - b.at).slice(0, names.length - MOST_FILES)
  for (const { name } of oldest) await rm(join(folder, name), { force: true })
}
