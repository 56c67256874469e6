import { describe, expect, it } from '@jest/globals'
import type { Encoder } from '../../src/search/encoder.js'
import { encoderWithDeadline, type SkippedEncoding } from '../../src/search/encoder-with-deadline.js'

const VECTOR = new Float32Array([1, 0])

/** An encoder that answers when it is told to, a clock that moves when it is told to, and a deadline that is over at once. */
function withDeadline(encode: (texts: string[]) => Promise<Float32Array[]>) {
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
  const limited = encoderWithDeadline(encoder, {
    deadlineMs: 5,
    restMs: 1000,
    clock: () => clock.ms,
    onSkipped: (why) => skipped.push(why),
  })
  return { limited, asked, skipped, clock }
}

describe('a question’s vector', () => {
  it('is waited for until the deadline; then the encoder rests, and one question tries it again', async () => {
    let isStuck = true
    const never = new Promise<Float32Array[]>(() => {})
    const { limited, asked, skipped, clock } = withDeadline(() => (isStuck ? never : Promise.resolve([VECTOR])))
    expect(await limited.encodeQuestion('un')).toBeNull()
    expect(await limited.encodeQuestion('deux')).toBeNull()
    expect([asked, skipped, limited.isResting()]).toEqual([['un'], ['late', 'resting'], true])
    clock.ms = 1001
    // One tries; the others do not wait for it.
    expect(await Promise.all(['trois', 'quatre'].map((text) => limited.encodeQuestion(text)))).toEqual([null, null])
    expect(asked).toEqual(['un', 'trois'])
    isStuck = false
    clock.ms = 2100
    expect(await limited.encodeQuestion('cinq')).toEqual(VECTOR)
    expect([limited.isResting(), await limited.encodeQuestion('six')]).toEqual([false, VECTOR])
  })

  it('is used when it held everything up and came late all the same; the next questions are spared', async () => {
    const { limited, asked, skipped, clock } = withDeadline(async () => {
      // As the runtime does: nothing else runs meanwhile.
      clock.ms += 400
      return [VECTOR]
    })
    expect(await limited.encodeQuestion('un')).toEqual(VECTOR)
    expect(await limited.encodeQuestion('deux')).toBeNull()
    expect([asked, skipped]).toEqual([['un'], ['late', 'resting']])
  })

  it('is done without when the encoder fails, which is asked again by the next question', async () => {
    const { limited, asked, skipped } = withDeadline(() => Promise.reject(new Error('broken')))
    expect([await limited.encodeQuestion('un'), await limited.encodeQuestion('deux')]).toEqual([null, null])
    expect([asked, skipped]).toEqual([
      ['un', 'deux'],
      ['failed', 'failed'],
    ])
  })

  it('has a deadline that texts of an index have not', async () => {
    const { limited, clock } = withDeadline(async (texts) => {
      clock.ms += 400
      return texts.map(() => VECTOR)
    })
    expect(await limited.encode(['un', 'deux'])).toHaveLength(2)
    expect(limited.isResting()).toBe(false)
  })

  it('is computed once for a question that is asked again, even while the encoder rests', async () => {
    const { limited, asked, clock } = withDeadline(async ([text = '']) => {
      if (text === 'lent') clock.ms += 400
      return [VECTOR]
    })
    for (const text of ['un', 'un', 'lent', 'un']) expect(await limited.encodeQuestion(text)).toEqual(VECTOR)
    expect([asked, limited.isResting()]).toEqual([['un', 'lent'], true])
  })

  it('is forgotten after a thousand others', async () => {
    const { limited, asked } = withDeadline(async () => [VECTOR])
    for (let i = 0; i <= 1_000; i += 1) await limited.encodeQuestion(`question ${i}`)
    await limited.encodeQuestion('question 1000')
    expect(asked).toHaveLength(1_001)
    await limited.encodeQuestion('question 0')
    expect(asked).toHaveLength(1_002)
  })
})
