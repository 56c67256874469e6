import { describe, expect, it } from '@jest/globals'
import type { Message } from '../../../src/platform/model/conversation.js'
import {
  type ConversationState,
  INITIAL_STATE,
  type Outgoing,
  reduce,
} from '../../../src/ui/widget/conversation-state.js'
import { asTyped } from '../../../src/ui/widget/message-item.js'
import { lastWholeSeq, mergeMessages, spokenText } from '../../../src/ui/widget/messages.js'
import { isAnswered, isThinking, unreadCount } from '../../../src/ui/widget/state-questions.js'
import { fc } from '../../properties.js'
import { EMERGENCY } from '../fake-payloads.js'

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    author: 'assistant',
    at: '2026-11-24T10:00:00Z',
    language: 'fr',
    payload: { type: 'text', text: `texte ${seq}` },
    ...more,
  }
}

const outgoing: Outgoing = { clientId: 'client-0001', text: 'bonjour', at: '2026-11-24T10:00:00Z', status: 'queued' }

function stateAfter(...events: Parameters<typeof reduce>[1][]): ConversationState {
  return events.reduce(reduce, INITIAL_STATE)
}

describe('what she typed on this page', () => {
  const stored = (text: string) =>
    message(2, { author: 'citizen', clientId: 'client-0001', payload: { type: 'text', text } })
  const shown = (typed: string, text: string) => {
    const { typed: kept } = stateAfter(
      { type: 'queued', outgoing: { ...outgoing, text: typed } },
      { type: 'received', messages: [stored(text)], fresh: true },
      // It comes again, by the stream.
      { type: 'received', messages: [stored(text)], fresh: true },
    )
    return asTyped(stored(text), kept)?.payload
  }

  it('is shown where something of it was masked, and not where it was but cleaned', () => {
    const typed = 'mon 06 39 98 55 12'
    expect(shown(typed, 'mon [téléphone masqué]')).toEqual({ type: 'text', text: typed })
    expect(shown('  l’e\u0301cole\r\n? ', 'l’école\n?')).toBeUndefined()
    expect(asTyped(stored('mon [téléphone masqué]'), {})).toBeNull()
  })

  it('is forgotten with the conversation', () => {
    const queued = { type: 'queued', outgoing } as const
    const received = { type: 'received' as const, messages: [stored('x')], fresh: true }
    expect(stateAfter(queued, received).typed).toEqual({ 'client-0001': 'bonjour' })
    expect(stateAfter(queued, received, { type: 'restarted', notice: 'erased', keepOutbox: false }).typed).toEqual({})
  })
})

describe('mergeMessages', () => {
  it('keeps each message once and in order, whatever the deliveries', () => {
    const deliveries = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), { maxLength: 8 })
    fc.assert(
      fc.property(deliveries, (seqs) => {
        const merged = seqs.reduce<Message[]>(
          (known, batch) =>
            mergeMessages(
              known,
              batch.map((seq) => message(seq)),
            ),
          [],
        )
        expect(merged.map(({ seq }) => seq)).toEqual([...new Set(seqs.flat())].sort((a, b) => a - b))
      }),
    )
  })

  it('keeps an opinion given here when the message comes again without it', () => {
    expect(mergeMessages([message(1, { feedback: 'helpful' })], [message(1)])[0]?.feedback).toBe('helpful')
  })
})

describe('lastWholeSeq', () => {
  it('stops before the first hole', () => {
    expect(lastWholeSeq([])).toBe(0)
    expect(lastWholeSeq([message(1), message(2), message(4)])).toBe(2)
    expect(lastWholeSeq([message(3)])).toBe(0)
  })
})

