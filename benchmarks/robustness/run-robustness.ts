import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { share, table } from '../peers/peers-table.js'
import { type Case, parseLimit, readCase } from '../peers/read-case.js'
import { SYSTEMS } from '../peers/systems.js'
import { measureRobustness, perturb, type Robustness } from './measure-robustness.js'
import { PERTURBATIONS } from './perturbations.js'

const USAGE = `usage: npm run bench -- robustness [--case "name=base,questions.jsonl"] … [--no-intents] [--limit N] [--systems a,b] [--out file.json]
  default: the installed content with benchmarks/quality/town-questions.jsonl, for guichet and minisearch-tuned
  --systems  among ${Object.keys(SYSTEMS).join(', ')}`

const DEFAULT_CASE = 'installed content=knowledge,benchmarks/quality/town-questions.jsonl'
const CACHE_DIR = 'data/cache'

/**
 * `npm run bench -- robustness`: how much is lost when the same questions are written as people write them: capitals, typos, SMS spelling, dictation, mail.
 * Prints Markdown and writes JSON.
 * @returns the exit status: 0, 2 for wrong usage or a file that cannot be read
 */
export async function runRobustnessBench(argv: string[]): Promise<number> {
  try {
    const options = parse(argv)
    const report: { name: string; questions: number; systems: Robustness[] }[] = []
    for (const argument of options.cases) {
      const one = await readCase(argument, options)
      const systems = await measureCase(one, options.systems)
      report.push({ name: one.name, questions: one.questions.length, systems })
      process.stdout.write(toMarkdown(one, systems))
    }
    await mkdir(dirname(options.out), { recursive: true })
    await writeFile(options.out, `${JSON.stringify({ measuredAt: new Date().toISOString(), cases: report })}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`bench robustness: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      case: { type: 'string', multiple: true, default: [DEFAULT_CASE] },
      'no-intents': { type: 'boolean', default: false },
      limit: { type: 'string' },
      systems: { type: 'string', default: 'guichet,minisearch-tuned' },
      out: { type: 'string', default: 'data/bench/robustness.json' },
    },
  })
  return {
    cases: values.case,
    withIntents: !values['no-intents'],
    limit: parseLimit(values.limit),
    systems: values.systems.split(','),
    out: values.out,
  }
}

async function measureCase({ name, documents, questions }: Case, ids: readonly string[]): Promise<Robustness[]> {
  const measured: Robustness[] = []
  for (const id of ids) {
    const kind = SYSTEMS[id]
    if (!kind) throw new Error(`no system is called ${id}`)
    process.stderr.write(`${name}: ${kind.name}\n`)
    const build = await kind.load()
    measured.push(await measureRobustness(kind.name, await build(documents, CACHE_DIR), questions))
  }
  return measured
}

function toMarkdown({ name, questions, documents }: Case, systems: readonly Robustness[]): string {
  const head = systems.flatMap((system) => [`${system.name} hit@1`, 'loss (95 %)', 'hit@5', 'loss'])
  const rows = (systems[0]?.losses ?? []).map(({ perturbation }, i) => [
    perturbation,
    ...systems.flatMap(({ losses }) => cells(losses[i])),
  ])
  const asked = questions.filter(({ targets }) => targets.length > 0)
  const changed = asked.find(({ question }) => PERTURBATIONS.every((one) => perturb(one, question) !== question))
  const sample = (changed ?? asked[0])?.question ?? ''
  const examples = PERTURBATIONS.map((one) => `- ${one.name}: “${perturb(one, sample).replaceAll('\n', ' / ')}”`)
  const title = `${name}: ${asked.length} questions, ${documents.length} entries`
  return `\n${title}\n\n${table(['perturbation', ...head], rows)}\n\n“${sample}” becomes:\n\n${examples.join('\n')}\n`
}

function cells(loss: Robustness['losses'][number] | undefined): string[] {
  if (!loss) return ['—', '—', '—', '—']
  const interval = loss.interval ? ` (${loss.interval.map(share).join('–')})` : ''
  return loss.perturbation === 'clean'
    ? [share(loss['hit@1']), '', share(loss['hit@5']), '']
    : [share(loss['hit@1']), `${share(loss['loss@1'])}${interval}`, share(loss['hit@5']), share(loss['loss@5'])]
}
