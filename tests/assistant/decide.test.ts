import { describe, expect, it } from '@jest/globals'
import { type Decidable, decide, decideFirst, FRESH_CONTEXT, outcomeOf } from '../../src/assistant/decide.js'
import { decisionMargin, isSameDecision } from '../../src/features/publication/answers.js'
import { fc } from '../properties.js'

const policy = { answer: 0.7, gap: 0.2, floor: 0.4, choice: 0.05 }

function candidates(...confidences: number[]): Decidable[] {
  return confidences.map((confidence, i) => ({ id: `entry-${i + 1}`, confidence }))
}

describe('decide', () => {
  it('answers when the first candidate is sure enough and well ahead', () => {
    const decision = decide(candidates(0.8, 0.1), policy)
    expect(decision).toEqual({ kind: 'answer', entry: { id: 'entry-1', confidence: 0.8 } })
    expect(outcomeOf(decision)).toBe('answered')
  })

  it('asks back among at most three when no candidate is sure enough', () => {
    const decision = decide(candidates(0.3, 0.2, 0.1, 0.05), policy)
    expect(decision).toMatchObject({
      kind: 'clarify',
      candidates: [{ id: 'entry-1' }, { id: 'entry-2' }, { id: 'entry-3' }],
    })
    expect(outcomeOf(decision)).toBe('clarification')
  })

  it('proposes beside the first those that are likely enough by themselves, and no noise', () => {
    const among = (choice: number) => {
      const decision = decide(candidates(0.5, 0.2, 0.1), { ...policy, choice })
      return decision.kind === 'clarify' ? decision.candidates.length : 0
    }
    expect([0.3, 0.15, 0.1].map(among)).toEqual([1, 2, 3])
    expect(decide(candidates(0.6, 0.2, 0.01), policy)).toMatchObject({
      candidates: [{ id: 'entry-1' }, { id: 'entry-2' }],
    })
    expect(decide(candidates(0.6, 0.02, 0.01), policy)).toMatchObject({
      kind: 'clarify',
      candidates: [{ id: 'entry-1' }],
    })
  })

  it('asks back when the second candidate is close', () => {
    const close = { ...policy, answer: 0.45 }
    expect(decide(candidates(0.5, 0.4), close).kind).toBe('clarify')
  })

  it('gives no answer when the right entry is probably not among the candidates', () => {
    const decision = decide(candidates(0.2, 0.1), policy)
    expect(decision).toEqual({ kind: 'no_answer', candidates: candidates(0.2, 0.1) })
    // What is left out of a choice still tells that the right entry is among the first ones.
    expect(decide(candidates(0.3, 0.06, 0.05), { ...policy, choice: 0.1 })).toMatchObject({ kind: 'clarify' })
    expect(decide(candidates(0.3, 0.06, 0.05), { ...policy, floor: 0.5 }).kind).toBe('no_answer')
    expect(outcomeOf(decision)).toBe('unanswerable_low_confidence')
  })

  it('never asks back twice in a row', () => {
    const context = { askedBack: true, refusedEntryIds: [] }
    expect(decide(candidates(0.4, 0.3), policy, context).kind).toBe('no_answer')
    expect(decide(candidates(0.72, 0.6), policy, context).kind).toBe('answer')
  })

  it('passes over refused entries without making the others surer', () => {
    const context = { askedBack: false, refusedEntryIds: ['entry-1'] }
    expect(decide(candidates(0.9, 0.05, 0.02), policy, context)).toEqual({
      kind: 'no_answer',
      candidates: candidates(0.9, 0.05, 0.02).slice(1),
    })
  })

  it('tells a question without candidates from one with unlikely ones', () => {
    expect(outcomeOf(decide([], policy))).toBe('unanswerable_no_words')
  })

  it('answers only at or above the threshold, and proposes one to three', () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(confidence, { maxLength: 6 }), fc.boolean(), (values, askedBack) => {
        const found = candidates(...values.sort((a, b) => b - a))
        const decision = decide(found, policy, { ...FRESH_CONTEXT, askedBack })
        if (decision.kind === 'answer') expect(decision.entry.confidence).toBeGreaterThanOrEqual(policy.answer)
        if (decision.kind === 'clarify') expect([1, 2, 3]).toContain(decision.candidates.length)
      }),
    )
  })
})

describe('decide and the edge of an answer', () => {
  // Twentieths, so that many questions stand near a threshold.
  const share = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20)
  const asked = fc.record({
    confidences: fc.array(share, { maxLength: 3 }).map((all) => all.sort((a, b) => b - a)),
    policy: fc.record({ answer: share, gap: share, floor: share, choice: share }),
    moves: fc.array(fc.constantFrom(-1, 0, 1), { minLength: 3, maxLength: 3 }),
  })

  it('know the same thresholds: what moves by less than the edge is decided as before', () => {
    fc.assert(
      fc.property(asked, ({ confidences, policy, moves }) => {
        const ids = confidences.map((_, place) => `entry-${place}`)
        const edge = decisionMargin({ candidates: ids, confidences, policy })
        // The three together move by less than the edge, and the lead by two thirds of it at most.
        const step = (edge * 0.99) / 3
        const before = candidatesOf(confidences)
        const after = before
          .map(({ id, confidence }, place) => ({ id, confidence: confidence + (moves[place] as number) * step }))
          .sort((a, b) => b.confidence - a.confidence)
        const [was, is] = [before, after].map((candidates) => decideFirst({ candidates, policy }))
        expect(was && is && isSameDecision(was, is)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  function candidatesOf(confidences: readonly number[]): Decidable[] {
    return confidences.map((confidence, place) => ({ id: `entry-${place}`, confidence }))
  }
})
