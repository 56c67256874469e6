import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { assessQuestion, type QuestionEars } from '../assistant/assess-question.js'
import { learnLanguages } from '../assistant/languages/language-tables.js'
import { createListener } from '../assistant/languages/listen.js'
import { createMask } from '../assistant/mask-personal-data.js'
import { createSignalMatcher } from '../assistant/signal-matcher.js'
import { loadLanguageExamples, loadLexicons, loadSignals } from '../assistant/words/load-lexicons.js'
import { loadMessages } from '../assistant/words/messages.js'
import { readTable } from '../assistant/words/tables.js'
import type { Outcome } from '../platform/model/outcome.js'
import { sayIn } from '../platform/model/say.js'
import type { Probability } from '../platform/model/turn.js'
import { seededRandom } from '../platform/text/seeded-random.js'
import type { SearchDocument } from '../search/analysed-document.js'
import { loadCalibration } from '../search/calibration.js'
import { loadEncoder } from '../search/encoder.js'
import type { Policy } from '../search/policy.js'
import { buildSearchIndex, type SearchIndex } from '../search/search-index.js'
import { type Judged, type Quality, summarise } from './evaluation-summary.js'
import { type LabelledQuestion, partOfBase, readBase, readLabelledQuestions, withTargetsIn } from './read-base.js'

const USAGE = `usage: npm run evaluate -- --questions q.jsonl [--knowledge kb.jsonl|folder] [--out report.json]
  --knowledge   entries: a JSONL file {"id","title","text","questions"?} or a folder (default: knowledge)
  --questions   JSONL file {"id","question","targets":[…]}; empty targets must not be answered
  --out         report to write (default: report.json)
  --part        keep so many entries of the base, as a town imports some of the national fiches: those that answer three questions in four, others
                by chance; what they do not answer must not be answered
  --seed        of that chance (default: 7)
  --offices     add the offices that are not the town hall's (knowledge/offices), as the server serves them
  --no-intents  leave out the question bank of intents/
  --words-only  search without the encoder
  --no-cache    embed every text anew, instead of reading data/cache
  --model       folder of the encoder (default: models/guichet-fr)`

/** One prediction, as the report has it. */
export interface Prediction {
  id: string
  outcome: Outcome
  /** That the first candidate answers; 0 when there is none, or when the message is of a class that no entry answers. */
  confidence: Probability
  ranked: { id: string; confidence: Probability }[]
  durationMs: number
}

/** The summary of a report: quality, and what it was measured with. */
export interface Summary extends Quality {
  entries: number
  /** `null` when words alone were searched. */
  encoderVersion: string | null
  /** Why words alone were searched, if they were. */
  degraded: string | null
  /** The thresholds of French questions; `null` when there was none. */
  policy: Policy | null
  indexBuildMs: number
  /** Texts embedded during the build; fewer than the base has when a cache knew the others. */
  textsEmbedded: number
  residentMemoryMb: number
}

/** Outcomes by which the assistant says that no entry answers: whatever the search found, its confidence in it is none. */
const CLASSES_APART: ReadonlySet<Outcome> = new Set<Outcome>([
  'answered_small_talk',
  'escalated_wish',
  'escalated_emergency',
  'escalated_distress',
  'unanswerable_personal_file',
])

/**
 * `npm run evaluate`: builds the index that the server builds, asks it every question, decides as the server decides, and writes a report.
 * @returns the exit status: 0, 1 when a file cannot be read or written, 2 for wrong usage
 */
export async function runEvaluate(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  if (options === 'help') return tell(USAGE, 0)
  if (typeof options === 'string') return tell(`${options}\n${USAGE}`, 2)
  try {
    const whole = await readBase({
      knowledge: options.knowledge,
      intentsDir: 'intents',
      withIntents: !options['no-intents'],
      withOffices: options.offices,
    })
    const labelled = await readLabelledQuestions(options.questions)
    warnOfUnknownTargets(whole, labelled)
    const { documents, questions } = takePart(whole, labelled, options)
    const report = await evaluate(documents, questions, options)
    await mkdir(dirname(options.out), { recursive: true })
    await writeFile(options.out, `${JSON.stringify(report)}\n`)
    process.stdout.write(`${JSON.stringify({ ...report.summary, riskCoverage: undefined }, null, 2)}\n`)
    return 0
  } catch (error) {
    return tell(`evaluate: ${error instanceof Error ? error.message : String(error)}`, 1)
  }
}

type Options = Exclude<ReturnType<typeof parseOptions>, string>

function parseOptions(argv: string[]) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        knowledge: { type: 'string', default: 'knowledge' },
        questions: { type: 'string' },
        out: { type: 'string', default: 'report.json' },
        model: { type: 'string', default: 'models/guichet-fr' },
        part: { type: 'string' },
        seed: { type: 'string', default: '7' },
        offices: { type: 'boolean', default: false },
        'no-intents': { type: 'boolean', default: false },
        'words-only': { type: 'boolean', default: false },
        'no-cache': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return 'help'
    const { questions } = values
    if (questions === undefined) return 'evaluate: --questions is missing'
    const [part, seed] = [values.part === undefined ? null : Number(values.part), Number(values.seed)]
    const isPart = part === null || (Number.isInteger(part) && part > 0)
    if (!isPart || !Number.isInteger(seed)) return 'evaluate: --part is a number of entries, --seed an integer'
    return { ...values, questions, part, seed }
  } catch (error) {
    return `evaluate: ${(error as Error).message}`
  }
}

