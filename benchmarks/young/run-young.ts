import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { hitsOf } from '../peers/hits.js'
import type { Hits } from '../peers/peers-report.js'
import { share, table, withInterval } from '../peers/peers-table.js'
import { type Case, parseLimit, readCase } from '../peers/read-case.js'
import { SYSTEMS } from '../peers/systems.js'
import { type Age, type AskedYoung, measureYoung, type YoungFindings } from './measure-young.js'

const USAGE = `usage: npm run bench -- young [--case "name=base,questions.jsonl"] [--limit N] [--systems a,b] [--out file.json]
  default: the installed content with benchmarks/quality/town-questions.jsonl
  --systems  among ${Object.keys(SYSTEMS).join(', ')}`

const DEFAULT_CASE = 'installed content=knowledge,benchmarks/quality/town-questions.jsonl'
const CACHE_DIR = 'data/cache'
const WHOLE = Number.POSITIVE_INFINITY
const AGES: readonly Age[] = [
  { questions: 0, words: 15 },
  { questions: 3, words: 15 },
  { questions: 5, words: 40 },
  { questions: 10, words: WHOLE },
  { questions: WHOLE, words: WHOLE },
]

interface Measured {
  age: Age
  system: string
  findings: YoungFindings
}

/**
 * `npm run bench -- young`: how well an entry is found while it is being written, with a few example questions and a few words, among entries that are
 * complete; and what that takes from the others. Prints Markdown and writes JSON.
 * @returns the exit status: 0, 2 for wrong usage or a file that cannot be read
 */
export async function runYoungBench(argv: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        case: { type: 'string', default: DEFAULT_CASE },
        limit: { type: 'string' },
        systems: { type: 'string', default: 'guichet,guichet-words,minisearch-tuned,bm25' },
        out: { type: 'string', default: 'data/bench/young.json' },
      },
    })
    const one = await readCase(values.case, { withIntents: true, limit: parseLimit(values.limit) })
    const measured = await measureAll(one, values.systems.split(','))
    process.stdout.write(toMarkdown(one, measured))
    await mkdir(dirname(values.out), { recursive: true })
    await writeFile(values.out, `${JSON.stringify({ measuredAt: new Date().toISOString(), measured })}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`bench young: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

async function measureAll({ documents, questions }: Case, ids: readonly string[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const age of AGES) {
    for (const id of ids) {
      const kind = SYSTEMS[id]
      if (!kind) throw new Error(`no system is called ${id}`)
      const tell = (done: number, total: number) => {
        process.stderr.write(`${nameOf(age)}, ${kind.name}: ${done} / ${total} bases\n`)
      }
      const base = { documents, questions, cacheDir: CACHE_DIR }
      measured.push({ age, system: kind.name, findings: await measureYoung(await kind.load(), base, age, tell) })
    }
  }
  return measured
}

function nameOf({ questions, words }: Age): string {
  const kept = questions === WHOLE ? 'all questions' : `${questions} questions`
  return `${kept}, ${words === WHOLE ? 'whole text' : `${words} words`}`
}

function toMarkdown({ name, documents }: Case, measured: readonly Measured[]): string {
  const head = ['entry', 'system', 'hit@1 (95 %)', 'hit@3', 'answered', 'of them wrong', 'hit@1 of the others']
  const rows = measured.map(({ age, system, findings: { young, others } }) => {
    const hits = hitsOfYoung(young)
    const answered = young.filter((one) => one.answered)
    return [
      nameOf(age),
      system,
      withInterval(hits),
      share(hits['hit@3']),
      answered.length === 0 ? '—' : share(answered.length / young.length),
      answered.length === 0 ? '—' : share(1 - hitsOfYoung(answered)['hit@1']),
      share(hitsOfYoung(others)['hit@1']),
    ]
  })
  return `\n${name}: ${documents.length} entries, a tenth of them young at a time\n\n${table(head, rows)}\n`
}

function hitsOfYoung(asked: readonly AskedYoung[]): Hits {
  return hitsOf(asked.map(({ rightAt }) => ({ inScope: true, rightAt })))
}
