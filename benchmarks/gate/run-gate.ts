import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decideFirst } from '../../src/assistant/decide-first.js'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import type { Entry } from '../../src/features/entries/model/entry.js'
import { type Answers, isSameDecision } from '../../src/features/publication/answers.js'
import { askAll, askChange } from '../../src/features/publication/ask.js'
import { compareAnswers } from '../../src/features/publication/gate.js'
import type { GateCounts } from '../../src/features/publication/gate-report.js'
import { measureReplies } from '../../src/features/publication/promise.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { entriesFor } from './entries-for.js'

const USAGE = 'npm run bench -- gate [--entries 500] [--check]'
const MODEL_DIR = 'models/guichet-fr'
const CACHE_DIR = join('data', 'bench', 'gate')
const PROMISE = 0.02

/**
 * What the gate takes before a publication: the installed entries, and national fiches of the question bank up to so many, each asked all its questions once;
 * then some edits, each measured from that. `--check` asks everything again after each edit, and counts the decisions that the gate did not see change. Prints
 * Markdown.
 */
export async function runGateBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { entries: { type: 'string', default: '500' }, check: { type: 'boolean', default: false } },
  })
  const count = Number(values.entries)
  const loaded = await loadEncoder(MODEL_DIR)
  if (!(count > 0) || loaded.status === 'unavailable') {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const { encoder } = loaded
  const { calibration } = await loadCalibration(MODEL_DIR)
  const options = { encoder, calibration, decide: decideFirst }
  const entries = await entriesFor(count)
  const base = await buildBase(entries, encoder, calibration, { cacheDir: CACHE_DIR })
  const measured = async (name: string, edit: (typeof EDITS)[string], from: Answers) => {
    const run = await timed(async () => {
      const next = await buildBase(edit(entries), encoder, calibration, { previous: base.index, cacheDir: CACHE_DIR })
      const after = await askChange(from, next, options)
      const changes = compareAnswers(from, after, new Set())
      await measureReplies(after.replies.values(), PROMISE)
      return { after, changes }
    })
    const { after, changes } = run.result
    const missed = values.check ? await missedBy(after, options) : undefined
    const facts = { ...run, rerun: after.rerun, asked: after.replies.size, changed: changedOf(changes.counts), missed }
    return row(name, facts)
  }
  const first = await timed(() => askAll(base, options))
  const served = first.result
  const rows = [row('served content, once', { ...first, rerun: served.replies.size, asked: served.replies.size })]
  for (const [name, edit] of Object.entries(EDITS)) rows.push(await measured(name, edit, served))
  // What is kept on disk has no indexes.
  const [[name, edit]] = Object.entries(EDITS) as [[string, (typeof EDITS)[string]]]
  rows.push(await measured(`${name}, after a restart`, edit, { ...served, indexes: [] }))
  await encoder.close()
  const head = ['', 'wall s', 'processor s', 'questions', 'asked anew', 'changed', ...(values.check ? ['missed'] : [])]
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  process.stdout.write(`${count} entries\n\n${lines.join('\n')}\n`)
  return 0
}

const EDITS: Record<string, (entries: readonly Entry[]) => Entry[]> = {
  'two questions more': (entries) =>
    change(entries, 'piscine-municipale', ({ questions }) => ({
      questions: [...questions, 'on peut nager le dimanche ?', 'piscine ouverte ce week-end'],
    })),
  'another text': (entries) =>
    change(entries, 'encombrants', ({ sections }) => ({
      sections: {
        ...sections,
        steps: 'Appelez la mairie, puis déposez vos meubles devant chez vous la veille au soir.',
      },
    })),
  'a theft of twelve questions': (entries) =>
    change(entries, 'piscine-municipale', ({ questions }) => ({
      questions: [
        ...questions,
        ...questionsOf(entries, 'carte-electorale')
          .slice(0, 12)
          .map((one) => `${one} svp`),
      ],
    })),
  'a new entry': (entries) => [
    ...entries,
    {
      ...(entries[0] as Entry),
      id: 'ludotheque',
      title: 'Emprunter des jeux à la ludothèque',
      summary: 'La ludothèque prête des jeux.',
      servicePublic: [],
      questions: ['horaires ludothèque', 'emprunter un jeu de société', 'jouets à prêter', 'inscription ludothèque'],
    },
  ],
}

function change(entries: readonly Entry[], id: string, patch: (entry: Entry) => Partial<Entry>): Entry[] {
  return entries.map((entry) => (entry.id === id ? { ...entry, ...patch(entry) } : entry))
}

function questionsOf(entries: readonly Entry[], id: string): string[] {
  return entries.find((entry) => entry.id === id)?.questions ?? []
}

async function missedBy(after: Answers, options: Parameters<typeof askAll>[1]): Promise<number> {
  const whole = await askAll(after.base, options)
  const isMissed = (key: string) => {
    const [quick, full] = [after.replies.get(key), whole.replies.get(key)]
    return !quick || !full || !isSameDecision(quick.decided, full.decided)
  }
  return [...whole.replies.keys()].filter(isMissed).length
}

function changedOf(counts: GateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

interface Timed<T> {
  result: T
  wallMs: number
  cpuMs: number
}

async function timed<T>(act: () => Promise<T>): Promise<Timed<T>> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()]
  const result = await act()
  const { user, system } = process.cpuUsage(cpu)
  return { result, wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 }
}

function row(
  name: string,
  facts: Pick<Timed<unknown>, 'wallMs' | 'cpuMs'> & {
    rerun: number
    asked: number
    changed?: number
    missed?: number | undefined
  },
): string[] {
  const { wallMs, cpuMs, asked, rerun, changed, missed } = facts
  const cells = [
    name,
    (wallMs / 1000).toFixed(1),
    (cpuMs / 1000).toFixed(1),
    String(asked),
    String(rerun),
    String(changed ?? ''),
  ]
  return missed === undefined ? cells : [...cells, String(missed)]
}
