import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import type { User } from '../../../src/features/accounts/staff.js'
import type { HandoffContext } from '../../../src/features/handoffs/handoff-context.js'
import {
  declarePresence,
  hearPresence,
  losePresence,
  presenceOf,
} from '../../../src/features/handoffs/queue/agent-presence.js'
import { passOffer } from '../../../src/features/handoffs/queue/pass-on.js'
import { createRouter } from '../../../src/features/handoffs/queue/router.js'
import { readAvailability } from '../../../src/features/handoffs/queue/routing.js'
import { sweepPresences } from '../../../src/features/handoffs/queue/sweep-presences.js'
import { tellWaits } from '../../../src/features/handoffs/queue/tell-waits.js'
import { claim } from '../../../src/features/handoffs/talk/act.js'
import { requestAgent } from '../../../src/features/handoffs/talk/request.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { EMPTY_MEMORY } from '../../../src/platform/model/conversation.js'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import type { Store } from '../../../src/store/store.js'
import { agent, startHandover } from './harness.js'

const LONG_AGO = new Date('2026-11-24T00:00:00.000Z')
const anne = agent('anne', 'Anne')
const bruno = agent('bruno', 'Bruno')
const civil: User = { ...agent('civil', 'État civil'), departments: ['etat-civil'] }
const ROUTED: Partial<Commune> = {
  routing: { mode: 'round_robin', acceptSeconds: 20, capacity: 2 },
  departments: { 'etat-civil': { nom: 'État civil', categories: ['etat-civil'] } },
}

let town: ReturnType<typeof startHandover>
let context: HandoffContext<Store>
let begun = 0

const start = async (patch: Partial<Commune> = ROUTED, store?: Store) => {
  town = startHandover(patch)
  context = { ...town.context, ...(store ? { store } : {}) }
  for (const user of [anne, bruno, civil]) await context.store.saveUser(user)
}
beforeEach(() => start())

const come = (user: User, streaming = true) => declarePresence(context, user, { state: 'available' }, streaming)
const beat = (user: User, touched = false) => hearPresence(context, user, { streaming: true, touched })
const leave = (user: User, word?: string) =>
  declarePresence(context, user, { state: 'away', ...(word ? { word } : {}) }, true)
/** Seconds pass. */
const pass = (seconds: number) => town.advance(seconds / 60)
const call = async (department?: string) => {
  begun += 1
  const id = `conversation-${begun}`
  const at = context.now().toISOString()
  const base = { communeId: 'bourg', tokenHash: 'hash', page: null, status: 'open' as const, memory: EMPTY_MEMORY }
  const conversation = { id, ...base, createdAt: at, updatedAt: at, language: 'fr' as const }
  await context.store.createConversation(conversation, [])
  const request = { conversation, reason: 'citizen_wish' as const, urgent: false, subject: 'une question' }
  const finder = async () => department
  return requestAgent({ ...context, departmentOf: finder }, request)
}
const route = () => createRouter(context, (error) => Promise.reject(error)).routeAll()
const now = async ({ id }: { id: string }) => context.store.getHandoff(id)
const offered = async (handoff: { id: string }) => (await now(handoff))?.offer?.agentId
const eventsOf = async ({ conversationId }: { conversationId: string }) =>
  (await context.store.listMessages(conversationId, 0)).flatMap(({ payload }) =>
    'event' in payload ? [payload.event] : [],
  )
const tell = () => tellWaits(context, LONG_AGO)

describe('a commune whose waits cannot be read', () => {
  it('keeps no other waiting', async () => {
    const asked: string[] = []
    const store: Store = {
      ...context.store,
      async listHandoffs(communeId) {
        asked.push(communeId)
        if (communeId === 'spoilt') throw new Error('spoilt')
        return []
      },
    }
    const town = context.communeOf('bourg')
    const communes = new Map(['spoilt', 'bourg'].map((id) => [id, { ...town, id }]))
    await expect(createRouter({ ...context, store, communes }, () => {}).routeAll()).rejects.toThrow('spoilt')
    expect(asked).toEqual(['spoilt', 'bourg'])
  })
})

