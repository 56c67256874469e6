import { beforeEach, describe, expect, it } from '@jest/globals'
import { claim, close } from '../../../src/features/handoffs/talk/act.js'
import { leaveMessage } from '../../../src/features/handoffs/talk/request.js'
import { sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { applyRetention } from '../../../src/features/retention/apply-retention.js'
import { listDue } from '../../../src/features/retention/due.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Outcome } from '../../../src/platform/model/outcome.js'
import { turn } from '../../contract/sample-inputs.js'
import { agent, OPEN, startHandover } from '../handoffs/harness.js'

const DAY = 24 * 60
const privacy = {
  controller: 'Commune de Bourg',
  dpoEmail: 'dpo@bourg.example',
  retentionDays: 30,
  retention: { contacts: 10, unanswered: 60, counters: 90, audit: 20 },
}

let town: ReturnType<typeof startHandover>
let conversation: Conversation
beforeEach(async () => {
  town = startHandover({ privacy })
  conversation = await town.startConversation()
})

/** What is due now, by kind. */
const dueNow = async () =>
  Object.fromEntries(
    (await listDue(town.context, town.context.now())).map(({ kind, count, since }) => [kind, { count, since }]),
  )

async function ask(clientId: string, outcome: Outcome): Promise<void> {
  const { message, turn: decided, ...rest } = turn(conversation.id, clientId)
  const at = town.context.now().toISOString()
  await town.store.appendTurn({ ...rest, message: { ...message, at }, turn: { ...decided, at, outcome } })
}

describe('what is due', () => {
  it('is a conversation after its days, and looking erases nothing', async () => {
    expect(await dueNow()).toEqual({})
    town.advance(30 * DAY + 1)
    expect(await dueNow()).toEqual({ conversations: { count: 1, since: OPEN } })
    expect(await town.store.getConversation(conversation.id)).toBeDefined()
  })

  it('is no conversation to which somebody comes back while the others are erased', async () => {
    const other = await town.startConversation('c2')
    town.advance(30 * DAY + 1)
    const [first, second] = await listDue(town.context, town.context.now())
    expect(await first?.erase()).toBe(1)
    const kept = (await town.store.getConversation(conversation.id)) ? conversation : other
    await sayAsCitizen(town.context, kept, { clientId: 'back', text: 'Je reviens' })
    expect(await second?.erase()).toBe(0)
    expect(await town.store.listErasures()).toHaveLength(1)
    expect(await town.store.listMessages(kept.id, 0)).not.toEqual([])
  })

  it('can be asked of an instant to come', async () => {
    const inAMonth = new Date(Date.parse(OPEN) + (31 * DAY + 1) * 60_000)
    expect(await listDue(town.context, inAMonth)).toMatchObject([{ kind: 'conversations', communeId: 'bourg' }])
  })

  it('is contact details, days after the request was dealt with, never before', async () => {
    const contact = { name: 'Jeanne', phone: '06 39 98 12 34' }
    const left = await leaveMessage(town.context, conversation, { contact, text: 'rappelez-moi', urgent: false })
    town.advance(40 * DAY)
    expect(await dueNow()).toEqual({})
    const anne = agent('anne', 'Anne')
    await claim(town.context, left, anne)
    await close(town.context, (await town.store.getHandoff(left.id)) ?? left, anne, { resolution: 'reached' })
    town.advance(10 * DAY + 1)
    expect(await dueNow()).toMatchObject({ contacts: { count: 1 } })
    expect(await applyRetention(town.context)).toEqual({ contacts: 1 })
    expect(await town.store.getHandoff(left.id)).toMatchObject({ contact: null })
    expect(JSON.stringify(await town.store.getTranscript(conversation.id))).not.toMatch(/Jeanne|39 98/)
  })

  it('is counters and former edits, at their own age', async () => {
    await town.store.count('bourg', '2026-11-24', { questions: 1 })
    for (const minutes of [1, 2]) {
      town.advance(minutes)
      const at = town.context.now().toISOString()
      await town.store.saveAlert({ communeId: 'bourg', at, userId: 'ada', userName: 'Ada', alert: null })
    }
    town.advance(21 * DAY)
    // Withdrawn: neither says what is announced.
    expect(await applyRetention(town.context)).toEqual({ audit: 2 })
    town.advance(68 * DAY)
    expect(await applyRetention(town.context)).toEqual({ conversations: 1 })
    town.advance(2 * DAY)
    expect(await dueNow()).toEqual({ counters: { count: 1, since: '2026-11-24' } })
    expect(await applyRetention(town.context)).toEqual({ counters: 1 })
  })

  it('is remarks, looks at masked data and practice, each at its own age', async () => {
    town = startHandover({ privacy: { ...privacy, retention: { remarks: 15, audit: 20, practice: 25 } } })
    const ago = (days: number) => new Date(Date.parse(OPEN) - days * DAY * 60_000).toISOString()
    const kept: Record<string, object[]> = {
      // That of a conversation goes with it.
      listRemarks: [
        { at: ago(16), conversationId: null },
        { at: ago(14), conversationId: null },
        { at: ago(29), conversationId: 'c1' },
      ],
      listReveals: [{ at: ago(21) }, { at: ago(19) }],
      listPractice: [{ lastAt: ago(26) }, { lastAt: ago(24) }],
    }
    const store = new Proxy(town.store, {
      get: (target, verb: keyof typeof town.store) => (kept[verb] ? async () => kept[verb] : target[verb]),
    })
    const due = await listDue({ ...town.context, store }, town.context.now())
    expect(due.map(({ kind, count, since }) => [kind, count, since])).toEqual([
      ['remarks', 1, ago(16)],
      ['audit', 1, ago(21)],
      ['practice', 1, ago(26)],
    ])
  })

  it('is kept the longest where the server knows the commune no more', async () => {
    const bourg = town.context.communes.get('bourg')
    if (!bourg) throw new Error('the commune of these tests is there')
    const others = [40, 60].map((retentionDays) => ({
      ...bourg,
      id: `n${retentionDays}`,
      privacy: { ...privacy, retentionDays },
    }))
    const context = { ...town.context, communes: new Map(others.map((one) => [one.id, one])) }
    const inDays = (days: number) => new Date(Date.parse(OPEN) + (days * DAY + 1) * 60_000)
    expect(await listDue(context, inDays(59))).toEqual([])
    expect(await listDue(context, inDays(60))).toMatchObject([{ kind: 'conversations', communeId: 'bourg' }])
  })
})

describe('a question without an answer', () => {
  it('outlives its conversation, masked and apart, until its own time', async () => {
    await ask('one', 'unanswerable_low_confidence')
    await ask('two', 'answered')
    await ask('three', 'escalated_distress')
    town.advance(30 * DAY + 1)
    expect(await applyRetention(town.context)).toEqual({ conversations: 1 })
    expect(await town.store.listKeptFailures('bourg')).toMatchObject([
      { communeId: 'bourg', at: '2026-11-24', language: 'fr', question: 'question one', kinds: ['unanswered'] },
    ])
    town.advance(31 * DAY)
    expect(await applyRetention(town.context)).toEqual({ unanswered: 1 })
    expect(await town.store.listKeptFailures('bourg')).toEqual([])
  })

  it('goes with its conversation when the citizen erases it, or when the commune keeps none', async () => {
    await ask('one', 'unanswerable_low_confidence')
    await town.store.eraseConversation(conversation.id)
    expect(await town.store.listKeptFailures('bourg')).toEqual([])

    town = startHandover({ privacy: { ...privacy, retention: { unanswered: 0 } } })
    conversation = await town.startConversation()
    await ask('one', 'unanswerable_low_confidence')
    town.advance(31 * DAY)
    expect(await applyRetention(town.context)).toEqual({ conversations: 1 })
    expect(await town.store.listKeptFailures('bourg')).toEqual([])
  })
})

describe('a purge', () => {
  it('is remembered when it erased something, and once a day otherwise', async () => {
    const state = () => town.store.readPurgeState('bourg')
    await applyRetention(town.context)
    expect(await state()).toEqual({ checkedAt: OPEN, last: null })
    town.advance(60)
    await applyRetention(town.context)
    expect(await state()).toEqual({ checkedAt: OPEN, last: null })
    town.advance(31 * DAY)
    await applyRetention(town.context)
    const at = town.context.now().toISOString()
    expect(await state()).toEqual({ checkedAt: at, last: { at, erased: { conversations: 1 } } })
  })
})
