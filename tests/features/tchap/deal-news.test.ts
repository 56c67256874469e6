import { beforeEach, describe, expect, it } from '@jest/globals'
import { type DealNeeds, dealNews } from '../../../src/features/tchap/deal-news.js'
import { tchapCodeHash } from '../../../src/features/tchap/tchap.js'
import { type MatrixBot, type MatrixEvent, MatrixFault, type MatrixNews } from '../../../src/platform/matrix/matrix.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import { OPEN } from '../../platform/http/harness.js'

const LATER = '2099-01-01T00:00:00.000Z'
const ANNE = '@anne:tchap.test'

let needs: DealNeeds
let accepted: string[]
let sent: string[]
let left: string[]
let faults: unknown[]
let failing: ((txnId: string) => MatrixFault | null) | null

beforeEach(async () => {
  const store = createMemoryStore()
  accepted = []
  sent = []
  left = []
  faults = []
  failing = null
  const bot = {
    whoAmI: async () => '@guichet:tchap.test',
    async send(_, { content, txnId }) {
      const fault = failing?.(txnId)
      if (fault) throw fault
      sent.push('body' in content ? String(content.body) : '✅')
      return `$${sent.length}`
    },
    redact: async () => {},
    leave: async (roomId) => void left.push(roomId),
  } as Partial<MatrixBot> as MatrixBot
  needs = {
    ...{
      store,
      bot,
      carriesText: true,
      now: () => new Date(OPEN),
      say: Object.assign((_: unknown, key: string) => key, { has: () => true }),
    },
    onFault: (error) => void faults.push(error),
    accept: async ({ text }) => {
      accepted.push(text)
      return { outcome: 'refused', why: 'ended', by: '' }
    },
  }
  await store.saveTchapCode({
    userId: 'anne',
    communeId: 'bourg',
    language: 'fr',
    hash: tchapCodeHash('11112222') ?? '',
    expiresAt: LATER,
  })
  await store.addTchapRoom({ roomId: '!a', matrixId: ANNE, expiresAt: LATER, tries: 0 })
  await store.tryTchapCode('!a', tchapCodeHash('1111 2222'), OPEN)
  const thread = {
    roomId: '!a',
    root: '$root',
    userId: 'anne',
    handoffId: 'h1',
    events: ['$root'],
    at: OPEN,
  }
  await store.addTchapNotice({ id: 'n', userId: 'anne', handoffId: 'h1', text: '', at: OPEN })
  await store.settleTchapNotice('n', thread)
})

const said = (id: string, body: string, patch: Partial<MatrixEvent> = {}): MatrixEvent => ({
  ...{ id, roomId: '!a', sender: ANNE, type: 'm.room.message' },
  content: { msgtype: 'm.text', body, 'm.relates_to': { rel_type: 'm.thread', event_id: '$root' } },
  ...patch,
})
const deal = (patch: Partial<MatrixNews>) =>
  dealNews(needs, { next: 's1', events: [], invitations: [], joined: [], left: [], ...patch })

describe('what happens in the rooms of the bot', () => {
  it('is heard from her alone who proved who she is, and in her room alone', async () => {
    const events = [
      said('$1', 'intrus', { sender: '@eve:tchap.test' }),
      said('$2', 'ailleurs', { roomId: '!b' }),
      said('$3', 'moi-même', { sender: '@guichet:tchap.test' }),
      said('$4', 'elle'),
    ]
    await deal({ events })
    expect(accepted).toEqual(['elle'])
    await deal({
      events: [
        said('$5', '', { type: 'm.room.member', stateKey: '@eve:tchap.test', content: { membership: 'leave' } }),
      ],
    })
    expect((await needs.store.readTchap()).links).toHaveLength(1)
  })

  it('keeps nothing that comes after from being dealt with when the homeserver refuses one thing', async () => {
    failing = (txnId) => (txnId.includes('$1') ? new MatrixFault('M_FORBIDDEN', { status: 403 }) : null)
    await deal({ events: [said('$1', 'un'), said('$2', 'deux')] })
    expect([accepted, faults.length]).toEqual([['un', 'deux'], 1])
  })

  it.each([0, 401, 429, 502])('is dealt with again when the homeserver is away (%i)', async (status) => {
    failing = () => new MatrixFault('away', { status })
    await expect(deal({ events: [said('$1', 'un'), said('$2', 'deux')] })).rejects.toThrow('away')
    expect(accepted).toEqual(['un'])
  })

  it('has the bot leave rooms that are nobody’s, and forget those from which it was put out', async () => {
    await deal({ joined: ['!a', '!unknown'] })
    expect(left).toEqual(['!unknown'])
    await deal({ left: ['!a'] })
    expect((await needs.store.readTchap()).links).toEqual([])
  })
})
