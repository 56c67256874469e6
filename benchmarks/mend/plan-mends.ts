import type { LabelledQuestion } from '../../src/commands/read-base.js'
import { shuffle } from '../../src/platform/text/seeded-random.js'
import type { Encoder } from '../../src/search/encoder.js'
import { stemsOfQuestion } from '../../src/search/french-analyser.js'
import { perturb } from '../robustness/measure-robustness.js'
import { type Perturbation, withCourtesies } from '../robustness/perturbations.js'
import { addTypos } from '../robustness/typos.js'
import type { Asked } from './ask-base.js'

/**
 * How a mended question is asked again, in the order of the table. Where no paraphrases were written, another question of its entry that failed stands for
 * them. The last is what must not break: questions of other entries.
 */
export const WAYS = [
  'word for word',
  'courtesies around',
  'one letter wrong',
  'paraphrase',
  'another question of the entry',
  'neighbour',
] as const
/** One of {@link WAYS}. */
export type Way = (typeof WAYS)[number]

/** A question that is asked once a mend is served, and the entries that answer it. */
export interface Asking {
  way: Way
  question: string
  targets: readonly string[]
}

/** A question that failed, to be added to the first of its entries, and all that is asked then. */
export interface Mend extends LabelledQuestion {
  askings: Asking[]
}

/** What mends are drawn with. */
export interface MendPlan {
  encoder: Encoder
  /** Most mends. */
  count: number
  /** Numbers in [0, 1) by which they are drawn. */
  random: () => number
  /** Paraphrases written for questions, by id. */
  paraphrases: ReadonlyMap<string, readonly string[]> | null
}

/** Paraphrases of a mend, or questions that stand for them, and neighbours. */
const OF_EACH = 2
const COURTESIES: Perturbation = { name: 'courtesies', apply: withCourtesies }
const ONE_LETTER: Perturbation = { name: 'one letter', apply: (question, random) => addTypos(question, 1, random) }

/**
 * Draws the mends among the questions that were not answered rightly at once, those with written paraphrases first, and finds what is asked of each then.
 * What stands for paraphrases are questions of the same entry that failed too, share a word with it and are not mended themselves: they may ask for another
 * part of the entry, so that they are harder than paraphrases. Its neighbours are questions of other entries that were answered rightly, the
 * nearest in meaning. A question without a word long enough to be mistyped is not asked so.
 * @throws when the encoder fails
 */
export async function planMends(asked: readonly Asked[], plan: MendPlan): Promise<Mend[]> {
  const failed = shuffle(
    asked.filter(({ fate }) => fate !== 'right'),
    plan.random,
  )
  const hasWritten = ({ id }: Asked) => plan.paraphrases?.has(id) ?? false
  const mended = [...failed.filter(hasWritten), ...failed.filter((one) => !hasWritten(one))].slice(0, plan.count)
  const isMended = new Set(mended.map(({ question }) => question))
  const others = failed.filter(({ question }) => !isMended.has(question))
  const neighboursOf = await neighbourFinder(asked, mended, plan.encoder)
  return mended.map(({ id, question, targets }) => {
    const written = plan.paraphrases?.get(id)?.slice(0, OF_EACH) ?? []
    const alike = plan.paraphrases ? [] : alikeInWords({ id, question, targets }, others)
    const again = (way: Way, text: string): Asking => ({ way, question: text, targets })
    const mistyped = perturb(ONE_LETTER, question)
    const askings = [
      again('word for word', question),
      again('courtesies around', perturb(COURTESIES, question)),
      ...(mistyped === question ? [] : [again('one letter wrong', mistyped)]),
      ...written.map((text) => again('paraphrase', text)),
      ...alike.map((text) => again('another question of the entry', text)),
      ...neighboursOf({ id, question, targets }),
    ]
    return { id, question, targets, askings }
  })
}

/** Other questions of the entry that share words with one, without being of the same words: most alike first. */
function alikeInWords({ question, targets }: LabelledQuestion, others: readonly Asked[]): string[] {
  const stems = new Set(stemsOfQuestion(question))
  return others
    .filter((other) => other.targets[0] === targets[0])
    .map((other) => ({ question: other.question, alike: overlap(stems, new Set(stemsOfQuestion(other.question))) }))
    .filter(({ alike }) => alike > 0 && alike < 1)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, OF_EACH)
    .map((other) => other.question)
}

/** Words that two sets share, of all that they have (Jaccard): in [0, 1]. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = new Set([...one, ...other])
  return all.size === 0 ? 0 : [...one].filter((stem) => other.has(stem)).length / all.size
}

/** Finds the nearest in meaning among the questions of other entries that were answered rightly. */
async function neighbourFinder(
  asked: readonly Asked[],
  mended: readonly Asked[],
  encoder: Encoder,
): Promise<(mend: LabelledQuestion) => Asking[]> {
  const right = asked.filter(({ fate }) => fate === 'right')
  const texts = [...right, ...mended].map(({ question }) => question)
  const encoded = await encoder.encode(texts)
  const vectors = new Map(texts.map((text, i) => [text, encoded[i] as Float32Array]))
  const vectorOf = (text: string) => vectors.get(text) as Float32Array
  return ({ question, targets }) => {
    const vector = vectorOf(question)
    return right
      .filter((one) => !one.targets.some((target) => targets.includes(target)))
      .map((one) => ({ one, cosine: cosineOf(vector, vectorOf(one.question)) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, OF_EACH)
      .map(({ one }) => ({ way: 'neighbour', question: one.question, targets: one.targets }))
  }
}

/** Of vectors of unit norm. */
function cosineOf(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, i) => sum + value * (other[i] as number), 0)
}
