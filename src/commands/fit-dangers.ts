import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DangerModel, dangerModelSchema, likelihoodOf } from '../assistant/dangers/danger-model.js'
import type { SignalMatcher } from '../assistant/signal-matcher.js'
import { DANGER_SIGNALS, type Danger } from '../content/load-dangers.js'
import { readUtterances } from '../content/load-entries.js'
import type { SignalPhrases } from '../content/load-signals.js'
import { SPOKEN_LANGUAGES } from '../domain/language.js'
import { seededRandom } from '../domain/seeded-random.js'
import type { Encoder } from '../retrieval/encoder.js'
import { fitKinds, type KindWeights } from '../retrieval/fit-kinds.js'
import { foreignForm } from '../retrieval/foreign-form.js'
import { dequantise } from '../retrieval/quantised-vector.js'

const FOLDS = 4
const RIDGE = 0.02
/** Of the installed example questions, one in so many may alarm by a model that was taught none of their entry's. */
const ONE_IN = 1_000
/** Of the harmless texts near a danger, one in so many may alarm. */
const HARMLESS_ONE_IN = 40
/** Of them, those nearest to an example of danger teach what is harmless, and one in so many of the others. */
const TAUGHT = { nearest: 2_500, oneIn: 40 }
const BACKGROUND_ONE_IN = 3
const WEIGHTS = { example: 2, harmless: 2, phrase: 0.3, question: 1 }

/** A text that teaches what danger is, or is not. */
interface Taught {
  text: string
  language: string
  from: 'example' | 'harmless' | 'phrase' | 'installed' | 'background'
  /** Kinds that it may be of, by place among those fitted; none of them where it is harmless. */
  kinds: readonly number[]
  /** Its file, where it is one of many that say the same in other words: they are left out together. */
  file?: string
}

interface Row extends Taught {
  vector: Float32Array
  fold: number
}

/** What {@link fitDangers} reads and writes. */
export interface DangerFit {
  encoder: Encoder
  /** Gravest first. */
  dangers: readonly Danger[]
  phrases: SignalPhrases
  matchSignals: SignalMatcher
  /** Folder of the encoder, where `dangers.json` is written. */
  model: string
  intentsDir: string
  seed: number
}

/**
 * Fits how a message's vector tells its kind of danger, cross-validated, and writes `dangers.json` beside the model. An example in another language is left out with
 * the French one that is nearest to it, of which it may be a translation.
 * @returns shares of what was left out that is heard
 */
export async function fitDangers(fit: DangerFit): Promise<Record<string, unknown>> {
  const { rows, installed } = await readRows(fit)
  const count = fit.dangers.length
  const urgency = new Map<Row, number>()
  const likeliest = new Map<Row, number>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = named(
      fit,
      fitRows(
        rows.filter((row) => row.fold !== fold),
        count,
      ),
    )
    for (const row of rows.filter((one) => one.fold === fold)) {
      const { all, likeliest: kind } = urgencyOf(row, model, fit.dangers)
      urgency.set(row, all)
      likeliest.set(row, kind)
    }
    process.stderr.write(`dangers: ${fold + 1} / ${FOLDS + 1} fits\n`)
  }
  const model = named(fit, fitRows(rows, count))
  const { threshold, alarming } = thresholdOf(rows, urgency, Math.floor(installed / ONE_IN))
  const report = reportOf(rows, { ...fit, isHeard: (row) => (urgency.get(row) ?? 0) >= threshold, likeliest })
  const file = dangerModelSchema.parse({ format: 1, encoderVersion: fit.encoder.version, threshold, ...model, report })
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)
  const path = join(fit.model, 'dangers.json')
  await writeFile(`${path}.tmp`, `${JSON.stringify(file, short)}\n`)
  await rename(`${path}.tmp`, path)
  return { threshold, ...report, alarming }
}

function fitRows(rows: readonly Row[], count: number): KindWeights[] {
  const weightOf = { ...WEIGHTS, installed: WEIGHTS.question, background: WEIGHTS.question }
  const observed = rows.map(({ vector, kinds, from }) => ({
    vector,
    kinds: kinds.length > 0 ? kinds : [count],
    weight: weightOf[from],
  }))
  return fitKinds(observed, count, RIDGE)
}

