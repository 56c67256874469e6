import type { Probability } from './turn.js'

/** What an administrator promises of the assistant's replies. */
export interface Promises {
  /** Most wrong answers among those given at once, e.g. 0.02: "at most 2 in 100". */
  wrong: Probability
  /** Least offers – an answer, or a choice of at most three – that hold the right entry, e.g. 0.97: "at least 97 in 100". */
  offered: Probability
}

/** What may be promised. Looser, a promise says nothing; tighter, no base has the questions that would show it kept. */
export const PROMISE_BOUNDS = {
  wrong: { least: 0.005, most: 0.1 },
  offered: { least: 0.8, most: 0.99 },
} as const satisfies Record<keyof Promises, { least: Probability; most: Probability }>

/** The promises that keep all of these: those of communes that are answered from the same content. Pure. @param all at least one */
export function strictest(all: readonly Promises[]): Promises {
  return {
    wrong: Math.min(...all.map(({ wrong }) => wrong)),
    offered: Math.max(...all.map(({ offered }) => offered)),
  }
}
