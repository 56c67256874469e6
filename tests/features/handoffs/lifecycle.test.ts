import { beforeEach, describe, expect, it } from '@jest/globals'
import { takeOver, transfer } from '../../../src/features/handoffs/queue/pass-on.js'
import { snooze, sweepSnoozes, takeUp } from '../../../src/features/handoffs/queue/put-aside.js'
import { reopen } from '../../../src/features/handoffs/queue/reopen.js'
import { claim, close } from '../../../src/features/handoffs/talk/act.js'
import { leave } from '../../../src/features/handoffs/talk/agent-departure.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { sweepTalks } from '../../../src/features/handoffs/talk/sweep-talks.js'
import type { Conversation, Message } from '../../../src/platform/model/conversation.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'
import { agent, startHandover } from './harness.js'

const DEPARTMENTS = { urbanisme: { nom: 'Urbanisme', categories: ['logement-urbanisme'] } }
const anne = agent('anne', 'Anne')
const bruno = { ...agent('bruno', 'Bruno'), departments: ['urbanisme'] }
const ada = agent('ada', 'Ada')
let town: ReturnType<typeof startHandover>
let conversation: Conversation
let said = 0

beforeEach(async () => {
  town = startHandover({ departments: DEPARTMENTS })
  conversation = await town.startConversation()
})

const beAvailable = (userId: string) =>
  town.store.savePresence({ userId, communeId: 'bourg', state: 'available', seenAt: town.clock.at.toISOString() })
const now = async ({ id }: Handoff) => (await town.store.getHandoff(id)) as Handoff
const talk = async (): Promise<Handoff> => {
  const request = { conversation, reason: 'citizen_wish' as const, urgent: false, subject: 'une question' }
  const handoff = await requestAgent(town.context, request)
  await claim(town.context, handoff, anne)
  return now(handoff)
}
const left = async (): Promise<Handoff> => {
  const contact = { name: 'Jeanne', phone: '01 99 00 12 34' }
  const handoff = await leaveMessage(town.context, conversation, { contact, text: 'rappelez-moi', urgent: false })
  await claim(town.context, handoff, anne)
  return now(handoff)
}
const words = () => ({ clientId: `client-${++said}`, text: 'Bonjour' })
const messages = () => town.store.listMessages('c1', 0)
const textOf = ({ payload }: Message) => (payload.type === 'card' ? '' : payload.text)
const last = async () => {
  const message = (await messages()).at(-1) as Message
  return { ...message.payload, text: textOf(message).replace(/\s/g, ' ') }
}
const inMinutes = (minutes: number) => new Date(town.clock.at.getTime() + minutes * 60_000).toISOString()

describe('a transfer', () => {
  it('gives the talk to an available colleague at once, with its watch, and tells the citizen', async () => {
    const held = await talk()
    await beAvailable('bruno')
    town.advance(1)
    const passed = await transfer(town.context, held, anne, { to: { colleague: bruno }, note: 'connaît le dossier' })
    expect(passed).toMatchObject({ status: 'assigned', agentId: 'bruno', passedBy: 'Anne', watch: { askedAt: null } })
    expect(await last()).toMatchObject({
      event: 'agent_changed',
      text: 'Anne a passé la conversation à Bruno, qui a tout sous les yeux : vous n’avez rien à répéter.',
    })
    expect((await town.store.listHandoffSteps(held.id)).at(-1)).toMatchObject({
      to: 'Bruno',
      note: 'connaît le dossier',
    })
    await expect(sayAsAgent(town.context, passed, anne, words())).rejects.toMatchObject({ code: 'handoff_not_yours' })
    await sayAsAgent(town.context, passed, bruno, words())
  })

  it('sends the citizen of a colleague who is away to the colleague’s department, first in the queue, with a way out', async () => {
    const held = await talk()
    const passed = await transfer(town.context, held, anne, { to: { colleague: bruno } })
    expect(passed).toMatchObject({ status: 'pending', department: 'urbanisme', returnedAt: expect.any(String) })
    expect(await last()).toMatchObject({
      type: 'choice',
      event: 'handoff_requested',
      text: expect.stringContaining('passe au service Urbanisme'),
      options: [{ value: 'leave-message' }],
    })
  })

  it('sends her to whoever takes her when the colleague has no department', async () => {
    const passed = await transfer(town.context, await talk(), anne, { to: { colleague: ada } })
    expect(passed).not.toHaveProperty('department')
    expect((await last()).text).toContain('Anne passe votre demande à ses collègues')
  })

  it('knows the departments of the commune only', async () => {
    const wish = { to: { departmentId: 'piscine' } }
    await expect(transfer(town.context, await talk(), anne, wish)).rejects.toMatchObject({ code: 'unknown_department' })
  })

  it('says of a message left only who follows it', async () => {
    const held = await left()
    await beAvailable('bruno')
    await transfer(town.context, held, anne, { to: { colleague: bruno } })
    expect(await last()).toMatchObject({ text: 'Votre demande est maintenant suivie par Bruno.' })
    await transfer(town.context, await now(held), bruno, { to: { departmentId: 'urbanisme' } })
    expect(await last()).toMatchObject({ text: 'Votre demande est transmise au service Urbanisme.' })
  })
})

