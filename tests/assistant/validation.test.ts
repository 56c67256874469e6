import { beforeEach, describe, expect, it } from '@jest/globals'
import {
  type AgentDecision,
  decideValidation,
  sweepValidations,
} from '../../src/assistant/validation/decide-validation.js'
import type { Validation } from '../../src/platform/model/validation.js'
import { identityCard } from '../platform/model/sample-guide.js'
import { AGENT, type HarnessOptions, startAssistant, type Talk } from './harness.js'

let assistant: Awaited<ReturnType<typeof startAssistant>>
let talk: Talk

async function begin(options: HarnessOptions = {}) {
  assistant = await startAssistant({ commune: { validation: { below: 0.95, seconds: 60 } }, ...options })
  assistant.index.finds({ naissance: 0.9, mariage: 0.08, deces: 0.01 })
  talk = await assistant.startConversation()
}
beforeEach(() => begin())

/** Asks something unsure, and reads what waits. */
async function hold(text = 'acte de naissance'): Promise<Validation> {
  const said = await talk.say(text)
  expect(said.turn?.outcome).toBe('held_validation')
  const waiting = await assistant.store.listValidations('bourg')
  const own = waiting.find(({ messageSeq }) => messageSeq === said.message.seq)
  if (!own) throw new Error('nothing waits')
  return own
}
const decide = (validation: Validation, decision: AgentDecision) =>
  decideValidation(assistant.context, validation, AGENT, decision)
const last = async () => {
  const { messages, turns, conversation } = await talk.transcript()
  return { messages, turn: turns.at(-1), memory: conversation.memory }
}
const pass = (seconds: number) => {
  assistant.clock.at = new Date(assistant.clock.at.getTime() + seconds * 1000)
}
const counted = async () => {
  await assistant.counters.flush()
  return (await assistant.store.readCounters('bourg', '2026-11-24', '2026-11-24'))['2026-11-24']
}

describe('an uncertain answer', () => {
  it('is not shown: she is told that a person checks it, and one is a press away', async () => {
    const { text, choices, payloads, turn } = await talk.say('acte de naissance')
    expect(payloads.map(({ type }) => type)).toEqual(['choice'])
    expect(text).toMatch(/Un agent relit la réponse/)
    expect(choices).toEqual(['human'])
    expect(turn).toMatchObject({ outcome: 'held_validation', entryId: null, confidence: 0.9 })
    expect(await assistant.store.listValidations('bourg')).toMatchObject([
      { question: 'acte de naissance', entryId: 'naissance', deadlineAt: '2026-11-24T09:01:00.000Z' },
    ])
    // Not counted as an outcome before it is decided.
    const names = Object.keys((await counted()) ?? {})
    expect(names).toEqual(expect.arrayContaining(['questions', 'validation.asked']))
    expect(names.filter((name) => name.startsWith('outcome.'))).toEqual([])
  })

  it('says so in her language', async () => {
    await begin({ language: 'pt' })
    expect((await talk.say('acte de naissance')).text).toMatch(/está a verificar a resposta/)
  })

  it('is given at once when nobody is there, when it is sure, and where no rule asks for a check', async () => {
    await begin({ agent: false })
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
    await begin()
    assistant.index.finds({ naissance: 0.97 })
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
    assistant = await startAssistant()
    assistant.index.finds({ naissance: 0.9 })
    talk = await assistant.startConversation()
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
  })

  it('never holds danger, a wish, small talk, a chosen entry or a question back', async () => {
    for (const text of ['il y a le feu chez moi', 'bonjour']) {
      await begin()
      expect((await talk.say(text)).turn?.outcome).not.toBe('held_validation')
    }
    await begin()
    expect((await talk.say('Titre de mariage', 'entry:mariage')).turn?.outcome).toBe('answered_choice')
    assistant.index.finds({ naissance: 0.5, mariage: 0.4 })
    expect((await talk.say('un acte')).turn?.outcome).toBe('clarification')
  })
})

