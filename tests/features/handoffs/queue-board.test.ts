import { describe, expect, it } from '@jest/globals'
import { QueueBoard } from '../../../src/features/handoffs/routes/queue-view.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import { at, conversation, handoff, message } from '../../contract/sample-inputs.js'

describe('a queue', () => {
  it('reads one conversation for one change, not all that are open', async () => {
    const store = createMemoryStore()
    for (let one = 0; one < 20; one += 1) {
      const id = `conversation-${one}`
      await store.createConversation(conversation(id), [message('citizen', 'bonjour')])
      await store.requestHandoff(handoff(id, { subject: `sujet ${one}` }), message('system', 'un agent arrive'))
    }
    const read: number[] = []
    const board = new QueueBoard(
      {
        ...store,
        async listQueue(query) {
          const queue = await store.listQueue(query)
          read.push(queue.length)
          return queue
        },
      },
      'bourg',
    )
    store.subscribe((change) => 'conversationId' in change && board.touch(change.conversationId))
    await board.refresh(at(0))
    const { version } = board
    await store.appendMessage('conversation-7', message('citizen', 'encore'))
    await board.refresh(at(0))
    expect(board.changesAfter(version)?.changed).toHaveLength(1)
    expect(read).toEqual([20, 1])
  })
})
