import { type Estimate, estimateShare } from '../../src/features/entries/catalogue/estimate-share.js'
import { median } from '../front/median.js'
import { share, table } from '../peers/peers-table.js'
import type { Fate } from './ask-base.js'
import type { Again, Mended } from './measure-mends.js'
import { WAYS, type Way } from './plan-mends.js'

/** What one way of asking again gave: shares of the questions asked, with their 95 % intervals; `null` of nothing. */
export interface WayResult {
  way: Way
  questions: number
  /** Answered at once by an entry that answers. */
  right: Estimate | null
  /** Answered at once by an entry that answers, or by a choice that holds it. */
  offered: Estimate | null
  /** Answered at once by another entry. */
  wrong: Estimate | null
  /** Of neighbours, no longer answered rightly at once. */
  broken: Estimate | null
}

/** What mending so many at a time gave. */
export interface ModeResult {
  name: string
  ways: WayResult[]
  /** Seconds in which an index was built, the middle one and the longest, and of processor for one mend; `null` where none was. */
  seconds: { build: number; most: number; processor: number } | null
}

/** Sums up what became of mends. Intervals draw entries, since questions of one entry are answered alike. */
export async function modeResult(name: string, { again, builds }: Mended): Promise<ModeResult> {
  const ways: WayResult[] = []
  for (const way of WAYS) {
    const asked = again.filter((one) => one.way === way)
    const right = await shareOf(asked, (fate) => fate === 'right')
    const offered = await shareOf(asked, (fate) => fate === 'right' || fate === 'offered')
    const wrong = await shareOf(asked, (fate) => fate === 'wrong')
    const broken = way === 'neighbour' ? await shareOf(asked, (fate) => fate !== 'right') : null
    ways.push({ way, questions: asked.length, right, offered, wrong, broken })
  }
  return { name, ways, seconds: secondsOf(builds, new Set(again.map(({ mend }) => mend)).size) }
}

function shareOf(asked: readonly Again[], isCounted: (fate: Fate) => boolean): Promise<Estimate | null> {
  const byEntry = new Map<string, { part: number; whole: number }>()
  for (const { entry, fate } of asked) {
    const { part, whole } = byEntry.get(entry) ?? { part: 0, whole: 0 }
    byEntry.set(entry, { part: part + (isCounted(fate) ? 1 : 0), whole: whole + 1 })
  }
  return estimateShare([...byEntry.values()], async () => {})
}

function secondsOf(builds: Mended['builds'], mends: number): ModeResult['seconds'] {
  if (builds.length === 0) return null
  const walls = builds.map(({ wallMs }) => wallMs)
  const cpuMs = builds.reduce((sum, build) => sum + build.cpuMs, 0)
  return { build: median(walls) / 1000, most: Math.max(...walls) / 1000, processor: cpuMs / mends / 1000 }
}

/** The results in Markdown: a row for each way of asking that was used, then neighbours broken, then seconds. */
export function mendTable(modes: readonly ModeResult[]): string {
  const head = [
    'asked again',
    'questions',
    ...modes.flatMap(({ name }) => [`${name}: right at once (95 %)`, 'or within one press', 'wrong']),
  ]
  const rowOf = (way: Way, name: string, cells: (result: WayResult) => string[]) => {
    const results = modes.flatMap(({ ways }) => ways.filter((result) => result.way === way))
    const questions = results[0]?.questions ?? 0
    return questions === 0 ? [] : [[name, String(questions), ...results.flatMap(cells)]]
  }
  const rows = WAYS.flatMap((way) =>
    rowOf(way, way, ({ right, offered, wrong }) => [withRange(right), withRange(offered), withRange(wrong)]),
  )
  const broken = rowOf('neighbour', 'neighbours broken', (result) => [withRange(result.broken), '', ''])
  const lines = modes.flatMap(({ name, seconds }) => (seconds ? [`- ${name}: ${inWords(seconds)}`] : []))
  return `${table(head, [...rows, ...broken])}\n\n${lines.join('\n')}\n`
}

function inWords({ build, most, processor }: NonNullable<ModeResult['seconds']>): string {
  const [wall, longest, cpu] = [build, most, processor].map((seconds) => seconds.toFixed(3))
  return `an index is built in ${wall} s (median; ${longest} at most), ${cpu} s of processor a mend`
}

function withRange(estimate: Estimate | null): string {
  return estimate ? `${share(estimate.share)} (${share(estimate.low)}–${share(estimate.high)})` : '—'
}
