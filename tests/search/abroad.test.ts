import { describe, expect, it } from '@jest/globals'
import { type Calibration, DEFAULT_CALIBRATION } from '../../src/search/calibration.js'
import type { Encoder } from '../../src/search/encoder.js'
import type { FusionModel, Judgement } from '../../src/search/fusion.js'
import { buildSearchIndex } from '../../src/search/search-index.js'

const DOCUMENTS = [
  { id: 'piscine', title: 'Piscine', text: '', questions: ['nager'], abroad: ['swimming pool'] },
  { id: 'naissance', title: 'Acte de naissance', text: '', questions: ['naissance'], abroad: ['birth certificate'] },
]

/** Texts that share a word with "swimming pool" are one way, the others another. */
const encoder: Encoder = {
  version: 'encoder-1',
  dimensions: 2,
  encode: async (texts) => texts.map((text) => Float32Array.from(/pool|swimming/.test(text) ? [1, 0] : [0, 1])),
} as Encoder

const { lexical } = DEFAULT_CALIBRATION
const withThreshold = (answer: number): FusionModel => {
  const judged = (judgement: Judgement) => ({ ...judgement, policy: { ...judgement.policy, answer } })
  return { ...lexical, illustrated: judged(lexical.illustrated), bare: judged(lexical.bare) }
}
const calibration: Calibration = {
  encoderVersion: 'encoder-1',
  fused: withThreshold(0.6),
  abroad: withThreshold(0.7),
  lexical: withThreshold(0.8),
}

async function searched(isOtherLanguage: boolean, given: { encoder?: Encoder | null; calibration?: Calibration } = {}) {
  const index = await buildSearchIndex(
    DOCUMENTS,
    given.encoder === undefined ? encoder : given.encoder,
    given.calibration ?? calibration,
  )
  const { candidates, policy, isOtherLanguage: wasAbroad } = await index.search('the pool', { isOtherLanguage })
  return { first: candidates[0]?.id, answer: policy.answer, wasAbroad }
}

describe('a message in another language', () => {
  it('is judged by a calibration of its own, and nearest to an example question in other languages', async () => {
    expect(await searched(true)).toMatchObject({ first: 'piscine', answer: 0.7, wasAbroad: true })
    const index = await buildSearchIndex(DOCUMENTS, encoder, calibration)
    const [first] = (await index.search('the pool', { isOtherLanguage: true })).candidates
    expect(first?.nearest).toBe('swimming pool')
  })

  it('is not said to be read without a calibration for it, nor without an encoder', async () => {
    const unfitted = await searched(true, { calibration: { ...calibration, abroad: null } })
    expect([unfitted.answer, unfitted.wasAbroad]).toEqual([0.6, undefined])
    const wordless = await searched(true, { encoder: null })
    expect([wordless.answer, wordless.wasAbroad]).toEqual([0.8, undefined])
  })

  it('leaves French ones to theirs', async () => {
    const french = await searched(false)
    expect([french.answer, french.wasAbroad]).toEqual([0.6, undefined])
  })
})