function takePart(whole: SearchDocument[], labelled: LabelledQuestion[], { part, seed }: Options) {
  if (part === null) return { documents: whole, questions: labelled }
  const documents = partOfBase(whole, labelled, { size: part, random: seededRandom(seed) })
  return { documents, questions: withTargetsIn(documents, labelled) }
}

async function evaluate(documents: SearchDocument[], questions: LabelledQuestion[], options: Options) {
  const { index, ...build } = await buildIndex(documents, options)
  const ears = await openEars(documents)
  const byId = new Map(documents.map((document) => [document.id, document]))
  const say = sayIn(await loadMessages('knowledge'), 'fr')
  const predictions: Prediction[] = []
  const judged: Judged[] = []
  let policy: Policy | null = null
  for (const { id, question, targets } of questions) {
    const start = performance.now()
    const { found, language, outcome } = await assessQuestion(
      question,
      ears,
      { index, entryOf: (id) => byId.get(id) },
      say,
    )
    const durationMs = performance.now() - start
    if (language === 'fr') policy = found.policy
    const ranked = found.candidates.map((candidate) => ({ id: candidate.id, confidence: candidate.confidence }))
    const confidence = CLASSES_APART.has(outcome) ? 0 : (ranked[0]?.confidence ?? 0)
    const prediction = { outcome, confidence, durationMs }
    predictions.push({ id, ...prediction, ranked })
    const place = ranked.findIndex((candidate) => targets.includes(candidate.id))
    judged.push({ ...prediction, rightAt: place < 0 ? null : place + 1, inScope: targets.length > 0 })
    if (predictions.length % 100 === 0) process.stderr.write(`${predictions.length} / ${questions.length} questions\n`)
  }
  const residentMemoryMb = Math.round(process.memoryUsage().rss / 1e6)
  const facts = { entries: documents.length, encoderVersion: index.encoderVersion, policy, residentMemoryMb, ...build }
  return { summary: { ...summarise(judged), ...facts } satisfies Summary, predictions }
}

/** The server's: signals, lexicons and example questions of the project, beside the French of these documents. */
async function openEars(documents: readonly SearchDocument[]): Promise<QuestionEars> {
  const intentsDir = 'intents'
  const [phrases, signalWords, words, lexicons, examples] = await Promise.all([
    loadSignals(intentsDir),
    readTable('signals', { intentsDir }),
    readTable('personal-data', { intentsDir }),
    loadLexicons({ intentsDir }),
    loadLanguageExamples(intentsDir),
  ])
  const french = documents.flatMap(({ title, questions }) => [title, ...questions])
  return {
    matchSignals: createSignalMatcher(phrases, signalWords),
    mask: createMask(words),
    listen: createListener(lexicons, learnLanguages(lexicons, examples, french)),
  }
}

async function buildIndex(
  documents: SearchDocument[],
  options: Options,
): Promise<{ index: SearchIndex; degraded: string | null; indexBuildMs: number; textsEmbedded: number }> {
  const loaded = options['words-only'] ? null : await loadEncoder(options.model)
  const calibration = await loadCalibration(options.model)
  const faults: string[] = []
  if (loaded?.status === 'unavailable') faults.push(loaded.reason)
  if (calibration.status === 'default') faults.push(calibration.reason)
  let textsEmbedded = 0
  const onProgress = (done: number, total: number) => {
    textsEmbedded = done
    if (done === total || done % 1_600 === 0) process.stderr.write(`${done} / ${total} texts embedded\n`)
  }
  const start = performance.now()
  const encoder = loaded?.status === 'ready' ? loaded.encoder : null
  const cache = options['no-cache'] ? {} : { cacheDir: 'data/cache' }
  const index = await buildSearchIndex(documents, encoder, calibration.calibration, { ...cache, onProgress })
  const indexBuildMs = Math.round(performance.now() - start)
  if (index.degraded) faults.push(index.degraded)
  const degraded = faults.length > 0 ? faults.join('; ') : null
  if (degraded) process.stderr.write(`words alone are searched: ${degraded}\n`)
  return { index, degraded, indexBuildMs, textsEmbedded }
}

function warnOfUnknownTargets(documents: readonly SearchDocument[], questions: readonly LabelledQuestion[]): void {
  const ids = new Set(documents.map(({ id }) => id))
  const lost = questions.filter(({ targets }) => targets.length > 0 && !targets.some((target) => ids.has(target)))
  if (lost.length > 0) {
    process.stderr.write(
      `${lost.length} questions have no target in the base (first: ${lost[0]?.id}); they count as missed\n`,
    )
  }
}

function tell(text: string, status: number): number {
  process.stderr.write(`${text}\n`)
  return status
}