function named({ dangers }: DangerFit, weights: readonly KindWeights[]): { kinds: Record<string, KindWeights> } {
  return { kinds: Object.fromEntries(dangers.map(({ kind }, place) => [kind, weights[place] as KindWeights])) }
}

/** How likely a text is to tell of any danger, and which kind is the likeliest, by place. */
function urgencyOf({ vector }: Row, model: Pick<DangerModel, 'kinds'>, dangers: readonly Danger[]) {
  const likely = likelihoodOf(vector, model)
  const shares = dangers.map(({ kind, signal }) => (signal ? (likely.get(kind) ?? 0) : 0))
  return { all: shares.reduce((sum, share) => sum + share, 0), likeliest: shares.indexOf(Math.max(...shares)) }
}

/**
 * The threshold that few enough pass, of the installed questions and of the harmless texts near a danger, by models that were not taught them.
 * @param may how many installed questions may pass it
 * @returns it, and the installed questions that pass it
 */
function thresholdOf(rows: readonly Row[], urgency: ReadonlyMap<Row, number>, may: number) {
  const ranked = (from: Row['from']) =>
    rows
      .filter((row) => row.from === from)
      .map((row) => ({ row, share: urgency.get(row) ?? 0 }))
      .sort((a, b) => b.share - a.share)
  const installed = ranked('installed')
  const harmless = ranked('harmless')
  const shares = [installed[may], harmless[Math.floor(harmless.length / HARMLESS_ONE_IN)]]
  const threshold = Number((Math.max(...shares.map((one) => one?.share ?? 0)) + 1e-4).toPrecision(4))
  const alarming = installed.filter(({ share }) => share >= threshold)
  return { threshold, alarming: alarming.map(({ row }) => `${row.language}: ${row.text}`) }
}

/** @returns what teaches, and how many example questions are installed: those far from any danger are not among them */
async function readRows(fit: DangerFit): Promise<{ rows: Row[]; installed: number }> {
  const { encoder, dangers, phrases, intentsDir, seed } = fit
  const random = seededRandom(seed)
  const folds = new Map<string, number>()
  const foldOf = (file: string) => {
    const fold = folds.get(file) ?? Math.floor(random() * FOLDS)
    folds.set(file, fold)
    return fold
  }
  const withVectors = async (texts: readonly Taught[]): Promise<Row[]> => {
    const vectors = await encoder.encode(texts.map(({ text }) => foreignForm(text).text))
    return texts.map((one, i) => ({
      ...one,
      vector: vectors[i] as Float32Array,
      fold: one.file === undefined ? Math.floor(random() * FOLDS) : foldOf(one.file),
    }))
  }
  const told = dangers.flatMap(({ examples, harmless }, place) => [
    ...taught(examples, 'example', [place]),
    ...taught(harmless, 'harmless', []),
  ])
  const rows = besideFrench(await withVectors(told))
  const urgent = rows.filter(({ from }) => from === 'example')
  const heard = DANGER_SIGNALS.flatMap((signal) => {
    const kinds = dangers.flatMap((one, place) => (one.signal === signal ? [place] : []))
    return taught({ '': phrases[signal] ?? [] }, 'phrase', kinds)
  })
  const mistaken = taught({ '': phrases.harmless ?? [] }, 'phrase', [])
  const installed = await readInstalled(fit)
  const near = await nearestOf(installed, urgent, encoder)
  const background = (await readFolder(join(intentsDir, 'background'), 'background')).filter(
    (_, i) => i % BACKGROUND_ONE_IN === 0,
  )
  const spoken = [...heard, ...mistaken].map((one) => ({
    ...one,
    text: one.text.replace(/\[([^\][]{0,80})\]\([^()]{0,80}\)/g, '$1'),
  }))
  return { rows: [...rows, ...(await withVectors([...spoken, ...near, ...background]))], installed: installed.length }
}

function taught(texts: Readonly<Record<string, readonly string[]>>, from: Taught['from'], kinds: readonly number[]) {
  return Object.entries(texts).flatMap(([language, all]) =>
    all.map((text): Taught => ({ text, language, from, kinds })),
  )
}

