import { describe, expect, it } from '@jest/globals'
import { MAX_MAIL_TRIES, type Mail, mailWaitMs, settled } from '../../../src/platform/mail/mail.js'

const mail: Mail = {
  id: 'm',
  conversationId: 'c',
  communeId: 'bourg',
  kind: 'acknowledgement',
  status: 'waiting',
  to: 'jeanne@exemple.fr',
  replyTo: 'accueil@bourg.example',
  subject: 'sujet',
  text: 'texte',
  createdAt: '2026-11-24T09:00:00.000Z',
  tries: 1,
  nextTryAt: '2026-11-24T09:01:00.000Z',
  fault: null,
}

describe('settled', () => {
  it('keeps nothing personal of a mail that has left', () => {
    const sent = settled(mail, { outcome: 'sent' })
    expect(sent).toMatchObject({ status: 'sent', kind: 'acknowledgement', to: '', subject: '', text: '' })
    expect(JSON.stringify(sent)).not.toContain('@')
  })

  it('waits again after a failure, until the last try', () => {
    const failed = { outcome: 'failed', fault: 'ECONNREFUSED' } as const
    expect(settled(mail, failed)).toMatchObject({ status: 'waiting', fault: 'ECONNREFUSED', to: mail.to })
    expect(settled({ ...mail, tries: MAX_MAIL_TRIES - 1 }, failed).status).toBe('waiting')
    expect(settled({ ...mail, tries: MAX_MAIL_TRIES }, failed)).toMatchObject({ status: 'failed', to: mail.to })
  })

  it('gives up at once on a mail that will never be taken', () => {
    expect(settled(mail, { outcome: 'refused', fault: '550' })).toMatchObject({ status: 'failed', fault: '550' })
  })
})

describe('mailWaitMs', () => {
  it('doubles from one minute', () => {
    expect([1, 2, 3, 9].map((tries) => mailWaitMs(tries) / 60_000)).toEqual([1, 2, 4, 256])
  })
})
