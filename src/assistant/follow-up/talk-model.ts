import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/turn.js'
import { linearSchema } from '../../search/calibration.js'
import { sigmoid } from '../../search/logistic.js'
import { scorerOf } from '../../search/scoring-network.js'
import type { LinearModel } from '../../search/standardise.js'
import { type GoingOnWords, wayOfBeginning } from './going-on-words.js'

/** What is seen of a message that comes after a reply: whether it is about the same thing. What they tell: `benchmarks/RESULTS.md`, *Street*. */
export const TALK_FEATURES = [
  'together',
  'sameFirst',
  'shownAlone',
  'leadAlone',
  'nearTogether',
  'begins',
  'mayBegin',
  'points',
  'isFrench',
] as const
/** What is seen of the reading with what came before: how likely its first candidate is the one that is meant. */
export const READING_FEATURES = ['together', 'togetherShown', 'sameFirst'] as const

/** Features by name. */
export type TalkFeatures = Record<(typeof TALK_FEATURES)[number] | (typeof READING_FEATURES)[number], number>

/** Weights fitted on talks by `npm run calibrate -- --talks`: `talk.json` in the model's folder. */
export interface TalkModel {
  /** Whether a message goes on with what came before it. */
  goesOn: LinearModel
  /** Whether the first candidate of both together is meant, given that it goes on. */
  reading: LinearModel
}

/** A candidate as far as a reading needs it. */
interface Read {
  id: string
  confidence: Probability
  /** Evidence of a search; `denseBest` is the cosine of its nearest text. */
  features?: { denseBest?: number }
}

/** A message after a reply, and what is known of it. */
export interface SaidAfter {
  text: string
  language: RecognisedLanguage
  /** Candidates of the message alone, best first, and of it after the question before. */
  alone: readonly Read[]
  together: readonly Read[]
  /** Entries that the last reply showed or proposed. */
  shownIds: readonly string[]
}

/** Without a fitted file: signs and sizes of a fit, rounded. */
export const DEFAULT_TALK_MODEL: TalkModel = {
  goesOn: {
    bias: 2,
    weights: { together: 0.2, shownAlone: 0.9, leadAlone: -0.3, begins: 1.6, mayBegin: 1.3, points: 1.6 },
  },
  reading: { bias: -0.5, weights: { together: 0.5, togetherShown: 0.5 } },
}

/** The schema of `talk.json`; `report` is for readers. */
export const talkModelSchema = z.object({
  format: z.literal(1),
  goesOn: linearSchema(TALK_FEATURES),
  reading: linearSchema(READING_FEATURES),
  report: z.record(z.string(), z.unknown()).optional(),
})

/** Reads `talk.json` of a model's folder. A missing or invalid file gives {@link DEFAULT_TALK_MODEL}, and why. */
export async function loadTalkModel(modelDir: string): Promise<{ model: TalkModel; reason: string | null }> {
  const path = join(modelDir, 'talk.json')
  try {
    const { goesOn, reading } = talkModelSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return { model: { goesOn, reading }, reason: null }
  } catch (error) {
    return { model: DEFAULT_TALK_MODEL, reason: `${path}: ${(error as Error).message.split('\n')[0]}` }
  }
}

/** What {@link TALK_FEATURES} and {@link READING_FEATURES} name, of a message. Pure. */
export function talkFeatures(said: SaidAfter, words: GoingOnWords): TalkFeatures {
  const [alone, second] = said.alone
  const [together] = said.together
  const { begins, mayBegin, points } = wayOfBeginning(said.text, words)
  const isShown = ({ id }: Read) => said.shownIds.includes(id)
  const ofShown = said.alone.filter(isShown).reduce((sum, { confidence }) => sum + confidence, 0)
  return {
    together: logOdds(together?.confidence ?? 0),
    togetherShown: Number(together !== undefined && isShown(together)),
    sameFirst: Number(alone !== undefined && alone.id === together?.id),
    shownAlone: logOdds(ofShown),
    leadAlone: logOdds((alone?.confidence ?? 0) - (second?.confidence ?? 0)),
    nearTogether: (together?.features?.denseBest ?? USUAL_COSINE) - USUAL_COSINE,
    begins: Number(begins),
    mayBegin: Number(mayBegin),
    points: Number(points),
    isFrench: Number(said.language === 'fr'),
  }
}

/**
 * The candidates of a message that is read both ways, alone and after what came before, each weighed by how likely it is: a confidence stays the probability that the entry is meant. What
 * is sure alone is believed.
 * @param sure least confidence of an answer
 * @returns candidates of both, best first, and the probability that the message goes on
 */
export function readBothWays<C extends Read>(
  { alone, together }: { alone: readonly C[]; together: readonly C[] },
  features: TalkFeatures,
  { goesOn, reading }: TalkModel,
  sure: Probability = 1,
): { candidates: C[]; goesOn: Probability } {
  const isSure = (alone[0]?.confidence ?? 0) >= sure
  const share = isSure ? 0 : sigmoid(scorerOf(goesOn)(features))
  const [first] = together
  const trust = first ? sigmoid(scorerOf(reading)(features)) : 0
  const rest = together.slice(1).reduce((sum, { confidence }) => sum + confidence, 0)
  const mixed = new Map<string, { from: C; share: Probability; confidence: Probability }>()
  const add = (candidate: C, confidence: Probability) => {
    const known = mixed.get(candidate.id)
    if (!known) mixed.set(candidate.id, { from: candidate, share: confidence, confidence })
    else {
      known.confidence += confidence
      if (confidence > known.share) Object.assign(known, { from: candidate, share: confidence })
    }
  }
  for (const candidate of alone) add(candidate, (1 - share) * candidate.confidence)
  for (const [place, candidate] of together.entries()) {
    // What the first is trusted less for goes to those after it, in their proportions.
    const within =
      place === 0 ? trust : rest > 0 ? Math.min(candidate.confidence, ((1 - trust) * candidate.confidence) / rest) : 0
    add(candidate, share * within)
  }
  const candidates = [...mixed.values()]
    .map(({ from, confidence }) => ({ ...from, confidence: Math.min(1, confidence) }))
    .sort((a, b) => b.confidence - a.confidence)
  return { candidates, goesOn: share }
}

/** Cosine of a message after the question before it with the text that is nearest to them, in the mean of the talks that are fitted on: where words alone are searched, it tells nothing. */
const USUAL_COSINE = 0.88

/** Log-odds of a confidence, within ± 5. */
function logOdds(confidence: Probability): number {
  const bounded = Math.min(0.9933, Math.max(0.0067, confidence))
  return Math.log(bounded / (1 - bounded))
}
