import { describe, expect, it } from '@jest/globals'
import { leaveOutErased } from '../../../src/commands/backups/restore-backup.js'
import { type ErasedKind, erasureOf, replyErasedId } from '../../../src/features/retention/erasure.js'
import type { KeptDocument } from '../../../src/store/move-documents.js'

const MADE_AT = '2026-11-24T10:00:00.000Z'
const BEFORE = '2026-11-24T09:00:00.000Z'
const AFTER = '2026-11-24T11:00:00.000Z'

/** What is left of a document of a backup, when one thing was erased. */
function leftOf(kind: string, document: object, erased: { kind: ErasedKind; id: string; at?: string }) {
  const erasures = [erasureOf(erased.kind, erased.id, erased.at ?? AFTER)]
  return leaveOutErased(erasures, MADE_AT)({ kind, key: 'c1', document } as KeptDocument)
}

describe('what is left out of a backup', () => {
  const conversation = {
    conversation: { id: 'c1' },
    messages: [],
    handoffs: [
      { id: 'h1', contact: null },
      { id: 'h2', contact: null },
    ],
    masked: [
      { id: 'm1', handoffId: 'h1', sealed: 'one' },
      { id: 'm2', handoffId: 'h2', sealed: 'two' },
    ],
  }

  it('are the masked data that were forgotten, those of that request alone', () => {
    const left = leftOf('conversations', conversation, { kind: 'masked', id: 'h1' })
    expect(left).toMatchObject({ masked: [{ id: 'm2' }] })
    expect(leftOf('conversations', conversation, { kind: 'masked', id: 'h3' })).toBe(conversation)
  })

  it('are replies of the agent who deleted them, not those of the same name of another', () => {
    const replies = {
      replies: [
        { userId: 'anne', id: 'r1' },
        { userId: 'basile', id: 'r1' },
      ],
    }
    const left = leftOf('replies', replies, { kind: 'reply', id: replyErasedId('anne', 'r1') })
    expect(left).toEqual({ replies: [{ userId: 'basile', id: 'r1' }] })
  })

  it('is practice that was erased since, not what was done again after it', () => {
    const practice = { records: [{ userId: 'anne' }, { userId: 'basile' }] }
    expect(leftOf('practice', practice, { kind: 'practice', id: 'anne' })).toEqual({ records: [{ userId: 'basile' }] })
    expect(leftOf('practice', practice, { kind: 'practice', id: 'anne', at: BEFORE })).toBe(practice)
  })

  it('are the links of an account that was sent away since, which stays away', () => {
    const users = { users: [{ id: 'anne' }, { id: 'basile' }], tokens: [{ userId: 'anne' }, { userId: 'basile' }] }
    expect(leftOf('users', users, { kind: 'account', id: 'anne' })).toEqual({
      users: [{ id: 'anne', deactivatedAt: AFTER }, { id: 'basile' }],
      tokens: [{ userId: 'basile' }],
    })
    expect(leftOf('users', users, { kind: 'account', id: 'anne', at: BEFORE })).toBe(users)
  })
})
