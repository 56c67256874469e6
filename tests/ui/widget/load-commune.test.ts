import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type Api, CallError } from '../../../src/ui/widget/api.js'
import { EventStream } from '../../../src/ui/widget/event-stream.js'
import type { Memory } from '../../../src/ui/widget/memory.js'
import { Session } from '../../../src/ui/widget/session.js'
import { FRENCH, translator } from '../../../src/ui/widget/translate.js'

const memory = {
  watch: () => {},
  read: () => null,
  readOutbox: () => [],
  readChoice: () => null,
  readPapers: () => ({}),
} as unknown as Memory

let readings: number
beforeEach(() => {
  readings = 0
  jest.useFakeTimers()
  Object.assign(globalThis, { addEventListener: () => {} })
})
afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'addEventListener')
})

/** A panel that is open on a commune that cannot be read, after a minute. */
async function openFor(error: Error): Promise<Session> {
  const readCommune = () => {
    readings += 1
    return Promise.reject(error)
  }
  const session = new Session({
    loadParts: async () => ({ EventStream }),
    api: { readCommune } as unknown as Api,
    memory,
    translate: translator(FRENCH, 'fr'),
    onChange: () => {},
  })
  session.setVisible(true)
  await jest.advanceTimersByTimeAsync(60_000)
  return session
}

describe('a commune that cannot be read', () => {
  it.each([
    ['a server out of reach', new CallError(0)],
    ['one that stores nothing', new CallError(503, { detail: 'Réessayez.' })],
    ['one that is asked too much', new CallError(429, { detail: 'Patientez.' })],
    ['what stands in front of it', new CallError(404)],
  ])('is read again by itself, ever less often: %s', async (_, error) => {
    const { state } = await openFor(error)
    // At once, then 1, 3, 7, 15, 31 and 47 seconds later.
    expect(readings).toBe(7)
    expect(state.lost).toBe(true)
  })

  it.each([
    ['an unknown commune', 404],
    ['a page that may not ask', 403],
  ])('is not read again where the server has refused: %s', async (_, status) => {
    const session = await openFor(new CallError(status, { detail: 'Refusé.' }))
    expect(readings).toBe(1)
    expect(session.state).toMatchObject({ loadProblem: 'Refusé.', lost: false })
    void session.load(true)
    expect(readings).toBe(2)
  })
})
