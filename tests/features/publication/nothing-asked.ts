import type { AskAgain } from '../../../src/features/publication/gate.js'

/** Of a commune in which nothing was asked in vain. */
export const nothingAsked: AskAgain = async () => ({
  asked: 0,
  counts: { found: 0, lost: 0, moved: 0 },
  found: [],
  lost: [],
  moved: [],
})
