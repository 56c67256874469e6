import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import type { Request, Response } from 'express'
import { limitPerTick } from '../../../src/platform/http/create-server.js'

/** Requests that begin when they are let in; a turn of the event loop is made by `turn`. */
function doors() {
  const letIn = limitPerTick((request) => String(request.ip))
  const begun: Response[] = []
  const ask = (ip: string) => {
    const response = { closed: false } as Response
    letIn({ ip } as Request, response, () => void begun.push(response))
    return response
  }
  return { ask, begun, turn: () => jest.runOnlyPendingTimers() }
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

it('lets four requests of a caller begin in a turn, the others in their order, and anybody else at once', () => {
  const { ask, begun, turn } = doors()
  const hers = Array.from({ length: 10 }, () => ask('flood'))
  expect(begun).toEqual(hers.slice(0, 4))
  const his = ask('somebody else')
  expect(begun.at(-1)).toBe(his)
  turn()
  expect(begun.slice(5)).toEqual(hers.slice(4, 8))
  // What she asks for meanwhile comes after what waits.
  const late = ask('flood')
  expect(begun).toHaveLength(9)
  turn()
  expect(begun.slice(9)).toEqual([...hers.slice(8), late])
})

it('forgets who has nothing left, and skips who left', () => {
  const { ask, begun, turn } = doors()
  const hers = Array.from({ length: 6 }, () => ask('flood'))
  Object.assign(hers[4] as Response, { closed: true })
  turn()
  expect(begun).toEqual(hers.filter((one) => !one.closed))
  turn()
  expect(jest.getTimerCount()).toBe(0)
  expect(Array.from({ length: 5 }, () => ask('flood')).filter((one) => begun.includes(one))).toHaveLength(4)
})
