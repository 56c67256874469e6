import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { EMPTY_MEMORY, type Feedback } from '../../src/platform/model/conversation.js'
import { at, conversation, handoff, message, turn, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** Conversations: beginning, turns, messages, feedback, closing, erasing. */
export function describeConversations(contract: Contract): void {
  describe('conversations', () => {
    describeReading(contract)
    describeTurns(contract)
    describeMessages(contract)
    describeEnds(contract)
  })
}

function describeReading({ store, begin }: Contract): void {
  it('begins a conversation with its first messages and gives it back whole', async () => {
    const begun = conversation(randomUUID())
    const transcript = await store().createConversation(begun, [
      message('assistant', 'Bonjour'),
      message('assistant', 'Que cherchez-vous ?'),
    ])
    expect(transcript.messages.map(({ seq }) => seq)).toEqual([1, 2])
    expect(transcript.conversation).toEqual({ ...begun, updatedAt: at(1) })
    expect(await store().getTranscript(begun.id)).toEqual(transcript)
    expect(await store().getConversation(begun.id)).toEqual(transcript.conversation)
  })

  it('refuses to begin the same conversation twice', async () => {
    const id = await begin()
    await expect(store().createConversation(conversation(id), [])).rejects.toMatchObject({
      code: 'conversation_exists',
    })
  })

  it.each(['', '../secret', 'a/b', '..', 'é', 'x'.repeat(65), 'a\u0000b'])(
    'refuses to begin a conversation named %j',
    async (id) => {
      await expect(store().createConversation(conversation(id), [])).rejects.toMatchObject({
        code: 'invalid_conversation_id',
      })
    },
  )

  it.each(['nobody', '', '../users', '..', '__proto__'])('answers "unknown" to everything about %j', async (id) => {
    const notice = message('system', 'avis')
    expect(await store().getConversation(id)).toBeUndefined()
    expect(await store().getTranscript(id)).toBeUndefined()
    expect(await store().listMessages(id, 0)).toEqual([])
    expect(await store().appendTurn(turn(id, 'c1'))).toEqual({ outcome: 'unknown_conversation' })
    expect(await store().appendMessage(id, notice)).toEqual({ outcome: 'unknown_conversation' })
    expect(await store().recordFeedback(id, 'm', 'helpful')).toEqual({ outcome: 'unknown' })
    expect(await store().recordRating(id, { level: 4, at: at(5) })).toEqual({ outcome: 'unknown_conversation' })
    expect(await store().setLanguage(id, 'ar')).toBe('unknown')
    expect(await store().closeConversation(id, at(5), notice)).toBe('unknown')
    expect(await store().eraseConversation(id)).toBe('unknown')
  })

  it('keeps the last rating on the day of the first, of an ended conversation too, without prolonging it', async () => {
    const id = await begin()
    await store().closeConversation(id, at(5), message('system', 'avis'))
    const first = { level: 2 as const, comment: 'trop long', at: at(6) }
    expect(await store().recordRating(id, first)).toEqual({ outcome: 'recorded', former: null })
    expect(await store().recordRating(id, { level: 4, at: at(9) })).toEqual({ outcome: 'recorded', former: first })
    const stored = await store().getConversation(id)
    expect(stored?.rating).toEqual({ level: 4, at: at(6) })
    expect(stored?.updatedAt).toBe(at(5))
  })

  it('speaks another language from now on, in the open handoff too', async () => {
    const id = await begin()
    await store().requestHandoff(handoff(id), message('system', 'avis'))
    expect(await store().setLanguage(id, 'ar')).toBe('recorded')
    expect(await store().getConversation(id)).toMatchObject({ language: 'ar', updatedAt: at(1) })
    expect(await store().findOpenHandoff(id)).toMatchObject({ language: 'ar', status: 'pending' })
    expect((await store().listMessages(id, 0)).map(({ language }) => language)).toContain('fr')
  })

  it('lists messages after a sequence number', async () => {
    const id = await begin()
    await store().appendTurn(turn(id, 'c1'))
    expect((await store().listMessages(id, 1)).map(({ seq }) => seq)).toEqual([2, 3])
    expect(await store().listMessages(id, 3)).toEqual([])
  })

  it('gives copies: changing an answer or an input changes nothing stored', async () => {
    const id = await begin()
    const input = turn(id, 'c1')
    const first = await store().appendTurn(input)
    input.memory.refusedEntryIds.push('changed')
    if ('message' in first) first.message.payload = { type: 'text', text: 'changed' }
    const transcript = await store().getTranscript(id)
    transcript?.messages.splice(0)
    const again = await store().getTranscript(id)
    expect(again?.messages[0]?.payload).toEqual({ type: 'text', text: 'question c1' })
    expect(again?.conversation.memory.refusedEntryIds).toEqual(['carte-identite'])
  })
}

function describeTurns({ store, begin }: Contract): void {
  it('appends a turn: message, replies, decision and memory together', async () => {
    const id = await begin()
    const input = turn(id, 'c1')
    const result = await store().appendTurn(input)
    expect(result).toMatchObject({
      outcome: 'appended',
      message: { seq: 1, clientId: 'c1' },
      replies: [{ seq: 2 }, { seq: 3 }],
    })
    const transcript = await store().getTranscript(id)
    expect(transcript?.turns).toEqual([{ ...input.turn, messageSeq: 1 }])
    expect(transcript?.conversation).toMatchObject({ memory: input.memory, updatedAt: at(1) })
    expect(new Set(transcript?.messages.map(({ id }) => id)).size).toBe(3)
  })

  it('recognises a repeated turn by its clientId, and returns what was stored the first time', async () => {
    const id = await begin()
    const first = await store().appendTurn(turn(id, 'c1'))
    await store().appendTurn(turn(id, 'c2', { replies: [] }))
    const again = await store().appendTurn(turn(id, 'c1', { replies: [message('assistant', 'une autre réponse')] }))
    expect(again).toEqual({ ...first, outcome: 'repeated' })
    expect(await store().listMessages(id, 0)).toHaveLength(4)
    expect((await store().getTranscript(id))?.turns).toHaveLength(2)
  })

  it('keeps clientIds apart between conversations and between authors', async () => {
    const [one, other] = [await begin(), await begin()]
    await store().appendTurn(turn(one, 'c1'))
    expect(await store().appendTurn(turn(other, 'c1'))).toMatchObject({ outcome: 'appended' })
    expect(await store().appendMessage(one, message('agent', 'bonjour', { clientId: 'c1' }))).toMatchObject({
      outcome: 'appended',
    })
  })

  it('numbers a hundred turns appended at once without a hole', async () => {
    const id = await begin()
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => store().appendTurn(turn(id, `c${n}`))))
    expect(results.every(({ outcome }) => outcome === 'appended')).toBe(true)
    const messages = await store().listMessages(id, 0)
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1))
    expect((await store().getTranscript(id))?.turns.map(({ messageSeq }) => messageSeq)).toEqual(
      Array.from({ length: 100 }, (_, n) => 3 * n + 1),
    )
  })

  it('stores one of many simultaneous sends of the same clientId', async () => {
    const id = await begin()
    const results = await Promise.all(Array.from({ length: 20 }, () => store().appendTurn(turn(id, 'same'))))
    expect(results.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1)
    expect(results.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(19)
    expect(await store().listMessages(id, 0)).toHaveLength(3)
  })
}

