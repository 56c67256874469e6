import { describe, expect, it } from '@jest/globals'
import { buildBase } from '../../src/content/base.js'
import { strictIndex } from '../../src/content/strict-index.js'
import { FAKE_CALIBRATION } from './fake-encoder.js'
import { entry } from './sample-entry.js'

describe('strictIndex', () => {
  it('finds the same, and asks more of an answer and of a choice, never less', async () => {
    const { index } = await buildBase([entry('piscine', 'Nager à la piscine')], null, FAKE_CALIBRATION)
    const plain = await index.search('nager')
    const { answer, floor } = plain.policy
    const policyOf = async (...[strictness]: [Parameters<typeof strictIndex>[1]]) =>
      (await strictIndex(index, strictness).search('nager')).policy
    expect(await policyOf({ least: 0.99, offer: null })).toEqual({ ...plain.policy, answer: 0.99 })
    expect(await policyOf({ least: answer / 2, offer: null })).toEqual(plain.policy)
    const stricter = { floor: 0.9, choice: 0.1 }
    expect(await policyOf({ least: 0, offer: stricter })).toEqual({ ...plain.policy, ...stricter })
    expect(await policyOf({ least: 0, offer: { floor: floor / 2, choice: 0.1 } })).toEqual({
      ...plain.policy,
      choice: 0.1,
    })
    const strict = await strictIndex(index, { least: 0.99, offer: stricter }).search('nager')
    expect(strict.candidates).toEqual(plain.candidates)
    expect(strictIndex(index, { least: 0, offer: null })).toBe(index)
  })
})
