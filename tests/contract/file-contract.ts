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

    it('keeps so many of a commune, and no more', async () => {
      for (let number = 0; number < MOST_OF_COMMUNE; number += 1)
        await store().keepFile(file({ id: `f${String(number).padStart(64, '0')}` }))
      expect(await store().keepFile(file())).toBe('too_many')
      expect(await store().keepFile(file({ id: `f${'0'.repeat(64)}` }))).toBe('kept')
      expect(await store().keepFile(file({ communeId: 'ailleurs' }))).toBe('kept')
    })
  })
}
