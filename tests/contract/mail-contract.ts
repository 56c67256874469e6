import { describe, expect, it } from '@jest/globals'
import { MAX_MAIL_TRIES, type NewLetter, type NewMail } from '../../src/platform/mail/mail.js'
import { at, handoff, message } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function mail(patch: Partial<NewMail> = {}): NewMail {
  return {
    kind: 'transcript',
    to: 'jeanne@exemple.fr',
    subject: 'votre conversation',
    text: 'bonjour',
    createdAt: at(3),
    ...patch,
  }
}

/** The outbox: what waits, what is tried, what is given up, what is erased. */
export function describeMails({ store, begin }: Contract): void {
  describe('weekly letters', () => {
    const letter = (patch: Partial<NewLetter> = {}): NewLetter => {
      return { ...mail(), communeId: 'bourg', kind: 'digest', ...patch }
    }
    const queue = (week: string, patch: Partial<NewLetter> = {}, userId = 'ada') =>
      store().queueLetter(letter(patch), { userId, week })

    it('reach a person once a week, of each kind, whatever has left since', async () => {
      const both = await Promise.all([queue('2026-W48'), queue('2026-W48')])
      expect(both.sort()).toEqual(['already', 'queued'])
      expect(await queue('2026-W48', { kind: 'reminder' })).toBe('queued')
      expect(await queue('2026-W48', {}, 'bilal')).toBe('queued')
      for (const { id } of await store().listDueMails(at(3))) {
        await store().startMailTry(id, at(3))
        await store().settleMail(id, { outcome: 'sent' })
      }
      expect(await store().listUnsentMails('bourg')).toEqual([])
      expect(await queue('2026-W47')).toBe('already')
      expect(await queue('2026-W48')).toBe('already')
      expect(await queue('2026-W49')).toBe('queued')
    })

    it('are written for a week once it is noted, of each kind and commune', async () => {
      const isWritten = (communeId: string, kind: 'digest' | 'reminder', week: string) =>
        store().isWeekWritten(communeId, kind, week)
      expect(await isWritten('bourg', 'digest', '2026-W48')).toBe(false)
      await store().endWeek('bourg', 'digest', '2026-W48')
      await store().endWeek('bourg', 'digest', '2026-W47')
      expect(await isWritten('bourg', 'digest', '2026-W48')).toBe(true)
      expect(await isWritten('bourg', 'digest', '2026-W49')).toBe(false)
      expect(await isWritten('bourg', 'reminder', '2026-W48')).toBe(false)
      expect(await isWritten('ailleurs', 'digest', '2026-W48')).toBe(false)
    })
  })

  describe('the outbox', () => {
    it('keeps a mail until it is due, and gives it whole', async () => {
      const id = await begin()
      expect(await store().queueMail(id, mail(), 3)).toBe('queued')
      expect(await store().listDueMails(at(2))).toEqual([])
      const [due] = await store().listDueMails(at(3))
      expect(due).toMatchObject({ ...mail(), conversationId: id, communeId: 'bourg', status: 'waiting', tries: 0 })
      expect(await store().listUnsentMails('bourg')).toEqual([due])
      expect(await store().listUnsentMails('ailleurs')).toEqual([])
    })

    it('keeps a mail with the request that it acknowledges, in one write, and none when there is no request', async () => {
      const id = await begin()
      const acknowledgement = mail({ kind: 'acknowledgement' })
      const ask = () => store().requestHandoff(handoff(id), message('system', 'avis'), { mail: acknowledgement })
      await ask()
      expect(await ask()).toMatchObject({ outcome: 'already_open' })
      expect(await store().listDueMails(at(3))).toHaveLength(1)
      expect(await store().queueMail('nobody', mail(), 3)).toBe('unknown_conversation')
    })

    it('takes so many mails of a kind from a conversation, those that left included', async () => {
      const id = await begin()
      await store().queueMail(id, mail(), 2)
      const [first] = await store().listDueMails(at(3))
      await store().startMailTry(first?.id ?? '', at(3))
      await store().settleMail(first?.id ?? '', { outcome: 'sent' })
      const results = await Promise.all([1, 2, 3].map(() => store().queueMail(id, mail(), 2)))
      expect(results.sort()).toEqual(['queued', 'too_many', 'too_many'])
      expect(await store().queueMail(id, mail({ kind: 'acknowledgement' }), 2)).toBe('queued')
    })

    it('lets one of two senders try a mail, and puts the next try off', async () => {
      const id = await begin()
      await store().queueMail(id, mail(), 3)
      const [due] = await store().listDueMails(at(3))
      const tries = await Promise.all([1, 2].map(() => store().startMailTry(due?.id ?? '', at(3))))
      expect(tries.filter((one) => one !== undefined)).toMatchObject([{ tries: 1, nextTryAt: at(4) }])
      expect(await store().listDueMails(at(3))).toEqual([])
      expect(await store().listDueMails(at(4))).toHaveLength(1)
    })

    it('forgets the address and the text of a mail that left', async () => {
      const id = await begin()
      await store().queueMail(id, mail(), 3)
      const [due] = await store().listDueMails(at(3))
      await store().settleMail(due?.id ?? '', { outcome: 'sent' })
      expect(await store().listUnsentMails('bourg')).toEqual([])
      expect(await store().listDueMails(at(59))).toEqual([])
      expect(await store().startMailTry(due?.id ?? '', at(59))).toBeUndefined()
    })

    it('keeps a mail that never left, for an administrator, and tries it no more', async () => {
      const id = await begin()
      await store().queueMail(id, mail(), 3)
      const [{ id: mailId } = { id: '' }] = await store().listDueMails(at(3))
      let now = Date.parse(at(3))
      for (let tries = 1; tries <= MAX_MAIL_TRIES; tries += 1) {
        const tried = await store().startMailTry(mailId, new Date(now).toISOString())
        expect(tried?.tries).toBe(tries)
        await store().settleMail(mailId, { outcome: 'failed', fault: 'ECONNREFUSED' })
        now = Date.parse(tried?.nextTryAt ?? '')
      }
      expect(await store().listDueMails(new Date(now).toISOString())).toEqual([])
      expect(await store().listUnsentMails('bourg')).toMatchObject([
        { status: 'failed', tries: MAX_MAIL_TRIES, fault: 'ECONNREFUSED' },
      ])
    })

    it('is erased with its conversation, even while a mail is being sent', async () => {
      const id = await begin()
      await store().queueMail(id, mail(), 3)
      const [due] = await store().listDueMails(at(3))
      await store().startMailTry(due?.id ?? '', at(3))
      await store().eraseConversation(id)
      await store().settleMail(due?.id ?? '', { outcome: 'failed', fault: 'ETIMEDOUT' })
      expect(await store().listUnsentMails('bourg')).toEqual([])
    })
  })
}
