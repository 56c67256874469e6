import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { READABLE, replaceFile } from '../platform/store/replace-file.js'
import { centreOf } from './dense-index.js'
import type { Encoder } from './encoder.js'
import { type QuantisedVector, quantise } from './quantised-vector.js'
import { VectorTable } from './vector-table.js'

/** Questions on one subject that people ask of somebody: a national fiche, or something of everyday life. */
export interface Subject {
  id: string
  questions: readonly string[]
  /** Whether each question is kept beside their centre: everyday life asks very different things under one subject, and their middle is like none of them. */
  isEveryday?: boolean
}

/**
 * What people ask that the entries of a base do not answer: the centre of the questions of each subject, and the questions of everyday life themselves. A
 * question nearer to one of these than to every entry is probably not for this base.
 */
export interface Background {
  /** Encoder of the centres. */
  encoderVersion: string
  dimensions: number
  /** Of the subjects as {@link digestOfSubjects} gives it. */
  digest: string
  subjects: BackgroundSubject[]
}

/** A subject in vectors. */
export interface BackgroundSubject {
  id: string
  centre: QuantisedVector
  /** Those of everyday life; none of another subject. */
  questions: QuantisedVector[]
}

const FILE = 'background.json'

const vector = z.object({ scale: z.number().min(0), values: z.base64() })

const schema = z.object({
  encoderVersion: z.string(),
  dimensions: z.number().int().positive(),
  digest: z.string().default(''),
  subjects: z.array(vector.extend({ id: z.string(), questions: z.array(vector).default([]) })),
})

/** A digest of what the subjects ask: a background of the same one, by the same encoder, is the same. */
export function digestOfSubjects(subjects: readonly Subject[]): string {
  return createHash('sha256').update(JSON.stringify(subjects)).digest('hex').slice(0, 16)
}

/** Embeds the questions of every subject. `onProgress` is called with subjects done and all. */
export async function buildBackground(
  subjects: readonly Subject[],
  encoder: Encoder,
  onProgress?: (done: number, total: number) => void,
): Promise<Background> {
  const centres: Background['subjects'] = []
  for (const { id, questions, isEveryday } of subjects) {
    const vectors = await encoder.encode([...questions])
    centres.push({
      id,
      centre: centreOf(vectors, encoder.dimensions),
      questions: isEveryday ? vectors.map(quantise) : [],
    })
    onProgress?.(centres.length, subjects.length)
  }
  const digest = digestOfSubjects(subjects)
  return { encoderVersion: encoder.version, dimensions: encoder.dimensions, digest, subjects: centres }
}

/** Writes `background.json` in a model's folder. */
export async function saveBackground(modelDir: string, background: Background): Promise<void> {
  const { encoderVersion, dimensions, digest } = background
  const subjects = background.subjects.map(({ id, centre, questions }) => ({
    id,
    ...toText(centre),
    ...(questions.length > 0 ? { questions: questions.map(toText) } : {}),
  }))
  // One subject a line: a change shows which.
  const lines = subjects.map((subject) => JSON.stringify(subject)).join(',\n')
  const head = JSON.stringify({ encoderVersion, dimensions, digest }).slice(0, -1)
  await replaceFile(join(modelDir, FILE), `${head},"subjects":[\n${lines}\n]}\n`, READABLE)
}

/** Reads `background.json` of a model's folder; `null` when it is missing, broken, or of another encoder. */
export async function loadBackground(modelDir: string, encoderVersion: string): Promise<Background | null> {
  try {
    const read = schema.parse(JSON.parse(await readFile(join(modelDir, FILE), 'utf8')))
    if (read.encoderVersion !== encoderVersion) return null
    const subjects = read.subjects.map(({ id, questions, ...centre }) => {
      return { id, centre: toVector(centre), questions: questions.map(toVector) }
    })
    return { encoderVersion, dimensions: read.dimensions, digest: read.digest, subjects }
  } catch {
    return null
  }
}

function toText({ values, scale }: QuantisedVector): z.infer<typeof vector> {
  return {
    scale: Number(scale.toPrecision(6)),
    values: Buffer.from(values.buffer, values.byteOffset, values.length).toString('base64'),
  }
}

function toVector({ values, scale }: z.infer<typeof vector>): QuantisedVector {
  const bytes = Buffer.from(values, 'base64')
  return { scale, values: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) }
}

/** The subjects of a background that a base does not answer itself, ready to be compared with questions. */
export class UncoveredSubjects {
  readonly #centres: VectorTable
  readonly #questions: VectorTable

  constructor({ subjects, dimensions }: Background, covered: ReadonlySet<string>) {
    const open = subjects.filter(({ id }) => !covered.has(id))
    this.#centres = tableOf(
      open.map(({ centre }) => centre),
      dimensions,
    )
    this.#questions = tableOf(
      open.flatMap(({ questions }) => questions),
      dimensions,
    )
  }

  /** Cosine of a question with the nearest subject; -1 without one. */
  nearest(query: Float32Array): number {
    return largestOf(this.#centres.scan(query))
  }

  /** Cosine of a question with the nearest question of everyday life; -1 without one. */
  nearestQuestion(query: Float32Array): number {
    return largestOf(this.#questions.scan(query))
  }
}

function tableOf(vectors: readonly QuantisedVector[], dimensions: number): VectorTable {
  const table = new VectorTable(vectors.length, dimensions)
  vectors.forEach((vector, row) => {
    table.set(row, vector)
  })
  return table
}

function largestOf(similarities: Float32Array): number {
  let best = -1
  for (let row = 0; row < similarities.length; row += 1) best = Math.max(best, similarities[row] as number)
  return best
}
