import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seededRandom, shuffle } from '../../src/platform/text/seeded-random.js'
import { startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { type Asked, type Shown, sayAll } from './ask-twice.js'
import { guideEnds } from './guide-ends.js'

const USAGE = 'usage: npm run bench -- follow-ups [--limit N]'
const SEED = 20_261_127

interface FollowUp {
  first: string
  then: string
  target: string
  /** Sections that say it, where it is a part of the answer. */
  sections?: string[]
}

interface Question {
  question: string
  targets: string[]
  style?: string
}

/** What became of a second message: its entry shown, proposed, or neither. */
type Fate = 'shown' | 'proposed' | 'neither'

/**
 * `npm run bench -- follow-ups`: second messages that go on with the first (`benchmarks/quality/follow-ups.jsonl`), said after it and alone; and the town's
 * questions in a word or two, said after an answer or proposals of another subject and alone: a change of subject must not be taken for going on. Prints Markdown.
 */
export async function runFollowUpsBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { limit: { type: 'string' }, help: { type: 'boolean' } } })
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit)
  if (values.help || !(limit > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const follow = (await readRows<FollowUp>('follow-ups')).slice(0, limit)
  const town = await readRows<Question>('town-questions')
  const others = town.filter(({ style }) => style === 'keywords').slice(0, limit)
  const folder = await mkdtemp(join(tmpdir(), 'guichet-follow-ups-'))
  const server = await startBenchServer({ GUICHET_DATA_DIR: folder })
  try {
    const asked = { address: server.address, ends: await guideEnds() }
    process.stdout.write(followTable(await measureFollowUps(asked, follow)))
    process.stdout.write(await changeTable(asked, follow, others))
    return 0
  } finally {
    await stopBenchServer(server)
    await rm(folder, { recursive: true, force: true })
  }
}

async function readRows<T>(name: string): Promise<T[]> {
  const text = await readFile(`benchmarks/quality/${name}.jsonl`, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

interface Measured {
  name: string
  isAsked: (row: FollowUp) => boolean
}

const GROUPS: readonly Measured[] = [
  { name: 'what a section says', isAsked: ({ sections }) => sections !== undefined },
  { name: 'the rest', isAsked: ({ sections }) => sections === undefined },
]

interface Pair {
  row: FollowUp
  after: Shown
  alone: Shown
}

async function measureFollowUps(asked: Asked, rows: readonly FollowUp[]): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const row of rows) {
    const after = await sayAll(asked, [row.first, row.then])
    pairs.push({ row, after, alone: await sayAll(asked, [row.then]) })
    const fate = fateOf(after, [row.target])
    if (fate === 'neither') process.stderr.write(`neither: ${row.first} / ${row.then}\n`)
  }
  return pairs
}

function followTable(pairs: readonly Pair[]): string {
  const lines = GROUPS.flatMap(({ name, isAsked }) => {
    const group = pairs.filter(({ row }) => isAsked(row))
    const right = group.filter(({ row, after }) => row.sections?.some((key) => after.sections?.includes(key)))
    const line = (how: 'after' | 'alone') =>
      `| ${name}, ${how === 'after' ? 'after the first' : 'alone'} | ${group.length} | ${counts(group.map((pair) => fateOf(pair[how], [pair.row.target])))} | ${how === 'after' && right.length > 0 ? right.length : '—'} |`
    return [line('after'), line('alone')]
  })
  return `| follow-ups | messages | entry shown | proposed | neither | the section asked for |\n| --- | --- | --- | --- | --- | --- |\n${lines.join('\n')}\n\n`
}

async function changeTable(asked: Asked, follow: readonly FollowUp[], questions: readonly Question[]): Promise<string> {
  const firsts = shuffle([...new Set(follow.map(({ first }) => first))], seededRandom(SEED))
  const fates: { after: Fate; alone: Fate }[] = []
  for (const [index, { question, targets }] of questions.entries()) {
    const first = firsts[index % firsts.length] as string
    const after = fateOf(await sayAll(asked, [first, question]), targets)
    const alone = fateOf(await sayAll(asked, [question]), targets)
    if (after !== alone) process.stderr.write(`${alone} → ${after}: ${first} / ${question}\n`)
    fates.push({ after, alone })
  }
  const line = (name: string, how: 'after' | 'alone') =>
    `| ${name} | ${fates.length} | ${counts(fates.map((fate) => fate[how]))} |`
  return `| another subject | messages | entry shown | proposed | neither |\n| --- | --- | --- | --- | --- |\n${line('after another first', 'after')}\n${line('alone', 'alone')}\n`
}

function fateOf({ entry, proposed }: Shown, targets: readonly string[]): Fate {
  if (entry !== null && targets.includes(entry)) return 'shown'
  return proposed.some((id) => targets.includes(id)) ? 'proposed' : 'neither'
}

function counts(fates: readonly Fate[]): string {
  return (['shown', 'proposed', 'neither'] as const)
    .map((fate) => fates.filter((one) => one === fate).length)
    .join(' | ')
}
