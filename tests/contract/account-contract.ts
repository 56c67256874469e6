import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Session, StaffToken } from '../../src/features/accounts/staff.js'
import type { AuditRow } from '../../src/platform/model/audit.js'
import type { Change } from '../../src/platform/model/change.js'
import { at, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const token = (hash: string, patch: Partial<StaffToken> = {}): StaffToken => {
  return { hash, userId: 'anne', purpose: 'invitation', createdAt: at(0), expiresAt: at(60), ...patch }
}
const row = (id: string, minute = 0): AuditRow => ({
  id,
  communeId: 'bourg',
  at: at(minute),
  userId: 'ada',
  userName: 'Ada',
  action: 'user_changed',
  target: { kind: 'user', id: 'anne' },
  before: null,
  after: null,
  why: '',
})

const session = (idHash: string, patch: Partial<Session> = {}): Session => {
  return { idHash, userId: 'anne', csrfToken: 'x', createdAt: at(0), expiresAt: at(60), ...patch }
}

/** Accounts that change, links of one use, sessions of one account, and what is told of them. */
export function describeAccounts({ store }: Contract): void {
  describe('accounts that nobody uses', () => {
    it('are erased once they were deactivated, or never used, and are noted for backups', async () => {
      await store().saveUser(user('anne'))
      await store().saveUser(user('bea', { passwordHash: null }))
      await store().saveStaffToken(token('link', { userId: 'bea' }), null)
      expect(await store().eraseAccount('anne', at(1))).toBe('in_use')
      expect(await store().eraseAccount('bea', at(1))).toBe('in_use')
      expect(await store().eraseAccount('../lock', at(1))).toBe('unknown')
      expect(await store().listErasures()).toEqual([])
      await store().applyToAccount('anne', { type: 'deactivate', at: at(1) }, null)
      expect(await store().eraseAccount('anne', at(2))).toBe('erased')
      expect(await store().eraseAccount('bea', at(61))).toBe('erased')
      expect(await store().listUsers()).toEqual([])
      expect(await store().findStaffToken('link', at(1))).toBeUndefined()
      expect((await store().listErasures()).map(({ kind }) => kind).sort()).toEqual([
        'account',
        'erased_account',
        'erased_account',
      ])
    })
  })

  describe('accounts', () => {
    it('are changed one act after another, with their row in the audit', async () => {
      await store().saveUser(user('anne'))
      const result = await store().applyToAccount('anne', { type: 'deactivate', at: at(1) }, row('one'))
      expect(result).toMatchObject({ outcome: 'applied', user: { deactivatedAt: at(1), generation: 1 } })
      expect(await store().listStaff('bourg')).toEqual([])
      expect(await store().listUsers()).toHaveLength(1)
      expect((await store().listAudit('bourg', { limit: 10 })).rows).toEqual([row('one')])
      // What is refused is not told.
      const refused = await store().applyToAccount('anne', { type: 'sign_in', at: at(2) }, row('two'))
      expect(refused).toEqual({ outcome: 'refused', refusal: 'deactivated' })
      expect((await store().listAudit('bourg', { limit: 10 })).rows).toHaveLength(1)
      expect(await store().applyToAccount('nobody', { type: 'reactivate' }, null)).toEqual({
        outcome: 'unknown_account',
      })
    })

    it('of one person are linked, with all that were linked to them, and apart again; each journal is told', async () => {
      const told = ({ id, communeId }: { id: string; communeId: string }, isLinked: boolean): AuditRow => ({
        ...row(`${id} ${isLinked}`),
        communeId,
      })
      const others = async (id: string) => (await store().listLinked(id)).map((one) => one.id).sort()
      for (const [id, communeId] of [
        ['anne', 'bourg'],
        ['bea', 'port'],
        ['clea', 'val'],
        ['dora', 'mont'],
      ] as const)
        await store().saveUser(user(id, { communeId }))
      expect(await store().linkAccounts(['anne', 'nobody'], 'p', told)).toEqual([])
      expect(await others('anne')).toEqual([])
      expect((await store().linkAccounts(['anne', 'bea'], 'p', told)).map(({ id }) => id)).toEqual(['anne', 'bea'])
      expect(await store().linkAccounts(['bea', 'anne'], 'q', told)).toEqual([])
      await store().linkAccounts(['clea', 'dora'], 'r', told)
      expect(await store().linkAccounts(['dora', 'anne'], 's', told)).toHaveLength(4)
      expect(await others('bea')).toEqual(['anne', 'clea', 'dora'])
      expect(await store().unlinkAccount('nobody', told)).toEqual([])
      expect((await store().unlinkAccount('clea', told)).map(({ id }) => id).sort()).toEqual([
        'anne',
        'bea',
        'clea',
        'dora',
      ])
      expect([await others('clea'), await others('anne')]).toEqual([[], ['bea', 'dora']])
      await store().unlinkAccount('bea', told)
      await store().unlinkAccount('anne', told)
      expect((await store().listUsers()).filter(({ personId }) => personId !== undefined)).toEqual([])
      const journal = async (communeId: string) =>
        (await store().listAudit(communeId, { limit: 20 })).rows.map(({ id }) => id).sort()
      expect(await journal('val')).toEqual(['clea false', 'clea true', 'clea true'])
      expect(await journal('bourg')).toEqual(['anne false', 'anne true', 'anne true', 'anne true', 'anne true'])
      expect(await store().unlinkAccount('anne', told)).toEqual([])
    })

    it('that are erased leave nobody linked to them', async () => {
      const told = ({ id, communeId }: { id: string; communeId: string }) => ({ ...row(id), communeId })
      await store().saveUser(user('anne'))
      await store().saveUser(user('bea', { communeId: 'port', passwordHash: null }))
      await store().linkAccounts(['anne', 'bea'], 'p', told)
      await store().eraseAccount('bea', at(1))
      expect(await store().listLinked('anne')).toEqual([])
      expect(await store().unlinkAccount('anne', told)).toEqual([])
    })

    it('of a demonstration are taken away with their link, and no other is', async () => {
      await store().saveUser(user('anne'))
      await store().saveUser({ ...user('demo'), demonstration: true })
      await store().saveStaffToken(token('of-demo', { userId: 'demo' }), null)
      expect(await store().removeDemonstrationUser('anne', row('no'))).toBe('unknown_account')
      expect(await store().removeDemonstrationUser('nobody', row('no'))).toBe('unknown_account')
      expect(await store().removeDemonstrationUser('demo', row('yes'))).toBe('removed')
      expect((await store().listUsers()).map(({ id }) => id)).toEqual(['anne'])
      expect(await store().findStaffToken('of-demo', at(1))).toBeUndefined()
      expect((await store().listAudit('bourg', { limit: 10 })).rows.map(({ id }) => id)).toEqual(['yes'])
    })

    it('keep one administrator, even when two are deactivated at once', async () => {
      await store().saveUser(user('ada', { roles: ['admin'] }))
      await store().saveUser(user('anne', { roles: ['admin'] }))
      const results = await Promise.all(
        ['ada', 'anne'].map((id) => store().applyToAccount(id, { type: 'deactivate', at: at(1) }, null)),
      )
      expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'refused'])
    })

    it('take a code once, even when it is given twice at once', async () => {
      await store().saveUser(user('anne'))
      await store().applyToAccount('anne', { type: 'propose_factor', sealedSecret: 's', at: at(0) }, null)
      const confirm = { type: 'confirm_factor' as const, step: 10, at: at(0), recoveryHashes: ['r1', 'r2'] }
      await store().applyToAccount('anne', confirm, null)
      const twice = (action: Parameters<ReturnType<typeof store>['applyToAccount']>[1]) =>
        Promise.all([1, 2].map(async () => (await store().applyToAccount('anne', action, null)).outcome))
      expect(await twice({ type: 'use_step', step: 11 })).toEqual(['applied', 'refused'])
      expect(await twice({ type: 'use_recovery', hash: 'r1' })).toEqual(['applied', 'refused'])
      expect((await store().getUser('anne'))?.secondFactor).toMatchObject({ lastStep: 11, recoveryHashes: ['r2'] })
    })

    it('announce what must be looked at again', async () => {
      await store().saveUser(user('anne'))
      const heard: unknown[] = []
      store().subscribe((change) => heard.push(change))
      await store().applyToAccount('anne', { type: 'sign_in', at: at(1) }, null)
      await store().applyToAccount('anne', { type: 'deactivate', at: at(1) }, null)
      expect(heard).toEqual([{ type: 'account', communeId: 'bourg', userId: 'anne' }])
    })
  })

  describe('links of one use', () => {
    const redeem = (hash: string, minute: number) =>
      store().redeemStaffToken({ hash, at: at(minute), passwordHash: `by ${hash}`, audit: row('redeemed') })

    it('make an account, and let one of two choose its password', async () => {
      await store().inviteUser({ user: user('anne', { passwordHash: null }), token: token('t'), audit: row('invited') })
      expect(await store().findStaffToken('t', at(1))).toMatchObject({ token: token('t'), user: { id: 'anne' } })
      const results = await Promise.all([redeem('t', 1), redeem('t', 1)])
      expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'unknown_token'])
      expect(await store().getUser('anne')).toMatchObject({ passwordHash: 'by t', generation: 1 })
      expect(await store().findStaffToken('t', at(1))).toBeUndefined()
      expect((await store().listAudit('bourg', { limit: 10 })).rows).toHaveLength(2)
    })

    it('are good until they expire, are replaced, or their account is deactivated', async () => {
      await store().saveUser(user('anne'))
      await store().saveStaffToken(token('old'), null)
      await store().saveStaffToken(token('new'), null)
      expect(await store().listInvitations(at(59))).toEqual([{ userId: 'anne', expiresAt: at(60) }])
      expect(await store().listInvitations(at(60))).toEqual([])
      expect((await redeem('old', 1)).outcome).toBe('unknown_token')
      expect(await store().findStaffToken('new', at(60))).toBeUndefined()
      expect((await redeem('new', 60)).outcome).toBe('unknown_token')
      await store().applyToAccount('anne', { type: 'deactivate', at: at(2) }, null)
      await store().applyToAccount('anne', { type: 'reactivate' }, null)
      expect((await redeem('new', 3)).outcome).toBe('unknown_token')
      expect(await store().saveStaffToken(token('t', { userId: 'nobody' }), null)).toBe('unknown_account')
    })

    it('make no account with an address that another has', async () => {
      await store().saveUser(user('basile', { email: 'anne@bourg.example' }))
      const invited = store().inviteUser({
        user: user('anne', { email: 'Anne@bourg.example' }),
        token: token('t'),
        audit: row('invited'),
      })
      await expect(invited).rejects.toMatchObject({ code: 'email_taken' })
      expect(await store().findStaffToken('t', at(1))).toBeUndefined()
    })
  })

  describe('sessions of an account', () => {
    it('are those that still let it in, latest first', async () => {
      await store().saveUser(user('anne'))
      await store().saveSession(session('one'))
      await store().saveSession(session('two', { createdAt: at(2) }))
      await store().saveSession(session('other', { userId: 'basile' }))
      await store().touchSession('one', at(5))
      await store().touchSession('nobody', at(5))
      const hashes = async (minute = 5) => (await store().listSessions('anne', at(minute))).map(({ idHash }) => idHash)
      expect(await hashes()).toEqual(['two', 'one'])
      expect((await store().getSession('one'))?.lastUsedAt).toBe(at(5))
      expect(await hashes(60)).toEqual([])
      expect(await store().deleteSessionsOf('anne', 'one')).toEqual(['two'])
      expect(await hashes()).toEqual(['one'])
      await store().saveSession(session('through', { userId: 'basile', through: { userId: 'anne', generation: 0 } }))
      expect((await store().deleteSessionsOf('anne', 'one')).sort()).toEqual(['through'])
      await store().applyToAccount('anne', { type: 'set_password', passwordHash: 'y' }, null)
      expect(await hashes()).toEqual([])
      expect(await store().getSession('other')).toBeDefined()
    })
  })

  describe('sessions that came by a link', () => {
    const told = ({ id, communeId }: { id: string; communeId: string }) => ({ ...row(id), communeId })
    const through = (userId: string, generation = 0) => ({ through: { userId, generation } })
    const hashes = async (userId: string) =>
      (await store().listSessions(userId, at(5))).map(({ idHash }) => idHash).sort()
    const heard = async (act: () => Promise<unknown>) => {
      const changes: Change[] = []
      const stop = store().subscribe((change) => changes.push(change))
      await act()
      stop()
      return changes
    }
    beforeEach(async () => {
      for (const [id, communeId] of [
        ['anne', 'bourg'],
        ['bea', 'port'],
        ['clea', 'val'],
      ] as const)
        await store().saveUser(user(id, { communeId }))
      await store().linkAccounts(['anne', 'bea', 'clea'], 'p', told)
      await store().saveSession(session('own', { userId: 'anne' }))
      await store().saveSession(session('to', { userId: 'anne', ...through('bea') }))
      await store().saveSession(session('from', { userId: 'clea', ...through('anne') }))
      await store().saveSession(session('beside', { userId: 'clea', ...through('bea') }))
    })

    it('are good while the link stands and the account that was signed in to lets them in', async () => {
      expect([await hashes('anne'), await hashes('clea')]).toEqual([
        ['own', 'to'],
        ['beside', 'from'],
      ])
      const changes = await heard(() => store().unlinkAccount('anne', told))
      expect(changes).toEqual(
        expect.arrayContaining(
          [
            ['anne', 'bourg'],
            ['bea', 'port'],
            ['clea', 'val'],
          ].map(([userId, communeId]) => ({ type: 'account', communeId, userId })),
        ),
      )
      expect([await hashes('anne'), await hashes('clea')]).toEqual([['own'], ['beside']])
      await store().applyToAccount('bea', { type: 'set_password', passwordHash: 'y' }, null)
      expect(await hashes('clea')).toEqual([])
    })

    it('are forgotten with the link: those there, and those that came from there', async () => {
      expect(await store().deleteSessionsThrough('nobody')).toEqual([])
      expect(await store().deleteSessionsThrough('anne')).toEqual([
        { idHash: 'to', userId: 'anne' },
        { idHash: 'from', userId: 'clea' },
      ])
      expect(await store().getSession('own')).toBeDefined()
      expect(await store().getSession('beside')).toBeDefined()
    })
  })

  describe('what a commune asks of its accounts', () => {
    it('is nothing until it is said, and is told', async () => {
      expect(await store().readSignInPolicy('bourg')).toEqual({ communeId: 'bourg', secondFactorRequired: false })
      await store().saveSignInPolicy({ communeId: 'bourg', secondFactorRequired: true }, row('policy'))
      expect((await store().readSignInPolicy('bourg')).secondFactorRequired).toBe(true)
      expect((await store().readSignInPolicy('ailleurs')).secondFactorRequired).toBe(false)
      expect((await store().listAudit('bourg', { limit: 10 })).rows).toHaveLength(1)
    })
  })

  describe('the audit of accounts', () => {
    it('is one with the other acts, and forgotten after its time', async () => {
      await store().saveUser(user('anne'))
      await store().applyToAccount('anne', { type: 'deactivate', at: at(1) }, row('account', 1))
      await store().recordAudit({
        ...row('other', 2),
        action: 'settings_changed',
        target: { kind: 'settings', id: 'x' },
      })
      const ids = async () => (await store().listAudit('bourg', { limit: 10 })).rows.map(({ id }) => id)
      expect(await ids()).toEqual(['other', 'account'])
      expect(await store().listAuditBefore('bourg', at(2))).toEqual([at(1)])
      expect(await store().dropAuditBefore('ailleurs', at(9))).toBe(0)
      expect(await store().dropAuditBefore('bourg', at(2))).toBe(1)
      expect(await ids()).toEqual(['other'])
    })
  })

  describe('mails of no conversation', () => {
    const mail = {
      communeId: 'bourg',
      kind: 'invitation' as const,
      to: 'anne@bourg.example',
      subject: 'votre compte',
      text: 'https://…',
      createdAt: at(1),
    }

    it('wait, are tried, and are nowhere once they have left', async () => {
      await store().queueCommuneMail(mail)
      expect(await store().listDueMails(at(0))).toEqual([])
      const [due] = await store().listDueMails(at(1))
      expect(due).toMatchObject({ ...mail, conversationId: null, status: 'waiting', tries: 0 })
      const tries = await Promise.all([1, 2].map(() => store().startMailTry(due?.id ?? '', at(1))))
      expect(tries.filter((one) => one !== undefined)).toMatchObject([{ tries: 1, nextTryAt: at(2) }])
      await store().settleMail(due?.id ?? '', { outcome: 'failed', fault: '451' })
      expect(await store().listUnsentMails('bourg')).toMatchObject([{ status: 'waiting', fault: '451' }])
      await store().startMailTry(due?.id ?? '', at(2))
      await store().settleMail(due?.id ?? '', { outcome: 'sent' })
      expect(await store().listUnsentMails('bourg')).toEqual([])
    })
  })
}
