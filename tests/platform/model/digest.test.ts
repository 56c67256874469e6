import { describe, expect, it } from '@jest/globals'
import { type Conversation, EMPTY_MEMORY, type Message } from '../../../src/platform/model/conversation.js'
import { digestOf } from '../../../src/platform/model/digest.js'
import type { Turn } from '../../../src/platform/model/turn.js'

const conversation: Conversation = {
  id: 'a',
  communeId: 'bourg',
  tokenHash: '',
  createdAt: '',
  updatedAt: '',
  language: 'fr',
  page: null,
  status: 'open',
  memory: EMPTY_MEMORY,
}
const message = (seq: number, author: Message['author'], text: string): Message => ({
  id: String(seq),
  seq,
  author,
  at: `2026-11-25T10:0${seq}:00Z`,
  language: 'fr',
  payload: { type: 'text', text },
})
const turn = (entryId: string | null, ...candidates: [string, number, boolean][]): Turn => ({
  messageSeq: 1,
  at: '',
  outcome: 'answered',
  confidence: null,
  entryId,
  candidates: candidates.map(([id, confidence, kept]) => ({ entryId: id, title: `Fiche ${id}`, confidence, kept })),
  signals: [],
  contentVersion: '',
  encoderVersion: null,
  durationsMs: {},
})
const topic = (...turns: Turn[]) => digestOf({ conversation, messages: [], turns }).topic?.entryId

describe('the digest of a conversation', () => {
  it('has the last words of the citizen, and says whose turn it is', () => {
    const messages = [message(1, 'citizen', 'un'), message(2, 'agent', 'deux'), message(3, 'system', 'trois')]
    expect(digestOf({ conversation, messages, turns: [] })).toEqual({
      messageCount: 3,
      lastText: 'un',
      lastAt: '2026-11-25T10:01:00Z',
      awaitingAgent: false,
      agentSpokeAt: '2026-11-25T10:02:00Z',
      awaitingSince: null,
      topic: null,
      channel: 'web',
    })
    expect(digestOf({ conversation, messages: [], turns: [] })).toMatchObject({
      lastText: null,
      awaitingAgent: true,
      agentSpokeAt: null,
    })
  })

  it('has the subject of the last turn that found one: what was given, else the best that is likely', () => {
    expect(topic(turn('b', ['a', 0.6, false], ['b', 0.3, true]))).toBe('b')
    expect(topic(turn(null, ['a', 0.4, false], ['b', 0.1, false]))).toBe('a')
    expect(topic(turn('a', ['a', 0.9, true]), turn(null, ['b', 0.1, false]))).toBe('a')
    expect(topic(turn(null, ['a', 0.1, false]))).toBeUndefined()
    expect(topic(turn(null))).toBeUndefined()
  })
})
