import { describe, expect, it } from '@jest/globals'
import { applyToEntry, readyDraft, saveDraft } from '../../../../src/features/entries/model/entry-life.js'
import {
  type EntryRecord,
  isSameContent,
  openRecord,
  servedNumber,
} from '../../../../src/features/entries/model/entry-record.js'
import { applyPublication, judgePublication } from '../../../../src/features/entries/model/publication.js'
import { ADA, action, BILAL, content, publication, save, scope } from '../../../contract/sample-entry-content.js'
import { at } from '../../../contract/sample-inputs.js'

const installed = content({ title: 'Installée' })

/** An installed entry with a draft of Ada's. */
function drafted(title = 'Écrite'): EntryRecord {
  const opened = openRecord(null, scope('acte', { installed }), at(0))
  const saved = saveDraft(opened, save({ basedOn: 1, content: content({ title }) }))
  if (saved.outcome !== 'saved') throw new Error(saved.outcome)
  return saved.record
}

function submitted(): EntryRecord {
  const step = applyToEntry(drafted(), action({ type: 'submit', draftVersion: 1 }))
  if (step.outcome !== 'applied') throw new Error(step.refusal)
  return step.record
}

const request = publication([], { reviewerRequired: true })
const inReview = { type: 'revision' as const, number: 2 }

describe('the life of an entry', () => {
  it('lets a draft leave only as it was seen, from what is served, and changed', () => {
    const record = drafted()
    expect(readyDraft(record, 1)).toMatchObject({ version: 1 })
    expect(readyDraft(record, 2)).toBe('stale')
    expect(readyDraft({ ...record, draft: null }, 1)).toBe('no_draft')
    expect(readyDraft(drafted('Installée'), 1)).toBe('unchanged')
    const renewed = openRecord(record, scope('acte', { installed: content({ title: 'Renouvelée' }) }), at(5))
    expect(readyDraft(renewed, 1)).toBe('outdated')
    expect(readyDraft({ ...record, archival: { at: at(1), by: ADA, why: '' } }, 1)).toBe('archived')
  })

  it('never changes what it is given', () => {
    const record = Object.freeze(drafted())
    applyToEntry(record, action({ type: 'submit', draftVersion: 1 }))
    expect(record.revisions).toHaveLength(1)
  })

  it('asks for another reader where one is required', () => {
    expect(judgePublication(drafted(), { type: 'draft', version: 1 }, request)).toBe('review_required')
    expect(judgePublication(submitted(), inReview, request)).toBe('own_submission')
    expect(judgePublication(submitted(), inReview, { ...request, by: BILAL })).toMatchObject({ revision: 2 })
    expect(judgePublication(submitted(), inReview, { ...request, reviewerRequired: false })).toMatchObject({
      revision: 2,
    })
    // Who wrote it may not judge it either, when another submitted it.
    const record = { ...drafted(), draft: { ...drafted().draft, by: BILAL } as EntryRecord['draft'] }
    const step = applyToEntry(record, action({ type: 'submit', draftVersion: 1 }))
    if (step.outcome !== 'applied') throw new Error(step.refusal)
    expect(judgePublication(step.record, inReview, { ...request, by: BILAL })).toBe('own_submission')
  })

  it('goes back without a reader to what was served, and to nothing else', () => {
    const judged = judgePublication(submitted(), inReview, { ...request, by: BILAL })
    if (typeof judged === 'string') throw new Error(judged)
    const published = applyPublication(submitted(), judged, request)
    expect([servedNumber(published), published.submission]).toEqual([2, null])
    expect(applyPublication(published, judged, request)).toBe(published)
    expect(judgePublication(published, inReview, request)).toBe('unchanged')
    expect(judgePublication(published, { type: 'revision', number: 1 }, request)).toMatchObject({
      revision: { origin: 'rollback', from: 1, content: installed },
      audit: { action: 'entry_rolled_back', before: { revision: 2 }, after: { revision: 3 } },
    })
    const dropped = applyToEntry(submitted(), action({ type: 'return' }))
    if (dropped.outcome !== 'applied') throw new Error(dropped.refusal)
    expect(judgePublication(dropped.record, inReview, request)).toBe('review_required')
    expect(judgePublication(published, { type: 'revision', number: 9 }, request)).toBe('unknown_revision')
  })

  it('sends back what was submitted over no other draft', () => {
    const begun = saveDraft(submitted(), save({ basedOn: 2, content: content({ title: 'Suite' }) }))
    if (begun.outcome !== 'saved') throw new Error(begun.outcome)
    expect(applyToEntry(begun.record, action({ type: 'return' }))).toMatchObject({
      record: { draft: { content: { title: 'Suite' }, version: 2 }, draftVersion: 2, submission: null },
    })
    expect(applyToEntry(drafted(), action({ type: 'return' }))).toEqual({
      outcome: 'refused',
      refusal: 'not_submitted',
    })
  })

  it('keeps what the reviewer asked for until it is submitted again, thrown away or published', () => {
    const sentBack = applyToEntry(
      submitted(),
      action({ type: 'return' }, { by: BILAL, why: 'et le tarif ?', at: at(3) }),
    )
    if (sentBack.outcome !== 'applied') throw new Error(sentBack.refusal)
    const { record } = sentBack
    expect(record.returned).toEqual({ by: BILAL, why: 'et le tarif ?', at: at(3) })
    const written = saveDraft(record, save({ basedOn: 2, seen: 2, content: content({ title: 'Avec le tarif' }) }))
    if (written.outcome !== 'saved') throw new Error(written.outcome)
    expect(written.record.returned).toEqual(record.returned)
    for (const type of ['submit', 'discard'] as const) {
      expect(applyToEntry(written.record, action({ type, draftVersion: 3 }))).toMatchObject({
        record: { returned: null },
      })
    }
    const judged = judgePublication(record, { type: 'draft', version: 2 }, publication([]))
    if (typeof judged === 'string') throw new Error(judged)
    expect(applyPublication(record, judged, request).returned).toBeNull()
  })

  it('knows a content again however its fields are ordered', () => {
    const { title, ...rest } = content()
    expect(isSameContent(content(), { ...rest, title })).toBe(true)
    expect(isSameContent(content(), content({ questions: [] }))).toBe(false)
  })
})
