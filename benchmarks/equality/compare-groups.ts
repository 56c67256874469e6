import { seededRandom } from '../../src/platform/text/seeded-random.js'
import type { Interval } from '../peers/bootstrap.js'

/** Whether each need was answered rightly in one group of wordings; `null` where the group does not have it. In the order of the needs. */
export type Marks = readonly (boolean | null)[]

/** A group of wordings beside the neutral ones of the same needs. */
export interface GroupShare {
  right: number
  asked: number
  share: number
  /** 95 %, of the share. */
  interval: Interval
  /** Share of this group − share of the neutral wordings of the same needs. */
  difference: number
  /** 95 %, paired by need. */
  differenceInterval: Interval
}

const Z = 1.959964

/**
 * Compares a group with the neutral wordings of the same needs. The interval of the share is Wilson's (1927); that of the difference Agresti and Min's
 * (2005) for matched pairs, half a pair added to each of the four cells: needs of both, of one, of the other, of neither.
 * @throws RangeError when the group has no need
 */
export function compareWithBase(group: Marks, base: Marks): GroupShare {
  const pairs = group.flatMap((right, i) => (right === null || base[i] == null ? [] : [[right, base[i]] as const]))
  const asked = pairs.length
  if (asked === 0) throw new RangeError('a group without needs has no share')
  const right = pairs.filter(([here]) => here).length
  const won = pairs.filter(([here, there]) => here && !there).length
  const lost = pairs.filter(([here, there]) => !here && there).length
  return {
    ...{ right, asked, share: right / asked, interval: wilson(right, asked) },
    ...{ difference: (won - lost) / asked, differenceInterval: matched(won, lost, asked) },
  }
}

/** Wilson's interval of a share, 95 %. */
export function wilson(right: number, asked: number): Interval {
  const share = right / asked
  const middle = (share + Z ** 2 / (2 * asked)) / (1 + Z ** 2 / asked)
  const half = (Z / (1 + Z ** 2 / asked)) * Math.sqrt((share * (1 - share)) / asked + Z ** 2 / (4 * asked ** 2))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

function matched(won: number, lost: number, asked: number): Interval {
  const [b, c, n] = [won + 0.5, lost + 0.5, asked + 2]
  const middle = (b - c) / n
  const half = (Z * Math.sqrt(b + c - (b - c) ** 2 / n)) / n
  return [Math.max(-1, middle - half), Math.min(1, middle + half)]
}

/** The largest difference between two of several groups over the same needs. */
export interface Largest {
  best: string
  worst: string
  difference: number
  /** 95 %, the needs drawn again: the largest of so many differences is above 0 by chance alone. */
  interval: Interval
}

const RESAMPLES = 2_000
const SEED = 20_261_201

/**
 * The best group against the worst, over the needs that all of them have; needs are drawn again and again for its interval (percentile bootstrap, fixed seed).
 * @throws RangeError when no need is in every group
 */
export function largestDifference(groups: ReadonlyMap<string, Marks>): Largest {
  const names = [...groups.keys()]
  const all = [...groups.values()]
  const shared = (all[0] ?? []).flatMap((_, i) => (all.every((marks) => marks[i] != null) ? [i] : []))
  if (shared.length === 0) throw new RangeError('no need is in every group')
  const sharesOf = (draw: readonly number[]) =>
    all.map((marks) => draw.filter((i) => marks[i] === true).length / draw.length)
  const shares = sharesOf(shared)
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
  const random = seededRandom(SEED)
  const drawn = Array.from({ length: RESAMPLES }, () =>
    spread(sharesOf(shared.map(() => shared[Math.floor(random() * shared.length)] as number))),
  ).sort((a, b) => a - b)
  const at = (share: number) => drawn[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))] as number
  return {
    best: names[shares.indexOf(Math.max(...shares))] as string,
    worst: names[shares.indexOf(Math.min(...shares))] as string,
    ...{ difference: spread(shares), interval: [at(0.025), at(0.975)] },
  }
}