describe('a waiting citizen', () => {
  it('is offered to an agent of her department, who takes her', async () => {
    await come(anne)
    await come(civil)
    const handoff = await call('etat-civil')
    expect(handoff.department).toBe('etat-civil')
    await route()
    expect(await now(handoff)).toMatchObject({
      status: 'pending',
      offer: { agentName: 'État civil', dueAt: '2026-11-24T09:00:20.000Z' },
    })
    await expect(claim(context, handoff, anne)).rejects.toMatchObject({ code: 'handoff_offered', status: 409 })
    expect(await claim(context, handoff, civil)).toMatchObject({ outcome: 'claimed' })
  })

  it('goes to the next agent after the seconds of the commune, then is everybody’s', async () => {
    await come(anne)
    await come(bruno)
    const handoff = await call()
    await route()
    const first = await offered(handoff)
    pass(19)
    for (const user of [anne, bruno]) await beat(user)
    await route()
    expect(await offered(handoff)).toBe(first)
    pass(1)
    await route()
    expect(new Set([first, await offered(handoff)])).toEqual(new Set(['anne', 'bruno']))
    pass(20)
    for (const user of [anne, bruno]) await beat(user)
    await route()
    expect(await now(handoff)).toMatchObject({
      status: 'pending',
      declinedBy: expect.arrayContaining(['anne', 'bruno']),
    })
    expect(await offered(handoff)).toBeUndefined()
    expect(await claim(context, handoff, bruno)).toMatchObject({ outcome: 'claimed' })
    expect(await eventsOf(handoff)).toEqual(['handoff_requested', 'agent_joined'])
  })

  it('goes to the next at once when the agent passes, turns busy or is lost', async () => {
    await come(anne)
    const handoff = await call()
    await route()
    await passOffer(context, handoff, anne)
    await expect(passOffer(context, handoff, anne)).rejects.toMatchObject({ code: 'handoff_not_yours' })
    await come(bruno)
    await route()
    expect(await offered(handoff)).toBe('bruno')
    await declarePresence(context, bruno, { state: 'busy' }, true)
    await come(civil)
    await route()
    expect(await offered(handoff)).toBe('civil')
  })

  it('is offered to nobody beyond her capacity, her offers counted', async () => {
    await come(anne)
    const waits = []
    for (let n = 0; n < 3; n += 1) {
      waits.push(await call())
      pass(1)
    }
    await route()
    expect(await Promise.all(waits.map(offered))).toEqual(['anne', 'anne', undefined])
    await context.store.saveUser({ ...anne, capacity: 3 })
    await route()
    expect(await Promise.all(waits.map(offered))).toEqual(['anne', 'anne', 'anne'])
  })

  it('is offered in turn', async () => {
    await come(anne)
    await come(bruno)
    const turns: unknown[] = []
    for (let n = 0; n < 4; n += 1) {
      const handoff = await call()
      await route()
      turns.push(await offered(handoff))
      pass(1)
    }
    expect(turns).toEqual(['anne', 'bruno', 'anne', 'bruno'])
  })

  it('is never offered to two at once, however many routers look', async () => {
    await come(anne)
    await come(bruno)
    const handoff = await call()
    await Promise.all(Array.from({ length: 20 }, route))
    expect((await now(handoff))?.declinedBy).toEqual([])
    expect(await offered(handoff)).toMatch(/anne|bruno/)
  })

  it('is left to the agents themselves where the commune routes by hand; a former offer still ends', async () => {
    await come(anne)
    const handoff = await call()
    await route()
    context = {
      ...context,
      communes: new Map([['bourg', { ...context.communeOf('bourg'), routing: { mode: 'manual' } }]]),
    }
    pass(20)
    await route()
    expect(await offered(handoff)).toBeUndefined()
    const other = await call()
    await route()
    expect(await offered(other)).toBeUndefined()
  })

  it('loses neither offer nor deadline in a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-routing-'))
    try {
      const store = await openLowdbStore({ dataDir: folder })
      await start(ROUTED, store)
      await come(anne)
      await come(bruno)
      const handoff = await call()
      await route()
      const first = await offered(handoff)
      await store.close()
      const again = await openLowdbStore({ dataDir: folder })
      context = { ...context, store: again }
      pass(10)
      for (const user of [anne, bruno]) await beat(user)
      await route()
      expect(await offered(handoff)).toBe(first)
      pass(10)
      await route()
      expect(new Set([first, await offered(handoff)])).toEqual(new Set(['anne', 'bruno']))
      await again.close()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('an agent', () => {
  const stands = async (user: User) => (await presenceOf(context, user))?.cause
  const agents = async () => (await readAvailability(context, 'bourg')).agents
  const sweep = () => sweepPresences(context, LONG_AGO)

  it('is lost some seconds after her last stream has closed, and found again as she was', async () => {
    await come(anne)
    await losePresence(context, anne)
    pass(7)
    await sweep()
    expect([await stands(anne), await agents()]).toEqual([undefined, 1])
    pass(1)
    await sweep()
    expect([await stands(anne), await agents()]).toEqual(['lost', 0])
    await beat(anne)
    expect([await stands(anne), await agents()]).toEqual([undefined, 1])
  })

  it('loses nothing by a reload: another stream opens meanwhile', async () => {
    await come(anne)
    await losePresence(context, anne)
    pass(3)
    await beat(anne)
    pass(20)
    await sweep()
    expect([await stands(anne), await agents()]).toEqual([undefined, 1])
  })

  it('is told to colleagues once when she is lost, and once when she is found', async () => {
    await come(anne)
    const heard: string[] = []
    context.store.subscribe(({ type }) => heard.push(type))
    for (let n = 0; n < 3; n += 1) {
      pass(10)
      await beat(anne)
    }
    expect(heard).toEqual([])
    pass(30)
    await sweep()
    await sweep()
    expect(heard).toEqual(['presence'])
    await beat(anne)
    await beat(anne)
    expect(heard).toEqual(['presence', 'presence'])
  })

  it('is not taken for lost before consoles have had the time to come back from a restart', async () => {
    await come(anne)
    pass(60)
    await sweepPresences(context, context.now())
    expect(await stands(anne)).toBeUndefined()
    const startedAt = context.now()
    pass(30)
    await sweepPresences(context, startedAt)
    expect(await stands(anne)).toBe('lost')
  })

  it('is absent after the minutes of her commune without a gesture, until she says that she is back', async () => {
    await start({ ...ROUTED, presence: { idleMinutes: 2 } })
    await come(anne)
    for (let n = 0; n < 3; n += 1) {
      pass(20)
      await beat(anne, true)
    }
    for (let n = 0; n < 6; n += 1) {
      expect(await agents()).toBe(1)
      pass(20)
      await beat(anne)
    }
    await sweep()
    expect([await stands(anne), await agents()]).toEqual(['idle', 0])
    await beat(anne, true)
    await sweep()
    expect([await stands(anne), await agents()]).toEqual(['idle', 0])
    await come(anne)
    expect([await stands(anne), await agents()]).toEqual([undefined, 1])
  })

  it('who is busy or away is offered nothing and not counted, and keeps her word', async () => {
    await declarePresence(context, anne, { state: 'busy' }, true)
    await leave(bruno, 'au guichet')
    expect(await presenceOf(context, bruno)).toMatchObject({ state: 'away', word: 'au guichet' })
    const handoff = await call()
    await route()
    expect([await offered(handoff), await agents()]).toEqual([undefined, 0])
  })

  it('who lets two offers in a row go unanswered is absent until she says that she is back', async () => {
    await come(anne)
    for (const expected of [undefined, 'missed']) {
      await call()
      await route()
      pass(20)
      await beat(anne)
      await route()
      expect(await stands(anne)).toBe(expected)
    }
    await call()
    await route()
    expect(await agents()).toBe(0)
    await come(anne)
    expect(await agents()).toBe(1)
  })

  it('who touches her console between two missed offers is there', async () => {
    await come(anne)
    for (let n = 0; n < 3; n += 1) {
      await call()
      await route()
      pass(20)
      await beat(anne)
      await route()
      await beat(anne, true)
    }
    expect(await stands(anne)).toBeUndefined()
  })
})

describe('citizens who wait', () => {
  it('are told that the last agent has left, with a button, and that somebody is back; once each', async () => {
    await come(anne)
    const handoff = await call()
    await tell()
    expect(await eventsOf(handoff)).toEqual(['handoff_requested'])
    await leave(anne)
    for (let n = 0; n < 3; n += 1) await tell()
    expect(await eventsOf(handoff)).toEqual(['handoff_requested', 'nobody_there'])
    const last = (await context.store.listMessages(handoff.conversationId, 0)).at(-1)
    expect(last?.payload).toMatchObject({ type: 'choice', options: [{ value: 'leave-message' }] })
    await come(bruno)
    for (let n = 0; n < 3; n += 1) await tell()
    expect(await eventsOf(handoff)).toEqual(['handoff_requested', 'nobody_there', 'somebody_back'])
  })

  it('are not told of every coming and going', async () => {
    await come(anne)
    const handoff = await call()
    for (let n = 0; n < 10; n += 1) {
      await leave(anne)
      await tell()
      await come(anne)
      await tell()
      pass(5)
    }
    expect(await eventsOf(handoff)).toEqual(['handoff_requested', 'nobody_there', 'somebody_back'])
    await leave(anne)
    pass(120)
    await tell()
    expect((await eventsOf(handoff)).at(-1)).toBe('nobody_there')
  })

  it('are not told by who turns away for less than it takes to notice', async () => {
    await come(anne)
    const handoff = await call()
    await leave(anne)
    await come(anne)
    await tell()
    expect(await eventsOf(handoff)).toEqual(['handoff_requested'])
  })

  it('are not told before consoles have had the time to come back from a restart', async () => {
    const handoff = await call()
    await tellWaits(context, context.now())
    expect(await eventsOf(handoff)).toEqual(['handoff_requested'])
  })

  it('keep their place, and expire at their deadline as before', async () => {
    await come(anne)
    const handoff = await call()
    await leave(anne)
    await tell()
    expect(await now(handoff)).toMatchObject({ status: 'pending', deadlineAt: handoff.deadlineAt })
    await come(anne)
    await claim(context, handoff, anne)
    expect((await now(handoff))?.alone).toBeUndefined()
  })
})