describe('a supervisor', () => {
  it('takes over: the citizen is told, and the step says who, when and from whom', async () => {
    const held = await talk()
    const taken = await takeOver(town.context, held, ada)
    expect(taken).toMatchObject({ agentId: 'ada', takenFrom: 'anne' })
    expect(await last()).toMatchObject({ text: 'Anne laisse la main à Ada. Vous n’avez rien à répéter.' })
    expect((await town.store.listHandoffSteps(held.id)).at(-1)).toEqual({
      handoffId: held.id,
      at: town.clock.at.toISOString(),
      type: 'take_over',
      by: 'Ada',
      from: 'Anne',
    })
    await expect(takeOver(town.context, taken, ada)).rejects.toMatchObject({ code: 'handoff_taken' })
  })

  it('has nothing to take over from a queue', async () => {
    const held = await talk()
    await leave(town.context, anne)
    await expect(takeOver(town.context, held, ada)).rejects.toMatchObject({ code: 'handoff_not_held' })
  })
})

describe('what is put aside', () => {
  it('tells the citizen when the agent comes back, today or another day', async () => {
    const held = await talk()
    await snooze(town.context, held, anne, { until: inMinutes(45) })
    expect(await last()).toMatchObject({
      event: 'agent_back_later',
      text: 'Anne revient vers vous à 10 h 45. Si vous écrivez avant, votre message lui parvient aussitôt.',
    })
    await snooze(town.context, held, anne, { until: '2026-11-26T08:00:00.000Z' })
    expect((await last()).text).toMatch(/^Anne revient vers vous jeudi 26 novembre à 9 h\./)
  })

  it('comes back to its agent at its time, without a word, and is watched again', async () => {
    const held = await talk()
    await snooze(town.context, held, anne, { until: inMinutes(30) })
    const told = (await messages()).length
    town.advance(29)
    await beAvailable('anne')
    await sweepSnoozes(town.context)
    await sweepTalks(town.context)
    expect((await now(held)).snoozedUntil).toBeDefined()
    town.advance(1)
    await sweepSnoozes(town.context)
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'anne', watch: { askedAt: null } })
    expect(await now(held)).not.toHaveProperty('snoozedUntil')
    expect(await messages()).toHaveLength(told)
  })

  it('comes back to its place in the queue when its agent is away, and the citizen is told', async () => {
    const held = await talk()
    await snooze(town.context, held, anne, { until: inMinutes(30) })
    await leave(town.context, anne)
    expect((await now(held)).status).toBe('assigned')
    town.advance(31)
    await sweepSnoozes(town.context)
    expect(await now(held)).toMatchObject({ status: 'pending', returnedAt: town.clock.at.toISOString() })
    expect(await last()).toMatchObject({ event: 'handoff_requested', text: expect.stringContaining('Anne') })
    expect((await town.store.listHandoffSteps(held.id)).at(-1)).toMatchObject({ type: 'wake', by: null })
  })

  it('comes back at once when the citizen writes', async () => {
    const held = await talk()
    await snooze(town.context, held, anne, { until: inMinutes(300) })
    await beAvailable('anne')
    await sayAsCitizen(town.context, conversation, words())
    expect(await now(held)).toMatchObject({ status: 'assigned', agentId: 'anne', watch: expect.anything() })
    await snooze(town.context, held, anne, { until: inMinutes(300) })
    town.advance(2)
    await sayAsCitizen(town.context, conversation, words())
    expect(await now(held)).toMatchObject({ status: 'pending' })
  })

  it('is taken up by its agent, who writes or says so; by nobody else', async () => {
    const held = await talk()
    const aside = await snooze(town.context, held, anne, { until: inMinutes(30) })
    await expect(takeUp(town.context, aside, bruno)).rejects.toMatchObject({ code: 'handoff_not_yours' })
    await sayAsAgent(town.context, aside, anne, words())
    expect(await now(held)).not.toHaveProperty('snoozedUntil')
    expect(await takeUp(town.context, aside, anne)).toMatchObject({ agentId: 'anne', watch: expect.anything() })
  })

  it('tells who left a message nothing of the pause, but that nobody follows it any more', async () => {
    const held = await left()
    const told = (await messages()).length
    await snooze(town.context, held, anne, { until: inMinutes(30) })
    town.advance(31)
    await sweepSnoozes(town.context)
    expect(await now(held)).toMatchObject({ status: 'pending', deadlineAt: null })
    const said = (await messages()).slice(told)
    expect(said.map(({ payload }) => payload)).toMatchObject([{ event: 'handoff_requested' }])
  })

  it('tells a citizen that her agent is with her again before the hour, unless her words do', async () => {
    const held = await talk()
    const aside = await snooze(town.context, held, anne, { until: inMinutes(30) })
    await takeUp(town.context, aside, anne)
    expect(await last()).toMatchObject({ event: 'agent_joined', text: 'Anne est de nouveau avec vous.' })
    const again = await snooze(town.context, await now(held), anne, { until: inMinutes(30) })
    const told = (await messages()).length
    await sayAsAgent(town.context, again, anne, words())
    expect((await messages()).slice(told)).toMatchObject([{ author: 'agent' }])
  })

  it('comes back after a restart in the middle of it', async () => {
    const folder = await makeTemporaryFolder()
    try {
      const first = await openLowdbStore({ dataDir: folder })
      const context = { ...town.context, store: first }
      await first.createConversation(conversation, [])
      const request = { conversation, reason: 'citizen_wish' as const, urgent: false, subject: 'une question' }
      const handoff = await requestAgent(context, request)
      await claim(context, handoff, anne)
      await snooze(context, handoff, anne, { until: inMinutes(30), note: 'appelle l’état civil' })
      await first.close()
      town.advance(40)
      const second = await openLowdbStore({ dataDir: folder })
      await sweepSnoozes({ ...context, store: second })
      expect(await second.getHandoff(handoff.id)).toMatchObject({ status: 'pending', agentId: null })
      const steps = await second.listHandoffSteps(handoff.id)
      expect(steps.map(({ type }) => type)).toEqual(['claim', 'snooze', 'wake'])
      expect(steps[1]?.note).toBe('appelle l’état civil')
      await sweepSnoozes({ ...context, store: second })
      expect(await second.listHandoffSteps(handoff.id)).toHaveLength(3)
      await second.close()
    } finally {
      await removeFolder(folder)
    }
  })
})

