import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type LabelledQuestion, readBase, readLabelledQuestions, withTargetsIn } from '../../src/commands/read-base.js'
import { readJsonLines } from '../../src/commands/read-json-lines.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { type Calibration, loadCalibration } from '../../src/search/calibration.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { buildSearchIndex } from '../../src/search/search-index.js'
import { median } from '../front/median.js'
import { exampleQuestions, withoutQuestions } from './ask-base.js'
import { mendByTheInbox, type PathReport } from './curators-path.js'
import type { MendedBase } from './measure-mends.js'
import { type MendReport, mendAll } from './mend-all.js'
import { mendTable, modeResult } from './mend-report.js'

const INSTALLED = 'knowledge'
const WRITTEN = 'benchmarks/quality/mend-questions.jsonl'
const USAGE = `usage: npm run bench -- mend [--questions q.jsonl | --own] [--inbox] [--count N] [--seed N] [--knowledge kb.jsonl|folder] [--model folder] [--out file.json]
  --questions  JSONL file {"id","question","targets":[…],"paraphrases":[…]}, asked of the base without them; those that are not answered rightly at once are
               mended, and those that are serve as neighbours (default, of the installed content: ${WRITTEN})
  --own        a third of the base's own example questions in their place, as of any other content without --questions; other failed questions of the same entry that share a word stand for paraphrases, and are named so
  --inbox      mends as a curator does, through the server of the demonstration town: found in the inbox, added, tried, measured, published, asked again
  --count      most mends (default: 200)
  --seed       of the draw of the mends (default: 7)
  --knowledge  entries: a JSONL file or a folder (default: knowledge)
  --model      folder of the encoder (default: models/guichet-fr)
  --out        where the results are written (default: data/bench/mend.json)`

const CACHE_DIR = 'data/cache'

const paraphraseRow = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  paraphrases: z.array(z.string().min(1)).default([]),
})

/**
 * `npm run bench -- mend`: whether a failure that a curator mends stays mended. Questions that are not answered rightly at once are added to their entries as
 * examples, and asked again: word for word, with courtesies around, with one letter wrong, in other words; and neighbours, which must not break. One at a time,
 * and thirty at a time. Prints Markdown and writes JSON.
 * @returns the exit status: 0, 2 for wrong usage, a file that cannot be read, or a model that cannot be used: words alone are not measured
 */
export async function runMendBench(argv: string[]): Promise<number> {
  try {
    const options = parse(argv)
    const [encoder, calibration] = await loadModel(options.model)
    const documents = await readBase({ knowledge: options.knowledge, intentsDir: 'intents', withIntents: true })
    const written = options.questions
    const questions = written
      ? withTargetsIn(documents, await readLabelledQuestions(written))
      : exampleQuestions(documents)
    const { count, seed } = options
    const paraphrases = written ? await readParaphrases(written) : null
    if (options.inbox) {
      const found = await mendByTheInbox(questions, { encoder, count, random: seededRandom(seed), paraphrases })
      await encoder.close()
      process.stdout.write(await pathInWords(found))
      return 0
    }
    const base = await buildWithout(documents, questions, { encoder, calibration })
    const report = await mendAll(base, questions, { encoder, count, random: seededRandom(seed), paraphrases })
    await encoder.close()
    process.stdout.write(toMarkdown(report, documents.length))
    await mkdir(dirname(options.out), { recursive: true })
    const facts = { measuredAt: new Date().toISOString(), encoderVersion: encoder.version, entries: documents.length }
    await writeFile(options.out, `${JSON.stringify({ ...facts, options, ...report })}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`bench mend: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      questions: { type: 'string' },
      own: { type: 'boolean', default: false },
      inbox: { type: 'boolean', default: false },
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '7' },
      knowledge: { type: 'string', default: INSTALLED },
      model: { type: 'string', default: 'models/guichet-fr' },
      out: { type: 'string', default: 'data/bench/mend.json' },
    },
  })
  const [count, seed] = [Number(values.count), Number(values.seed)]
  if (!(Number.isInteger(count) && count > 0) || !Number.isInteger(seed))
    throw new Error('--count is a positive whole number, --seed a whole number')
  if (values.own && values.questions) throw new Error('--own and --questions exclude each other')
  if (values.inbox && (values.own || values.knowledge !== INSTALLED))
    throw new Error('--inbox mends the installed content with written questions')
  const questions = values.questions ?? (values.own || values.knowledge !== INSTALLED ? null : WRITTEN)
  return { ...values, questions, count, seed }
}

async function loadModel(modelDir: string): Promise<[Encoder, Calibration]> {
  const loaded = await loadEncoder(modelDir)
  if (loaded.status === 'unavailable') throw new Error(`no encoder, and words alone are not measured: ${loaded.reason}`)
  const calibrated = await loadCalibration(modelDir)
  if (calibrated.status === 'default') throw new Error(`the encoder has no calibration: ${calibrated.reason}`)
  return [loaded.encoder, calibrated.calibration]
}

async function readParaphrases(path: string): Promise<Map<string, string[]>> {
  const rows = await readJsonLines(path, paraphraseRow)
  const written = rows.filter(({ value }) => value.paraphrases.length > 0)
  return new Map(written.map(({ value }) => [value.id, value.paraphrases]))
}

/** The base without the questions that it will be asked. @throws when words alone would be searched */
async function buildWithout(
  whole: readonly SearchDocument[],
  questions: readonly LabelledQuestion[],
  { encoder, calibration }: Pick<MendedBase, 'encoder' | 'calibration'>,
): Promise<MendedBase> {
  const documents = withoutQuestions(whole, questions)
  const index = await buildSearchIndex(documents, encoder, calibration, { cacheDir: CACHE_DIR })
  if (index.degraded) throw new Error(index.degraded)
  return { documents, index, encoder, calibration }
}

async function pathInWords(report: PathReport): Promise<string> {
  const { asked, failed, mends, promised, blocked, resolved, before, after } = report
  const table = mendTable([await modeResult('before', before), await modeResult('by the inbox', after)])
  const seconds = (times: number[]) =>
    `${(median(times) / 1000).toFixed(2)} (${(Math.max(...times) / 1000).toFixed(2)} at most)`
  return `
${asked} questions asked, ${failed} not answered rightly at once, ${mends} mended: ${promised} said to be answered by the trial, ${blocked} blocked, ${resolved} resolved in the inbox

${table}
Seconds, median: the trial ${seconds(report.trialMs)}, the report ${seconds(report.gateMs)}, publication ${seconds(report.publishMs)}
`
}

function toMarkdown({ asked, failed, mends, modes }: MendReport, entries: number): string {
  const title = `${entries} entries, ${asked} questions asked, ${failed} not answered rightly at once, ${mends} mended`
  return `\n${title}\n\n${mendTable(modes)}`
}
