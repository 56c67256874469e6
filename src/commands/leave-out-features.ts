import type { ABROAD_FEATURES, DENSE_FEATURES, LEXICAL_FEATURES } from '../search/candidate-features.js'
import type { ABROAD_SIGNALS, DENSE_SIGNALS, LEXICAL_SIGNALS } from '../search/fusion.js'
import type { Observed } from './calibration-data.js'
import { areaUnderRoc, isRight, type Judged, mean } from './evaluation-summary.js'
import { type FitPlan, judgeByFolds, lowestKeeping, type Ranked, rankByFolds } from './fit-fusion.js'

type Evidence = (
  | typeof LEXICAL_FEATURES
  | typeof DENSE_FEATURES
  | typeof ABROAD_FEATURES
  | typeof LEXICAL_SIGNALS
  | typeof DENSE_SIGNALS
  | typeof ABROAD_SIGNALS
)[number]

/** Evidence that says nearly the same is left out together: of one alone, the others say what it is worth. */
const ALIKE: readonly (readonly Evidence[])[] = [
  ['lexicalTitle', 'titleLikeness'],
  ['lexicalQuestions', 'questionLikeness', 'utterancesLikeness'],
  ['lexicalText', 'lexicalJoint'],
  ['illustrated', 'questionCount'],
  ['lexicalGap', 'lexicalRank'],
  ['denseBest', 'denseThree'],
  ['denseGap', 'denseRank'],
  ['abroadBest', 'abroadThree'],
  ['shareLogit', 'lead'],
  ['secondShare', 'thirdShare', 'tailShare'],
  ['coveringRivals', 'alikeRivals', 'nearRivals'],
]
/** Largest share of wrong answers at which it is compared how many are given. */
const WRONG = 0.02
/** Share of a right entry below which its logarithm says nothing more. */
const LEAST_SHARE = 1e-12

/** Figures of the questions of a set, as many as there are measures; `null` where a set has nothing to measure. */
type Figures = (number | null)[]

/** A fit to compare: of everything, or without some evidence. */
interface Variant {
  name: string
  plan: FitPlan
}

/**
 * What each feature of the ranking and each signal of the confidence is worth: fits by folds without it, beside one of all and one of all from another
 * seed, which shows what is chance. The log-loss is of the right entry, over questions that have it among their candidates; the confidence is of the
 * ranking by all features.
 * @returns two Markdown tables, of the ranking and of the confidence
 */
export function leaveOutFeatures(observed: readonly Observed[], plan: FitPlan): string {
  const ranking = compare(variantsOf(plan, 'features'), (one) => bySet(rankByFolds(observed, one), rankingFigures))
  const ranked = rankByFolds(observed, plan)
  const confidence = compare(variantsOf(plan, 'signals'), (one) => {
    const { judged } = judgeByFolds(ranked, one)
    return bySet(ranked, (rows) => confidenceFigures(rows.map((row) => judged.get(row) as Judged)))
  })
  return [
    table(`${plan.side}, ranking without (hit@1 / hit@5 / log-loss)`, ranking),
    table(`${plan.side}, confidence without (Brier / answered at ${100 * WRONG} % wrong / AUROC)`, confidence),
  ].join('\n')
}

function variantsOf(plan: FitPlan, of: 'features' | 'signals'): Variant[] {
  const names = plan[of]
  const grouped = ALIKE.map((group) => group.filter((name) => names.includes(name)))
  const groups = new Set(names.map((name) => grouped.find((group) => group.some((one) => one === name)) ?? [name]))
  const variants = [
    { name: 'all', plan },
    { name: 'all, another seed', plan: { ...plan, seed: plan.seed + 1 } },
    ...[...groups].map((group: readonly string[]) => {
      return { name: group.join(', '), plan: { ...plan, [of]: names.filter((name) => !group.includes(name)) } }
    }),
  ]
  return variants.map(({ name, plan: one }, i) => {
    const onProgress = (next: string) => plan.onProgress?.(`${of}, ${i + 1} / ${variants.length} (${name}): ${next}`)
    return { name, plan: { ...one, onProgress } }
  })
}

function compare(variants: readonly Variant[], measure: (plan: FitPlan) => Map<string, Figures>) {
  return variants.map(({ name, plan }) => ({ name, figures: measure(plan) }))
}

function bySet(rows: readonly Ranked[], measure: (rows: readonly Ranked[]) => Figures): Map<string, Figures> {
  const sets = [...new Set(rows.map(({ observed }) => observed.set))]
  return new Map(sets.map((set) => [set, measure(rows.filter(({ observed }) => observed.set === set))]))
}

function rankingFigures(rows: readonly Ranked[]): Figures {
  const asked = rows.filter(({ observed }) => observed.scope === 'in')
  const places = asked.map(({ ranked }) => ranked.findIndex(({ right }) => right))
  const hitAt = (k: number) => mean(places.map((place) => (place >= 0 && place < k ? 1 : 0)))
  const losses = asked.flatMap(({ ranked }) => {
    const right = ranked.filter((one) => one.right)
    const share = right.reduce((sum, one) => sum + one.share, 0)
    return right.length === 0 ? [] : [-Math.log(Math.max(LEAST_SHARE, share))]
  })
  return [hitAt(1), hitAt(5), mean(losses)]
}

function confidenceFigures(judged: readonly Judged[]): Figures {
  const confidenceOf = ({ confidence }: Judged) => confidence
  const weighed = judged.map((one) => ({ ...one, weight: 1 }))
  const threshold = lowestKeeping(weighed, confidenceOf, isRight, 1 - WRONG)
  const inScope = judged.filter((one) => one.inScope)
  const others = judged.filter((one) => !one.inScope)
  return [
    mean(judged.map((one) => (one.confidence - (isRight(one) ? 1 : 0)) ** 2)),
    mean(inScope.map(({ confidence }) => (confidence >= threshold ? 1 : 0))),
    areaUnderRoc(inScope.map(confidenceOf), others.map(confidenceOf)),
  ]
}

/** The first fit as it is; of the others their mean, and the difference of each figure to the first. */
function table(title: string, fits: { name: string; figures: Map<string, Figures> }[]): string {
  const [{ figures: all } = { figures: new Map<string, Figures>() }] = fits
  const sets = [...all.keys()]
  const head = ['mean', 'difference', ...sets]
  const rows = fits.map(({ name, figures }, i) => {
    const change = (one: Figures, of: Figures) => one.map((value, j) => less(value, of[j] ?? null))
    const cells = sets.map((set) => {
      const [one = [], of = []] = [figures.get(set), all.get(set)]
      return i === 0 ? cell(one) : cell(change(one, of), '+')
    })
    const difference = i === 0 ? '' : cell(change(meanOf(figures), meanOf(all)), '+')
    return `| ${[name, cell(meanOf(figures)), difference, ...cells].join(' | ')} |`
  })
  return `${[`| ${[title, ...head].join(' | ')} |`, `| --- |${' --- |'.repeat(head.length)}`, ...rows].join('\n')}\n`
}

function less(value: number | null, from: number | null): number | null {
  return value === null || from === null ? null : value - from
}

/** Mean over the sets, each counting once, of every figure that they have. */
function meanOf(figures: ReadonlyMap<string, Figures>): Figures {
  const [first = []] = figures.values()
  return first.map((_, j) => mean([...figures.values()].flatMap((one) => one[j] ?? [])))
}

function cell(figures: Figures, plus: '+' | '' = ''): string {
  return figures.map((value) => (value === null ? '—' : `${value >= 0 ? plus : ''}${value.toFixed(3)}`)).join(' / ')
}
