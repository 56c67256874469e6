import { describe, expect, it, jest } from '@jest/globals'
import type { Message } from '../../../src/platform/model/conversation.js'
import { initialState, reduce } from '../../../src/ui/console/console-state.js'
import { Outbox } from '../../../src/ui/console/outbox.js'
import type { ConsoleState } from '../../../src/ui/kit/agent-console.js'
import { readPreferences } from '../../../src/ui/kit/preferences.js'
import { CallError } from '../../../src/ui/kit/staff-api.js'

/** An outbox whose server answers what `answer` says. */
function openOutbox() {
  let state: ConsoleState = initialState({
    preferences: readPreferences(),
    author: null,
    drafts: {},
    outbox: [],
    route: { view: 'conversation', handoffId: 'a' },
  })
  const tried: string[] = []
  const told: string[] = []
  const server = { answer: (): CallError | null => null }
  const outbox = new Outbox({
    outgoing: () => state.outbox,
    dispatch: (event) => {
      state = reduce(state, event)
    },
    async call({ text }) {
      tried.push(text)
      const refusal = server.answer()
      if (refusal) throw refusal
      return { seq: tried.length } as Message
    },
    onSent: () => told.push('sent'),
    onUnreached: () => told.push('unreached'),
    onRefused: (clientId) => told.push(`refused ${clientId}`),
  })
  return {
    server,
    tried,
    told,
    outbox,
    shown: () => state.outbox.map(({ text, status }) => `${text} ${status}`),
    async write(text: string, handoffId = 'a') {
      state = reduce(state, { type: 'queued', outgoing: { handoffId, clientId: text, text, status: 'sending' } })
      outbox.post(text)
      await settled()
    },
  }
}

const settled = () => new Promise(setImmediate)
const OUT_OF_REACH = [
  ['nothing', new CallError(0)],
  ['a proxy alone', new CallError(502)],
  ['a server that stops', new CallError(503, { code: 'stopping' })],
] as const

describe('an agent’s messages', () => {
  it.each(OUT_OF_REACH)('wait while %s answers, and leave in order, before what is written next', async (_, error) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    const desk = openOutbox()
    desk.server.answer = () => error
    await desk.write('one')
    await desk.write('two')
    expect(desk.shown()).toEqual(['one waiting', 'two waiting'])
    // The first is tried again when the second is written, and the second never overtakes it.
    expect(new Set(desk.tried)).toEqual(new Set(['one']))
    expect(desk.told).toEqual(['unreached'])
    desk.server.answer = () => null
    desk.tried.length = 0
    await desk.write('three')
    await settled()
    expect(desk.tried).toEqual(['one', 'two', 'three'])
    expect(desk.shown()).toEqual([])
    jest.useRealTimers()
  })

  it.each([
    new CallError(0),
    new CallError(503, { code: 'stopping' }),
    new CallError(503, { code: 'storage_unavailable' }),
  ])('are tried again by themselves (%s %#)', async (error) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    const desk = openOutbox()
    desk.server.answer = () => error
    await desk.write('one')
    desk.server.answer = () => null
    jest.runOnlyPendingTimers()
    await settled()
    expect(desk.shown()).toEqual([])
    jest.useRealTimers()
  })

  it('wait for the agent when the server refuses them, and hold up nothing', async () => {
    const desk = openOutbox()
    desk.server.answer = () => new CallError(409, { code: 'handoff_not_yours' })
    await desk.write('one')
    expect(desk.told).toEqual(['refused one'])
    desk.server.answer = () => null
    await desk.write('two')
    expect(desk.told).toEqual(['refused one', 'sent'])
  })

  it('of one conversation do not hold up those of another', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    const desk = openOutbox()
    let calls = 0
    desk.server.answer = () => {
      calls += 1
      return calls === 1 ? new CallError(0) : null
    }
    await desk.write('one')
    desk.server.answer = () => (desk.tried.at(-1) === 'one' ? new CallError(0) : null)
    await desk.write('other', 'b')
    expect(desk.shown()).toEqual(['one waiting'])
    jest.useRealTimers()
  })
})