/** Each example in another language in the fold of the nearest French one of its kind. */
function besideFrench(rows: readonly Row[]): Row[] {
  const french = rows.filter(({ from, language }) => from === 'example' && language === 'fr')
  return rows.map((row) => {
    if (row.from !== 'example' || row.language === 'fr') return row
    const [nearest] = french
      .filter(({ kinds }) => kinds[0] === row.kinds[0])
      .map(({ vector, fold }) => ({ fold, cosine: cosineOf(vector, row.vector) }))
      .sort((a, b) => b.cosine - a.cosine)
    return { ...row, fold: nearest?.fold ?? row.fold }
  })
}

/** The installed example questions, without those of entries for people in danger. */
async function readInstalled({ dangers, intentsDir }: DangerFit): Promise<Taught[]> {
  const aside = new Set(dangers.flatMap(({ entries }) => entries))
  const offices = await readFolder(join(intentsDir, 'offices'), 'installed')
  return [...(await readFolder(intentsDir, 'installed', aside)), ...offices]
}

/** Those of some questions that are nearest to an example of danger, and a few of the others. */
async function nearestOf(all: readonly Taught[], urgent: readonly Row[], encoder: Encoder): Promise<Taught[]> {
  const shipped = await encoder.shipped?.()
  const near: { one: Taught; cosine: number }[] = []
  for (const one of all) {
    const known = shipped?.(one.text)
    const vector = known ? dequantise(known) : ((await encoder.encode([one.text]))[0] as Float32Array)
    near.push({ one, cosine: Math.max(...urgent.map((row) => cosineOf(row.vector, vector))) })
  }
  return near
    .sort((a, b) => b.cosine - a.cosine)
    .filter((_, place) => place < TAUGHT.nearest || place % TAUGHT.oneIn === 0)
    .map(({ one }) => one)
}

async function readFolder(
  folder: string,
  from: Taught['from'],
  aside: ReadonlySet<string> = new Set(),
): Promise<Taught[]> {
  const all: Taught[] = []
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.json')).sort()) {
    if (aside.has(name.slice(0, -'.json'.length))) continue
    const file = join(folder, name)
    all.push(...taught(await readUtterances(file), from, []).map((one) => ({ ...one, file })))
  }
  return all
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** Shares of the examples of each kind and language that are heard by meaning, by words and by either; and of the harmless that alarm. */
function reportOf(
  rows: readonly Row[],
  from: DangerFit & { isHeard: (row: Row) => boolean; likeliest: ReadonlyMap<Row, number> },
): Record<string, unknown> {
  const { dangers, matchSignals, isHeard, likeliest, seed } = from
  const isSaid = ({ text }: Row) => matchSignals(text).some((signal) => signal.startsWith('danger-'))
  const isSorrow = (row: Row) => dangers[row.kinds[0] ?? 0]?.signal === undefined
  const share = (among: readonly Row[], is: (row: Row) => boolean) =>
    Number((among.filter(is).length / Math.max(1, among.length)).toFixed(3))
  const ways = (among: readonly Row[]) => ({
    texts: among.length,
    words: share(among, isSaid),
    meaning: share(among, isHeard),
    either: share(among, (row) => isSaid(row) || isHeard(row)),
    rightKind: share(among.filter(isHeard), (row) => likeliest.get(row) === row.kinds[0]),
  })
  const urgent = rows.filter((row) => row.from === 'example' && !isSorrow(row))
  const harmless = rows.filter((row) => row.from === 'harmless')
  const kinds = dangers.flatMap(({ kind, signal }, place) =>
    signal ? [[kind, ways(urgent.filter((row) => row.kinds[0] === place))]] : [],
  )
  const languages = SPOKEN_LANGUAGES.flatMap((language) => {
    const those = urgent.filter((row) => row.language === language)
    return those.length > 0 ? [[language, ways(those)]] : []
  })
  return {
    seed,
    all: ways(urgent),
    kinds: Object.fromEntries(kinds),
    languages: Object.fromEntries(languages),
    harmless: { texts: harmless.length, meaning: share(harmless, isHeard), words: share(harmless, isSaid) },
    background: share(
      rows.filter((row) => row.from === 'background'),
      isHeard,
    ),
  }
}
