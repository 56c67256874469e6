import { describe, expect, it } from '@jest/globals'
import type { NewValidation, Settlement } from '../../src/platform/model/validation.js'
import { at, message, turn } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const memory = { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: 'acte' }

function validation(patch: Partial<NewValidation> = {}): NewValidation {
  return {
    question: 'acte de naissance',
    language: 'fr',
    entryId: 'acte-naissance',
    requestedAt: at(1),
    deadlineAt: at(2),
    held: { outcome: 'answered', entryId: 'acte-naissance', replies: [message('assistant', 'la fiche')], memory },
    ...patch,
  }
}

function settlement(patch: Partial<Settlement> = {}): Settlement {
  const by = { agentId: 'anne', agentName: 'Anne', proposedEntryId: 'acte-naissance', waitedMs: 1000 }
  return {
    validation: { result: 'confirmed', at: at(2), ...by },
    outcome: 'answered_validated',
    entryId: 'acte-naissance',
    keptEntryIds: [],
    messages: [message('system', 'vérifiée'), message('assistant', 'la fiche')],
    memory: { ...memory, lastQuestion: 'après' },
    ...patch,
  }
}

/** Answers that wait for an agent, and those that are drawn by chance. */
export function describeValidation({ store, begin }: Contract): void {
  describe('validations', () => {
    it('wait with their turn, are settled once, and change its turn, the talk and the memory in one write', async () => {
      const id = await begin()
      const asked = await store().appendTurn(turn(id, 'client-1', { validation: validation() }))
      if (!('message' in asked)) throw new Error(asked.outcome)
      const [waiting] = await store().listValidations('bourg')
      expect(waiting).toMatchObject({ ...validation(), conversationId: id, communeId: 'bourg', messageSeq: 1 })
      expect(await store().listValidations('ailleurs')).toEqual([])
      expect(await store().getValidation(waiting?.id ?? '')).toEqual(waiting)

      const changes: string[] = []
      const stop = store().subscribe(({ type }) => changes.push(type))
      const settle = () => store().settleValidation(waiting?.id ?? '', settlement())
      const results = await Promise.all([settle(), settle(), settle()])
      stop()
      expect(results.sort()).toEqual(['decided', 'decided', 'settled'])
      expect(changes).toEqual(['message', 'message', 'validation'])
      expect(await settle()).toBe('unknown_validation')
      const transcript = await store().getTranscript(id)
      expect(transcript?.turns).toMatchObject([
        { outcome: 'answered_validated', validation: { result: 'confirmed' }, candidates: [{ kept: false }] },
      ])
      expect(transcript?.messages.slice(-2).map(({ author }) => author)).toEqual(['system', 'assistant'])
      expect(transcript?.conversation.memory.lastQuestion).toBe('après')
      // What is sent again gets the replies of its time, not what came later.
      const again = await store().appendTurn(turn(id, 'client-1'))
      expect('replies' in again && again.replies).toEqual(asked.replies)
    })

    it('leave the memory of a later question alone, and say nothing in a conversation that has ended', async () => {
      const id = await begin()
      await store().appendTurn(turn(id, 'client-1', { validation: validation() }))
      await store().appendTurn(turn(id, 'client-2', { validation: validation({ requestedAt: at(0) }) }))
      const [second, first] = await store().listValidations()
      expect([first?.messageSeq, second?.messageSeq]).toEqual([1, 4])
      await store().settleValidation(first?.id ?? '', settlement())
      const transcript = await store().getTranscript(id)
      expect(transcript?.conversation.memory.lastQuestion).toBe('question client-2')
      await store().closeConversation(id, at(5), message('system', 'fin'))
      const count = (await store().listMessages(id, 0)).length
      expect(await store().settleValidation(second?.id ?? '', settlement())).toBe('settled')
      expect(await store().listMessages(id, 0)).toHaveLength(count)
    })

    it('leave what the agent judged with their turn, for as long as that is kept', async () => {
      const id = await begin()
      const { turn: usual } = turn(id, 'client-1')
      const calibrated = { confidence: 0.88, by: 'c1' }
      for (const clientId of ['client-1', 'client-2', 'client-3']) {
        await store().appendTurn(turn(id, clientId, { turn: { ...usual, calibrated }, validation: validation() }))
      }
      const [first, second, third] = await store().listValidations('bourg')
      const { validation: confirmed } = settlement()
      await store().settleValidation(first?.id ?? '', settlement())
      await store().settleValidation(second?.id ?? '', settlement({ validation: { ...confirmed, result: 'refused' } }))
      await store().settleValidation(third?.id ?? '', settlement({ validation: { ...confirmed, result: 'expired' } }))
      const row = { communeId: 'bourg', entryId: 'acte-naissance', ...calibrated }
      const checked = await store().listCheckedAnswers('bourg')
      expect(checked).toHaveLength(2)
      expect(checked).toMatchObject(checked.map(({ isRight }) => ({ ...row, isRight })))
      expect(checked.map(({ isRight }) => isRight).sort()).toEqual([false, true])
      expect(await store().listCheckedAnswers('ailleurs')).toEqual([])
      await store().eraseConversation(id)
      expect(await store().listCheckedAnswers('bourg')).toEqual([])
    })

    it('are erased with their conversation', async () => {
      const id = await begin()
      await store().appendTurn(turn(id, 'client-1', { validation: validation() }))
      await store().eraseConversation(id)
      expect(await store().listValidations()).toEqual([])
      expect(await store().getValidation('nobody')).toBeUndefined()
    })
  })

  describe('answers that may be drawn by chance', () => {
    const outcome = (one: 'answered' | 'answered_by_agent' | 'clarification') => ({
      ...turn('', '').turn,
      outcome: one,
    })

    it('are the assistant’s own, of a commune, from an instant on and before another', async () => {
      const [own, desk] = [await begin(), await begin()]
      await store().appendTurn(turn(own, 'un'))
      await store().appendTurn(turn(own, 'deux', { turn: outcome('answered_by_agent') }))
      await store().appendTurn(turn(own, 'trois', { turn: outcome('clarification') }))
      const list = (from: string, before: string, communeId = 'bourg') =>
        store().listGivenAnswers(communeId, from, before)
      const first = { conversationId: own, messageSeq: 1 }
      expect(await list(at(1), at(2))).toEqual([first])
      expect(await list(at(0), at(1))).toEqual([])
      expect(await list(at(2), at(9))).toEqual([])
      expect(await list(at(1), at(2), 'ailleurs')).toEqual([])
      await store().eraseConversation(own)
      expect(await list(at(1), at(2))).toEqual([])
      expect(desk).not.toBe(own)
    })

    it('keep what one agent says, whichever she says last; a colleague’s word stays hers', async () => {
      const conversationId = await begin()
      await store().appendTurn(turn(conversationId, 'un'))
      const answer = { conversationId, messageSeq: 1 }
      const say = (agentId: string, said: 'right' | 'wrong' | null) =>
        store().checkSample(answer, agentId, said && { said, at: at(9), agentId })
      const kept = async () => (await store().getTranscript(conversationId))?.turns[0]?.check
      const before = await store().getConversation(conversationId)
      expect(await say('anne', 'right')).toEqual({ outcome: 'checked', former: null })
      expect(await say('bob', 'wrong')).toEqual({ outcome: 'decided' })
      expect(await say('anne', 'wrong')).toMatchObject({ outcome: 'checked', former: { said: 'right' } })
      expect(await kept()).toEqual({ said: 'wrong', at: at(9), agentId: 'anne' })
      expect(await say('anne', null)).toMatchObject({ outcome: 'checked', former: { said: 'wrong' } })
      expect(await kept()).toBeUndefined()
      expect(await say('bob', 'right')).toEqual({ outcome: 'checked', former: null })
      expect(await store().getConversation(conversationId)).toEqual(before)
      expect(await store().checkSample({ conversationId, messageSeq: 9 }, 'anne', null)).toEqual({ outcome: 'unknown' })
      expect(await store().checkSample({ ...answer, conversationId: 'no' }, 'anne', null)).toEqual({
        outcome: 'unknown',
      })
    })
  })
}
