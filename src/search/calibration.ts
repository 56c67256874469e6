import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Background, loadBackground } from './background.js'
import { ABROAD_FEATURES, DENSE_FEATURES, LEXICAL_FEATURES } from './candidate-features.js'
import { ABROAD_SIGNALS, DENSE_SIGNALS, type FusionModel, type Judgement, LEXICAL_SIGNALS } from './fusion.js'
import { USUAL_CHOICE } from './policy.js'

/** Weights, thresholds, and what they were fitted on: `calibration.json` in the model's folder, written by `npm run calibrate`. */
export interface Calibration {
  /** Encoder with which `fused` was fitted; `null` when there was none. */
  encoderVersion: string | null
  /** With an encoder of that version; `null` when there was none. */
  fused: FusionModel | null
  /** The same for messages in another language than French; without it, they are judged as French ones are. */
  abroad?: FusionModel | null
  /** Without one. */
  lexical: FusionModel
  /** What people ask of others, beside which the first candidate must stand; without it, nothing is known of that. */
  background?: Background | null
}

/** A calibration, and why it is the built-in one if it is. */
export type CalibrationResult =
  | { status: 'ready'; calibration: Calibration }
  | { status: 'default'; calibration: Calibration; reason: string }

/** Names already made: a calibration is hundreds of kilobytes, and does not change. */
const names = new WeakMap<Calibration, string>()

/** The name of a calibration, the same only for the same weights, thresholds and encoder. 16 hexadecimal digits. */
export function calibrationName(calibration: Calibration): string {
  const known = names.get(calibration)
  if (known !== undefined) return known
  // The background is megabytes of vectors, and follows from the encoder's version.
  const fitted = JSON.stringify({ ...calibration, background: calibration.background?.subjects.length ?? 0 })
  const name = createHash('sha256').update(fitted).digest('hex').slice(0, 16)
  names.set(calibration, name)
  return name
}

const probability = z.number().min(0).max(1)

/** The schema of a linear model on some features. */
export function linearSchema(names: readonly string[]) {
  return z
    .object({ bias: z.number(), weights: z.record(z.string(), z.number()) })
    .refine(({ weights }) => Object.keys(weights).every((name) => names.includes(name)), {
      error: 'a weight names a feature that this version does not compute',
    })
}

function modelSchema(features: readonly string[], signals: readonly string[]) {
  const network = (names: readonly string[]) => {
    const unit = linearSchema(names).and(z.object({ adds: z.number() }))
    const ranges = z.record(z.string(), z.tuple([z.number(), z.number()])).optional()
    return linearSchema(names).and(z.object({ units: z.array(unit).default([]), ranges }))
  }
  const judgement = z.object({
    confidence: network(signals),
    runnersUp: network(signals),
    policy: z.object({
      answer: probability,
      gap: probability,
      floor: probability,
      choice: probability.default(USUAL_CHOICE),
    }),
  })
  return z.object({ ranking: network(features), illustrated: judgement, bare: judgement })
}

/** What an encoder lets a ranking see of a candidate, and a confidence of a question. */
const FUSED = { features: [...LEXICAL_FEATURES, ...DENSE_FEATURES], signals: [...LEXICAL_SIGNALS, ...DENSE_SIGNALS] }
/** The same of a message in another language than French. */
const ABROAD = {
  features: [...FUSED.features, ...ABROAD_FEATURES],
  signals: [...FUSED.signals, ...ABROAD_SIGNALS],
}

/** The file's schema; `report` (date, seed, questions, metrics) is for readers and is not interpreted. */
export const calibrationSchema = z.object({
  format: z.literal(5),
  encoderVersion: z.string().nullable(),
  fused: modelSchema(FUSED.features, FUSED.signals).nullable(),
  abroad: modelSchema(ABROAD.features, ABROAD.signals).nullable(),
  lexical: modelSchema(LEXICAL_FEATURES, LEXICAL_SIGNALS),
  report: z.record(z.string(), z.unknown()).optional(),
})

const DEFAULT_JUDGEMENT: Judgement = {
  confidence: {
    bias: -2.5,
    weights: { lead: 2, coverage: 2, titleLikeness: 1, questionLikeness: 1, unknownShare: -1 },
  },
  runnersUp: { bias: 0, weights: {} },
  policy: { answer: 0.8, gap: 0.15, floor: 0.5, choice: USUAL_CHOICE },
}

/**
 * Lexical search alone, for an installation whose model folder is missing: rounded weights of the first fit. Its threshold asks for more confidence than
 * with an encoder, since words alone are more often sure of themselves and wrong.
 */
export const DEFAULT_CALIBRATION: Calibration = {
  encoderVersion: null,
  fused: null,
  lexical: {
    ranking: {
      bias: 0,
      weights: {
        lexicalQuestions: 8,
        lexicalText: 6,
        coverage: 1,
        titleLikeness: 4,
        questionLikeness: 2,
        lexicalGap: 4,
        lexicalRank: 1,
      },
    },
    illustrated: DEFAULT_JUDGEMENT,
    bare: DEFAULT_JUDGEMENT,
  },
}

/** Reads `calibration.json` of a model's folder, and its `background.json`. A missing or invalid file gives {@link DEFAULT_CALIBRATION} and the reason. */
export async function loadCalibration(modelDir: string): Promise<CalibrationResult> {
  const path = join(modelDir, 'calibration.json')
  try {
    const { encoderVersion, fused, abroad, lexical } = calibrationSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    const background = encoderVersion === null ? null : await loadBackground(modelDir, encoderVersion)
    return { status: 'ready', calibration: { encoderVersion, fused, abroad, lexical, background } }
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? (error.issues[0]?.message ?? 'invalid') : String((error as Error).message)
    return { status: 'default', calibration: DEFAULT_CALIBRATION, reason: `${path}: ${reason}` }
  }
}
