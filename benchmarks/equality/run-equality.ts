import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { runEvaluate, type Summary } from '../../src/commands/evaluate.js'
import { seededRandom, shuffle } from '../../src/platform/text/seeded-random.js'
import { drawEquality } from '../plots/equality.js'
import { openStreet } from '../street/play-street.js'
import { askGroup, type Group, groupsOf, type Met, type Need, readNeeds } from './ask-groups.js'
import { type Compared, compareGroups, equalityReport } from './equality-report.js'

const USAGE = `usage: npm run bench -- equality [--publish | --only-publish] [--out data/bench/equality.json] [--plot benchmarks/plots/equality.svg]
  --publish  writes what the truth sheet shows: models/guichet-fr/measured.json; --only-publish: of what was asked before
  --out      figures, and what was missed of the half that may be read`

/** Half of the needs may be read when something is missed; of the other half, only figures are told. */
const HALVES_SEED = 20_261_202
const MODEL = 'models/guichet-fr'
/** Questions as they are typed, those that nobody answers among them, each read beside the offices too. */
const QUESTIONS = 'benchmarks/quality/typed-questions.jsonl'

/**
 * `npm run bench -- equality`: the same needs asked as different people write (names, age, gender, spelling, length, languages), of the whole application with
 * the real model and the demonstration town. Prints Markdown, draws it, writes what was missed of the half that may be read.
 * @returns the exit status: 0, 2 for wrong usage or a model that cannot be used
 */
export async function runEqualityBench(argv: string[]): Promise<number> {
  try {
    const options = parse(argv)
    if (options['only-publish']) {
      await publish(JSON.parse(await readFile(options.out, 'utf8')))
      return 0
    }
    const needs = await readNeeds()
    const asked = await askAll(needs)
    const halves = halvesOf(needs)
    const compared = compareGroups(asked)
    process.stdout.write(equalityReport({ all: compared, halves: halves.map((half) => compareGroups(asked, half)) }))
    await mkdir(dirname(options.out), { recursive: true })
    const read = missedOf(needs, asked, halves[0] as ReadonlySet<number>)
    await writeFile(options.out, `${JSON.stringify({ ...compared, missed: read }, null, 1)}\n`)
    await writeFile(options.plot, drawEquality(compared))
    if (options.publish) await publish(compared)
    return 0
  } catch (error) {
    process.stderr.write(`bench equality: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    return 2
  }
}

function parse(argv: string[]) {
  const { values } = parseArgs({
    args: argv,
    options: {
      publish: { type: 'boolean', default: false },
      'only-publish': { type: 'boolean', default: false },
      out: { type: 'string', default: 'data/bench/equality.json' },
      plot: { type: 'string', default: 'benchmarks/plots/equality.svg' },
    },
  })
  return values
}

async function askAll(needs: readonly Need[]): Promise<{ group: Group; met: Met }[]> {
  const street = await openStreet()
  const asked: { group: Group; met: Met }[] = []
  try {
    for (const group of groupsOf(needs)) {
      process.stderr.write(`${group.name}\n`)
      asked.push({ group, met: await askGroup(street, needs, group) })
    }
  } finally {
    await street.close()
  }
  return asked
}

/** Places of the needs in each half: those with every language are dealt apart from the others. */
function halvesOf(needs: readonly Need[]): Set<number>[] {
  const places = needs.map((_, i) => i)
  const random = seededRandom(HALVES_SEED)
  const isWhole = (i: number) => (needs[i] as Need).en !== undefined
  const dealt = [places.filter(isWhole), places.filter((i) => !isWhole(i))].flatMap((some) => shuffle(some, random))
  return [new Set(dealt.filter((_, at) => at % 2 === 0)), new Set(dealt.filter((_, at) => at % 2 === 1))]
}

function missedOf(needs: readonly Need[], asked: readonly { group: Group; met: Met }[], half: ReadonlySet<number>) {
  return asked.flatMap(({ group, met }) =>
    needs.flatMap(({ id }, i) => {
      const shown = met.shown[i]
      if (!half.has(i) || !shown || met.atOnce[i]) return []
      const { entry, proposed, guided, fact, person } = shown
      return [
        {
          group: group.name,
          id,
          within: met.within[i],
          wording: group.wordings[i],
          entry,
          proposed,
          guided,
          fact,
          person,
        },
      ]
    }),
  )
}

/** Writes what the truth sheet shows beside the model: equality, and how far the confidence can be trusted. */
async function publish({ groups, largest }: Compared): Promise<void> {
  const { nauc, riskCoverage, ...summary } = await evaluateTyped()
  const measured = {
    equality: {
      date: new Date().toISOString().slice(0, 10),
      groups: groups.map(({ french, within, atOnce }) => ({
        ...{ name: french, right: round(within.share), asked: within.asked, atOnce: round(atOnce.share) },
        ...{ low: round(within.interval[0]), high: round(within.interval[1]) },
      })),
      largest: round(Math.max(...Object.values(largest).map(({ within }) => within.difference))),
    },
    selective: {
      ...{ questions: summary.questions, nauc: nauc === null ? null : round(nauc), hit1: round(summary['hit@1'] ?? 0) },
      curve: riskCoverage.map(({ coverage, risk }) => [round(coverage), round(risk)]),
    },
  }
  await writeFile(join(MODEL, 'measured.json'), `${JSON.stringify(measured, null, 1)}\n`)
}

async function evaluateTyped(): Promise<Summary> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-equality-'))
  const out = join(folder, 'report.json')
  try {
    const status = await runEvaluate(['--offices', '--questions', QUESTIONS, '--out', out])
    if (status !== 0) throw new Error('the confidence was not measured')
    return JSON.parse(await readFile(out, 'utf8')).summary
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function round(value: number): number {
  return Number(value.toFixed(4))
}
