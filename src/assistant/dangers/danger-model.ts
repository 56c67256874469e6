import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Probability } from '../../domain/probability.js'
import { softmax } from '../../retrieval/logistic.js'

/** Linear scores of a vector by kind, beside 0 for none of them: `dangers.json` in the model's folder, written by `npm run calibrate -- --dangers`. */
export interface DangerModel {
  /** Encoder of the vectors that it was fitted on. */
  encoderVersion: string
  /** From here on, a message that may be of any kind of danger is of one. */
  threshold: Probability
  /** Of each kind: a weight for each number of a vector, `[256]`. */
  kinds: Record<string, { bias: number; weights: number[] }>
}

/** The schema of `dangers.json`; `report` is for readers. */
export const dangerModelSchema = z.object({
  format: z.literal(1),
  encoderVersion: z.string().min(1),
  threshold: z.number().min(0).max(1),
  kinds: z.record(z.string(), z.object({ bias: z.number(), weights: z.array(z.number()).min(1) })),
  report: z.record(z.string(), z.unknown()).optional(),
})

/** A model of dangers, or why there is none: words alone are listened for then. */
export type DangerModelResult = { model: DangerModel; reason: null } | { model: null; reason: string }

/** Reads `dangers.json` of a model's folder, fitted on the kinds given. Never rejects. */
export async function loadDangerModel(modelDir: string, kinds: readonly string[]): Promise<DangerModelResult> {
  const path = join(modelDir, 'dangers.json')
  try {
    const { report: _, ...model } = dangerModelSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    const unknown = Object.keys(model.kinds).find((kind) => !kinds.includes(kind))
    if (unknown !== undefined) return { model: null, reason: `${path}: no file tells of "${unknown}"` }
    return { model, reason: null }
  } catch (error) {
    return { model: null, reason: `${path}: ${(error as Error).message.split('\n')[0]}` }
  }
}

/** How likely a message is of each kind, by the vector of its words: `[256] float32, unit norm`. They sum to less than 1: the rest is none of them. */
export function likelihoodOf(vector: Float32Array, { kinds }: Pick<DangerModel, 'kinds'>): Map<string, Probability> {
  const names = Object.keys(kinds)
  const scores = Object.values(kinds).map(({ bias, weights }) =>
    weights.reduce((sum, weight, i) => sum + weight * (vector[i] ?? 0), bias),
  )
  const shares = softmax([...scores, 0])
  return new Map(names.map((name, i) => [name, shares[i] as number]))
}
