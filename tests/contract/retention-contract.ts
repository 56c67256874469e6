import { describe, expect, it } from '@jest/globals'
import { at, claim, handoff, message, UNTOLD, user } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const contact = { name: 'Jeanne', phone: '06 39 98 12 34', email: 'jeanne@example.org' }

/** What is kept for a time: contact details, counters, edits, and when it was erased. */
export function describeRetention({ store, begin }: Contract): void {
  async function leave(): Promise<{ id: string; conversationId: string }> {
    const conversationId = await begin()
    const asked = handoff(conversationId, { kind: 'message', contact, deadlineAt: null })
    const notice = message('system', 'Merci Jeanne. Jeannette vous appelle au 06 39 98 12 34.')
    const mail = { kind: 'acknowledgement' as const, to: contact.email, subject: 's', text: 'Jeanne', createdAt: at(2) }
    const result = await store().requestHandoff(asked, notice, { mail })
    if (!('handoff' in result)) throw new Error(result.outcome)
    return { id: result.handoff.id, conversationId }
  }
  async function end(id: string, minutes: number): Promise<void> {
    await store().applyToHandoff(id, claim('anne'), UNTOLD)
    await store().applyToHandoff(
      id,
      { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(minutes) },
      UNTOLD,
    )
  }

  describe('contact details', () => {
    it('are listed once their request has ended, and forgotten everywhere', async () => {
      const { id, conversationId } = await leave()
      expect(await store().listContactsEndedBefore(at(60))).toEqual([])
      expect(await store().forgetContact(id)).toBe('open')
      await end(id, 10)
      expect(await store().listContactsEndedBefore(at(10))).toEqual([])
      expect(await store().listContactsEndedBefore(at(11))).toMatchObject([{ id, contact }])

      expect(await store().forgetContact(id)).toBe('forgotten')
      expect(await store().forgetContact(id)).toBe('forgotten')
      expect(await store().getHandoff(id)).toMatchObject({ status: 'resolved', contact: null, resolution: 'reached' })
      expect(await store().listContactsEndedBefore(at(11))).toEqual([])
      expect(await store().listUnsentMails('bourg')).toEqual([])
      const [notice] = await store().listMessages(conversationId, 0)
      expect(notice?.payload).toMatchObject({ text: 'Merci …. Jeannette vous appelle au ….' })
    })

    it('of nobody are unknown', async () => {
      expect(await store().forgetContact('../lock')).toBe('unknown')
    })
  })

  describe('a request that nobody handles', () => {
    it('is found while it is open, whatever its commune, but for talks at the counter', async () => {
      const { id } = await leave()
      const other = await begin()
      await store().requestHandoff(handoff(other, { kind: 'desk', deadlineAt: null }), message('system', 'x'))
      expect(await store().listUnhandled(at(2))).toEqual([])
      const [row, ...more] = await store().listUnhandled(at(60))
      expect([row?.handoff.id, row?.digest.messageCount, more]).toEqual([id, 1, []])
      await end(id, 10)
      expect(await store().listUnhandled(at(60))).toEqual([])
    })

    it('has an end that is announced, told and taken back, and touches nothing else', async () => {
      const { id, conversationId } = await leave()
      const before = await store().getConversation(conversationId)
      expect(await store().announceClosing(id, at(90))).toBe('kept')
      expect(await store().getHandoff(id)).toMatchObject({ status: 'pending', closesAt: at(90) })
      expect(await store().announceClosing(id, null)).toBe('kept')
      expect(await store().getHandoff(id)).not.toHaveProperty('closesAt')
      expect(await store().getConversation(conversationId)).toEqual(before)
      expect(await store().listHandoffSteps(id)).toEqual([])
      expect(await store().announceClosing('../lock', at(90))).toBe('unknown')
      await end(id, 10)
      expect(await store().announceClosing(id, at(90))).toBe('unknown')
    })

    it('is closed once, with what she is told, and without how to reach her', async () => {
      const { id, conversationId } = await leave()
      const close = (minutes: number, lastSeq = 1) =>
        store().closeUnhandled(
          id,
          { type: 'close_unhandled', lastSeq, at: at(minutes) },
          {
            notice: message('system', 'Personne n’a répondu.', { at: at(minutes) }),
            mail: { kind: 'unhandled', to: contact.email, subject: 's', text: 't', createdAt: at(minutes) },
          },
        )
      expect(await close(90)).toMatchObject({ outcome: 'refused', refusal: 'not_due' })
      await store().announceClosing(id, at(90))
      expect(await close(89)).toMatchObject({ outcome: 'refused', refusal: 'not_due' })
      expect(await store().listErasures()).toEqual([])
      // She wrote since it was looked at.
      expect(await close(90, 0)).toMatchObject({ outcome: 'refused', refusal: 'not_due' })
      const closed = { status: 'expired', contact: null, endedAt: at(90), resolution: null }
      expect(await close(90)).toMatchObject({ outcome: 'applied', handoff: closed })
      expect(await close(90, 2)).toMatchObject({ outcome: 'refused', refusal: 'ended' })
      expect(await store().getHandoff(id)).toMatchObject(closed)
      expect(await store().getConversation(conversationId)).toMatchObject({ updatedAt: at(90) })
      const [first, last] = await store().listMessages(conversationId, 0)
      expect([first?.payload, last?.payload]).toMatchObject([
        { text: 'Merci …. Jeannette vous appelle au ….' },
        { text: 'Personne n’a répondu.' },
      ])
      // The acknowledgement that had not left is gone; the address stays in the one mail that tells her.
      const [mail, ...others] = await store().listUnsentMails('bourg')
      expect([mail?.kind, mail?.to, others]).toEqual(['unhandled', contact.email, []])
      expect(await store().listErasures()).toMatchObject([{ kind: 'contact' }])
      await store().startMailTry(mail?.id ?? '', at(90))
      await store().settleMail(mail?.id ?? '', { outcome: 'refused', fault: '550' })
      expect(await store().listUnsentMails('bourg')).toMatchObject([
        { status: 'failed', to: '', subject: '', text: '' },
      ])
    })
  })

  describe('counters and edits', () => {
    it('are dropped before a day, those of other communes aside', async () => {
      for (const day of ['2024-12-31', '2025-01-01', '2025-02-15', '2025-02-16'])
        await store().count('bourg', day, { questions: 1 })
      await store().count('bourg-la-reine', '2024-12-31', { questions: 1 })
      expect(await store().dropCountersBefore('bourg', '2025-02-16')).toBe(3)
      expect(await store().dropCountersBefore('bourg', '2025-02-16')).toBe(0)
      expect(Object.keys(await store().readCounters('bourg', '0000-01-01', '9999-12-31'))).toEqual(['2025-02-16'])
      expect(Object.keys(await store().readCounters('bourg-la-reine', '0000-01-01', '9999-12-31'))).toHaveLength(1)
    })

    it('of an alert are dropped but for the last one, while it says what is announced', async () => {
      const shown = (to: string) => ({
        level: 'info' as const,
        from: at(0),
        to,
        text: { fr: 'Crue' },
        entries: [],
        link: null,
      })
      const edit = (minutes: number, communeId = 'bourg', alert = shown(at(90))) =>
        store().saveAlert({ communeId, at: at(minutes), userId: 'anne', userName: 'Anne', alert })
      for (const minutes of [1, 2, 3]) await edit(minutes)
      await edit(1, 'ailleurs')
      expect(await store().dropAlertEditsBefore('bourg', at(3))).toBe(2)
      expect(await store().dropAlertEditsBefore('bourg', at(60))).toBe(0)
      expect((await store().listAlertEdits('bourg')).map((one) => one.at)).toEqual([at(3)])
      expect(await store().listNamedActsBefore('bourg', at(60))).toEqual([at(3)])
      expect(await store().forgetNamesBefore('bourg', at(60))).toBe(1)
      expect(await store().listAlertEdits('bourg')).toMatchObject([{ at: at(3), userId: '', userName: '…' }])
      expect(await store().dropAlertEditsBefore('bourg', at(91))).toBe(1)
      expect(await store().listAlertEdits('bourg')).toEqual([])
      expect(await store().listAlertEdits('ailleurs')).toMatchObject([{ userName: 'Anne' }])
      expect(await store().listCommunesKept()).toContain('ailleurs')
    })
  })

  describe('what has an end of its own', () => {
    const hour = 60
    const day = 24 * hour

    it('is dropped when it has lapsed, though nobody comes after it', async () => {
      const idHash = 'hash-of-session'
      const session = { idHash, userId: 'anne', csrfToken: 'x', createdAt: at(0), expiresAt: at(12 * hour) }
      await store().saveSession(session)
      const keys = { p256dh: 'p', auth: 'a' }
      const browser = { endpoint: 'https://push.example/1', keys, userId: 'anne', communeId: 'bourg', createdAt: at(0) }
      const wishes = { language: 'fr' as const, quiet: { hours: null, until: null }, pushedAt: null }
      await store().savePushSubscription({ ...browser, ...wishes, sessionHash: idHash })
      await store().savePresence({ userId: 'anne', communeId: 'bourg', state: 'away', seenAt: at(0) })
      await store().saveUser(user('anne', { proposedFactor: { sealedSecret: 's', at: at(0) } }))
      const link = { hash: 'link', userId: 'anne', purpose: 'reset' as const, createdAt: at(0), expiresAt: at(hour) }
      await store().saveStaffToken(link, null)
      const mail = { kind: 'invitation' as const, to: 'anne@bourg.example', subject: 's', text: 't', createdAt: at(0) }
      await store().queueCommuneMail({ ...mail, communeId: 'bourg' })
      const there = async () => ({
        session: (await store().getSession(idHash)) !== undefined,
        browser: (await store().listPushSubscriptions('bourg')).length > 0,
        presence: (await store().listPresences('bourg')).length > 0,
        proposal: (await store().getUser('anne'))?.proposedFactor !== undefined,
        link: (await store().findStaffToken('link', at(1))) !== undefined,
        mail: (await store().listUnsentMails('bourg')).length > 0,
      })
      const all = { session: true, browser: true, presence: true, proposal: true, link: true, mail: true }
      expect(await store().dropLapsed(at(hour - 1))).toBe(0)
      expect(await there()).toEqual(all)
      expect(await store().dropLapsed(at(hour))).toBe(1)
      expect(await there()).toEqual({ ...all, link: false })
      expect(await store().dropLapsed(at(12 * hour + 1))).toBe(2)
      expect(await there()).toEqual({ ...all, link: false, session: false, browser: false })
      expect(await store().dropLapsed(at(2 * day + 1))).toBe(2)
      expect(await store().dropLapsed(at(7 * day + 1))).toBe(1)
      expect(Object.values(await there())).toEqual([false, false, false, false, false, false])
    })
  })

  describe('purges', () => {
    it('are kept by commune: the last look, and the last that erased something', async () => {
      expect(await store().readPurgeState('bourg')).toBeUndefined()
      await store().recordPurge('bourg', { at: at(1), erased: {} })
      expect(await store().readPurgeState('bourg')).toEqual({ checkedAt: at(1), last: null })
      const purge = { at: at(2), erased: { conversations: 3 } }
      await store().recordPurge('bourg', purge)
      await store().recordPurge('bourg', { at: at(3), erased: {} })
      expect(await store().readPurgeState('bourg')).toEqual({ checkedAt: at(3), last: purge })
      expect(await store().readPurgeState('ailleurs')).toBeUndefined()
    })
  })
}
