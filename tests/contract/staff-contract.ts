import { describe, expect, it } from '@jest/globals'
import type { Session } from '../../src/features/accounts/staff.js'
import { at, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

/** Accounts, sessions, presences and counters. */
export function describeStaff(contract: Contract): void {
  describe('staff and counters', () => {
    describeUsers(contract)
    describeSessions(contract)
    describePresences(contract)
    describeBeats(contract)
    describeCounters(contract)
  })
}

function describeUsers({ store }: Contract): void {
  it('saves, replaces and finds accounts, without regard to the case of addresses', async () => {
    await store().saveUser(user('anne'))
    await store().saveUser(user('basile', { communeId: 'ailleurs' }))
    await store().saveUser(user('anne', { displayName: 'Anne', email: 'Anne@Bourg.example' }))
    expect(await store().getUser('anne')).toMatchObject({ displayName: 'Anne' })
    expect(await store().findUsersByEmail('ANNE@bourg.EXAMPLE')).toMatchObject([{ id: 'anne' }])
    expect((await store().listUsers()).map(({ id }) => id).sort()).toEqual(['anne', 'basile'])
    expect(await store().getUser('nobody')).toBeUndefined()
    expect(await store().findUsersByEmail('nobody@bourg.example')).toEqual([])
  })

  it('gives an address to one account of a commune, even when two are saved at once', async () => {
    const saved = await Promise.allSettled(
      ['anne', 'basile'].map((id) => store().saveUser(user(id, { email: 'accueil@bourg.example' }))),
    )
    expect(saved.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(store().saveUser(user('chloe', { email: 'ACCUEIL@bourg.example' }))).rejects.toMatchObject({
      code: 'email_taken',
    })
  })

  it('lets each commune give the same address an account of its own', async () => {
    await store().saveUser(user('anne', { email: 'accueil@bourg.example' }))
    await store().saveUser(user('basile', { email: 'Accueil@bourg.example', communeId: 'ailleurs' }))
    const found = await store().findUsersByEmail('ACCUEIL@bourg.example')
    expect(found.map(({ id, communeId }) => [id, communeId])).toEqual([
      ['anne', 'bourg'],
      ['basile', 'ailleurs'],
    ])
    expect(await store().applyToAccount('basile', { type: 'sign_in', at: at(1) }, null)).toMatchObject({
      outcome: 'applied',
    })
    expect((await store().findUsersByEmail('accueil@bourg.example')).map(({ lastSignInAt }) => lastSignInAt)).toEqual([
      undefined,
      at(1),
    ])
  })
}

function describeSessions({ store }: Contract): void {
  const session = (idHash: string, patch: Partial<Session> = {}): Session => {
    return { idHash, userId: 'anne', csrfToken: 'x', createdAt: at(0), expiresAt: at(60), ...patch }
  }

  it('saves, prolongs and deletes sessions', async () => {
    await store().saveSession(session('one'))
    await store().saveSession(session('two'))
    await store().saveSession(session('one', { expiresAt: at(90) }))
    expect(await store().getSession('one')).toEqual(session('one', { expiresAt: at(90) }))
    await store().deleteSession('one')
    await store().deleteSession('one')
    expect(await store().getSession('one')).toBeUndefined()
    expect(await store().getSession('two')).toEqual(session('two'))
  })
}

function describePresences({ store }: Contract): void {
  it('keeps the last presence of each agent of a commune', async () => {
    const presence = { userId: 'anne', communeId: 'bourg', state: 'available' as const, seenAt: at(0) }
    await store().savePresence(presence)
    await store().savePresence({ ...presence, state: 'away', seenAt: at(1) })
    await store().savePresence({ ...presence, userId: 'basile', communeId: 'ailleurs' })
    expect(await store().listPresences('bourg')).toEqual([{ ...presence, state: 'away', seenAt: at(1) }])
  })
}

function describeBeats({ store }: Contract): void {
  const presence = { userId: 'anne', communeId: 'bourg', state: 'available' as const, seenAt: at(0) }

  it('moves what proves that an agent is there, and tells nobody', async () => {
    await store().savePresence(presence)
    const heard: string[] = []
    store().subscribe(({ type }) => heard.push(type))
    expect(await store().beatPresence('anne', { seenAt: at(1), dueAt: at(2) })).toBe('kept')
    expect(await store().beatPresence('anne', { idleAt: at(9) })).toBe('kept')
    expect(await store().beatPresence('nobody', { seenAt: at(1) })).toBe('unknown')
    expect(await store().listPresences('bourg')).toEqual([{ ...presence, seenAt: at(1), dueAt: at(2), idleAt: at(9) }])
    expect(heard).toEqual([])
  })

  it('keeps of an agent what was saved last, whatever was heard of her before', async () => {
    await store().savePresence(presence)
    await store().beatPresence('anne', { seenAt: at(1), idleAt: at(9) })
    await store().savePresence({ ...presence, state: 'busy', seenAt: at(2) })
    expect(await store().listPresences('bourg')).toEqual([{ ...presence, state: 'busy', seenAt: at(2) }])
  })

  it('forgets what an agent declared, and what was heard of her', async () => {
    await store().savePresence(presence)
    await store().beatPresence(presence.userId, { seenAt: at(3) })
    expect(await store().erasePresence(presence.userId)).toBe('erased')
    expect(await store().erasePresence(presence.userId)).toBe('unknown')
    expect(await store().listPresences('bourg')).toEqual([])
  })

  it('forgets who was not heard of for a day, when another declares herself', async () => {
    await store().savePresence(presence)
    await store().savePresence({ ...presence, userId: 'basile', seenAt: at(24 * 60) })
    await store().beatPresence('basile', { seenAt: at(48 * 60) })
    await store().savePresence({ ...presence, userId: 'chloe', seenAt: at(48 * 60 + 1) })
    expect((await store().listPresences('bourg')).map(({ userId }) => userId)).toEqual(['basile', 'chloe'])
  })
}

function describeCounters({ store }: Contract): void {
  it('adds to counters and reads them by day, both ends included', async () => {
    await store().count('bourg', '2025-01-31', { turns: 1, answered: 1 })
    await store().count('bourg', '2025-02-01', { turns: 2 })
    await store().count('bourg', '2025-02-01', { turns: 1, escalated: 0.5 })
    await store().count('bourg', '2025-03-15', { turns: 7 })
    await store().count('bourg-2', '2025-02-01', { turns: 100 })
    expect(await store().readCounters('bourg', '2025-01-31', '2025-02-28')).toEqual({
      '2025-01-31': { turns: 1, answered: 1 },
      '2025-02-01': { turns: 3, escalated: 0.5 },
    })
    expect(Object.keys(await store().readCounters('bourg', '0000-01-01', '9999-12-31'))).toHaveLength(3)
    expect(await store().readCounters('nowhere', '0000-01-01', '9999-12-31')).toEqual({})
  })

  it('loses none of many simultaneous increments', async () => {
    await Promise.all(Array.from({ length: 100 }, () => store().count('bourg', '2025-02-01', { turns: 1 })))
    expect(await store().readCounters('bourg', '2025-02-01', '2025-02-01')).toEqual({ '2025-02-01': { turns: 100 } })
  })

  it.each(['../../elsewhere', 'Saint-Étienne/Sud', '.', '__proto__'])(
    'counts for a commune named %j without leaving its place',
    async (communeId) => {
      await store().count(communeId, '2025-02-01', { turns: 1 })
      expect(await store().readCounters(communeId, '2025-02-01', '2025-02-01')).toEqual({ '2025-02-01': { turns: 1 } })
    },
  )
}
