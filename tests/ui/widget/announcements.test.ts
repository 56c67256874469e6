import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import type { Api } from '../../../src/ui/widget/api.js'
import { EventStream } from '../../../src/ui/widget/event-stream.js'
import type { Memory } from '../../../src/ui/widget/memory.js'
import { Session } from '../../../src/ui/widget/session.js'
import { FRENCH, translator } from '../../../src/ui/widget/translate.js'

const memory = { watch: () => {}, read: () => null } as unknown as Memory

beforeEach(() => {
  jest.useFakeTimers()
  Object.assign(globalThis, { addEventListener: () => {} })
})
afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'addEventListener')
})

it('announces together what comes together, and leaves it the time to be heard', async () => {
  const heard: string[] = []
  const session = new Session({
    loadParts: async () => ({ EventStream }),
    api: {} as Api,
    memory,
    translate: translator(FRENCH, 'fr'),
    onChange: () => {
      const { text } = session.state.announcement
      if (text && text !== heard.at(-1)) heard.push(text)
    },
  })
  session.announce('un')
  await jest.advanceTimersByTimeAsync(50)
  session.announce('deux')
  await jest.advanceTimersByTimeAsync(200)
  expect(heard).toEqual(['un\ndeux'])
  session.announce('trois')
  session.announce('quatre')
  await jest.advanceTimersByTimeAsync(500)
  expect(heard).toEqual(['un\ndeux'])
  await jest.advanceTimersByTimeAsync(1_000)
  expect(heard).toEqual(['un\ndeux', 'trois\nquatre'])
})
