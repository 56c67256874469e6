import { describe, expect, it } from '@jest/globals'
import { tellWaits } from '../../src/features/handoffs/queue/tell-waits.js'
import { EVENING, type HarnessOptions, OPEN, startAssistant } from './harness.js'

/** A quarter of an hour before the reception opens. */
const BEFORE_OPENING = '2026-11-24T07:15:00.000Z'
const LONG_AGO = new Date('2026-11-24T00:00:00.000Z')
const WISH = 'je voudrais parler à quelqu’un de la mairie'

const begin = async (options: HarnessOptions) => {
  const assistant = await startAssistant({ agent: false, ...options })
  return { assistant, talk: await assistant.startConversation() }
}

describe('a wish for a person before anything was asked, when nobody is there', () => {
  it('has the choice to wait, to leave a message, to be phoned, or to write to the town', async () => {
    const { talk } = await begin({ commune: { callbacks: { perHalfDay: 4 } } })
    const { choices, text } = await talk.say(WISH)
    expect(choices).toEqual(['wait', 'leave-message', 'callback'])
    expect(text).toContain('accueil@bourg.example')
    expect(await talk.handoff()).toBeUndefined()
  })

  it('is not invited to wait for a reception that opens in hours, nor to be phoned where the commune does not phone', async () => {
    const { talk } = await begin({ at: EVENING })
    expect((await talk.say(WISH)).choices).toEqual(['leave-message'])
    expect((await talk.say('Attendre ici', 'wait')).choices).toEqual(['leave-message'])
    expect(await talk.handoff()).toBeUndefined()
  })

  it('waits from the opening on, and is not told a second time that nobody is there, but that somebody came', async () => {
    const { assistant, talk } = await begin({ at: BEFORE_OPENING })
    expect((await talk.say(WISH)).choices).toEqual(['wait', 'leave-message'])
    const { turn } = await talk.say('Attendre ici', 'wait')
    expect(turn?.outcome).toBe('escalated_wish')
    expect(await talk.handoff()).toMatchObject({
      kind: 'live',
      status: 'pending',
      subject: WISH,
      deadlineAt: '2026-11-24T07:40:00.000Z',
    })
    const told = async () => (await talk.transcript()).messages.filter(({ author }) => author === 'system').length
    expect(await told()).toBe(1)
    await tellWaits(assistant.handoffContext, LONG_AGO)
    expect(await told()).toBe(1)
    assistant.clock.at = new Date('2026-11-24T07:31:00.000Z')
    await assistant.setAgent('available')
    await tellWaits(assistant.handoffContext, LONG_AGO)
    const { messages } = await talk.transcript()
    expect(messages.at(-1)).toMatchObject({ author: 'system', payload: { event: 'somebody_back' } })
  })

  it('calls an agent who came meanwhile, whichever button is pressed', async () => {
    const { assistant, talk } = await begin({ at: OPEN })
    await talk.say(WISH)
    await assistant.setAgent('available')
    await talk.say('Attendre ici', 'wait')
    expect(await talk.handoff()).toMatchObject({ deadlineAt: '2026-11-24T09:10:00.000Z' })
    expect(await talk.handoff()).not.toHaveProperty('alone')
  })
})
