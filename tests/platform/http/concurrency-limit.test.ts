import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import express, { type Request, type Response } from 'express'
import { limitConcurrency } from '../../../src/platform/http/static-routes.js'

/** Answers that end when they are told to. */
function doors() {
  const letIn = limitConcurrency((request) => String(request.ip))
  const begun: Response[] = []
  const ask = (ip: string) => {
    const response = Object.assign(new EventEmitter(), { closed: false }) as unknown as Response
    letIn({ ip } as Request, response, () => void begun.push(response))
    return response
  }
  const close = (response: Response | undefined) => {
    Object.assign(response ?? {}, { closed: true })
    response?.emit('close')
  }
  return { ask, close, begun }
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

it('answers six requests of a caller at once, the others in their order, and anybody else meanwhile', () => {
  const { ask, close, begun } = doors()
  const hers = Array.from({ length: 64 }, () => ask('flood'))
  expect(begun).toEqual(hers.slice(0, 6))
  const his = ask('somebody else')
  expect(begun.at(-1)).toBe(his)
  close(hers[3])
  expect(begun.slice(7)).toEqual([hers[6]])
  // Those that leave while they wait are skipped, and the door is as at first.
  for (const response of hers.toReversed()) close(response)
  expect(begun).toHaveLength(8)
  expect(Array.from({ length: 7 }, () => ask('flood')).filter((one) => begun.includes(one))).toHaveLength(6)
})

it('does not wait for readers whose line is slow', () => {
  const { ask, close, begun } = doors()
  const slow = Array.from({ length: 10 }, () => ask('town hall'))
  expect(begun).toHaveLength(6)
  jest.advanceTimersByTime(100)
  expect(begun).toEqual(slow)
  // What ends later counts for nothing: six, not more, may follow.
  for (const response of slow) close(response)
  for (let i = 0; i < 20; i += 1) ask('town hall')
  expect(begun).toHaveLength(16)
})

it('answers all of a thousand, over real connections, and those left by some who went away', async () => {
  jest.useRealTimers()
  const app = express().use(
    limitConcurrency(() => 'one address'),
    async (_request, response) => {
      await pause(1)
      response.end('a file')
    },
  )
  const listening = app.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(port, '127.0.0.1', () =>
      socket.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n', () => socket.destroy()),
    )
    socket.on('error', () => {})
  }
  const texts = await Promise.all(
    Array.from({ length: 1_000 }, async () => (await fetch(`http://127.0.0.1:${port}/`)).text()),
  )
  listening.closeAllConnections()
  listening.close()
  expect(new Set(texts)).toEqual(new Set(['a file']))
})
