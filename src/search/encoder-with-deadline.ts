import { createHash } from 'node:crypto'
import type { Encoder } from './encoder.js'

/** What went wrong with a question's vector: it took too long, its encoder was left alone after that, or it failed. */
export type SkippedEncoding = 'late' | 'resting' | 'failed'

/** What {@link encoderWithDeadline} is given. */
export interface DeadlineOptions {
  /** Longest time that a question waits for its vector, ms. Default: 1,500; the usual time is some milliseconds. */
  deadlineMs?: number
  /** How long an encoder that was late is left alone, ms. Default: 30,000. */
  restMs?: number
  /** Milliseconds that never go back. Default: the machine's. */
  clock?: () => number
  /** Told of each question whose vector was late, was not asked for, or failed. */
  onSkipped: (why: SkippedEncoding) => void
}

/** An encoder that no question waits for longer than it should. */
export interface EncoderWithDeadline extends Encoder {
  encodeQuestion(text: string): Promise<Float32Array | null>
  /** Whether it was late, and is left alone. */
  isResting(): boolean
}

const DEADLINE_MS = 1_500
const REST_MS = 30_000
/** Questions whose vectors are remembered: those asked in vain of some communes, which each report asks again of what would be served. A kilobyte each. */
const MOST_REMEMBERED = 1_000

/** Vectors of the questions asked last, in memory alone, by digest: the words that were typed are citizens'. */
function createMemory() {
  const known = new Map<string, Float32Array>()
  const keyOf = (text: string) => createHash('sha256').update(text).digest('base64')
  const keep = (key: string, vector: Float32Array) => {
    known.delete(key)
    known.set(key, vector)
    for (const oldest of known.keys()) if (known.size > MOST_REMEMBERED) known.delete(oldest)
  }
  return {
    find(text: string): Float32Array | undefined {
      const vector = known.get(keyOf(text))
      if (vector) keep(keyOf(text), vector)
      return vector
    },
    add: (text: string, vector: Float32Array) => keep(keyOf(text), vector),
  }
}

/**
 * Gives questions a deadline; texts of an index have none. Once a question's vector came late, questions are searched by words alone for a while and the
 * encoder is left alone: the runtime holds the event loop while it encodes, so that a slow question would delay all others. The first question after the
 * rest tries it again. A vector that is there in the end is used, even late: it was paid for. That of a question that was asked lately is remembered.
 */
export function encoderWithDeadline(encoder: Encoder, options: DeadlineOptions): EncoderWithDeadline {
  const { deadlineMs = DEADLINE_MS, restMs = REST_MS, clock = () => performance.now(), onSkipped } = options
  let restsUntil = Number.NEGATIVE_INFINITY
  /** One question at a time finds out whether it is still slow. */
  let isTried = false
  const memory = createMemory()
  const isResting = () => clock() < restsUntil
  const skip = (why: SkippedEncoding) => {
    onSkipped(why)
    return null
  }
  const rest = () => {
    restsUntil = clock() + restMs
    isTried = true
  }
  return {
    version: encoder.version,
    dimensions: encoder.dimensions,
    encode: (texts) => encoder.encode(texts),
    ...(encoder.shipped && { shipped: encoder.shipped }),
    close: () => encoder.close(),
    isResting,
    async encodeQuestion(text) {
      const known = memory.find(text)
      if (known) return known
      if (isResting()) return skip('resting')
      // The others do not wait for the question that tries it again.
      if (isTried) restsUntil = clock() + deadlineMs
      const began = clock()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), deadlineMs)
      })
      try {
        const encoded = await Promise.race([encoder.encode([text]), late])
        if (encoded === 'late') {
          rest()
          return skip('late')
        }
        if (clock() - began > deadlineMs) {
          rest()
          onSkipped('late')
        } else if (isTried) {
          isTried = false
          restsUntil = Number.NEGATIVE_INFINITY
        }
        const [vector = null] = encoded
        if (vector) memory.add(text, vector)
        return vector
      } catch {
        return skip('failed')
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
