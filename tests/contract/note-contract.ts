import { describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/platform/model/change.js'
import { MAX_NOTES, type NewNote } from '../../src/platform/model/note.js'
import { at, claim, handoff, message, UNTOLD } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

function note(clientId: string, patch: Partial<NewNote> = {}): NewNote {
  return { handoffId: 'h1', at: at(4), authorId: 'anne', authorName: 'Anne', text: 'à rappeler', clientId, ...patch }
}

/** Private notes of agents, beside a conversation. */
export function describeNotes({ store, begin }: Contract): void {
  describe('private notes', () => {
    it('are kept in order, once each, and are part of nothing that citizens read', async () => {
      const id = await begin()
      const first = await store().addNote(id, note('note-0001'))
      expect(first).toMatchObject({ outcome: 'added', note: { text: 'à rappeler', authorName: 'Anne' } })
      expect(await store().addNote(id, note('note-0001', { text: 'autre' }))).toEqual({ ...first, outcome: 'repeated' })
      await store().addNote(id, note('note-0001', { authorId: 'karim', text: 'de Karim' }))
      expect((await store().listNotes(id)).map(({ text }) => text)).toEqual(['à rappeler', 'de Karim'])
      expect(await store().listMessages(id, 0)).toEqual([])
      expect(JSON.stringify(await store().getTranscript(id))).not.toContain('rappeler')
    })

    it('do not prolong the conversation, and may be added once it has ended', async () => {
      const id = await begin()
      await store().closeConversation(id, at(3), message('system', 'terminé'))
      const before = (await store().getConversation(id))?.updatedAt
      expect(await store().addNote(id, note('note-0001', { at: at(50) }))).toMatchObject({ outcome: 'added' })
      expect((await store().getConversation(id))?.updatedAt).toBe(before)
    })

    it('are told to the citizen by their number, with everything else that is kept of her', async () => {
      const id = await begin()
      await store().addNote(id, note('note-0001'))
      await store().requestHandoff(
        handoff(id, { contact: { name: 'Zoé', email: 'zoe@exemple.fr' } }),
        message('system', 'noté'),
        {
          masked: [{ kind: 'phone', sealed: 'scellé' }],
        },
      )
      const data = await store().readOwnData(id)
      expect(data).toMatchObject({
        conversation: { id },
        messages: [{ author: 'system' }],
        requests: [{ status: 'pending', contact: { name: 'Zoé', email: 'zoe@exemple.fr' } }],
        sealed: [{ kind: 'phone', messageSeq: null }],
        notes: 1,
        remarks: 0,
      })
      expect(JSON.stringify(data)).not.toMatch(/rappeler|scellé|tokenHash/)
      await store().eraseConversation(id)
      expect(await store().readOwnData(id)).toBeUndefined()
    })

    it('are announced, and erased with the conversation', async () => {
      const id = await begin()
      const heard: Change[] = []
      store().subscribe((change) => heard.push(change))
      await store().addNote(id, note('note-0001'))
      expect(heard).toEqual([{ type: 'note', communeId: 'bourg', conversationId: id }])
      await store().eraseConversation(id)
      expect(await store().listNotes(id)).toEqual([])
      expect(await store().addNote(id, note('note-0002'))).toEqual({ outcome: 'unknown_conversation' })
    })

    it('have a limit', async () => {
      const id = await begin()
      await Promise.all(Array.from({ length: MAX_NOTES }, (_, index) => store().addNote(id, note(`note-${index}`))))
      expect(await store().addNote(id, note('one-more'))).toEqual({ outcome: 'too_many' })
      expect(await store().listNotes(id)).toHaveLength(MAX_NOTES)
    })

    it('forget a name that is forgotten', async () => {
      const id = await begin()
      const contact = { name: 'Fatima', phone: '0639981234' }
      const asked = await store().requestHandoff(handoff(id, { kind: 'message', contact }), message('system', 'avis'))
      const handoffId = 'handoff' in asked ? asked.handoff.id : ''
      await store().applyToHandoff(handoffId, claim('anne'), UNTOLD)
      await store().addNote(id, note('note-0001', { text: 'Fatima rappellera' }))
      const end = { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(9) } as const
      await store().applyToHandoff(handoffId, end, UNTOLD)
      await store().forgetContact(handoffId)
      expect((await store().listNotes(id))[0]?.text).toBe('… rappellera')
    })
  })
}
