import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { READABLE, replaceFile } from '../platform/store/replace-file.js'
import {
  type Background,
  buildBackground,
  digestOfSubjects,
  loadBackground,
  saveBackground,
} from '../search/background.js'
import { type Calibration, calibrationSchema, loadCalibration } from '../search/calibration.js'
import { ABROAD_FEATURES, DENSE_FEATURES, LEXICAL_FEATURES } from '../search/candidate-features.js'
import { type Encoder, loadEncoder } from '../search/encoder.js'
import { ABROAD_SIGNALS, DENSE_SIGNALS, type FusionModel, LEXICAL_SIGNALS } from '../search/fusion.js'
import { buildSearchIndex } from '../search/search-index.js'
import type { CalibrationSet, IndexBuilder, Observed } from './calibration-data.js'
import {
  observeAll,
  placesOf,
  readCalibrationSets,
  readUnanswerable,
  type SetOptions,
  type Unanswerable,
} from './calibration-sets.js'
import type { Quality } from './evaluation-summary.js'
import { type FitPlan, type Fitted, fitFusion, isOfSide } from './fit-fusion.js'
import { fitTalk, readTalks } from './fit-talk.js'
import { leaveOutFeatures } from './leave-out-features.js'
import { leaveOutSources, sourcesOf } from './leave-out-sources.js'
import { readBase, readSubjects } from './read-base.js'

const USAGE = `usage: npm run calibrate -- --set name=base[+offices][,questions.jsonl] … [--bare-set name=base,questions.jsonl] … [--doubt-set name=base,questions.jsonl] … [--word-set name=base,words.jsonl] … [--abroad-set name=base[,questions.jsonl]] … [--unread name] … [--out-of-scope [name=]questions.jsonl] …
  --set           a base (JSONL or folder) and questions asked of it; without questions, its own example questions, each left out of the
                  index when it is asked: they teach the confidence, not the ranking. A base with example questions is asked again
                  while half of its entries are being written, and a large one with some of its entries only. With +offices, in any set, the
                  offices are among the entries, and what no entry of another set answers is not asked
  --bare-set      the same, without the questions of the bank and without example questions
  --doubt-set     a bare set that teaches the confidence and not the ranking
  --word-set      a word or two a line, with all entries that may be meant, the likeliest first: they teach the confidence when to ask back
  --abroad-set    questions in other languages than French; without a file, those of the entries, each left out of the index when it is asked
  --unread        name of a set that is to teach nothing, and is reported all the same
  --out-of-scope  JSONL file {"question"} of what no base answers, or name=file for the set of that name alone
  --promise       largest share of wrong answers among those given (default: 0.07)
  --networks      most networks whose mean each fitted model is (default: as many as are shipped, or 1 with --leave-out): 1 is a first look
  --leave-out     features: what each feature and each signal is worth, by fits without it; sources: how each source fares when it teaches nothing.
                  Both may be asked. Prints tables, and writes nothing to the model
  --sides         which sides are left out of, of fused,abroad,lexical (default: all that have questions); words alone are then
                  judged from the lowest thresholds, which are raised above those with an encoder when a model is written
  --talks         JSONL file of talks of two messages, asked of the installed entries: fits what tells a message that goes on with a talk from one
                  that begins anew, and writes talk.json beside the model; nothing else is fitted
  --seed          of the split and the samples (default: 7)
  --model         folder of the encoder, where calibration.json is written (default: models/guichet-fr)`

/** Without an encoder the threshold is this much above the one with: nothing but shared words vouches for an answer. */
const LEXICAL_STRICTNESS = 0.02
/**
 * Whatever the promise, an answer less sure than `least` is not given: of residents' questions to the installed content, 1.6 in 100 are answered wrongly from 0.75 on (town-questions), 2.0 as they are typed,
 * and 15 of 250 that nobody answers are answered; what a content asked its own example questions needs beyond that is
 * found at its publication. One surer than `most` is given. Without example questions, judges' lists are short and entries are near-doubles: what is
 * counted as wrong is often right, and the promise cannot be measured. Of the national fiches' answers that are surer than 0.9, some three in ten are
 * counted as wrong (cross-validated).
 */
