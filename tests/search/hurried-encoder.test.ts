import { describe, expect, it } from '@jest/globals'
import type { Encoder } from '../../src/search/encoder.js'
import { hurriedEncoder, type SkippedEncoding } from '../../src/search/hurried-encoder.js'

const VECTOR = new Float32Array([1, 0])

/** An encoder that answers when it is told to, a clock that moves when it is told to, and a deadline that is over at once. */
function hurry(encode: (texts: string[]) => Promise<Float32Array[]>) {
  const asked: string[] = []
  const skipped: SkippedEncoding[] = []
  const clock = { ms: 0 }
  const encoder: Encoder = {
    version: 'v1',
    dimensions: 2,
    encode(texts) {
      asked.push(...texts)
      return encode(texts)
    },
    close: async () => {},
  }
  const hurried = hurriedEncoder(encoder, {
    deadlineMs: 5,
    restMs: 1000,
    clock: () => clock.ms,
    onSkipped: (why) => skipped.push(why),
  })
  return { hurried, asked, skipped, clock }
}

describe('a question’s vector', () => {
  it('is waited for until the deadline; then the encoder rests, and one question tries it again', async () => {
    let isStuck = true
    const never = new Promise<Float32Array[]>(() => {})
    const { hurried, asked, skipped, clock } = hurry(() => (isStuck ? never : Promise.resolve([VECTOR])))
    expect(await hurried.encodeQuestion('un')).toBeNull()
    expect(await hurried.encodeQuestion('deux')).toBeNull()
    expect([asked, skipped, hurried.isResting()]).toEqual([['un'], ['late', 'resting'], true])
    clock.ms = 1001
    // One tries; the others do not wait for it.
    expect(await Promise.all(['trois', 'quatre'].map((text) => hurried.encodeQuestion(text)))).toEqual([null, null])
    expect(asked).toEqual(['un', 'trois'])
    isStuck = false
    clock.ms = 2100
    expect(await hurried.encodeQuestion('cinq')).toEqual(VECTOR)
    expect([hurried.isResting(), await hurried.encodeQuestion('six')]).toEqual([false, VECTOR])
  })

  it('is used when it held everything up and came late all the same; the next questions are spared', async () => {
    const { hurried, asked, skipped, clock } = hurry(async () => {
      // As the runtime does: nothing else runs meanwhile.
      clock.ms += 400
      return [VECTOR]
    })
    expect(await hurried.encodeQuestion('un')).toEqual(VECTOR)
    expect(await hurried.encodeQuestion('deux')).toBeNull()
    expect([asked, skipped]).toEqual([['un'], ['late', 'resting']])
  })

  it('is done without when the encoder fails, which is asked again by the next question', async () => {
    const { hurried, asked, skipped } = hurry(() => Promise.reject(new Error('broken')))
    expect([await hurried.encodeQuestion('un'), await hurried.encodeQuestion('deux')]).toEqual([null, null])
    expect([asked, skipped]).toEqual([
      ['un', 'deux'],
      ['failed', 'failed'],
    ])
  })

  it('has a deadline that texts of an index have not', async () => {
    const { hurried, clock } = hurry(async (texts) => {
      clock.ms += 400
      return texts.map(() => VECTOR)
    })
    expect(await hurried.encode(['un', 'deux'])).toHaveLength(2)
    expect(hurried.isResting()).toBe(false)
  })
})
