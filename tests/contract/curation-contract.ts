import { describe, expect, it } from '@jest/globals'
import type { AuditFilter, AuditRow } from '../../src/platform/model/audit.js'
import type { Change } from '../../src/platform/model/change.js'
import { ADA, action, BILAL, content, publication, save, scope } from './sample-entry-content.js'
import { at } from './sample-inputs.js'
import type { Contract } from './store-contract.js'

const draft = (entryId: string, version = 1) => ({ entryId, source: { type: 'draft' as const, version } })

function row(id: string, patch: Partial<AuditRow> = {}): AuditRow {
  return {
    id,
    communeId: 'bourg',
    at: at(1),
    ...ADA,
    action: 'settings_changed',
    target: { kind: 'settings', id: 'hours' },
    before: { closed: false },
    after: { closed: true },
    why: '',
    ...patch,
  }
}

/** Entries that curators write and publish, and the audit. */
export function describeCuration({ store }: Contract): void {
  const acts = async (filter: Partial<AuditFilter> = {}) =>
    (await store().listAudit('bourg', { limit: 50, ...filter })).rows.map(({ action: name, target }) => [
      name,
      target.id,
    ])

  describe('drafts', () => {
    it('are saved only over what their author saw', async () => {
      const saves = await Promise.all([ADA, BILAL].map((by) => store().saveDraft(scope(), save({ by }))))
      expect(saves.map(({ outcome }) => outcome)).toEqual(['saved', 'stale'])
      expect(saves[1]).toMatchObject({ record: { draft: { by: ADA, version: 1, at: at(1) } } })
      const next = save({ seen: 1, content: content({ title: 'Copie d’acte' }), at: at(2) })
      expect(await store().saveDraft(scope(), next)).toMatchObject({ outcome: 'saved', draft: { version: 2 } })
      expect((await store().getEntryRecord('bourg', 'acte'))?.draft).toMatchObject({
        content: { title: 'Copie d’acte' },
      })
      expect(await store().getEntryRecord('ailleurs', 'acte')).toBeUndefined()
      await expect(store().saveDraft(scope('../users'), save())).rejects.toMatchObject({ code: 'invalid_entry_id' })
    })

    it('begin from what is installed, which is the first revision', async () => {
      const installed = content({ title: 'Installée' })
      await store().saveDraft(scope('acte', { installed }), save({ basedOn: 1 }))
      const record = await store().getEntryRecord('bourg', 'acte')
      expect(record?.revisions).toMatchObject([{ number: 1, origin: 'installed', by: null, content: installed }])
      const renewed = content({ title: 'Installée de nouveau' })
      await store().saveDraft(scope('acte', { installed: renewed }), save({ basedOn: 1, seen: 1 }))
      expect((await store().getEntryRecord('bourg', 'acte'))?.revisions).toMatchObject([{ number: 1 }, { from: 1 }])
    })

    it('are submitted, sent back, and thrown away, each told by the audit', async () => {
      await store().saveDraft(scope(), save())
      const stale = await store().applyToEntry(scope(), action({ type: 'submit', draftVersion: 7 }))
      expect(stale).toMatchObject({ outcome: 'refused', refusal: 'stale' })
      await store().applyToEntry(scope(), action({ type: 'submit', draftVersion: 1 }))
      expect(await store().getEntryRecord('bourg', 'acte')).toMatchObject({ draft: null, submission: { revision: 1 } })
      await store().applyToEntry(scope(), action({ type: 'return' }, { by: BILAL, why: 'le tarif', at: at(3) }))
      const returned = await store().getEntryRecord('bourg', 'acte')
      expect(returned).toMatchObject({ submission: null, draft: { version: 2, basedOn: 1, by: ADA } })
      await store().applyToEntry(scope(), action({ type: 'discard', draftVersion: 2 }, { at: at(4) }))
      expect(await acts()).toEqual([
        ['draft_discarded', 'acte'],
        ['entry_returned', 'acte'],
        ['entry_submitted', 'acte'],
      ])
    })
  })

  describe('publications', () => {
    it('publish all their entries or none, once', async () => {
      await store().saveDraft(scope('acte'), save())
      await store().saveDraft(scope('carte'), save({ content: content({ title: 'Carte' }) }))
      const stale = await store().recordPublication(publication([draft('acte'), draft('carte', 9)]))
      expect(stale).toEqual({ outcome: 'refused', refusals: [{ entryId: 'carte', refusal: 'stale' }] })
      expect(await store().readPublished('bourg')).toEqual({ published: [], archivedIds: [] })
      const changes: Change[] = []
      const stop = store().subscribe((change) => changes.push(change))
      const both = publication([draft('acte'), draft('carte')])
      const results = await Promise.all([store().recordPublication(both), store().recordPublication(both)])
      stop()
      const entries = [
        { entryId: 'acte', revision: 1 },
        { entryId: 'carte', revision: 1 },
      ]
      expect(results).toEqual([
        { outcome: 'published', entries },
        { outcome: 'published', entries },
      ])
      expect(changes.filter(({ type }) => type === 'publication')).toEqual([
        { type: 'publication', communeId: 'bourg', entryIds: ['acte', 'carte'] },
      ])
      expect(await store().readPublished('bourg')).toMatchObject({
        published: [
          { entryId: 'acte', revision: 1, content: content() },
          { entryId: 'carte', revision: 1, content: { title: 'Carte' } },
        ],
      })
      expect(await store().readPublished('ailleurs')).toEqual({ published: [], archivedIds: [] })
      expect(await acts({ action: 'entry_published' })).toHaveLength(2)
    })

    it('leave alone a draft that was saved meanwhile, and refuse one begun before', async () => {
      await store().saveDraft(scope(), save())
      await store().recordPublication(publication([draft('acte')]))
      await store().saveDraft(scope(), save({ basedOn: 1, content: content({ title: 'Deux' }) }))
      const imported = { entryId: 'acte', source: { type: 'content' as const, content: content({ title: 'Venue' }) } }
      await store().recordPublication(publication([imported], { id: 'publication-2' }))
      const record = await store().getEntryRecord('bourg', 'acte')
      expect([record?.revisions.length, record?.draft?.content.title]).toEqual([2, 'Deux'])
      const outdated = await store().recordPublication(publication([draft('acte', 2)], { id: 'publication-3' }))
      expect(outdated).toEqual({ outcome: 'refused', refusals: [{ entryId: 'acte', refusal: 'outdated' }] })
    })

    it('go back to a revision, as a new one', async () => {
      for (const [seen, title] of ['Un', 'Deux'].entries()) {
        await store().saveDraft(scope(), save({ basedOn: seen, content: content({ title }) }))
        await store().recordPublication(publication([draft('acte', seen + 1)], { id: title }))
      }
      const back = { entryId: 'acte', source: { type: 'revision' as const, number: 1 } }
      await store().recordPublication(publication([back], { id: 'back', why: 'une erreur', at: at(9) }))
      const record = await store().getEntryRecord('bourg', 'acte')
      expect(record?.revisions.at(-1)).toMatchObject({
        number: 3,
        origin: 'rollback',
        from: 1,
        content: { title: 'Un' },
      })
      expect((await store().readPublished('bourg')).published).toMatchObject([{ revision: 3 }])
      expect(await acts({ action: 'entry_rolled_back' })).toEqual([['entry_rolled_back', 'acte']])
    })

    it('are taken away and brought back, installed entries too', async () => {
      await store().applyToEntry(
        scope('carte', { installed: content() }),
        action({ type: 'archive' }, { why: 'double' }),
      )
      expect(await store().readPublished('bourg')).toEqual({ published: [], archivedIds: ['carte'] })
      const again = await store().applyToEntry(scope('carte'), action({ type: 'archive' }))
      expect(again).toMatchObject({ outcome: 'refused', refusal: 'archived' })
      await store().applyToEntry(scope('carte'), action({ type: 'restore' }))
      expect(await store().readPublished('bourg')).toEqual({ published: [], archivedIds: [] })
    })
  })

  it('lists the entries of a commune by id, without their contents', async () => {
    await store().saveDraft(scope('carte'), save())
    await store().saveDraft(scope('acte'), save({ content: content({ questions: ['une', 'deux'] }) }))
    await store().saveDraft(scope('acte', { communeId: 'ailleurs' }), save())
    const listed = await store().listEntryRecords('bourg')
    expect(listed.map(({ entryId, facts }) => [entryId, facts?.questions])).toEqual([
      ['acte', 2],
      ['carte', 1],
    ])
    expect(JSON.stringify(listed)).not.toContain('Écrivez')
  })

  describe('the audit', () => {
    it('is read latest first, filtered, by pages', async () => {
      await store().recordAudit(row('one'))
      await store().recordAudit(row('two', { at: at(2), action: 'user_created', target: { kind: 'user', id: 'u1' } }))
      await store().recordAudit(row('three', { at: '2025-04-01T08:00:00.000Z', ...BILAL }))
      await store().recordAudit(row('far', { communeId: 'ailleurs' }))
      const ids = async (filter: Partial<AuditFilter>) =>
        (await store().listAudit('bourg', { limit: 50, ...filter })).rows.map(({ id }) => id)
      expect(await ids({})).toEqual(['three', 'two', 'one'])
      expect(await ids({ kind: 'user' })).toEqual(['two'])
      expect(await ids({ userId: 'bilal' })).toEqual(['three'])
      expect(await ids({ from: at(2), to: '2025-04-01T08:00:00.000Z' })).toEqual(['two'])
      const first = await store().listAudit('bourg', { limit: 2 })
      await store().recordAudit(row('late', { at: '2025-05-01T08:00:00.000Z' }))
      expect(await ids({ limit: 2, after: first.next ?? '' })).toEqual(['one'])
      expect((await store().listAudit('bourg', { limit: 4 })).next).toBeNull()
    })

    it('tells the last recorded of one instant first', async () => {
      for (const id of ['b', 'a', 'c']) await store().recordAudit(row(id))
      const first = await store().listAudit('bourg', { limit: 2 })
      const second = await store().listAudit('bourg', { limit: 2, after: first.next ?? '' })
      expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    })

    it('forgets what is old, wherever it lies, and no revision', async () => {
      await store().saveDraft(scope(), save())
      await store().applyToEntry(scope(), action({ type: 'submit', draftVersion: 1 }))
      await store().recordAudit(row('one'))
      await store().recordAudit(row('late', { at: at(50) }))
      expect(await store().listAuditBefore('bourg', at(10))).toHaveLength(2)
      expect(await store().dropAuditBefore('bourg', at(10))).toBe(2)
      expect((await store().listAudit('bourg', { limit: 50 })).rows).toMatchObject([{ id: 'late' }])
      expect((await store().getEntryRecord('bourg', 'acte'))?.revisions).toHaveLength(1)
    })
  })
}
