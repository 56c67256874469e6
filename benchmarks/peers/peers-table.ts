import type { Interval } from './bootstrap.js'
import type { CaseReport, Hits, SystemReport } from './peers-report.js'

/** A case in Markdown: quality with its 95 % intervals, cost, and quality by style when questions have one. */
export function peersTable(report: CaseReport): string {
  const { name, questions, entries, unanswerable, leftOut, withIntents, systems, missing } = report
  const notes = [
    ...(unanswerable > 0
      ? [`${unanswerable} more questions that no entry answers were asked, for the confidence only.`]
      : []),
    ...(leftOut > 0 ? [`${leftOut} questions left out: the base has none of their entries.`] : []),
    ...missing.map((one) => `${one.name} is left out: ${one.reason}.`),
  ]
  const title = `${name}: ${questions} questions, ${entries} entries${withIntents ? '' : ', without the question bank'}`
  const blocks = [
    title,
    table(HEAD, systems.map(row)),
    styleTable(systems),
    notes.map((note) => `- ${note}`).join('\n'),
  ]
  return `\n${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

const HEAD = [
  'system',
  'hit@1 (95 %)',
  'hit@3',
  'hit@5',
  'MRR',
  'hit@1 / best peer (95 %)',
  'ms median',
  'ms p95',
  'MB',
  'build s',
  'build s, cached',
]

function row(system: SystemReport): string[] {
  const { ratio, ratioInterval, buildS, cachedBuildS } = system
  return [
    system.name,
    withInterval(system),
    share(system['hit@3']),
    share(system['hit@5']),
    share(system.mrr),
    ratio === null ? '—' : `${ratio.toFixed(2)}${range(ratioInterval, (value) => value.toFixed(2))}`,
    system.msMedian.toFixed(2),
    system.msP95.toFixed(2),
    system.residentMb.toFixed(0),
    buildS === null ? '—' : buildS.toFixed(2),
    cachedBuildS === null ? '—' : cachedBuildS.toFixed(2),
  ]
}

function styleTable(systems: readonly SystemReport[]): string {
  const styles = Object.entries(systems[0]?.byStyle ?? {})
  if (styles.length === 0) return ''
  const head = ['hit@1 by style', ...styles.map(([style, { questions }]) => `${style} (${questions})`)]
  const rows = systems.map(({ name, byStyle }) => [
    name,
    ...styles.map(([style]) => {
      const hits = byStyle[style]
      return hits ? withInterval(hits) : '—'
    }),
  ])
  return table(head, rows)
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return lines.join('\n')
}

/** A share as the project's results write it: `.856`, `1.000`. */
export function share(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, '$1.')
}

/** A hit@1 with its interval: `.856 (.830–.880)`. */
export function withInterval({ 'hit@1': hit, interval }: Hits): string {
  return `${share(hit)}${range(interval, share)}`
}

function range(interval: Interval | null, show: (value: number) => string): string {
  return interval ? ` (${interval.map(show).join('–')})` : ''
}
