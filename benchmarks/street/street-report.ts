import { splitSentences } from '../../src/features/entries/lint/lint-sentence.js'
import { bootstrapMean } from '../peers/bootstrap.js'
import { FATES, fateOf, isRight } from './judge-turn.js'
import type { Shown } from './shown.js'
import type { Part, Row, SetName } from './street-sets.js'

/** A conversation, with what each of its messages brought; `null`: refused. */
export interface Played {
  set: SetName
  part: Part
  row: Row
  shown: (Shown | null)[]
}

/** Markdown: the sets, the languages and the talks, with 95 % intervals, and how long first texts are. Figures only, never a text. */
export function streetReport(played: readonly Played[]): string {
  return [setTable(played), languageTable(played), talkTable(played), lengthLine(played)]
    .filter((part) => part !== '')
    .join('\n')
}

/** Whether each message of a conversation brought what it must. */
export function marksOf({ row, shown }: Played): boolean[] {
  return row.turns.map((turn, at) => {
    const one = shown[at]
    return one != null && isRight(turn, one)
  })
}

function setTable(played: readonly Played[]): string {
  const single = played.filter(({ set }) => set !== 'talks')
  const lines = groupBy(single, ({ set }) => set).map(([set, group]) => {
    const fates = group.flatMap(({ row: { turns }, shown: [first] }) =>
      turns[0] && first ? [fateOf(turns[0], first)] : [],
    )
    const known = fates.filter((fate) => fate !== null)
    const cells = FATES.map((fate) => (known.length === 0 ? '—' : known.filter((one) => one === fate).length))
    return `| ${set} | ${group.length} | ${share(group.flatMap(marksOf))} | ${cells.join(' | ')} |`
  })
  return table(
    '| set | questions | right [95 %] | served | asked, with it | asked, without it | wrong entry | person | other |',
    lines,
  )
}

function languageTable(played: readonly Played[]): string {
  const others = played.filter(({ set, row }) => set !== 'talks' && row.language !== 'fr')
  const lines = groupBy(others, ({ row }) => row.language).map(
    ([language, group]) => `| ${language} | ${group.length} | ${share(group.flatMap(marksOf))} |`,
  )
  return table('| language | questions of all sets | right [95 %] |', lines)
}

function talkTable(played: readonly Played[]): string {
  const talks = played.filter(({ set }) => set === 'talks')
  const groups: [string, Played[]][] = [
    ['French', talks.filter(({ row }) => row.language === 'fr')],
    ['other languages', talks.filter(({ row }) => row.language !== 'fr')],
    ['all', talks],
  ]
  const lines = groups
    .filter(([, group]) => group.length > 0)
    .map(([name, group]) => {
      const marks = group.map(marksOf)
      const cells = [marks.flat(), marks.flatMap(([, ...later]) => later), marks.map((all) => all.every(Boolean))]
      return `| ${name} | ${group.length} | ${cells.map((cell) => `${share(cell)} of ${cell.length}`).join(' | ')} |`
    })
  return table('| talks | | turns right | after the first turn | whole talks |', lines)
}

function lengthLine(played: readonly Played[]): string {
  const lengths = played
    .flatMap(({ shown }) => shown)
    .flatMap((one) => (one?.leads[0] ? [splitSentences(one.leads[0]).length] : []))
    .sort((a, b) => a - b)
  const refused = played.flatMap(({ shown }) => shown).filter((one) => one === null).length
  return `Sentences of the first text: ${lengths[Math.floor(lengths.length / 2)] ?? 0} (median). Messages refused: ${refused}.\n`
}

function table(head: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  return `${head}\n|${' --- |'.repeat(head.split('|').length - 2)}\n${lines.join('\n')}\n`
}

function share(marks: readonly boolean[]): string {
  const values = marks.map(Number)
  const [low, high] = bootstrapMean(values) ?? [0, 0]
  const percent = (value: number) => Math.round(value * 100)
  return `${percent(values.reduce((sum, value) => sum + value, 0) / values.length)} % [${percent(low)}–${percent(high)}]`
}

function groupBy<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups]
}
