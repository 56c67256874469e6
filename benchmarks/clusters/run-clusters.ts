import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import { groupQuestions, type QuestionGroup } from '../../src/search/clusters/group-questions.js'
import { type Encoder, loadEncoder } from '../../src/search/encoder.js'
import { table } from '../peers/peers-table.js'
import { type GroupQuality, groupQuality } from './group-quality.js'
import { type KnownQuestion, mixQuestions, readKnown } from './known-questions.js'
import { kMeans, likePairs, singleLink } from './peer-groups.js'

const USAGE = `usage: npm run bench -- clusters [--questions file.jsonl] … [--count N] [--names N] [--no-peers]
  --questions  lines of {"question","targets":[…]}, with "group" where a narrower subject is known
  --count      of the installed content's own questions, when no file is given: 10000
  --names      groups that are shown, the largest first: 25; none of a file's words are shown`

const SEED = 7
/** Thresholds of which the peer gets the one that suits these very questions best. */
const SINGLE_LINK_LEAST = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
const BATCH = 16

/** How a way of grouping fared. */
interface Measured {
  name: string
  groups: number
  /** Seconds of the whole, embedding included where there is one. */
  seconds: number
  quality: GroupQuality
}

/**
 * `npm run bench -- clusters`: groups failed questions as the curators' inbox does, and says how long it takes, how long the event loop is held, and how well
 * the groups match what the questions are known to ask for, beside plain k-means and single link.
 * @returns the exit status: 0, 2 for wrong usage or a file that cannot be read
 */
export async function runClustersBench(argv: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        questions: { type: 'string', multiple: true, default: [] },
        count: { type: 'string', default: '10000' },
        names: { type: 'string', default: '25' },
        'no-peers': { type: 'boolean', default: false },
      },
    })
    const loaded = await loadEncoder('models/guichet-fr')
    if (loaded.status === 'unavailable') throw new Error(loaded.reason)
    const options = { encoder: loaded.encoder, withPeers: !values['no-peers'] }
    for (const file of values.questions) await report(file, await readKnown(file), { ...options, names: 0 })
    if (values.questions.length === 0) {
      const mixed = await mixQuestions(Number(values.count))
      await report('installed content', mixed, { ...options, names: Number(values.names) })
    }
    return 0
  } catch (error) {
    process.stderr.write(`bench clusters: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

async function report(
  name: string,
  known: readonly KnownQuestion[],
  { encoder, withPeers, names }: { encoder: Encoder; withPeers: boolean; names: number },
): Promise<void> {
  const questions = known.map(({ question }) => question)
  const truth = known.map(({ subject }) => subject)
  const subjects = new Set(truth).size
  const held = monitorEventLoopDelay({ resolution: 1 })
  held.enable()
  const own = await timed(() => groupQuestions(questions, { encode: encoder.encode }))
  held.disable()
  const words = await timed(() => groupQuestions(questions, { encode: null }))
  const measured = [
    measuredAs('Guichet', own, truth),
    measuredAs('Guichet, words only', words, truth),
    ...(withPeers ? await measurePeers(known, subjects, encoder) : []),
  ]
  const rows = measured.map(({ name: who, groups, seconds, quality }) => [
    who,
    String(groups),
    ...[quality.bcubedF1, quality.bcubedPrecision, quality.bcubedRecall, quality.pairF1].map((one) => one.toFixed(3)),
    seconds.toFixed(1),
  ])
  const head = ['system', 'groups', 'B³ F1', 'B³ precision', 'B³ recall', 'pairs F1', 'seconds']
  const pause = `longest hold of the event loop ${(held.max / 1e6).toFixed(0)} ms, p99 ${(held.percentile(99) / 1e6).toFixed(0)} ms`
  const title = `${name}: ${questions.length} questions, ${subjects} subjects; ${pause}`
  process.stdout.write(`\n${title}\n\n${table(head, rows)}\n`)
  for (const { words: named, members, central } of own.result.slice(0, names))
    process.stdout.write(`- ${named.join(' · ')} (${members.length}): “${questions[central]}”\n`)
}

async function measurePeers(known: readonly KnownQuestion[], subjects: number, encoder: Encoder): Promise<Measured[]> {
  const questions = known.map(({ question }) => question)
  const truth = known.map(({ subject }) => subject)
  const means = await timed(async () => kMeans(await encodeAll(questions, encoder), subjects, seededRandom(SEED)))
  const pairs = await timed(async () => likePairs(questions, SINGLE_LINK_LEAST[0] as number))
  const links = SINGLE_LINK_LEAST.map((least) => singleLink(pairs.result, least))
  const qualities = links.map((groups) => ({ groups, quality: groupQuality(groups, truth) }))
  const best = qualities.reduce((one, other) => (other.quality.bcubedF1 > one.quality.bcubedF1 ? other : one))
  return [
    {
      name: 'k-means on the same embeddings, told how many',
      groups: subjects,
      seconds: means.seconds,
      quality: groupQuality(means.result, truth),
    },
    {
      name: 'TF-IDF single link, best threshold',
      groups: new Set(best.groups).size,
      seconds: pairs.seconds,
      quality: best.quality,
    },
  ]
}

function measuredAs(
  name: string,
  { result, seconds }: { result: readonly QuestionGroup[]; seconds: number },
  truth: readonly string[],
): Measured {
  const numbers = new Int32Array(truth.length)
  for (const [number, { members }] of result.entries()) for (const member of members) numbers[member] = number
  return { name, groups: result.length, seconds, quality: groupQuality(numbers, truth) }
}

async function encodeAll(questions: readonly string[], encoder: Encoder): Promise<Float32Array[]> {
  const order = [...questions.keys()].sort((a, b) => (questions[a] as string).length - (questions[b] as string).length)
  const vectors = new Array<Float32Array>(questions.length)
  for (let start = 0; start < order.length; start += BATCH) {
    const batch = order.slice(start, start + BATCH)
    const encoded = await encoder.encode(batch.map((i) => questions[i] as string))
    for (const [nth, i] of batch.entries()) vectors[i] = encoded[nth] as Float32Array
  }
  return vectors
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - started) / 1000 }
}
