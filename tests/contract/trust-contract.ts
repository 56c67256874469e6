import { describe, expect, it } from '@jest/globals'
import type { MaskedItem, Reveal } from '../../src/platform/model/masked-data.js'
import type { Remark } from '../../src/platform/model/remark.js'
import type { NewValidation, Settlement } from '../../src/platform/model/validation.js'
import { at, claim, handoff, message, turn, UNTOLD } from './sample-inputs.js'
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

/** A remark of the tests' day. */
function remark(id: string, patch: Partial<Remark> = {}): Remark {
  return {
    id,
    communeId: 'bourg',
    kind: 'wrong_answer',
    at: at(3),
    agentId: 'anne',
    agentName: 'Anne',
    conversationId: null,
    messageSeq: 1,
    question: 'acte [téléphone masqué]',
    language: 'fr',
    answer: 'Acte de naissance',
    entryId: 'acte-naissance',
    rightEntryId: null,
    candidates: [],
    contentVersion: 'v1',
    note: '',
    state: 'new',
    settledAt: null,
    settledBy: null,
    reason: '',
    ...patch,
  }
}

/** Answers that wait for an agent, what agents notice, and what was masked. */
export function describeTrust({ store, begin }: Contract): void {
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

  describe('remarks', () => {
    it('are kept with their conversation, edited and taken back while new, and settled', async () => {
      const id = await begin()
      expect(await store().addRemark('nobody', remark('r0'))).toBe('unknown_conversation')
      await store().addRemark(id, remark('r1'))
      await store().addRemark(id, remark('r1'))
      await store().addRemark(id, remark('r2', { at: at(4), kind: 'proposed_answer' }))
      expect((await store().listRemarks('bourg')).map((one) => [one.id, one.conversationId])).toEqual([
        ['r2', id],
        ['r1', id],
      ])
      expect(await store().listRemarks('ailleurs')).toEqual([])
      const details = { rightEntryId: 'acte-deces', note: 'elle parlait de son père' }
      expect(await store().editRemark('r1', details)).toMatchObject({ outcome: 'done', remark: details })
      const decision = { state: 'rejected' as const, settledAt: at(9), settledBy: 'Ada', reason: 'déjà écrit' }
      expect(await store().settleRemark('r1', decision)).toMatchObject({ outcome: 'done', remark: decision })
      expect(await store().editRemark('r1', details)).toEqual({ outcome: 'settled' })
      expect(await store().withdrawRemark('r1')).toEqual({ outcome: 'settled' })
      expect(await store().withdrawRemark('r2')).toMatchObject({ outcome: 'done' })
      expect(await store().withdrawRemark('r2')).toEqual({ outcome: 'unknown_remark' })
      await store().eraseConversation(id)
      expect(await store().listRemarks('bourg')).toEqual([])
    })

    it('that outlive their conversation are settled all the same, and dropped before an instant', async () => {
      await store().keepRemarks([])
      await store().keepRemarks([remark('r1'), remark('r2', { at: at(9) }), remark('r3', { communeId: 'ailleurs' })])
      const decision = { state: 'done' as const, settledAt: at(9), settledBy: 'Ada', reason: '' }
      expect(await store().settleRemark('r1', decision)).toMatchObject({ outcome: 'done', remark: { state: 'done' } })
      expect((await store().listRemarks('bourg')).map(({ id, state }) => [id, state])).toEqual([
        ['r2', 'new'],
        ['r1', 'done'],
      ])
      expect(await store().dropRemarksBefore('bourg', at(5))).toBe(1)
      expect(await store().dropRemarksBefore('bourg', at(5))).toBe(0)
      expect((await store().listRemarks('bourg')).map(({ id }) => id)).toEqual(['r2'])
      expect(await store().listRemarks('ailleurs')).toHaveLength(1)
    })
  })

  describe('masked data', () => {
    const phone = { kind: 'phone' as const, sealed: 'sealed-phone' }
    const email = { kind: 'email' as const, sealed: 'sealed-email' }
    const spoken = message('citizen', 'rappelez au [téléphone masqué]', { clientId: 'client-9' })
    async function ask(): Promise<{ conversationId: string; id: string }> {
      const conversationId = await begin()
      const result = await store().requestHandoff(handoff(conversationId), message('system', 'avis'))
      if (!('handoff' in result)) throw new Error(result.outcome)
      return { conversationId, id: result.handoff.id }
    }
    const summary = (items: MaskedItem[]) => items.map(({ kind, sealed, messageSeq }) => [kind, sealed, messageSeq])

    it('is kept with the open request, once, in the write of its message', async () => {
      const { conversationId, id } = await ask()
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      expect(summary(await store().listMasked(id))).toEqual([
        ['phone', 'sealed-phone', 2],
        ['email', 'sealed-email', 2],
      ])
      // It is in nothing that is read of a conversation.
      expect(JSON.stringify(await store().getTranscript(conversationId))).not.toContain('sealed')
      expect(await store().listMasked('nobody')).toEqual([])
    })

    it('of a message that is left comes with the request; without a request nothing is kept', async () => {
      const conversationId = await begin()
      await store().appendMessage(conversationId, spoken, { masked: [phone] })
      const left = handoff(conversationId, { kind: 'message', deadlineAt: null })
      const result = await store().requestHandoff(left, message('system', 'avis'), { masked: [email] })
      if (!('handoff' in result)) throw new Error(result.outcome)
      expect(summary(await store().listMasked(result.handoff.id))).toEqual([['email', 'sealed-email', null]])
    })

    it('is bounded for each request', async () => {
      const { conversationId, id } = await ask()
      const many = Array.from({ length: 30 }, () => phone)
      await store().appendMessage(conversationId, spoken, { masked: many })
      expect(await store().listMasked(id)).toHaveLength(20)
    })

    it('is listed once its request has ended, and forgotten', async () => {
      const { conversationId, id } = await ask()
      await store().appendMessage(conversationId, spoken, { masked: [phone, email] })
      expect(await store().listMaskedEndedBefore(at(59))).toEqual([])
      await store().applyToHandoff(id, claim('anne'), UNTOLD)
      await store().applyToHandoff(id, { type: 'resolve', agentId: 'anne', resolution: 'done', at: at(10) }, UNTOLD)
      expect(await store().listMaskedEndedBefore(at(10))).toEqual([])
      expect(await store().listMaskedEndedBefore(at(11))).toEqual([
        { handoffId: id, communeId: 'bourg', endedAt: at(10), count: 2 },
      ])
      expect(await store().forgetMasked(id)).toBe(2)
      expect(await store().forgetMasked(id)).toBe(0)
      expect(await store().forgetMasked('nobody')).toBe(0)
      expect(await store().listMasked(id)).toEqual([])
      expect(await store().listMaskedEndedBefore(at(11))).toEqual([])
    })

    it('leaves a trace of who looked, by commune, latest first, dropped before an instant', async () => {
      const look = (id: string, minutes: number, communeId = 'bourg'): Reveal => ({
        id,
        communeId,
        at: at(minutes),
        userId: 'anne',
        userName: 'Anne',
        kind: 'phone',
        reason: 'call_back',
        handoffId: 'h1',
      })
      for (const one of [look('a', 1), look('b', 2), look('c', 1, 'ailleurs')]) await store().recordReveal(one)
      expect((await store().listReveals('bourg')).map(({ id }) => id)).toEqual(['b', 'a'])
      expect(await store().dropRevealsBefore('bourg', at(2))).toBe(1)
      expect(await store().listReveals('bourg')).toEqual([look('b', 2)])
      expect(await store().dropRevealsBefore('bourg', at(9))).toBe(1)
      expect(await store().listReveals('ailleurs')).toHaveLength(1)
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
