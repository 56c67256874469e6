import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from '../../src/platform/model/payload.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'

/** What the dialogues embedded of the same content is kept between runs. */
const dataDir = resolve('node_modules/.cache/guichet')
const TIMES = 9
const again = (words: string) => Array(TIMES).fill(words).join(' ')

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ config: { modelDir: resolve('models/guichet-fr'), dataDir } })
  const agent = await server.signIn()
  await agent.call('POST', '/agent/availability', { state: 'available' })
}, 300_000)
afterAll(() => server.stop())

/** What becomes of a message, and what the citizen is offered with it. */
async function say(text: string) {
  const citizen = await server.startConversation()
  const { message, replies } = await citizen.say(text)
  const transcript = await server.store.getTranscript(citizen.id)
  const turn = transcript?.turns.find(({ messageSeq }) => messageSeq === message.seq)
  return { citizen, outcome: turn?.outcome ?? 'none', ...offeredBy(replies.map(({ payload }) => payload)) }
}

function offeredBy(payloads: readonly Payload[]) {
  return {
    sentences: payloads.map((payload) => (payload.type === 'card' ? payload.title : payload.text)),
    buttons: payloads.flatMap((payload) =>
      payload.type === 'choice' ? payload.options.map(({ value }) => value) : [],
    ),
  }
}

describe('a text that is no question', () => {
  it.each([
    again('répondez'),
    again('stop'),
    again('déchetterie'),
    'gravas sommier nouveaux plafond quittances tube réclamé',
    'premier racine réverbère protégée chien obligations choisit toxique épuisé kit',
    again('natio souvenir roule terres'),
    'Mme Anne Martin',
    '12 rue de la Gare',
    "j'habite 72 place du Cimetière",
    'qsdfqsdf azezaeaz hjkhjk',
    again('sale con'),
  ])('%s: is not answered, and leads to a person', async (text) => {
    const { citizen, outcome, sentences, buttons } = await say(text)
    expect(outcome).toMatch(/^(?:unanswerable|clarification|escalated)/u)
    expect(sentences.join('')).not.toBe('')
    if (buttons.includes('human')) return
    expect(buttons).toContain('none')
    const refused = await citizen.say('', { choice: 'none' })
    expect(offeredBy(refused.replies.map(({ payload }) => payload)).buttons).toContain('human')
  })

  it.each(['je vais porter plainte contre vous', again('mairie de merde'), again('ça sert à rien'), 'connard'])(
    '%s: has a right to a person, and to no entry',
    async (text) => {
      const { outcome, buttons } = await say(text)
      expect(outcome).toBe('escalated_anger')
      expect(buttons).toEqual(['human', 'leave-message'].slice(0, buttons.length))
      const { body } = await server.call('POST', '/ask', { body: { question: text } })
      expect(body.outcome).not.toMatch(/^answered/u)
    },
  )

  it.each(['oui oui oui', again('oui'), '!!! ??? ...'])('%s: gets a sentence', async (text) => {
    const { outcome, sentences } = await say(text)
    expect(outcome).not.toBe('answered')
    expect(sentences.join('')).not.toBe('')
  })
})

describe('the same question, said again or louder', () => {
  it.each(['nid de frelons', "comment renouveler ma carte d'identité"])(
    '%s: is worth what it is worth once',
    async (question) => {
      const confidenceOf = async (text: string) =>
        (await server.call('POST', '/ask', { body: { question: text } })).body.confidence
      const once = await confidenceOf(question)
      for (const text of [again(question), question.toUpperCase(), `Bonjour, ${question} ??? merci d'avance 🙏`])
        expect(Math.abs((await confidenceOf(text)) - once)).toBeLessThan(0.001)
    },
  )
})
