import type { Calibration } from '../../search/calibration.js'
import type { Encoder } from '../../search/encoder.js'
import { analyse, analyseQuestion } from '../../search/french-analyser.js'
import type { SearchDocument } from '../../search/search-document.js'
import { BuiltSearchIndex, buildSearchIndex, type SearchIndex } from '../../search/search-index.js'
import { vectorsOf, withKnownVectors } from '../entries/catalogue/known-vectors.js'
import type { Rehearsed } from './rehearsed.js'

/** Tells which questions a few entries may have a say in. */
export interface Probe {
  /** Whether one of them comes near enough to a question to be among its candidates, or to make the first less sure. */
  comesNear(reply: Rehearsed): boolean
}

/** How much less near by meaning than the nearest candidate an entry may be, and still win by its words; on the installed questions no winner is further. */
const MEANING_MARGIN = 0.12
/** How much less near as a whole. */
const CENTRE_MARGIN = 0.05
/** How much less of the question's words an entry may have than the candidate that has most. */
const WORDS_MARGIN = 0.1

/** Makes a probe of entries whose texts `index` knows. */
export async function createProbe(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  calibration: Calibration,
  index: SearchIndex,
): Promise<Probe> {
  if (documents.length === 0) return { comesNear: () => false }
  const vectorOf = vectorsOf(index, encoder)
  const small = await buildSearchIndex(documents, withKnownVectors(encoder, vectorOf), calibration)
  const dense =
    small instanceof BuiltSearchIndex ? small.denseOf(withKnownVectors(encoder, vectorOf))?.dense : undefined
  const stems = documents.map(({ title, questions, text }) => new Set(analyse([title, ...questions, text].join('\n'))))
  return {
    comesNear({ question, meaning, centre, words }) {
      const asked = new Set(analyseQuestion(question).map(({ stem }) => stem))
      return asked.size > 0 && (isNearInMeaning(question, meaning, centre) || isNearInWords(asked, words))
    },
  }

  function isNearInMeaning(question: string, meaning: number, centre: number): boolean {
    const vector = vectorOf(question)
    if (!dense || !vector) return true
    const scores = dense.score(floatsOf(vector))
    return documents.some((_, i) => {
      const near = scores.of(i)
      return near.best >= meaning - MEANING_MARGIN || near.centre >= centre - CENTRE_MARGIN
    })
  }

  function isNearInWords(asked: ReadonlySet<string>, words: number): boolean {
    return stems.some((own) => [...asked].filter((stem) => own.has(stem)).length / asked.size >= words - WORDS_MARGIN)
  }
}

function floatsOf({ values, scale }: { values: Int8Array; scale: number }): Float32Array {
  const floats = new Float32Array(values.length)
  for (let i = 0; i < values.length; i += 1) floats[i] = (values[i] as number) * scale
  return floats
}
