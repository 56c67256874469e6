import { describe, expect, it } from '@jest/globals'
import { foldedWords } from '../../src/domain/fold-text.js'
import { QueueBoard } from '../../src/http/agent/queue-board.js'
import { createMemoryStore } from '../../src/storage/memory-store.js'
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

  it('to search 5,000 conversations of ten messages', async () => {
    const store = await townOf(5000, 10)
    const search = (words: string) =>
      store.searchConversations('bourg', { words: foldedWords(words), skip: 0, most: 20 })
    expect((await search('ecoles passeport')).total).toBe(5000)
    const ms = await medianMs(9, () => search('ecoles sujet 4321'))
    console.info(`search ${ms.toFixed(1)} ms`)
    expect(ms).toBeLessThan(300)
  }, 60_000)
})
