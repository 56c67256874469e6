import { type Danger, dangerDocuments, likelihoodOf, loadDangers } from '../../src/assistant/words/load-dangers.js'
import { buildBase } from '../../src/features/entries/catalogue/base.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import type { RecognisedLanguage } from '../../src/platform/model/language.js'
import type { Probability } from '../../src/platform/model/turn.js'
import { loadCalibration } from '../../src/search/calibration.js'
import { loadEncoder } from '../../src/search/encoder.js'

/** One in so many examples of each kind and language is left out at a time. */
const FOLDS = 4
const BOUNDS: readonly Probability[] = [0.2, 0.3, 0.4, 0.5, 0.6]
const PARTS = ['examples', 'harmless'] as const

/** A sentence that was left out, and how likely it then was of any danger. */
interface LeftOut {
  part: (typeof PARTS)[number]
  isFrench: boolean
  share: Probability
}

/**
 * `npm run bench -- dangers`: how many of the sentences of `knowledge/dangers` are met as a danger, by meaning alone, when they are left out of what is searched; of kinds with numbers, and of what only
 * resembles them. Prints Markdown. @returns the exit status: 0, 2 when the model cannot be used
 */
export async function runDangersBench(): Promise<number> {
  try {
    const all = await leaveOutInTurn()
    process.stdout.write(
      `| language | from | heard | of | harmless that alarm | of |\n| --- | --- | --- | --- | --- | --- |\n`,
    )
    for (const isFrench of [true, false])
      for (const bound of BOUNDS)
        process.stdout.write(
          `${lineOf(
            all.filter((one) => one.isFrench === isFrench),
            bound,
          )}\n`,
        )
    return 0
  } catch (error) {
    process.stderr.write(`bench dangers: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}

async function leaveOutInTurn(): Promise<LeftOut[]> {
  const model = 'models/guichet-fr'
  const [loaded, { calibration }] = [await loadEncoder(model), await loadCalibration(model)]
  if (loaded.status === 'unavailable') throw new Error(loaded.reason)
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const dangers = await loadDangers('knowledge')
  const found: LeftOut[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const listenedFor = dangerDocuments(dangers.map((danger) => without(danger, fold)))
    const { index } = await buildBase(entries, loaded.encoder, calibration, { listenedFor, cacheDir: 'data/cache' })
    for (const { part, language, text } of dangers.flatMap((danger) => leftOutOf(danger, fold))) {
      const isOtherLanguage = language !== 'fr'
      const { noticed } = await index.search(text, {
        limit: 1,
        patient: true,
        ...(isOtherLanguage && { isOtherLanguage }),
      })
      const share = dangers.reduce((sum, one) => sum + (one.signal ? likelihoodOf(one, noticed) : 0), 0)
      found.push({ part, isFrench: !isOtherLanguage, share })
    }
    process.stderr.write(`dangers: ${fold + 1} / ${FOLDS}\n`)
  }
  return found
}

function without(danger: Danger, fold: number): Danger {
  const kept = (texts: Danger['examples']) =>
    Object.fromEntries(
      Object.entries(texts).map(([language, all]) => [language, all.filter((_, at) => at % FOLDS !== fold)]),
    ) as Danger['examples']
  return { ...danger, examples: kept(danger.examples), harmless: kept(danger.harmless) }
}

/** A sorrow's examples are no danger, and are not counted. */
function leftOutOf(danger: Danger, fold: number) {
  return PARTS.filter((part) => part === 'harmless' || danger.signal).flatMap((part) =>
    Object.entries(danger[part]).flatMap(([language, texts]) =>
      texts
        .filter((_, at) => at % FOLDS === fold)
        .map((text) => ({ part, language: language as RecognisedLanguage, text })),
    ),
  )
}

function lineOf(all: readonly LeftOut[], bound: Probability): string {
  const shares = PARTS.map((part) => {
    const those = all.filter((one) => one.part === part)
    return `${(those.filter(({ share }) => share >= bound).length / Math.max(1, those.length)).toFixed(3)} | ${those.length}`
  })
  return `| ${all[0]?.isFrench ? 'French' : 'others'} | ${bound} | ${shares.join(' | ')} |`
}