const BOUNDS = { illustrated: { least: 0.75, most: 0.95 }, bare: { least: 0, most: 0.9 } }
const NOTHING = { bias: 0, weights: {} }
const NO_JUDGEMENT = { confidence: NOTHING, runnersUp: NOTHING, policy: { answer: 1, gap: 0, floor: 1, choice: 1 } }
const NO_MODEL: FusionModel = { ranking: NOTHING, illustrated: NO_JUDGEMENT, bare: NO_JUDGEMENT }

const LEFT_OUT = ['features', 'sources'] as const
const SIDES = ['fused', 'abroad', 'lexical'] as const

interface Options extends SetOptions {
  promise: number
  /** As {@link FitPlan}'s. */
  networks: number | undefined
  model: string
  /** Talks to fit alone. */
  talks: string | undefined
  /** What is left out in turn; with nothing, the model is fitted and written. */
  leaveOut: (typeof LEFT_OUT)[number][]
  /** The sides on which something is left out. */
  sides: FitPlan['side'][]
}

/**
 * `npm run calibrate`: fits the fusion, the confidence and the thresholds on the questions given, for the encoder in the model's folder, and writes
 * `calibration.json` there with the cross-validated quality.
 * @returns the exit status: 0, 1 when something cannot be read, 2 for wrong usage
 */
export async function runCalibrate(argv: string[]): Promise<number> {
  const options = parseOptions(argv)
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}\n`)
    return 2
  }
  try {
    await fitWhatIsAsked(options)
    return 0
  } catch (error) {
    process.stderr.write(`calibrate: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

function fitWhatIsAsked(options: Options): Promise<void> {
  return options.talks === undefined ? calibrate(options) : calibrateTalks(options.talks, options)
}

function parseOptions(argv: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        set: { type: 'string', multiple: true, default: [] },
        'bare-set': { type: 'string', multiple: true, default: [] },
        'doubt-set': { type: 'string', multiple: true, default: [] },
        'word-set': { type: 'string', multiple: true, default: [] },
        'abroad-set': { type: 'string', multiple: true, default: [] },
        unread: { type: 'string', multiple: true, default: [] },
        'out-of-scope': { type: 'string', multiple: true, default: [] },
        promise: { type: 'string', default: '0.07' },
        networks: { type: 'string' },
        'leave-out': { type: 'string', multiple: true, default: [] },
        sides: { type: 'string' },
        talks: { type: 'string' },
        seed: { type: 'string', default: '7' },
        model: { type: 'string', default: 'models/guichet-fr' },
      },
    })
    if (values.set.length === 0 && !values.talks) return 'calibrate: at least one --set, or --talks, is needed'
    const [promise, seed] = [Number(values.promise), Number(values.seed)]
    if (!(promise > 0 && promise < 1) || !Number.isInteger(seed))
      return 'calibrate: --promise is in ]0, 1[, --seed an integer'
    const networks = values.networks === undefined ? undefined : Number(values.networks)
    if (networks !== undefined && !(Number.isInteger(networks) && networks > 0))
      return 'calibrate: --networks is a whole number, 1 at least'
    const leftOut = parseLeftOut(values['leave-out'], values.sides)
    if (typeof leftOut === 'string') return leftOut
    return {
      sets: values.set,
      bareSets: values['bare-set'],
      doubtSets: values['doubt-set'],
      wordSets: values['word-set'],
      abroadSets: values['abroad-set'],
      unread: values.unread,
      outOfScope: values['out-of-scope'],
      promise,
      networks,
      seed,
      model: values.model,
      talks: values.talks,
      ...leftOut,
    }
  } catch (error) {
    return `calibrate: ${(error as Error).message}`
  }
}

function parseLeftOut(what: string[], named: string | undefined): Pick<Options, 'leaveOut' | 'sides'> | string {
  const leaveOut = LEFT_OUT.filter((one) => what.includes(one))
  if (leaveOut.length < new Set(what).size) return `calibrate: --leave-out is one of ${LEFT_OUT.join(', ')}`
  if (named === undefined) return { leaveOut, sides: [...SIDES] }
  if (leaveOut.length === 0) return 'calibrate: --sides goes with --leave-out: a model is fitted on all of them'
  const sides = SIDES.filter((side) => named.split(',').includes(side))
  if (sides.length < new Set(named.split(',')).size) return `calibrate: --sides are some of ${SIDES.join(',')}`
  return { leaveOut, sides }
}