describe('what has ended', () => {
  it('is opened again as the same request by whoever does it, and the citizen is told', async () => {
    const held = await talk()
    await close(town.context, held, anne, { resolution: 'answered', note: 'reviendra' })
    town.advance(60)
    expect(await reopen(town.context, held, bruno)).toMatchObject({
      id: held.id,
      reference: held.reference,
      status: 'assigned',
      agentId: 'bruno',
    })
    expect(await last()).toMatchObject({
      event: 'agent_joined',
      text: 'Bruno rouvre la conversation. Vous parlez de nouveau avec une personne de la mairie.',
    })
    expect((await town.store.listHandoffSteps(held.id)).map(({ note }) => note)).toEqual([
      undefined,
      'reviendra',
      undefined,
    ])
  })

  it('stays ended after the hours of its commune', async () => {
    const held = await talk()
    await close(town.context, held, anne, { resolution: 'answered' })
    town.advance(73 * 60)
    await expect(reopen(town.context, held, anne)).rejects.toMatchObject({ code: 'reopen_too_late' })
  })

  it('stays ended when the citizen gave it up, or has left', async () => {
    const held = await talk()
    await close(town.context, held, anne, { resolution: 'answered' })
    await town.store.closeConversation('c1', town.clock.at.toISOString(), {
      author: 'system',
      at: town.clock.at.toISOString(),
      language: 'fr',
      payload: { type: 'text', text: 'fin' },
    })
    await expect(reopen(town.context, held, anne)).rejects.toMatchObject({ code: 'citizen_left' })
  })

  it('is told of a message left in its own words', async () => {
    const held = await left()
    await close(town.context, held, anne, { resolution: 'done' })
    await reopen(town.context, held, bruno)
    expect((await last()).text).toBe('Bruno rouvre votre demande : la mairie s’en occupe de nouveau.')
  })
})

it.each(LANGUAGES)('everything is told in %s, in words of its own', async (language) => {
  await town.store.setLanguage('c1', language)
  conversation = { ...conversation, language }
  const held = await talk()
  await beAvailable('anne')
  await beAvailable('bruno')
  const told: string[] = []
  const tell = async () => void told.push((await last()).text)
  await transfer(town.context, held, anne, { to: { colleague: bruno } }).then(tell)
  await takeOver(town.context, held, ada).then(tell)
  await snooze(town.context, held, ada, { until: inMinutes(20) }).then(tell)
  await snooze(town.context, held, ada, { until: inMinutes(2000) }).then(tell)
  await transfer(town.context, held, ada, { to: { departmentId: 'urbanisme' } }).then(tell)
  await claim(town.context, held, anne)
  await close(town.context, held, anne, { resolution: 'answered' })
  await reopen(town.context, held, anne).then(tell)
  const french = told.filter((text) => /demande|rouvre|répéter|revient/.test(text))
  expect(french).toHaveLength(language === 'fr' ? 6 : 0)
  expect(told.join(' ')).not.toMatch(/[{}]/)
  expect(new Set(told).size).toBe(6)
})
