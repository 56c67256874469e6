import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { generateEntries, writeBase } from './generate-base.js'
import type { ScaleJob, ScaleMessage } from './scale-process.js'

const USAGE = 'npm run bench -- scale [--entries 20000] [--communes 10] [--small 4000] [--embed]'
const FOLDER = join('data', 'bench', 'scale')
const CHILD = fileURLToPath(new URL('./scale-process.js', import.meta.url))

/**
 * Large bases on one server: how long one takes to load, cold and warm, the memory with 1, 3 and 10 of them, a question, an edit, the check of the promise.
 * Bases are generated under `data/bench/scale/`. Vectors are drawn, except with `--embed`, which embeds the small base for real. Prints Markdown.
 */
export async function runScaleBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      entries: { type: 'string', default: '20000' },
      communes: { type: 'string', default: '10' },
      small: { type: 'string', default: '4000' },
      embed: { type: 'boolean', default: false },
    },
  })
  const [large, communes, small] = [values.entries, values.communes, values.small].map(Number) as [
    number,
    number,
    number,
  ]
  if (![large, communes, small].every((value) => value > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const communeIds = Array.from({ length: communes }, (_, i) => `large${large}-${i + 1}`)
  const smallId = `small${small}`
  await generate([...communeIds.map((id) => ({ id, count: large })), { id: smallId, count: small }])
  const cacheDir = join(FOLDER, 'embeddings')
  const base = { knowledgeDir: FOLDER, cacheDir, embed: false }
  await rm(cacheDir, { recursive: true, force: true })
  if (values.embed) {
    const embedDir = join(FOLDER, 'embeddings-real')
    await rm(embedDir, { recursive: true, force: true })
    await measure('small base, embedded for real, cold', {
      ...base,
      cacheDir: embedDir,
      embed: true,
      communeIds: [smallId],
      what: 'load',
    })
    await measure('the same, warm', { ...base, cacheDir: embedDir, embed: true, communeIds: [smallId], what: 'load' })
  } else await measure('small base, drawn vectors', { ...base, communeIds: [smallId], what: 'load' })
  await measure('edits of the small base', { ...base, communeIds: [smallId], what: 'edit' })
  await measure('large bases, cold', { ...base, communeIds, what: 'load' })
  await measure('a large base, warm', { ...base, communeIds: communeIds.slice(0, 1), what: 'load' })
  await measure('edits of a large base', { ...base, communeIds: communeIds.slice(0, 1), what: 'edit' })
  return 0
}

async function generate(bases: { id: string; count: number }[]): Promise<void> {
  const templates = (await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })).filter(
    ({ questions }) => questions.length > 0,
  )
  for (const [seed, { id, count }] of bases.entries()) {
    if (!existsSync(join(FOLDER, 'communes', `${id}.jsonl`)))
      await writeBase(FOLDER, id, generateEntries(templates, { count, seed }))
  }
}

/** Runs a job in a process of its own and prints its facts as they come. */
function measure(title: string, job: ScaleJob): Promise<void> {
  process.stdout.write(`\n${title}\n\n| | |\n| --- | --- |\n`)
  return new Promise((resolve, reject) => {
    // Ten large bases pass the default limit of V8's heap; so must a server that keeps as many.
    const child = fork(CHILD, { execArgv: ['--expose-gc', '--max-old-space-size=16000'] })
    child.on('message', (message: ScaleMessage) => {
      if (message === 'done') resolve()
      else if ('reason' in message) reject(new Error(message.reason))
      else process.stdout.write(toRow(message.fact))
    })
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)))
    child.send(job)
  })
}

function toRow([name, value]: [name: string, value: number]): string {
  return `| ${name} | ${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} |\n`
}