/** Fits the reading of talks on the installed entries, with the calibration that is beside the model. */
async function calibrateTalks(path: string, { model, seed }: Options): Promise<void> {
  const [loaded, { calibration }] = [await loadEncoder(model), await loadCalibration(model)]
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const documents = await readBase({
    knowledge: 'knowledge',
    intentsDir: 'intents',
    withIntents: true,
    withOffices: true,
  })
  const index = await buildSearchIndex(documents, loaded.encoder, calibration, { cacheDir: 'data/cache' })
  const answer = calibration.fused?.illustrated.policy.answer ?? 1
  const quality = await fitTalk(await readTalks(path, 'intents', seed), index, {
    model,
    intentsDir: 'intents',
    answer,
    seed,
  })
  process.stdout.write(`${JSON.stringify(quality, null, 2)}\n`)
}

async function calibrate(options: Options): Promise<void> {
  const loaded = await loadEncoder(options.model)
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const { encoder } = loaded
  const background = await embedBackground(encoder, options.model)
  const sets = await readCalibrationSets(options)
  const unanswerable = await readUnanswerable(options)
  const observed = await observeAll(sets, unanswerable, {
    build: indexBuilder(remembering(encoder), background),
    seed: options.seed,
  })
  if (options.leaveOut.length > 0) return leaveOut(observed, options)
  const plans = plansOf(options)
  const fused = fitFusion(observed, plans.fused)
  const lexical = fitFusion(observed, { ...plans.lexical, bounds: boundsAbove(fused.model) })
  const abroad = observed.some(({ isOtherLanguage }) => isOtherLanguage) ? fitFusion(observed, plans.abroad) : null
  const models = { fused: fused.model, abroad: abroad?.model ?? null, lexical: lexical.model }
  const fitted = { fused, ...(abroad && { abroad }), lexical }
  await writeCalibration(
    options.model,
    { encoderVersion: encoder.version, ...models },
    report({ options, sets, unanswerable, fitted }),
  )
  for (const [side, one] of Object.entries(fitted)) process.stdout.write(`${table(side, one)}\n`)
}

/** Prints the tables of what is left out, of the sides that have questions. */
function leaveOut(observed: readonly Observed[], options: Options): void {
  const plans = plansOf({ ...options, networks: options.networks ?? 1 })
  for (const side of options.sides.filter((one) => observed.some((question) => isOfSide(question, one)))) {
    for (const what of options.leaveOut) {
      const table =
        what === 'features'
          ? leaveOutFeatures(observed, plans[side])
          : leaveOutSources(observed, sourcesOf(placesOf(options)), plans[side])
      process.stdout.write(`${table}\n`)
    }
  }
}

function plansOf({ seed, promise, networks }: Options): Record<FitPlan['side'], FitPlan> {
  const onProgress = (next: string) => process.stderr.write(`${next}\n`)
  const plan = {
    ...{ seed, promise, onProgress, bounds: BOUNDS, strictness: 0 },
    ...(networks === undefined ? {} : { networks }),
  }
  const features = [...LEXICAL_FEATURES, ...DENSE_FEATURES]
  const signals = [...LEXICAL_SIGNALS, ...DENSE_SIGNALS]
  return {
    fused: { ...plan, side: 'fused', features, signals },
    lexical: {
      ...plan,
      strictness: LEXICAL_STRICTNESS,
      side: 'lexical',
      features: LEXICAL_FEATURES,
      signals: LEXICAL_SIGNALS,
    },
    abroad: {
      ...plan,
      side: 'abroad',
      features: [...features, ...ABROAD_FEATURES],
      signals: [...signals, ...ABROAD_SIGNALS],
    },
  }
}

/** Bounds of the thresholds without an encoder: never lower than with one. */
function boundsAbove({ illustrated, bare }: FusionModel): FitPlan['bounds'] {
  return {
    illustrated: { ...BOUNDS.illustrated, least: illustrated.policy.answer },
    bare: { ...BOUNDS.bare, least: bare.policy.answer },
  }
}