describe('what an agent judged', () => {
  it.each([
    [{ decision: 'confirm' }, true],
    [{ decision: 'choose', entryId: 'mariage' }, false],
    [{ decision: 'write', text: 'Passez nous voir.' }, false],
    [{ decision: 'refuse' }, false],
  ] as const)('%j is kept with the confidence as it was calibrated', async (decision, isRight) => {
    assistant.index.calibrated = { confidence: 0.93, by: 'c1' }
    await decide(await hold(), decision)
    expect(await assistant.store.listCheckedAnswers('bourg')).toMatchObject([
      { communeId: 'bourg', entryId: 'naissance', confidence: 0.93, by: 'c1', isRight },
    ])
  })

  it('is nothing where nobody looked, or no calibration settled the confidence', async () => {
    assistant.index.calibrated = { confidence: 0.93, by: 'c1' }
    await hold()
    pass(61)
    await sweepValidations(assistant.context)
    assistant.index.calibrated = undefined
    await decide(await hold('un acte de naissance'), { decision: 'confirm' })
    expect(await assistant.store.listCheckedAnswers('bourg')).toEqual([])
  })
})

describe('yes', () => {
  it('shows the answer, marked, and the turn keeps who said it', async () => {
    const validation = await hold()
    pass(12)
    await decide(validation, { decision: 'confirm' })
    const { messages, turn } = await last()
    expect(messages.slice(-2)).toMatchObject([
      {
        author: 'system',
        payload: { event: 'answer_verified', text: expect.stringMatching(/vérifiée par un agent.*Anne/) },
      },
      {
        author: 'assistant',
        at: '2026-11-24T09:00:12.000Z',
        payload: { type: 'card', answer: { entryId: 'naissance' } },
      },
    ])
    expect(turn).toMatchObject({
      outcome: 'answered_validated',
      entryId: 'naissance',
      validation: { result: 'confirmed', agentName: 'Anne', proposedEntryId: 'naissance', waitedMs: 12_000 },
    })
    expect(await assistant.store.listValidations()).toEqual([])
    expect(await counted()).toMatchObject({ 'validation.confirmed': 1, 'outcome.answered_validated': 1 })
  })

  it('is decided once: the second is told so', async () => {
    const validation = await hold()
    const results = await Promise.allSettled([
      decide(validation, { decision: 'confirm' }),
      decide(validation, { decision: 'refuse' }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(decide(validation, { decision: 'confirm' })).rejects.toMatchObject({ code: 'validation_decided' })
    expect(await sweepValidations(assistant.context)).toBe(0)
  })

  it('keeps the button of the guide of an entry that has one', async () => {
    await begin({ guides: { naissance: identityCard() } })
    await decide(await hold('une carte'), { decision: 'confirm' })
    const { messages, turn } = await last()
    expect(turn).toMatchObject({ outcome: 'answered_validated', validation: { result: 'confirmed' } })
    expect(messages.at(-1)?.payload).toMatchObject({
      actions: expect.arrayContaining([expect.objectContaining({ value: 'guide:start:naissance' })]),
    })
  })

  it('does not disturb what she has asked since', async () => {
    const first = await hold()
    assistant.index.finds({ mariage: 0.99 })
    await talk.say('me marier')
    await decide(first, { decision: 'refuse' })
    const { memory } = await last()
    expect(memory).toMatchObject({ lastQuestion: 'me marier', refusedEntryIds: [], askedBack: false })
    expect((await talk.transcript()).turns.map(({ outcome }) => outcome)).toEqual(['unanswerable_by_agent', 'answered'])
  })
})

describe('another answer', () => {
  it('is shown as chosen by the agent', async () => {
    await decide(await hold(), { decision: 'choose', entryId: 'mariage' })
    const { messages, turn } = await last()
    expect(messages.at(-2)?.payload).toMatchObject({ event: 'answer_chosen' })
    expect(messages.at(-1)?.payload).toMatchObject({ type: 'card', answer: { entryId: 'mariage' } })
    expect(turn).toMatchObject({ outcome: 'answered_by_agent', entryId: 'mariage', validation: { result: 'edited' } })
    expect(turn?.candidates.filter(({ kept }) => kept).map(({ entryId }) => entryId)).toEqual(['mariage'])
  })

  it('that is the proposed one is a yes; one that is not published is refused and leaves it waiting', async () => {
    const validation = await hold()
    await expect(decide(validation, { decision: 'choose', entryId: 'inconnue' })).rejects.toMatchObject({
      code: 'entry_unpublished',
    })
    await decide(validation, { decision: 'choose', entryId: 'naissance' })
    expect((await last()).turn?.validation?.result).toBe('confirmed')
  })

  it('in words is the agent’s own, and the assistant says that it goes on', async () => {
    await decide(await hold(), { decision: 'write', text: 'Venez jeudi.' })
    const { messages, turn } = await last()
    expect(messages.slice(-2)).toMatchObject([
      { author: 'agent', authorName: 'Anne', payload: { text: 'Venez jeudi.' } },
      { author: 'system', payload: { text: expect.stringMatching(/assistant automatique reprend/) } },
    ])
    expect(turn).toMatchObject({ outcome: 'answered_by_agent', entryId: null })
  })
})

describe('no', () => {
  it('says so, proposes what else came near, and a person', async () => {
    await decide(await hold(), { decision: 'refuse' })
    const { messages, turn, memory } = await last()
    const options = messages.flatMap(({ payload }) =>
      payload.type === 'choice' ? payload.options.map(({ value }) => value) : [],
    )
    expect(options).toEqual(['human', 'entry:mariage', 'none', 'human'])
    expect(turn).toMatchObject({ outcome: 'unanswerable_by_agent', validation: { result: 'refused' } })
    expect(memory).toMatchObject({ refusedEntryIds: ['naissance', 'mariage'], askedBack: true })
  })
})

describe('nobody in time', () => {
  it('keeps no other waiting when one cannot be read', async () => {
    const first = await hold()
    const { getTranscript, listValidations } = assistant.store
    const second = { ...first, id: 'spoilt', conversationId: 'spoilt' }
    pass(60)
    const store = {
      ...assistant.store,
      listValidations: async (communeId?: string) => [second, ...(await listValidations(communeId))],
      async getTranscript(id: string) {
        if (id === 'spoilt') throw new Error('spoilt')
        return getTranscript(id)
      },
    }
    await expect(sweepValidations({ ...assistant.context, store })).rejects.toThrow('spoilt')
    expect(await assistant.store.listValidations('bourg')).toEqual([])
  })

  it('is what the assistant would have said, and that nobody checked it', async () => {
    await hold()
    pass(59)
    expect(await sweepValidations(assistant.context)).toBe(0)
    pass(1)
    expect(await sweepValidations(assistant.context)).toBe(1)
    expect(await sweepValidations(assistant.context)).toBe(0)
    const { messages, turn } = await last()
    expect(messages.slice(-2)).toMatchObject([
      { author: 'system', payload: { event: 'answer_unverified' } },
      { author: 'assistant', payload: { type: 'card' } },
    ])
    expect(turn).toMatchObject({ outcome: 'answered', validation: { result: 'expired', agentId: null } })
    expect(await counted()).toMatchObject({ 'outcome.answered': 1, 'validation.expired': 1 })
  })

  it('is silent for a citizen who waits for an agent by now, or who has left', async () => {
    await hold()
    await talk.say('Parler à un agent', 'human')
    const before = (await last()).messages.length
    expect(await sweepValidations(assistant.context)).toBe(1)
    expect((await last()).messages).toHaveLength(before)
    expect((await talk.transcript()).turns[0]).toMatchObject({
      outcome: 'escalated_wish',
      validation: { result: 'withdrawn' },
    })

    await begin()
    await hold()
    const at = assistant.clock.at.toISOString()
    const notice = {
      author: 'system' as const,
      at,
      language: 'fr' as const,
      payload: { type: 'text' as const, text: 'fin' },
    }
    await assistant.store.closeConversation(talk.conversation.id, at, notice)
    pass(60)
    await sweepValidations(assistant.context)
    expect((await last()).messages.at(-1)?.payload).toMatchObject({ text: 'fin' })
    expect(await assistant.store.listValidations()).toEqual([])
  })
})