function describeMessages({ store, begin }: Contract): void {
  it('appends and recognises a message without a turn', async () => {
    const id = await begin()
    const first = await store().appendMessage(id, message('citizen', 'merci', { clientId: 'c1', at: at(4) }))
    expect(first).toMatchObject({ outcome: 'appended', message: { seq: 1, clientId: 'c1' } })
    const again = await store().appendMessage(id, message('citizen', 'merci encore', { clientId: 'c1' }))
    expect(again).toEqual({ ...first, outcome: 'repeated' })
    expect(await store().getConversation(id)).toMatchObject({ updatedAt: at(4) })
  })

  it('asks nothing more of the assistant once an agent has spoken', async () => {
    const guide = { entryId: 'pacs', known: {}, answers: [], asking: 'but', repeated: false }
    const memory = { ...EMPTY_MEMORY, proposedEntryIds: ['pacs'], shownEntryId: 'acte', askedBack: true, guide }
    const id = await begin()
    await store().appendTurn(turn(id, 'a', { memory }))
    await store().appendMessage(id, message('citizen', 'Allô ?'))
    expect((await store().getConversation(id))?.memory).toEqual(memory)
    await store().appendMessage(id, message('agent', 'Bonjour'))
    expect((await store().getConversation(id))?.memory).toEqual({ ...EMPTY_MEMORY, guide: { ...guide, asking: null } })
  })

  it('never takes two messages without clientId for one', async () => {
    const id = await begin()
    await store().appendMessage(id, message('agent', 'un instant'))
    await store().appendMessage(id, message('agent', 'un instant'))
    expect(await store().listMessages(id, 0)).toHaveLength(2)
  })

  it('keeps the last opinion of an assistant’s answer, and of nothing else', async () => {
    const id = await begin()
    await store().appendTurn(turn(id, 'c1'))
    const [question, answer] = await store().listMessages(id, 0)
    const give = (message: string | undefined, feedback: Feedback) =>
      store().recordFeedback(id, message ?? '', feedback)
    expect(await give(answer?.id, 'helpful')).toEqual({ outcome: 'recorded', rated: answer })
    const again = await Promise.all([give(answer?.id, 'not_my_question'), give(answer?.id, 'not_my_question')])
    // Each is told what it takes the place of.
    expect(again.map((result) => 'rated' in result && result.rated.feedback)).toEqual(['helpful', 'not_my_question'])
    expect(await give(question?.id, 'helpful')).toEqual({ outcome: 'unknown' })
    expect(await give(randomUUID(), 'helpful')).toEqual({ outcome: 'unknown' })
    const feedbacks = (await store().listMessages(id, 0)).map(({ feedback }) => feedback)
    expect(feedbacks).toEqual([undefined, 'not_my_question', undefined])
  })
}

