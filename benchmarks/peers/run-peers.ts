import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { measureCase } from './measure-case.js'
import type { PeersReport } from './peers-report.js'
import { peersTable } from './peers-table.js'
import { parseLimit, readCase } from './read-case.js'
import { encoderAlone, SYSTEMS } from './systems.js'

const USAGE = `usage: npm run bench -- peers [--case "name=base,questions.jsonl[,more.jsonl]"] … [--no-intents] [--limit N] [--systems a,b] [--encoder "name=folder"] … [--no-cold] [--out file.json]
  base: a JSONL file, a folder of entries, "national" (every fiche of Service-Public) or "town-hall" (the fiches of the dossiers that the entries draw on)
  default: the installed content, and "town-hall" asked the same questions
  --systems  among ${Object.keys(SYSTEMS).join(', ')} (default: all)
  --encoder  the encoder of an exported model alone, such as a former one, beside them: ranked by the nearest text of an entry and the middle of its texts
  --limit    questions a case, drawn with a fixed seed
  --no-cold  leave out the builds of encoders from nothing and use the embeddings of data/cache, where what it lacks is added
  --out      default: data/bench/peers.json`

const TOWN = 'benchmarks/quality/town-questions.jsonl'
const DEFAULT_CASES = [
  `installed content=knowledge,${TOWN},benchmarks/quality/town-unanswerable.jsonl`,
  `town-hall fiches=town-hall,${TOWN}`,
]

/**
 * `npm run bench -- peers`: what a town would pick instead, beside Guichet, on the same questions and bases. Prints Markdown and writes all answers
 * as JSON, which `npm run bench -- plots` draws.
 * @returns the exit status: 0, 2 for wrong usage or a file that cannot be read
 */
export async function runPeersBench(argv: string[]): Promise<number> {
  try {
    const options = parse(argv)
    const report: PeersReport = { measuredAt: new Date().toISOString(), machine: describeMachine(), cases: [] }
    for (const argument of options.cases) {
      const measured = await measureCase(await readCase(argument, options), options)
      report.cases.push(measured)
      process.stdout.write(peersTable(measured))
      // After each case: a later one that fails does not lose those before it.
      await mkdir(dirname(options.out), { recursive: true })
      await writeFile(options.out, `${JSON.stringify(report)}\n`)
    }
    process.stdout.write(
      `\nMB: resident memory of the whole process, Node and the base included. Everything: ${options.out}\n`,
    )
    return 0
  } catch (error) {
    process.stderr.write(`bench peers: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      case: { type: 'string', multiple: true, default: DEFAULT_CASES },
      'no-intents': { type: 'boolean', default: false },
      'no-cold': { type: 'boolean', default: false },
      limit: { type: 'string' },
      systems: { type: 'string', default: Object.keys(SYSTEMS).join(',') },
      encoder: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: 'data/bench/peers.json' },
    },
  })
  // One that is written otherwise is told before anything is measured.
  for (const encoder of values.encoder) encoderAlone(encoder)
  return {
    cases: values.case,
    withIntents: !values['no-intents'],
    cold: !values['no-cold'],
    limit: parseLimit(values.limit),
    systems: [...values.systems.split(','), ...values.encoder],
    out: values.out,
  }
}

function describeMachine(): PeersReport['machine'] {
  const [first] = cpus()
  return {
    cores: cpus().length,
    model: first?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
  }
}