describe('reduce', () => {
  it('replaces a message on its way by the stored one, recognised by its clientId', () => {
    const state = stateAfter(
      { type: 'queued', outgoing },
      { type: 'received', fresh: true, messages: [message(1, { author: 'citizen', clientId: outgoing.clientId })] },
    )
    expect(state.outbox).toEqual([])
    expect(state.messages).toHaveLength(1)
  })

  it('keeps a message on its way when others come', () => {
    expect(
      stateAfter({ type: 'queued', outgoing }, { type: 'received', fresh: true, messages: [message(1)] }).outbox,
    ).toEqual([outgoing])
  })

  it('announces new messages of others once, and never the history or the citizen’s own', () => {
    const once = stateAfter({
      type: 'received',
      fresh: true,
      messages: [message(1), message(2, { author: 'citizen' })],
    })
    expect(once.toSay).toEqual(['texte 1'])
    expect(reduce(once, { type: 'received', fresh: true, messages: [message(1)] }).toSay).toEqual(['texte 1'])
    expect(reduce(once, { type: 'received', fresh: false, messages: [message(3)] }).toSay).toEqual(['texte 1'])
  })

  it('announces together what has come since it last announced, emergency numbers first', () => {
    const waiting = stateAfter(
      { type: 'announced', text: 'L’assistant cherche la réponse…' },
      { type: 'received', fresh: true, messages: [message(1, { payload: EMERGENCY })] },
      { type: 'received', fresh: true, messages: [message(2)] },
    )
    const said = reduce(waiting, { type: 'said' })
    const lines = said.announcement.text.split('\n')
    expect([lines[0], lines.at(-1)]).toEqual([spokenText(message(1, { payload: EMERGENCY })).split('\n')[0], 'texte 2'])
    expect(lines).toContain('L’assistant cherche la réponse…')
    expect([waiting.announcement.id, said.announcement.id, said.toSay]).toEqual([0, 1, []])
  })

  it('says the labels of a choice and the summary of a card', () => {
    const choice = message(1, {
      payload: {
        type: 'choice',
        text: 'Laquelle ?',
        options: [
          { label: 'A', value: 'none' },
          { label: 'B', value: 'human' },
        ],
      },
    })
    expect(stateAfter({ type: 'received', fresh: true, messages: [choice] }).toSay).toEqual(['Laquelle ? A ; B'])
  })

  it('counts what others wrote since the citizen last looked', () => {
    const state = stateAfter(
      { type: 'received', fresh: true, messages: [message(1), message(2), message(3, { author: 'citizen' })] },
      { type: 'seen', seq: 1 },
    )
    expect(unreadCount(state)).toBe(1)
    expect(unreadCount(reduce(state, { type: 'seen', seq: 3 }))).toBe(0)
    expect(reduce(state, { type: 'seen', seq: 0 }).seenSeq).toBe(1)
  })

  it('keeps unsent messages when a gone conversation is started again, and drops them when all is erased', () => {
    const state = stateAfter({ type: 'queued', outgoing }, { type: 'received', fresh: false, messages: [message(1)] })
    expect(reduce(state, { type: 'restarted', notice: 'restarted', keepOutbox: true })).toMatchObject({
      messages: [],
      outbox: [outgoing],
      notice: 'restarted',
    })
    expect(reduce(state, { type: 'restarted', notice: 'erased', keepOutbox: false }).outbox).toEqual([])
  })

  it('remembers why a message has not gone until it goes', () => {
    const failed = stateAfter(
      { type: 'queued', outgoing },
      { type: 'outgoing_changed', clientId: outgoing.clientId, status: 'failed', problem: 'non' },
    )
    expect(failed.outbox[0]).toMatchObject({ status: 'failed', problem: 'non' })
    expect(
      reduce(failed, { type: 'outgoing_changed', clientId: outgoing.clientId, status: 'queued' }).outbox[0]?.problem,
    ).toBe('non')
  })
})

describe('what is shown of a state', () => {
  it('shows the assistant thinking only while a message is on its way and no agent is there', () => {
    const sending = stateAfter({ type: 'queued', outgoing: { ...outgoing, status: 'sending' } })
    expect(isThinking(sending)).toBe(true)
    const handoff = {
      kind: 'live',
      status: 'assigned',
      agentName: 'Nadia',
      position: null,
      waiting: null,
      reference: null,
      slot: null,
    } as const
    expect(isThinking({ ...sending, handoff })).toBe(false)
    expect(isThinking(stateAfter({ type: 'queued', outgoing }))).toBe(false)
  })

  it('retires the buttons of a message once the citizen has gone on', () => {
    const state = stateAfter({
      type: 'received',
      fresh: false,
      messages: [message(1), message(2, { author: 'citizen' }), message(3)],
    })
    expect([message(1), message(3)].map((one) => isAnswered(one, state))).toEqual([true, false])
    expect(isAnswered(message(3), reduce(state, { type: 'queued', outgoing }))).toBe(true)
    expect(isAnswered(message(3), { ...state, closed: true })).toBe(true)
  })
})
