import { describe, expect, it } from '@jest/globals'
import {
  MOST_TRIES,
  MOST_WAITING_ROOMS,
  type TchapCode,
  type TchapNotice,
  tchapCodeHash,
  type WaitingRoom,
} from '../../src/features/tchap/tchap.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const hash = (digits: string) => tchapCodeHash(digits) ?? ''
function code(digits: string, patch: Partial<TchapCode> = {}): TchapCode {
  return { userId: 'anne', communeId: 'bourg', language: 'fr', hash: hash(digits), expiresAt: at(60), ...patch }
}
function room(roomId: string, patch: Partial<WaitingRoom> = {}): WaitingRoom {
  return { roomId, matrixId: '@anne:tchap', expiresAt: at(60), tries: 0, ...patch }
}
const notice: TchapNotice = {
  id: 'n1',
  userId: 'anne',
  handoffId: 'h1',
  text: 'Bonjour',
  at: at(1),
}
const { text: _, id: __, ...about } = notice
const thread = { ...about, roomId: '!a', root: '$1', events: ['$1'] }

/** What joins agents to Tchap. */
export function describeTchap({ store }: Contract): void {
  describe('Tchap', () => {
    it('is read by one process at a time, from where the last one was', async () => {
      expect(await store().holdTchap('one', { at: at(0), until: at(40) })).toBeNull()
      expect(await store().holdTchap('two', { at: at(39), until: at(80) })).toBeUndefined()
      await store().advanceTchap({ from: null, to: 's1' })
      await store().advanceTchap({ from: null, to: 's0' })
      expect(await store().holdTchap('one', { at: at(5), until: at(45) })).toBe('s1')
      expect(await store().holdTchap('two', { at: at(41), until: at(80) })).toBe('s1')
      await store().releaseTchap('one')
      expect(await store().holdTchap('one', { at: at(42), until: at(80) })).toBeUndefined()
      await store().releaseTchap('two')
      expect(await store().holdTchap('one', { at: at(43), until: at(80) })).toBe('s1')
    })

    it('lets one of those who begin at once read', async () => {
      const held = await Promise.all(['a', 'b', 'c'].map((by) => store().holdTchap(by, { at: at(0), until: at(40) })))
      expect(held.filter((since) => since === null)).toHaveLength(1)
    })

    it('joins an account with the room where its last code was typed, once', async () => {
      await store().saveTchapCode(code('11112222'))
      await store().saveTchapCode(code('33334444'))
      await store().addTchapRoom(room('!a'))
      await store().addTchapRoom(room('!b'))
      expect(await store().tryTchapCode('!a', hash('11112222'), at(1))).toEqual({ outcome: 'wrong' })
      expect(await store().tryTchapCode('!a', null, at(1))).toEqual({ outcome: 'wrong' })
      expect(await store().tryTchapCode('!none', hash('33334444'), at(1))).toEqual({ outcome: 'too_often' })
      const link = { userId: 'anne', communeId: 'bourg', language: 'fr', matrixId: '@anne:tchap', since: at(2) }
      const tries = await Promise.all(['!a', '!b'].map((id) => store().tryTchapCode(id, hash('33334444'), at(2))))
      expect(tries.map(({ outcome }) => outcome).sort()).toEqual(['linked', 'wrong'])
      const [linked] = (await store().readTchap()).links
      expect(linked).toEqual({ ...link, roomId: linked?.roomId })

      // Another code of the same account takes the place of the former room.
      await store().saveTchapCode(code('55556666'))
      await store().addTchapRoom(room('!c'))
      expect(await store().tryTchapCode('!c', hash('55556666'), at(3))).toMatchObject({ former: linked?.roomId })
      expect(await store().dropTchapLink('anne')).toBe('!c')
      expect(await store().dropTchapLink('anne')).toBeNull()
      expect((await store().readTchap()).links).toEqual([])
    })

    it('takes no code too late or after too many tries, and waits in few rooms', async () => {
      await store().saveTchapCode(code('11112222', { expiresAt: at(10) }))
      await store().addTchapRoom(room('!a'))
      expect(await store().tryTchapCode('!a', hash('11112222'), at(11))).toEqual({ outcome: 'wrong' })
      for (let tries = 2; tries < MOST_TRIES; tries += 1) await store().tryTchapCode('!a', null, at(1))
      expect(await store().tryTchapCode('!a', null, at(1))).toEqual({ outcome: 'too_often' })
      expect(await store().tryTchapCode('!a', hash('11112222'), at(61))).toEqual({ outcome: 'too_often' })
      for (let rooms = 1; rooms < MOST_WAITING_ROOMS; rooms += 1)
        expect(await store().addTchapRoom(room(`!${rooms}`))).toBe('added')
      expect(await store().addTchapRoom(room('!more'))).toBe('too_many')
      await store().dropTchapRooms(['!a', '!unknown'])
      expect(await store().addTchapRoom(room('!more'))).toBe('added')
    })

    it('keeps what is to leave until it has, and of what has left what is to be taken away', async () => {
      await store().addTchapNotice(notice)
      await store().addTchapNotice({ ...notice, id: 'n2' })
      await store().settleTchapNotice('n1', thread)
      await store().settleTchapNotice('n1', { ...thread, root: '$other' })
      await store().addToTchapThread('$1', ['$2', '$3', '$2'])
      await store().addToTchapThread('$unknown', ['$4'])
      await store().settleTchapNotice('n2', { ...thread, events: ['$1', '$5'], at: at(2) })
      expect(await store().readTchap()).toMatchObject({
        notices: [],
        threads: [{ ...thread, events: ['$1', '$2', '$3', '$5'], at: at(2) }],
      })
      await store().dropTchapThread('$1')
      expect((await store().readTchap()).threads).toEqual([])
    })

    it('forgets what has lapsed', async () => {
      await store().saveTchapCode(code('11112222'))
      await store().addTchapRoom(room('!a'))
      await store().addTchapNotice(notice)
      await store().settleTchapNotice('n1', thread)
      await store().addTchapNotice({ ...notice, id: 'n2' })
      await store().dropLapsed(at(60 * 24 * 6))
      const { codes, rooms, notices, threads } = await store().readTchap()
      expect([codes, rooms, notices, threads]).toEqual([[], [], [], []])
    })
  })
}
