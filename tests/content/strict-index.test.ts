import { describe, expect, it } from '@jest/globals'
import { buildBase } from '../../src/content/base.js'
import { strictIndex } from '../../src/content/strict-index.js'
import { FAKE_CALIBRATION } from './fake-encoder.js'
import { entry } from './sample-entry.js'

describe('strictIndex', () => {
  it('finds the same, and asks more of an answer, never less', async () => {
    const { index } = await buildBase([entry('piscine', 'Nager à la piscine')], null, FAKE_CALIBRATION)
    const plain = await index.search('nager')
    const { answer } = plain.policy
    const answerOf = async (least: number) => (await strictIndex(index, least).search('nager')).policy.answer
    expect(await answerOf(0.99)).toBe(0.99)
    expect(await answerOf(answer / 2)).toBe(answer)
    const strict = await strictIndex(index, 0.99).search('nager')
    expect(strict.candidates).toEqual(plain.candidates)
    expect(strictIndex(index, 0)).toBe(index)
  })
})
