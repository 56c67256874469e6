import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Store } from '../../src/domain/store.js'
import { openLowdbStore } from '../../src/storage/lowdb-store.js'
import { createMemoryStore } from '../../src/storage/memory-store.js'
import { at, claim, conversation, handoff, message, turn } from '../contract/sample-inputs.js'
import { makeTemporaryFolder, removeFolder } from './temporary-folder.js'

const IDS = ['one', 'two']
const STATUSES = ['pending', 'assigned', 'resolved', 'expired', 'cancelled'] as const

/** A verb to run; answers what came of it, without the ids that each store draws for itself. */
type Command = (store: Store) => Promise<string>

const commandOn = (id: string, clientId: string, replyCount: number): Record<string, Command> => {
  const notice = message('system', 'avis')
  const onOpen = (act: (store: Store, handoffId: string) => Promise<{ outcome: string }>) => async (store: Store) => {
    const open = await store.findOpenHandoff(id)
    return open ? (await act(store, open.id)).outcome : 'none_open'
  }
  const replies = Array.from({ length: replyCount }, () => message('assistant', 'réponse'))
  return {
    turn: async (store) => (await store.appendTurn(turn(id, clientId, { replies }))).outcome,
    citizen: async (store) => (await store.appendMessage(id, message('citizen', 'bonjour', { clientId }))).outcome,
    agent: async (store) => (await store.appendMessage(id, message('agent', 'bonjour'))).outcome,
    request: async (store) => (await store.requestHandoff(handoff(id), notice)).outcome,
    claim: onOpen((store, handoffId) => store.applyToHandoff(handoffId, claim('anne'), notice)),
    resolve: onOpen((store, handoffId) =>
      store.applyToHandoff(handoffId, { type: 'resolve', agentId: 'anne', resolution: 'answered', at: at(5) }, notice),
    ),
    expire: onOpen((store, handoffId) => store.applyToHandoff(handoffId, { type: 'expire', at: at(7) }, null)),
    close: (store) => store.closeConversation(id, at(9), notice),
    erase: (store) => store.eraseConversation(id),
    create: (store) =>
      store.createConversation(conversation(id), [notice]).then(
        () => 'created',
        (error) => error.code,
      ),
  }
}

const NAMES = Object.keys(commandOn('', '', 0))
const command = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom(...IDS),
    fc.constantFrom('c1', 'c2', 'c3'),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([name, id, clientId, replyCount]) => ({ name, id, clientId, replyCount }))

async function contentOf(store: Store) {
  const transcripts = await Promise.all(IDS.map((id) => store.getTranscript(id)))
  return { transcripts, handoffs: await store.listHandoffs('bourg', STATUSES) }
}

/** Runs commands, those of one group all at once. */
async function run(store: Store, groups: Parameters<typeof runGroup>[1][]): Promise<string[]> {
  for (const id of IDS) await store.createConversation(conversation(id), [])
  const outcomes: string[] = []
  for (const group of groups) outcomes.push(...(await runGroup(store, group)))
  return outcomes
}

function runGroup(store: Store, group: { name: string; id: string; clientId: string; replyCount: number }[]) {
  return Promise.all(
    group.map(({ name, id, clientId, replyCount }) => commandOn(id, clientId, replyCount)[name]?.(store) ?? ''),
  )
}

describe('any sequence of verbs', () => {
  it('leaves contiguous sequence numbers, and the same content after opening again', async () => {
    const groups = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(groups, async (sequence) => {
        const folder = await makeTemporaryFolder()
        try {
          const store = await openLowdbStore({ dataDir: path.join(folder, 'data'), cachedConversations: 1 })
          await run(store, sequence)
          const before = await contentOf(store)
          await store.close()
          for (const transcript of before.transcripts) {
            const seqs = transcript?.messages.map(({ seq }) => seq) ?? []
            expect(seqs).toEqual(seqs.map((_, index) => index + 1))
          }
          const again = await openLowdbStore({ dataDir: path.join(folder, 'data') })
          expect(await contentOf(again)).toEqual(before)
          await again.close()
        } finally {
          await removeFolder(folder)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('has the same outcomes in memory and on the disk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (sequence) => {
        const folder = await makeTemporaryFolder()
        try {
          const onDisk = await openLowdbStore({ dataDir: folder })
          const groups = sequence.map((one) => [one])
          expect(await run(onDisk, groups)).toEqual(await run(createMemoryStore(), groups))
          await onDisk.close()
        } finally {
          await removeFolder(folder)
        }
      }),
      { numRuns: 20 },
    )
  })
})