/** Embeds what people ask of others and keeps it in the model's folder, unless it is there. */
async function embedBackground(encoder: Encoder, modelDir: string): Promise<Background> {
  const subjects = await readSubjects('intents')
  const known = await loadBackground(modelDir, encoder.version)
  if (known?.digest === digestOfSubjects(subjects)) return known
  const background = await buildBackground(subjects, encoder, (done, total) => {
    if (done === total || done % 500 === 0) process.stderr.write(`background: ${done} / ${total} subjects\n`)
  })
  await saveBackground(modelDir, background)
  return background
}

/** An encoder that remembers the questions that it read one by one: each is asked of several indexes. */
function remembering(encoder: Encoder): Encoder {
  const known = new Map<string, Float32Array>()
  return {
    ...encoder,
    async encode(texts) {
      const [text] = texts
      if (texts.length !== 1 || text === undefined) return encoder.encode(texts)
      const vector = known.get(text) ?? ((await encoder.encode(texts))[0] as Float32Array)
      known.set(text, vector)
      return [vector]
    },
  }
}

function indexBuilder(encoder: Encoder, background: Background): IndexBuilder {
  const blank: Calibration = { encoderVersion: encoder.version, fused: NO_MODEL, lexical: NO_MODEL, background }
  return (documents) =>
    buildSearchIndex(documents, encoder, blank, {
      cacheDir: 'data/cache',
      onProgress: (done, total) => {
        if (done === total || done % 1_600 === 0) process.stderr.write(`${done} / ${total} texts embedded\n`)
      },
    })
}

function report(from: {
  options: Options
  sets: readonly CalibrationSet[]
  unanswerable: readonly Unanswerable[]
  fitted: Partial<Record<FitPlan['side'], Fitted>>
}): Record<string, unknown> {
  return {
    fittedAt: new Date().toISOString().slice(0, 10),
    seed: from.options.seed,
    promise: from.options.promise,
    ...(from.options.networks === undefined ? {} : { networks: from.options.networks }),
    sets: from.sets.map(({ name, documents, questions }) => ({
      name,
      entries: documents.length,
      questions: questions.length,
    })),
    outOfScopeQuestions: from.unanswerable.reduce((sum, { questions }) => sum + questions.length, 0),
    crossValidated: Object.fromEntries(
      Object.entries(from.fitted).map(([side, fitted]) => [side, shortQuality(fitted)]),
    ),
  }
}

const REPORTED = [
  'hit@1',
  'hit@5',
  'mrr',
  'coverage',
  'accuracy',
  'accuracyAll',
  'outOfScopeAnsweredRate',
  'clarificationRate',
  'clarificationHit',
  'auroc',
  'ece',
] as const

function shortQuality({ quality }: Fitted): Record<string, Partial<Quality>> {
  const short = (one: Quality) => Object.fromEntries(REPORTED.map((name) => [name, rounded(one[name])]))
  return Object.fromEntries(Object.entries(quality).map(([set, one]) => [set, short(one)]))
}

function table(name: string, { quality, model }: Fitted): string {
  const thresholds = `answer ${model.illustrated.policy.answer} with example questions, ${model.bare.policy.answer} without`
  const rows = Object.entries(quality).map(
    ([set, one]) => `| ${[set, ...REPORTED.map((key) => rounded(one[key]) ?? '—')].join(' | ')} |`,
  )
  const head = `| ${name} (${thresholds}) | ${REPORTED.join(' | ')} |`
  return `${[head, `| --- |${' --- |'.repeat(REPORTED.length)}`, ...rows].join('\n')}\n`
}

async function writeCalibration(
  modelDir: string,
  calibration: Omit<Calibration, 'background'>,
  fitReport: Record<string, unknown>,
): Promise<void> {
  const file = calibrationSchema.parse({ format: 5, ...calibration, report: fitReport })
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)
  await replaceFile(join(modelDir, 'calibration.json'), `${JSON.stringify(file, short, 2)}\n`, READABLE)
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000
}
