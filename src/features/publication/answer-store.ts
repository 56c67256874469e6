import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { preparedFolder } from '../../platform/prepared.js'
import { replaceFile } from '../../platform/store/replace-file.js'
import { type Calibration, calibrationName } from '../../search/calibration.js'
import type { Refit } from '../../search/refit.js'
import type { Base } from '../entries/catalogue/base.js'
import { type Answered, type Answers, keyOfQuestion } from './answers.js'
import { dealQuestions } from './ask.js'

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

/** Raised when questions are dealt, asked or decided otherwise, so that former answers are not taken for these. */
const FORMAT = 2
/** Files kept on disk, of some megabytes each at most; those used least recently go. */
const MOST_FILES = 20
const SUFFIX = '.json.gz'
/** Where they lie among what was prepared. */
const PREPARED_ANSWERS = 'answers'

const decided = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.string() }),
  z.strictObject({ kind: z.literal('clarify'), ids: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('none') }),
])
const policy = z.strictObject({ answer: z.number(), gap: z.number(), floor: z.number(), choice: z.number() })
/** What came of a question; which one follows from its place among those that are dealt. */
const row = z.strictObject({
  decided,
  candidates: z.array(z.string()),
  confidences: z.array(z.number()),
  policy,
  meaning: z.number(),
  centre: z.number(),
  words: z.number(),
})
const file = z.strictObject({ key: z.string(), at: z.iso.datetime(), rows: z.array(row) })

const compress = promisify(gzip)
const decompress = promisify(gunzip)

interface StorePlace {
  folder: string
  calibration: Calibration
  now: () => Date
}

/** Keeps answers on disk, so that a restart does not ask again: one file a content and set of questions, under a folder that is created at the first write. */
export function openAnswerStore({ folder, calibration, now }: StorePlace) {
  /** The same only for the same questions of the same content, by the same encoder, calibration and refit. */
  const nameOf = ({ base, isSample, refit }: Wanted) =>
    measureKey(base, calibration, 'answers', FORMAT, isSample, refit)
  const fileOf = (wanted: Wanted) => nameOf(wanted).slice(0, 32) + SUFFIX
  const pathOf = (wanted: Wanted) => join(folder, fileOf(wanted))
  const readAt = async (path: string, wanted: Wanted): Promise<DatedAnswers | null> => {
    try {
      const { key, at, rows } = file.parse(JSON.parse((await decompress(await readFile(path))).toString()))
      const asked = dealQuestions(wanted.base, wanted.isSample).questions
      if (key !== nameOf(wanted) || rows.length !== asked.length) return null
      const replies = new Map(
        asked.map((one, i) => [keyOfQuestion(one), { ...one, ...(rows[i] as z.infer<typeof row>) }]),
      )
      return { base: wanted.base, at, indexes: [], replies, rerun: 0 }
    } catch {
      return null
    }
  }
  return {
    nameOf,
    /** Whether answers are there, as far as can be told without reading them. */
    has: (wanted: Wanted): Promise<boolean> => stat(pathOf(wanted)).then(Boolean, () => false),
    /**
     * Without indexes; `null` where the file is missing, torn, or of something else. Those that `scripts/prepare-answers.mjs` asked of this content stand in for
     * a missing one, as if they had been asked now.
     */
    async read(wanted: Wanted): Promise<DatedAnswers | null> {
      const path = pathOf(wanted)
      const answers = await readAt(path, wanted)
      if (answers) {
        const usedAt = new Date()
        await utimes(path, usedAt, usedAt).catch(() => {})
        return answers
      }
      const prepared = preparedFolder()
      const others =
        prepared === undefined ? null : await readAt(join(prepared, PREPARED_ANSWERS, fileOf(wanted)), wanted)
      return others && { ...others, at: now().toISOString() }
    },
    /** @throws when the folder cannot be written */
    async write(wanted: Wanted, { at, replies }: DatedAnswers): Promise<void> {
      const rows = dealQuestions(wanted.base, wanted.isSample).questions.map((asked): z.infer<typeof row> => {
        const { from, question, part, ...kept } = replies.get(keyOfQuestion(asked)) as Answered
        return kept
      })
      await replaceFile(pathOf(wanted), await compress(JSON.stringify({ key: nameOf(wanted), at, rows })))
      await makeRoom(folder)
    },
  }
}

/**
 * Names of what is measured of a base: the same name only where the content, the encoder, the calibration and `more` are the same, so that what was kept of
 * another one is never taken for it. 64 hexadecimal digits.
 * @param more what else the measure follows from: how it is made, what was promised
 */
export function measureKey({ version, index }: Base, calibration: Calibration, ...more: readonly unknown[]): string {
  const parts = [...more, version, index.encoderVersion, calibrationName(calibration)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
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
