import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from '@jest/globals'
import express, { type ErrorRequestHandler } from 'express'
import { createReceiver } from '../../src/assistant/receive-message.js'
import { type AskingNeeds, asking } from '../../src/assistant/routes/asking-routes.js'
import { routerOf } from '../../src/platform/http/serve-routes.js'
import { AppError } from '../../src/platform/model/app-error.js'
import { startAssistant } from './harness.js'

/** Turns that note whose they are, and give none. */
function notedQueue() {
  const callers: string[] = []
  const queueFairly = async (caller: string): Promise<never> => {
    callers.push(caller)
    throw new AppError('noted', 409)
  }
  return { callers, queueFairly }
}

it('a question without a conversation is queued as a work of its caller', async () => {
  const { callers, queueFairly } = notedQueue()
  const needs = {
    communes: new Map([['bourg', { id: 'bourg', origins: [] }]]),
    defaultCommuneId: 'bourg',
    communeAt: () => undefined,
    liveCommunes: { suspensionOf: () => null },
    limits: { commune: async () => {}, callerKey: () => 'her address' },
    assistant: { queueFairly },
  } as unknown as AskingNeeds
  const { served = [] } = await asking.open(needs)
  const app = express().use(express.json(), routerOf(served, { guardsOf: () => [] }))
  const end: ErrorRequestHandler = (_error, _request, response, _next) => void response.status(409).end()
  const listening = app.use(end).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/ask`
  const headers = { 'content-type': 'application/json' }
  await fetch(url, { method: 'POST', headers, body: JSON.stringify({ question: 'acte de naissance' }) })
  listening.close()
  expect(callers).toEqual(['her address'])
})

it('so does a message, whichever conversation it is in; without a caller it is its conversation’s', async () => {
  const { callers, queueFairly } = notedQueue()
  const { context, startConversation } = await startAssistant()
  const receive = createReceiver({ ...context, queueFairly }, async () => ({ kind: 'relayed' }))
  const { conversation } = await startConversation()
  const message = { clientId: 'client-fair-1', text: 'acte' }
  await expect(receive(conversation, { ...message, caller: 'her address' })).rejects.toThrow('noted')
  await expect(receive(conversation, message)).rejects.toThrow('noted')
  expect(callers).toEqual(['her address', conversation.id])
})
