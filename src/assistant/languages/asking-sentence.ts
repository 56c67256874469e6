import type { Probability } from '../../platform/model/turn.js'
import type { SearchResult } from '../../search/search-index.js'
import { mixedReadings } from '../../search/two-readings.js'
import { decide } from '../decide.js'

/** How far a question that is sure by itself is believed against the message around it. */
const BELIEVED: Probability = 0.75
/** Of fewer words, a question means what was said before it: "que faire ?". */
const LEAST_WORDS = 3
const SENTENCE = /[^.!?؟\n]*[.!?؟\n]+|[^.!?؟\n]+$/gu
const ASKS = /[?؟]\s*$/u
const WORD = /[\p{L}\p{N}]+/gu

/** The one sentence of several that asks, where a message has exactly one; `null` otherwise. Pure. */
export function askingSentence(message: string): string | null {
  const sentences = (message.match(SENTENCE) ?? []).filter((sentence) => wordsOf(sentence) > 0)
  const [asking, ...others] = sentences.filter((sentence) => ASKS.test(sentence))
  const isOne = asking !== undefined && others.length === 0 && sentences.length > 1
  return isOne && wordsOf(asking) >= LEAST_WORDS ? asking.trim() : null
}

/**
 * What a message found, read again by the one sentence of it that asks, so that what is told around a question (a story, an age, a worry) drowns it no more than it
 * should: where that sentence has a sure answer by itself, each candidate is as likely as both readings together say. Otherwise the message is read as a whole. Pure.
 * @param limit most candidates
 */
export function withAskingSentence<R extends SearchResult>(whole: R, alone: SearchResult, limit: number): R {
  if (decide(alone.candidates, whole.policy).kind !== 'answer') return whole
  const readings = [
    { candidates: alone.candidates, weight: BELIEVED },
    { candidates: whole.candidates, weight: 1 - BELIEVED },
  ]
  const candidates = mixedReadings(readings, limit)
  // What agents say of two readings teaches the confidence of one nothing.
  const { calibrated: _, ...rest } = whole
  return { ...rest, candidates } as R
}

function wordsOf(text: string): number {
  return text.match(WORD)?.length ?? 0
}
