import { describe, expect, it } from '@jest/globals'
import { MOST_OF_COMMUNE } from '../../src/features/attachments/attachment.js'
import type { NewFile } from '../../src/features/attachments/file-verbs.js'
import { action, content, publication, save, scope } from './sample-entry-content.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const PLAN = `f${'0a'.repeat(32)}`
const FORM = `f${'1b'.repeat(32)}`

function file(patch: Partial<NewFile> = {}): NewFile {
  return {
    communeId: 'bourg',
    id: PLAN,
    type: 'image/png',
    bytes: Buffer.from([0, 255, 10, 13]),
    givenAt: at(0),
    ...patch,
  }
}
const naming = (id: string) =>
  content({ attachments: [{ id, type: 'image/png', bytes: 4, label: 'Le plan', date: '' }] })
const later = (days: number) => new Date(Date.parse(at(0)) + days * 24 * 3_600_000).toISOString()

/** Documents and images of entries. */
export function describeFiles({ store }: Contract): void {
  describe('files', () => {
    it('keeps each byte of a file of a commune, for that commune', async () => {
      expect(await store().keepFile(file())).toBe('kept')
      expect(await store().keepFile(file())).toBe('kept')
      expect(await store().readFile('bourg', PLAN)).toEqual({ type: 'image/png', bytes: file().bytes })
      expect(await store().readFile('ailleurs', PLAN)).toBeUndefined()
      expect(await store().readFile('bourg', FORM)).toBeUndefined()
      expect(await store().listFiles('bourg')).toEqual([PLAN])
      expect(await store().listFiles('bour')).toEqual([])
    })

    it('drops what no entry has named for a day, and nothing else', async () => {
      await store().keepFile(file())
      await store().keepFile(file({ id: FORM }))
      await store().saveDraft(scope(), save({ content: naming(PLAN) }))
      await store().dropLapsed(later(0.9))
      expect((await store().listFiles('bourg')).sort()).toEqual([PLAN, FORM])
      await store().dropLapsed(later(1.1))
      expect(await store().listFiles('bourg')).toEqual([PLAN])
      await store().applyToEntry(scope(), action({ type: 'discard', draftVersion: 1 }))
      await store().keepFile(file({ givenAt: later(1) }))
      await store().dropLapsed(later(1.5))
      expect(await store().listFiles('bourg')).toEqual([PLAN])
      await store().dropLapsed(later(2.1))
      expect(await store().listFiles('bourg')).toEqual([])
      expect(await store().readFile('bourg', PLAN)).toBeUndefined()
    })

    it('serves what is published, in its commune, until it is archived; history keeps it', async () => {
      await store().keepFile(file())
      await store().saveDraft(scope(), save({ content: naming(PLAN) }))
      expect(await store().isFileServed('bourg', PLAN)).toBe(false)
      await store().recordPublication(publication([{ entryId: 'acte', source: { type: 'draft', version: 1 } }]))
      expect(await store().isFileServed('bourg', PLAN)).toBe(true)
      expect(await store().isFileServed('ailleurs', PLAN)).toBe(false)
      await store().applyToEntry(scope(), action({ type: 'archive' }))
      expect(await store().isFileServed('bourg', PLAN)).toBe(false)
      await store().dropLapsed(later(400))
      expect(await store().listFiles('bourg')).toEqual([PLAN])
    })

    it('keeps as much of a commune as it may take, each once; what only former revisions name makes room, first given first', async () => {
      const id = (number: number) => `f${String(number).padStart(64, '0')}`
      const give = (number: number, day: number, bytes = 40, patch: Partial<NewFile> = {}) =>
        store().keepFile(file({ id: id(number), bytes: Buffer.alloc(bytes), givenAt: later(day), most: 100, ...patch }))
      const publish = async (number: number) => {
        const draft = await store().saveDraft(scope(), save({ content: naming(id(number)), basedOn: number - 1 }))
        const version = draft.outcome === 'saved' ? draft.draft.version : 0
        const entries = [{ entryId: 'acte', source: { type: 'draft' as const, version } }]
        await store().recordPublication(publication(entries, { id: `publication-${number}` }))
      }
      const listed = async () => (await store().listFiles('bourg')).map((one) => Number(one.slice(1))).sort()
      expect(await give(1, 0)).toBe('kept')
      await publish(1)
      expect(await give(2, 0)).toBe('kept')
      // Given again, it takes no more; another commune has its own room.
      expect(await give(2, 0)).toBe('kept')
      expect(await give(3, 0, 21)).toBe('no_room')
      expect(await give(3, 0, 100, { communeId: 'ailleurs' })).toBe('kept')
      expect(await give(3, 0, 20)).toBe('kept')
      expect(await listed()).toEqual([1, 2, 3])
      await publish(2)
      // It was served until now, and may be again.
      expect(await give(4, 0.5)).toBe('no_room')
      await publish(3)
      expect(await give(5, 2, 81)).toBe('no_room')
      expect(await listed()).toEqual([1, 2, 3])
      expect(await give(5, 2, 40)).toBe('kept')
      expect(await listed()).toEqual([2, 3, 5])
      // Two at once do not take the same room.
      const both = await Promise.all([give(6, 2.1, 30), give(7, 2.1, 30)])
      expect(both.sort()).toEqual(['kept', 'no_room'])
    })

    it('keeps so many of a commune, and no more', async () => {
      for (let number = 0; number < MOST_OF_COMMUNE; number += 1)
        await store().keepFile(file({ id: `f${String(number).padStart(64, '0')}` }))
      expect(await store().keepFile(file())).toBe('too_many')
      expect(await store().keepFile(file({ id: `f${'0'.repeat(64)}` }))).toBe('kept')
      expect(await store().keepFile(file({ communeId: 'ailleurs' }))).toBe('kept')
    })
  })
}
