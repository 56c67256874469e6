import { share, table } from '../peers/peers-table.js'
import { type Group, KINDS, type Kind, type Met, NEUTRAL } from './ask-groups.js'
import { compareWithBase, type GroupShare, type Largest, largestDifference, type Marks } from './compare-groups.js'

/** What was found of each group, and how far the groups of each kind are apart. */
export interface Compared {
  groups: { name: string; french: string; kind: Kind; atOnce: GroupShare; within: GroupShare }[]
  /** Of the neutral wordings and all the groups of a kind. */
  largest: Record<Kind, { atOnce: Largest; within: Largest }>
}

/** Compares every group with the neutral wordings, over all needs or those at some places. */
export function compareGroups(asked: readonly { group: Group; met: Met }[], places?: ReadonlySet<number>): Compared {
  const only = (marks: Marks): Marks => (places ? marks.map((mark, i) => (places.has(i) ? mark : null)) : marks)
  const rows = asked.map(({ group: { name, french, kind }, met }) => ({
    ...{ name, french, kind, atOnce: only(met.atOnce), within: only(met.within) },
  }))
  const base = rows.find(({ name }) => name === NEUTRAL)
  if (!base) throw new RangeError('the neutral wordings were not asked')
  const largestOf = (kind: Kind, by: 'atOnce' | 'within') =>
    largestDifference(new Map([base, ...rows.filter((row) => row.kind === kind)].map((row) => [row.name, row[by]])))
  return {
    groups: rows.map(({ name, french, kind, atOnce, within }) => ({
      ...{
        name,
        french,
        kind,
        atOnce: compareWithBase(atOnce, base.atOnce),
        within: compareWithBase(within, base.within),
      },
    })),
    largest: Object.fromEntries(
      KINDS.map((kind) => [kind, { atOnce: largestOf(kind, 'atOnce'), within: largestOf(kind, 'within') }]),
    ) as Compared['largest'],
  }
}

const HEAD = [
  'wording',
  'needs',
  'right within one press (95 %)',
  'against neutral',
  'right at once',
  'against neutral',
]
const HALF_HEAD = [
  'wording',
  ...['read', 'unread'].flatMap((half) => [`${half}: within one press`, `${half}: at once`]),
]

/** The figures in Markdown: all needs, then each half. */
export function equalityReport({ all, halves }: { all: Compared; halves: readonly Compared[] }): string {
  const rows = all.groups.map(({ name, within, atOnce }) => [
    ...[name, String(within.asked), withRange(within.share, within.interval)],
    ...[points(within), share(atOnce.share), points(atOnce)],
  ])
  const half = all.groups.map(({ name }, i) => [
    name,
    ...halves.flatMap(({ groups }) => {
      const { within, atOnce } = groups[i] as Compared['groups'][number]
      return [signed(within.difference), signed(atOnce.difference)]
    }),
  ])
  return `\n${table(HEAD, rows)}\n\n${largestTable(all, halves)}\n\nBy half, against neutral\n\n${table(HALF_HEAD, half)}\n`
}

function largestTable(all: Compared, halves: readonly Compared[]): string {
  const cells = ({ largest }: Compared, kind: Kind) =>
    (['within', 'atOnce'] as const).map((by) => {
      const { best, worst, difference, interval } = largest[kind][by]
      return `${(difference * 100).toFixed(1)} (${interval.map((end) => (end * 100).toFixed(1)).join('–')}), ${best} – ${worst}`
    })
  const head = ['largest difference, in points', 'within one press', 'at once', 'read half', 'unread half']
  return table(
    head,
    KINDS.map((kind) => [kind, ...cells(all, kind), ...halves.map((half) => cells(half, kind)[0] ?? '')]),
  )
}

function points({ difference, differenceInterval }: GroupShare): string {
  return `${signed(difference)} (${differenceInterval.map(signed).join(' to ')})`
}

function signed(value: number): string {
  const points = (value * 100).toFixed(1)
  return value > 0 ? `+${points}` : points.replace(/^-0\.0$/, '0.0')
}

function withRange(value: number, interval: readonly number[]): string {
  return `${share(value)} (${interval.map(share).join('–')})`
}
