import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decideFirst } from '../../src/assistant/decide.js'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import { type Answers, isSameDecision } from '../../src/features/publication/answers.js'
import { askAll, askChange, askNear } from '../../src/features/publication/ask.js'
import { compareAnswers } from '../../src/features/publication/gate.js'
import type { GateCounts } from '../../src/features/publication/gate-report.js'
import type { Entry } from '../../src/platform/model/entry.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'
import { isSameDocument } from '../../src/search/search-index.js'
import { entriesFor } from './entries-for.js'
import { timeReports } from './time-reports.js'

const USAGE = 'npm run bench -- gate [--entries 500] [--check] | --reports [--drafts 100]'
const MODEL_DIR = 'models/guichet-fr'
const CACHE_DIR = join('data', 'bench', 'gate')

/**
 * What the gate takes before a publication: the installed entries, and national fiches of the question bank up to so many; then some edits, each measured from
 * nothing. `--check` asks everything before, and again after each edit what may have moved, and counts the decisions that change and those that the gate saw.
 * `--reports` takes the time of a curator's reports instead, one after the other on one server. Prints Markdown.
 */
export async function runGateBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      entries: { type: 'string', default: '500' },
      check: { type: 'boolean', default: false },
      reports: { type: 'boolean', default: false },
      drafts: { type: 'string', default: '100' },
    },
  })
  if (values.reports) {
    const rows = await timeReports(Number(values.drafts))
    print([['', 'wall s', 'processor s', 'asked in vain', 'digest'], ...rows])
    return 0
  }
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
  const served = values.check ? await askAll(base, options) : undefined
  const rows = []
  for (const [name, edit] of Object.entries(EDITS)) {
    const run = await timed(async () => {
      const next = await buildBase(edit(entries), encoder, calibration, { previous: base.index, cacheDir: CACHE_DIR })
      const near = await askNear(base, next, options)
      return { ...near, changes: compareAnswers(near.before, near.after, new Set()) }
    })
    const { before, after, changes } = run.result
    const missed = served && (await missedBy({ served, before, after }, options))
    rows.push(row(name, { ...run, asked: before.rerun + after.rerun, changed: changedOf(changes.counts), missed }))
  }
  await encoder.close()
  const head = [
    '',
    'wall s',
    'processor s',
    'questions asked',
    'changed',
    ...(values.check ? ['change in all', 'of or for the edited entry', 'of them seen'] : []),
  ]
  process.stdout.write(`${count} entries\n\n`)
  print([head, ...rows])
  return 0
}

function print([head = [], ...rows]: string[][]): void {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  process.stdout.write(`${lines.join('\n')}\n`)
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

/** How many decisions change when everything is asked of both; how many of these are of the edited entry, or for it; and how many of them were asked. */
async function missedBy(
  { served, after }: { served: Answers; before: Answers; after: Answers },
  options: Parameters<typeof askAll>[1],
): Promise<[all: number, byEdited: number, seen: number]> {
  const whole = await askChange(served, after.base, options)
  const moved = [...whole.replies].filter(([key, now]) => {
    const old = served.replies.get(key)
    return old && !isSameDecision(old.decided, now.decided)
  })
  // The others turn on hundredths of a confidence: the weights of words are those of all entries.
  const edited = new Set(
    after.base.documents.flatMap((one) => (isSameDocument(before(served, one.id), one) ? [] : one.id)),
  )
  const byEdited = moved.filter(([, { from, decided }]) => {
    const shown = decided.kind === 'answer' ? [decided.id] : decided.kind === 'clarify' ? decided.ids : []
    return edited.has(from) || shown.some((id) => edited.has(id))
  })
  return [moved.length, byEdited.length, byEdited.filter(([key]) => after.replies.has(key)).length]
}

function before({ base }: Answers, id: string) {
  return base.documents.find((document) => document.id === id)
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
    asked: number
    changed: number
    missed: [number, number, number] | undefined
  },
): string[] {
  const { wallMs, cpuMs, asked, changed, missed } = facts
  const cells = [name, (wallMs / 1000).toFixed(1), (cpuMs / 1000).toFixed(1), String(asked), String(changed)]
  return missed === undefined ? cells : [...cells, ...missed.map(String)]
}
