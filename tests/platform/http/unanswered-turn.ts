import type { Turn } from '../../../src/platform/model/turn.js'

/** A turn that found nothing. */
export const UNANSWERED: Omit<Turn, 'messageSeq' | 'at'> = {
  outcome: 'unanswerable_low_confidence',
  confidence: 0.1,
  entryId: null,
  candidates: [],
  signals: [],
  contentVersion: 'v1',
  encoderVersion: null,
  durationsMs: {},
}
