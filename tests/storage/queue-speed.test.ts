import { describe, expect, it } from '@jest/globals'
import { foldedWords } from '../../src/domain/fold-text.js'
import { QueueBoard } from '../../src/http/agent/queue-board.js'
import type { ConversationDocument } from '../../src/storage/conversation-document.js'
import { pendingHandoff } from '../../src/storage/handoff-in-conversation.js'
import { createMemoryStore } from '../../src/storage/memory-store.js'
import { SearchTexts } from '../../src/storage/search-texts.js'
import { at, conversation, handoff, message, turn } from '../contract/sample-inputs.js'

const SENTENCES = [
  'Bonjour, je voudrais refaire ma carte d’identité avant les vacances, combien de temps faut-il ?',
  'Merci. Et pour le passeport de mon fils, faut-il la présence des deux parents au guichet ?',
  'La poubelle jaune n’a pas été ramassée ce matin rue des Écoles, pouvez-vous prévenir le service ?',
]

/** Conversations of some messages each, handed over. */
async function townOf(conversations: number, messages: number) {
  const store = createMemoryStore()
  for (let one = 0; one < conversations; one += 1) {
    const id = `conversation-${one}`
    const said = Array.from({ length: messages }, (_, index) => message('citizen', SENTENCES[index % 3] ?? ''))
    await store.createConversation(conversation(id), said)
    await store.appendTurn(turn(id, `client-${one}`))
    await store.requestHandoff(handoff(id, { subject: `sujet ${one}` }), message('system', 'un agent arrive'))
  }
  return store
}

/** The median of several measures, ms. */
async function medianMs(times: number, act: () => Promise<unknown>): Promise<number> {
  const measured = []
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now()
    await act()
    measured.push(performance.now() - begun)
  }
  return measured.sort((a, b) => a - b)[times >> 1] ?? 0
}

/** Bounds are ten times what was measured, so that only a wrong order of growth breaks them. */
describe('how long it takes', () => {
  it('to tell a change among 200 open conversations of 40 messages: one conversation is read, not 200', async () => {
    const store = await townOf(200, 40)
    const board = new QueueBoard(store, 'bourg')
    store.subscribe((change) => 'conversationId' in change && board.touch(change.conversationId))
    await board.refresh(at(0))
    const wholeMs = await medianMs(5, () => new QueueBoard(store, 'bourg').refresh(at(0)))
    const changeMs = await medianMs(50, async () => {
      await store.appendMessage('conversation-7', message('citizen', 'encore'))
      const { version } = board
      await board.refresh(at(0))
      expect(board.changesAfter(version)?.changed).toHaveLength(1)
    })
    console.info(`whole queue ${wholeMs.toFixed(1)} ms, one change ${changeMs.toFixed(2)} ms`)
    expect(wholeMs).toBeLessThan(150)
    expect(changeMs).toBeLessThan(10)
    expect(changeMs).toBeLessThan(wholeMs)
  })

  it('to scan the words of 5,000 conversations of ten messages', () => {
    const texts = new SearchTexts()
    const said = Array.from({ length: 10 }, (_, index) => SENTENCES[index % 3] ?? '')
    for (let one = 0; one < 5000; one += 1) texts.set(`conversation-${one}`, documentOf(one, said))
    const measured = Array.from({ length: 15 }, () => {
      const begun = performance.now()
      expect(texts.find('bourg', foldedWords('écoles sujet 4321'))).toEqual(['conversation-4321'])
      return performance.now() - begun
    })
    const ms = measured.sort((a, b) => a - b)[7] ?? 0
    console.info(`search ${ms.toFixed(1)} ms`)
    expect(ms).toBeLessThan(200)
  })
})

function documentOf(one: number, said: readonly string[]): ConversationDocument {
  const id = `conversation-${one}`
  const asked = handoff(id, { subject: `sujet ${one}` })
  return {
    version: 1,
    conversation: conversation(id),
    messages: said.map((text, index) => ({ ...message('citizen', text), id: String(index), seq: index + 1 })),
    turns: [],
    handoffs: [pendingHandoff(asked)],
  }
}