function describeEnds({ store, begin }: Contract): void {
  it('closes once: the wait is cancelled, nothing is added any more, a repeated send is still recognised', async () => {
    const id = await begin()
    await store().appendTurn(turn(id, 'c1'))
    const requested = await store().requestHandoff(handoff(id), message('system', 'un agent arrive'))
    expect(await store().closeConversation(id, at(9), message('system', 'terminé', { at: at(8) }))).toBe('closed')
    expect(await store().closeConversation(id, at(10), message('system', 'terminé'))).toBe('closed')
    expect(await store().getConversation(id)).toMatchObject({ status: 'closed', updatedAt: at(9) })
    expect(await store().listMessages(id, 0)).toHaveLength(5)
    expect(await store().findOpenHandoff(id)).toBeUndefined()
    if ('handoff' in requested) {
      expect(await store().getHandoff(requested.handoff.id)).toMatchObject({ status: 'cancelled', endedAt: at(9) })
    }
    expect(await store().appendTurn(turn(id, 'c2'))).toEqual({ outcome: 'closed' })
    expect(await store().appendTurn(turn(id, 'c1'))).toMatchObject({ outcome: 'repeated' })
    expect(await store().appendMessage(id, message('agent', 'trop tard'))).toEqual({ outcome: 'closed' })
    expect(await store().requestHandoff(handoff(id), message('system', 'avis'))).toEqual({ outcome: 'closed' })
  })

  it('keeps a message left for an agent when the conversation is closed', async () => {
    const id = await begin()
    const left = handoff(id, {
      kind: 'message',
      deadlineAt: null,
      contact: { name: 'Mme Diallo', phone: '+33123456789' },
    })
    await store().requestHandoff(left, message('system', 'message transmis'))
    await store().closeConversation(id, at(9), message('system', 'terminé'))
    expect(await store().listHandoffs('bourg', ['pending'])).toMatchObject([
      { conversationId: id, contact: left.contact },
    ])
  })

  it('erases everything of a conversation and of no other', async () => {
    const [gone, kept] = [await begin(), await begin()]
    const requested = await store().requestHandoff(handoff(gone), message('system', 'avis'))
    await store().appendTurn(turn(kept, 'c1'))
    expect(await store().eraseConversation(gone)).toBe('erased')
    expect(await store().eraseConversation(gone)).toBe('unknown')
    expect(await store().getTranscript(gone)).toBeUndefined()
    expect(await store().listHandoffs('bourg', ['pending'])).toEqual([])
    if ('handoff' in requested) {
      expect(await store().getHandoff(requested.handoff.id)).toBeUndefined()
      expect(await store().applyToHandoff(requested.handoff.id, { type: 'cancel', at: at(5) }, UNTOLD)).toEqual({
        outcome: 'unknown_handoff',
      })
    }
    expect(await store().appendMessage(gone, message('citizen', 'encore ?'))).toEqual({
      outcome: 'unknown_conversation',
    })
    expect(await store().listConversationsUpdatedBefore(at(60))).toEqual([kept])
  })

  it('lists conversations last updated strictly before an instant', async () => {
    const [old, recent] = [await begin(), await begin()]
    await store().appendMessage(recent, message('citizen', 'bonjour', { at: at(30) }))
    expect(await store().listConversationsUpdatedBefore(at(0))).toEqual([])
    expect(await store().listConversationsUpdatedBefore(at(30))).toEqual([old])
    expect((await store().listConversationsUpdatedBefore(at(31))).sort()).toEqual([old, recent].sort())
  })
}
