import { describe, expect, it } from '@jest/globals'
import type { DecisionRequest, KeptFailure } from '../../src/platform/model/failure.js'
import type { Remark } from '../../src/platform/model/remark.js'
import { at, message, turn } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function keptFailure(day: string, patch: Partial<KeptFailure> = {}): KeptFailure {
  return {
    id: `kept-${day}`,
    communeId: 'bourg',
    kinds: ['unanswered'],
    at: day,
    language: 'fr',
    question: `question du ${day}`,
    asker: `asker-${day}`,
    shownEntryId: null,
    rightEntryId: null,
    ...patch,
  }
}

function decision(failureIds: string[], patch: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    failureIds,
    communeId: 'bourg',
    state: 'out_of_scope',
    at: at(60),
    by: 'Ada',
    reason: '',
    remedy: null,
    actionId: 'press-1',
    ...patch,
  }
}

/** Questions that were failed, and what curators decide of them. */
export function describeFailures({ store, begin }: Contract): void {
  const LATE = at(600)
  /** Asks in a conversation of its own. @returns the failures of the commune then */
  async function ask(outcome: 'answered' | 'clarification' | 'unanswerable_low_confidence', key = 'client-1') {
    const id = await begin()
    const input = turn(id, key)
    await store().appendTurn({ ...input, turn: { ...input.turn, outcome } })
    return id
  }
  const questions = async (when = LATE) => (await store().listFailures('bourg', when)).map(({ question }) => question)
  const states = async () =>
    Object.fromEntries((await store().listFailures('bourg', LATE)).map(({ id, state }) => [id, state]))

  describe('failures', () => {
    it('are found in conversations as they happen, and go with them', async () => {
      const id = await ask('unanswerable_low_confidence', 'a')
      await ask('answered', 'b')
      const [failure] = await store().listFailures('bourg', LATE)
      expect(failure).toMatchObject({ kinds: ['unanswered'], question: 'question a', at: at(1), state: 'anomaly' })
      expect(JSON.stringify(failure)).not.toContain(id)
      expect(await store().listFailures('ailleurs', LATE)).toEqual([])
      await store().eraseConversation(id)
      expect(await questions()).toEqual([])
    })

    it('count a question asked back once nobody has chosen', async () => {
      await ask('clarification')
      expect(await questions(at(30))).toEqual([])
      expect(await questions(at(31))).toEqual(['question client-1'])
    })

    it('are what citizens say helped nobody, and what agents remark', async () => {
      const id = await ask('answered')
      expect(await questions()).toEqual([])
      const reply = (await store().listMessages(id, 0)).find(({ author }) => author === 'assistant')
      await store().recordFeedback(id, reply?.id ?? '', 'unhelpful')
      expect(await store().listFailures('bourg', LATE)).toMatchObject([
        { kinds: ['unhelpful'], shownEntryId: 'acte-naissance' },
      ])
      const remark = { id: 'r1', communeId: 'bourg', kind: 'wrong_answer', messageSeq: 2, state: 'new', at: at(5) }
      await store().addRemark(id, { ...remark, question: 'q', rightEntryId: 'pacs', agentName: 'Anne' } as Remark)
      expect(await store().listFailures('bourg', LATE)).toMatchObject([
        { id: 'r1', kinds: ['unhelpful', 'remark'], rightEntryId: 'pacs', remark: { agentName: 'Anne' } },
      ])
      await store().settleRemark('r1', { state: 'done', settledAt: at(6), settledBy: 'Ada', reason: '' })
      expect(await states()).toEqual({ r1: 'resolved' })
    })

    it('are kept by commune after their conversation, latest first, and dropped before a day', async () => {
      expect(await store().dropFailuresBefore('bourg', '2025-03-03')).toBe(0)
      await store().keepFailures([])
      await store().keepFailures([keptFailure('2025-03-01'), keptFailure('2025-03-03')])
      const elsewhere = keptFailure('2025-03-01', { id: 'elsewhere', communeId: 'ailleurs' })
      await store().keepFailures([keptFailure('2025-03-02'), elsewhere])
      const days = async (communeId: string) => (await store().listKeptFailures(communeId)).map((one) => one.at)
      expect(await days('bourg')).toEqual(['2025-03-03', '2025-03-02', '2025-03-01'])
      expect(await questions()).toEqual(['2025-03-03', '2025-03-02', '2025-03-01'].map((day) => `question du ${day}`))
      expect(await store().dropFailuresBefore('bourg', '2025-03-02')).toBe(1)
      expect(await days('bourg')).toEqual(['2025-03-03', '2025-03-02'])
      expect(await days('ailleurs')).toEqual(['2025-03-01'])
      expect(await store().dropFailuresBefore('bourg', '2026-01-01')).toBe(2)
      expect(await days('__proto__')).toEqual([])
    })
  })

  describe('decisions on failures', () => {
    it('are made for several at once, of the commune alone, and taken back together', async () => {
      const [a, b] = [keptFailure('2025-03-01'), keptFailure('2025-03-02')]
      await store().keepFailures([a, b, keptFailure('2025-03-03', { communeId: 'ailleurs' })])
      const made = await store().decideFailures(decision([a.id, b.id, 'kept-2025-03-03', 'licorne', a.id]))
      expect(made.map(({ failureId }) => failureId).sort()).toEqual([a.id, b.id])
      expect(await states()).toEqual({ [a.id]: 'out_of_scope', [b.id]: 'out_of_scope' })
      await store().decideFailures(decision([b.id], { state: 'resolved', actionId: 'press-2' }))
      expect(await store().undoFailureAction('ailleurs', 'press-2')).toEqual([])
      expect(await store().undoFailureAction('bourg', 'press-2')).toMatchObject([
        { failureId: b.id, state: 'resolved' },
      ])
      expect(await states()).toEqual({ [a.id]: 'out_of_scope', [b.id]: 'out_of_scope' })
      expect(await store().undoFailureAction('bourg', 'press-1')).toHaveLength(2)
      expect(await states()).toEqual({ [a.id]: 'anomaly', [b.id]: 'anomaly' })
      expect(await store().undoFailureAction('bourg', 'press-1')).toEqual([])
    })

    it('hold when the conversation ages out, and are forgotten with the failure', async () => {
      const id = await ask('unanswerable_low_confidence')
      const [live] = await store().listFailures('bourg', LATE)
      if (!live) throw new Error('nothing was failed')
      await store().decideFailures(decision([live.id], { remedy: { kind: 'question_added', entryId: 'pacs' } }))
      const { remark: _, state: __, decision: ___, ...failure } = live
      await store().eraseConversation(id)
      await store().keepFailures([{ ...failure, at: '2025-03-03' }])
      expect(await store().dropDecisionsOfForgotten()).toBe(0)
      expect(await store().listFailures('bourg', LATE)).toMatchObject([
        { state: 'out_of_scope', decision: { by: 'Ada', remedy: { entryId: 'pacs' } } },
      ])
      await store().dropFailuresBefore('bourg', '2026-01-01')
      expect(await store().dropDecisionsOfForgotten()).toBe(1)
      expect(await store().dropDecisionsOfForgotten()).toBe(0)
    })

    it('leave the answer of an earlier message aside', async () => {
      const id = await ask('unanswerable_low_confidence', 'a')
      await store().appendMessage(id, message('system', 'un avis'))
      await store().appendTurn(turn(id, 'b'))
      expect(await questions()).toEqual(['question a'])
    })
  })
}
