import { describe, expect, it } from '@jest/globals'
import { buildBase } from '../../../../src/features/entries/catalogue/base.js'
import { strictIndex } from '../../../../src/features/entries/catalogue/strict-index.js'
import { calibrationName } from '../../../../src/search/calibration.js'
import { HIGHEST_THRESHOLD } from '../../../../src/search/policy.js'
import { refitted } from '../../../../src/search/refit.js'
import { FAKE_CALIBRATION, FakeEncoder } from '../fake-encoder.js'
import { entry } from '../sample-entry.js'

describe('strictIndex', () => {
  it('finds the same, and asks more of an answer and of a choice, never less', async () => {
    const { index } = await buildBase([entry('piscine', 'Nager à la piscine')], null, FAKE_CALIBRATION)
    const plain = await index.search('nager')
    const { answer, floor } = plain.policy
    const policyOf = async (...[strictness]: [Parameters<typeof strictIndex>[1]]) =>
      (await strictIndex(index, strictness).search('nager')).policy
    expect(await policyOf({ least: 0.99, offer: null, refit: null })).toEqual({ ...plain.policy, answer: 0.99 })
    expect(await policyOf({ least: answer / 2, offer: null, refit: null })).toEqual(plain.policy)
    const stricter = { floor: 0.9, choice: 0.1 }
    expect(await policyOf({ least: 0, offer: stricter, refit: null })).toEqual({ ...plain.policy, ...stricter })
    expect(await policyOf({ least: 0, offer: { floor: floor / 2, choice: 0.1 }, refit: null })).toEqual({
      ...plain.policy,
      choice: 0.1,
    })
    const strict = await strictIndex(index, { least: 0.99, offer: stricter, refit: null }).search('nager')
    expect(strict.candidates).toEqual(plain.candidates)
    expect(strictIndex(index, { least: 0, offer: null, refit: null })).toBe(index)
  })

  it('refits confidences, but neither an example that is obeyed nor what words alone find', async () => {
    const entries = [entry('piscine', 'Nager à la piscine'), entry('velo', 'Garer un vélo à la piscine')]
    const refit = { stretch: 1.2, shift: 0.5, from: 0.1 }
    const strictness = { least: 0, offer: null, refit }
    const { index } = await buildBase(entries, new FakeEncoder(), FAKE_CALIBRATION)
    const strict = strictIndex(index, strictness)
    const [plain, served] = [await index.search('nager dimanche'), await strict.search('nager dimanche')]
    const [confidence = 0, second = 0] = served.candidates.map((one) => one.confidence)
    const was = plain.candidates[0]?.confidence ?? 0
    expect(confidence).toBe(refitted(was, refit))
    expect(confidence).not.toBeCloseTo(was, 2)
    // What the first gains, the next lose: they are as likely as before, should it be wrong.
    expect(second / (1 - confidence)).toBeCloseTo((plain.candidates[1]?.confidence ?? 0) / (1 - was))
    const calibrated = { confidence: was, by: calibrationName(FAKE_CALIBRATION) }
    expect([plain.calibrated, served.calibrated]).toEqual([calibrated, calibrated])
    const doubting = strictIndex(index, { ...strictness, refit: { stretch: 0.5, shift: -3, from: 0.1 } })
    const obeyed = await doubting.search('nager à la piscine')
    expect(obeyed.candidates[0]?.confidence).toBe(HIGHEST_THRESHOLD)
    expect(obeyed.calibrated).toBeUndefined()
    const { index: words } = await buildBase(entries, null, FAKE_CALIBRATION)
    const found = await strictIndex(words, strictness).search('nager dimanche')
    expect(found).toEqual({ ...(await words.search('nager dimanche')), durationsMs: found.durationsMs })
    expect(found.calibrated).toBeUndefined()
  })
})
