import { describe, expect, it } from '@jest/globals'
import type { Encoder } from '../../src/retrieval/encoder.js'
import { wordVectors } from '../../src/retrieval/word-vectors.js'

let encoders = 0

/** An encoder of a version of its own that remembers what it was asked, each time, and answers by `encode`. */
function recording(encode = async (texts: string[]) => texts.map(() => new Float32Array([1, 0]))) {
  const asked: string[][] = []
  encoders += 1
  const encoder: Encoder = {
    version: `v${encoders}`,
    dimensions: 2,
    encode: (texts) => {
      asked.push(texts)
      return encode(texts)
    },
    close: async () => {},
  }
  return { encoder, asked }
}

describe('the vectors of words', () => {
  it('are read one by one, once', async () => {
    const { encoder, asked } = recording()
    const first = await wordVectors(['patron', 'salaire'], encoder, { patient: false })
    const second = await wordVectors(['salaire', 'bail'], encoder, { patient: false })
    expect([...first.keys(), ...second.keys()]).toEqual(['patron', 'salaire', 'salaire', 'bail'])
    expect(asked).toEqual([['patron'], ['salaire'], ['bail']])
    expect(second.get('salaire')).toEqual(new Float32Array([1, 0]))
  })

  it('are those used last, when there are more than are kept', async () => {
    const { encoder, asked } = recording()
    const many = Array.from({ length: 9_999 }, (_, i) => `mot${i}`)
    await wordVectors(['patron', ...many], encoder, { patient: true })
    await wordVectors(['patron', 'bail'], encoder, { patient: true })
    asked.length = 0
    await wordVectors(['patron', 'mot0'], encoder, { patient: true })
    expect(asked).toEqual([['mot0']])
  })

  it('are left out when there is no time, unless nobody waits', async () => {
    let ms = 0
    const slow = async (texts: string[]) => {
      ms += 400
      return texts.map(() => new Float32Array([1, 0]))
    }
    const words = ['un', 'deux', 'trois', 'quatre']
    const read = async (patient: boolean) => [
      ...(await wordVectors(words, recording(slow).encoder, { patient, clock: () => ms })).keys(),
    ]
    expect(await read(false)).toEqual(['un', 'deux'])
    expect(await read(true)).toEqual(words)
  })

  it('are left out where a hurried encoder gives none, and asked again', async () => {
    const { encoder } = recording()
    let isLate = true
    const hurried = { ...encoder, encodeQuestion: async () => (isLate ? null : new Float32Array([0, 1])) }
    expect((await wordVectors(['bail'], hurried, { patient: false })).size).toBe(0)
    isLate = false
    expect((await wordVectors(['bail'], hurried, { patient: false })).get('bail')).toEqual(new Float32Array([0, 1]))
  })
})
