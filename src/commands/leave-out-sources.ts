import { resolve } from 'node:path'
import { namesOf, type Observed } from './calibration-data.js'
import { type SetPlace, TEACHES } from './calibration-sets.js'
import type { Quality } from './evaluation-summary.js'
import { type FitPlan, fitFusion, isOfSide } from './fit-fusion.js'

const MEASURES: Record<string, (quality: Quality) => number | null> = {
  'hit@1': (quality) => quality['hit@1'],
  'hit@5': (quality) => quality['hit@5'],
  'calibration error': ({ ece }) => ece,
  'error by chance': ({ eceByChance }) => eceByChance?.mean ?? null,
  answered: ({ coverage }) => coverage,
  wrong: ({ accuracyAll }) => (accuracyAll === null ? null : 1 - accuracyAll),
}

/** The sets' names by source, in their order: sets with a base or a questions file in common are of one source, and so are those that share one with either. */
export function sourcesOf(places: readonly Omit<SetPlace, 'withOffices'>[]): string[][] {
  let sources: { names: string[]; keys: string[] }[] = []
  for (const { name, base, file } of places) {
    const keys = [name, resolve(base), ...(file === undefined ? [] : [resolve(file)])]
    const same = sources.filter((source) => source.keys.some((key) => keys.includes(key)))
    const names = [...new Set([...same.flatMap((source) => source.names), name])]
    const merged = { names, keys: [...same.flatMap((source) => source.keys), ...keys] }
    sources = [...sources.filter((source) => !same.includes(source)), merged]
  }
  return sources.map(({ names }) => names)
}

/**
 * How each source fares when it teaches nothing, with all the ways in which its sets are asked, beside how it does when it teaches. Its questions are judged by
 * folds either way, so that no other source has taught their entries. A source without which nothing would teach is told, and left out of the table.
 * @param sources as {@link sourcesOf} gives them
 * @returns a Markdown table, a row for each set
 */
export function leaveOutSources(
  observed: readonly Observed[],
  sources: readonly (readonly string[])[],
  plan: FitPlan,
): string {
  const seen = observed.filter((one) => isOfSide(one, plan.side))
  const rows: string[] = []
  const within = fitFusion(seen, toldAs('every source', plan)).quality
  for (const source of sources) {
    const names = new Set(source.flatMap(namesOf))
    const isLeftOut = ({ set }: Observed) => names.has(set)
    if (!seen.some((one) => isLeftOut(one) && teaches(one))) continue
    if (!seen.some((one) => !isLeftOut(one) && teaches(one))) {
      plan.onProgress?.(`${plan.side}: nothing teaches without ${source.join(', ')}`)
      continue
    }
    const others = seen.map((one) => (isLeftOut(one) ? { ...one, teaches: TEACHES.nothing } : one))
    const without = fitFusion(others, toldAs(`without ${source.join(', ')}`, plan)).quality
    for (const [set, quality] of Object.entries(without))
      if (names.has(set)) rows.push(rowOf(set, quality, within[set] as Quality))
  }
  const head = [`${plan.side}, without its source (with it)`, 'questions', ...Object.keys(MEASURES)]
  return `${[`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n')}\n`
}

function teaches({ teaches: { ranking, confidence } }: Observed): boolean {
  return ranking > 0 || confidence > 0
}

function toldAs(what: string, plan: FitPlan): FitPlan {
  return { ...plan, onProgress: (next) => plan.onProgress?.(`${what}: ${next}`) }
}

function rowOf(set: string, without: Quality, within: Quality): string {
  const cells = Object.values(MEASURES).map((of) => `${short(of(without))} (${short(of(within))})`)
  return `| ${[set, without.questions, ...cells].join(' | ')} |`
}

function short(value: number | null): string {
  return value === null ? '—' : value.toFixed(3)
}
