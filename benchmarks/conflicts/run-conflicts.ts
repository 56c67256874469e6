import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decideFirst } from '../../src/assistant/decide.js'
import { CONFLICT_KINDS } from '../../src/features/conflicts/conflict.js'
import { rankConflicts } from '../../src/features/conflicts/conflict-findings.js'
import { findConflicts } from '../../src/features/conflicts/find-conflicts.js'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import { createMeasure } from '../../src/features/publication/measure.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { entriesFor } from '../gate/entries-for.js'

const USAGE = 'npm run bench -- conflicts [--entries 220] [--list 10]'
const MODEL_DIR = 'models/guichet-fr'
const CACHE_DIR = join('data', 'bench', 'gate')

/**
 * What looking for conflicts takes, and what it finds: the installed entries, and national fiches up to so many. The example questions are asked at the first
 * run and kept; the next one reads them, as a restarted server does. `--list` prints the worst findings. Prints Markdown.
 */
export async function runConflictsBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { entries: { type: 'string', default: '220' }, list: { type: 'string', default: '0' } },
  })
  const loaded = await loadEncoder(MODEL_DIR)
  if (!(Number(values.entries) > 0) || loaded.status === 'unavailable') {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const { encoder } = loaded
  const { calibration } = await loadCalibration(MODEL_DIR)
  const entries = await entriesFor(Number(values.entries))
  const base = await buildBase(entries, encoder, calibration, { cacheDir: CACHE_DIR })
  const open = () =>
    createMeasure({
      folder: join('data', 'bench', 'rehearsals'),
      encoder: () => encoder,
      calibration,
      decide: decideFirst,
      now: () => new Date(),
      logger: SILENT_LOGGER,
    })
  const isKept = await open().isKnown(base)
  const first = await timed(() => open().all(base, {}))
  const again = await timed(() => open().all(base, {}))
  const { replies } = first.result
  const found = await timed(() => findConflicts({ documents: base.documents, replies: replies.values() }))
  await encoder.close()
  const counts = CONFLICT_KINDS.map((kind) => `${kind} ${found.result.filter((one) => one.kind === kind).length}`)
  process.stdout.write(`${entries.length} entries, ${replies.size} example questions

| | wall s |
| --- | --- |
| ${isKept ? 'questions kept by a former run' : 'questions asked'} | ${seconds(first)} |
| read from disk | ${seconds(again)} |
| conflicts found | ${seconds(found)} |

${counts.join(', ')}
`)
  for (const { kind, entryIds, count, of, questions } of rankConflicts(found.result, {}).slice(
    0,
    Number(values.list),
  )) {
    process.stdout.write(`\n${kind} ${entryIds.join(' / ')}: ${count} of ${of}\n`)
    for (const { question, of: from, by, twin } of questions)
      process.stdout.write(`- ${question} (${from} → ${by ?? '?'})${twin ? ` = ${twin}` : ''}\n`)
  }
  return 0
}

interface Timed<T> {
  result: T
  wallMs: number
}

async function timed<T>(act: () => Promise<T>): Promise<Timed<T>> {
  const begun = performance.now()
  return { result: await act(), wallMs: performance.now() - begun }
}

function seconds({ wallMs }: Timed<unknown>): string {
  return (wallMs / 1000).toFixed(1)
}
