import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ConflictActView, ConflictsView } from '../../../src/features/conflicts/contract.js'
import type { EntriesView, EntryView } from '../../../src/features/entries/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { CONFUSED_ENTRIES, MISPLACED, type SmallBase, writeSmallBase } from '../entries/small-base.js'

let base: SmallBase
let server: TestServer
let ada: StaffMember

beforeAll(async () => {
  base = await writeSmallBase(CONFUSED_ENTRIES)
  server = await startTestServer({
    config: { knowledgeDir: base.knowledgeDir, intentsDir: base.intentsDir },
  })
  server.clock.set(OPEN)
  ada = await server.signInAs({ email: 'ada@villebourg.example', roles: ['curator'], displayName: 'Ada' })
})
afterAll(async () => {
  await server.stop()
  await base.remove()
})

const list = async (query = ''): Promise<ConflictsView> => (await ada.call('GET', `/admin/conflicts?${query}`)).body
const entry = async (id: string): Promise<EntryView> => (await ada.call('GET', `/admin/entries/${id}`)).body
const keysOf = ({ conflicts }: ConflictsView) => conflicts.map(({ key }) => key)

/** Waits until a search has ended. */
async function searched(): Promise<ConflictsView> {
  for (;;) {
    const view = await list()
    if (view.state !== 'waiting' && view.state !== 'running') return view
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function act(body: object): Promise<ConflictActView> {
  const answer = await ada.call('POST', '/admin/conflicts/acts', body)
  expect(answer).toMatchObject({ status: 200 })
  return answer.body
}

async function undo({ undo: back }: ConflictActView): Promise<void> {
  expect(await ada.call('POST', '/admin/conflicts/undo', { undo: back })).toMatchObject({ status: 200 })
}

describe('conflicts among entries', () => {
  it('are looked for when somebody asks, off the path of the request', async () => {
    expect(await list()).toMatchObject({ state: 'none', report: null, found: 0, conflicts: [] })
    const begun = await ada.call('POST', '/admin/conflicts/runs')
    expect([begun.status, begun.body.state]).toEqual([202, 'waiting'])
    const view = await searched()
    expect(view).toMatchObject({
      state: 'done',
      report: { searchedBy: 'words', entries: 4, questions: 18, isCurrent: true },
    })
    expect(keysOf(await list('kind=confused'))).toEqual(['confused:marche:piscine'])
    expect(view.conflicts.find(({ kind }) => kind === 'confused')).toMatchObject({
      entries: [
        { id: 'marche', title: 'Le marché du samedi', questions: 6, draft: false },
        { id: 'piscine', title: 'Nager à la piscine' },
      ],
      count: 5,
      taken: 2,
      of: 11,
      stake: 0,
      apart: { question: expect.stringContaining('?'), labels: ['Le marché du samedi', 'Nager à la piscine'] },
      ignored: null,
    })
  })

  it('are narrowed to a kind or to an entry, and marked in the list of entries', async () => {
    const view = await list('entry=trottinette')
    expect(view.entry).toEqual({ id: 'trottinette', title: 'Louer une trottinette' })
    expect(keysOf(view)).toEqual(
      expect.arrayContaining(['same_question:trottinette:velo', 'few_questions:trottinette']),
    )
    expect(view.conflicts.every(({ entries }) => entries.some(({ id }) => id === 'trottinette'))).toBe(true)
    const entries: EntriesView = (await ada.call('GET', '/admin/entries?trouble=confused')).body
    expect(entries.entries.map(({ id }) => id).sort()).toEqual(['marche', 'piscine'])
    expectProblem(await ada.call('GET', '/admin/conflicts?kind=lost'), 422, 'invalid_request', 'kind')
  })

  it('come in the order of the questions of citizens that are at stake', async () => {
    expect((await list()).conflicts[0]?.kind).toBe('confused')
    await server.store.count('villebourg', '2026-11-20', { 'turn.entry.velo': 80, 'turn.entry.trottinette': 60 })
    expect((await list()).conflicts.slice(0, 3).map(({ key, stake }) => [key, stake])).toEqual([
      ['few_questions:velo', 64],
      ['few_questions:trottinette', 51],
      ['same_question:trottinette:velo', 20],
    ])
  })

  it('are mended by moving a question to the other entry, in the drafts of both, and back', async () => {
    const [question = ''] = MISPLACED
    const done = await act({ action: 'move', question, from: 'piscine', to: 'marche' })
    expect(done).toMatchObject({ added: 1, drafts: [{ id: 'piscine' }, { id: 'marche' }] })
    expect((await entry('piscine')).draft?.content.questions).not.toContain(question)
    expect((await entry('marche')).draft?.content.questions).toContain(question)
    const [confused] = (await list('kind=confused')).conflicts
    expect(confused?.questions.map(({ moved }) => moved).sort()).toEqual([false, false, false, false, true])
    await undo(done)
    expect([(await entry('piscine')).draft, (await entry('marche')).draft]).toEqual([null, null])
  })

  it('keep what somebody else wrote in a draft when a move is taken back', async () => {
    const { served, servedRevision } = await entry('piscine')
    const content = { ...served, summary: 'Ouverte le dimanche.' }
    await ada.call('PUT', '/admin/entries/piscine/draft', { content, basedOn: servedRevision, seen: 0 })
    const done = await act({ action: 'move', question: MISPLACED[1], from: 'piscine', to: null })
    expect((await entry('piscine')).draft?.content.questions).toHaveLength(4)
    await undo(done)
    const { draft } = await entry('piscine')
    expect(draft?.content).toMatchObject({ summary: 'Ouverte le dimanche.', questions: served?.questions })
    await ada.call('POST', '/admin/entries/piscine/discard', { draftVersion: draft?.version })
  })

  it('are mended by merging: one is archived, leads to the other, and comes back', async () => {
    const done = await act({ action: 'merge', archived: 'trottinette', kept: 'piscine' })
    expect(done).toMatchObject({ added: 3, drafts: [{ id: 'piscine' }] })
    expect((await entry('trottinette')).archival).toMatchObject({ mergedInto: 'piscine' })
    const sheet = await fetch(`${server.url}/fiche/trottinette?langue=fr`, { redirect: 'manual' })
    expect([sheet.status, sheet.headers.get('location')]).toEqual([302, '/fiche/piscine?langue=fr'])
    // Nothing is said of an entry that citizens no longer get.
    expect(keysOf(await list('entry=trottinette'))).toEqual([])
    await undo(done)
    expect([(await entry('trottinette')).archival, (await entry('piscine')).draft]).toEqual([null, null])
  })

  it('are let be with a reason, and come back when a question of one of the entries changes', async () => {
    const key = 'confused:marche:piscine'
    expectProblem(
      await ada.call('POST', '/admin/conflicts/acts', { action: 'ignore', key, reason: ' ' }),
      422,
      'text_empty',
      'reason',
    )
    const done = await act({ action: 'ignore', key, reason: 'la piscine est au marché' })
    expect([keysOf(await list('kind=confused')), keysOf(await list('ignored=only'))]).toEqual([[], [key]])
    expect(await list()).toMatchObject({ counts: { confused: 0 }, ignored: 1 })
    await undo(done)
    expect(keysOf(await list('kind=confused'))).toEqual([key])
    await act({ action: 'ignore', key, reason: 'la piscine est au marché' })
    await publishQuestion('piscine', 'piscine chauffée')
    // Found again by itself, once nothing has been published for a minute.
    await server.app.sweep()
    server.clock.advance({ minutes: 2 })
    await server.app.sweep()
    await searched()
    const [back] = (await list('kind=confused')).conflicts
    expect(back).toMatchObject({ key, ignored: { by: 'Ada', reason: 'la piscine est au marché', isOver: true } })
    const { rows } = (await ada.call('GET', '/admin/audit?kind=entry&action=conflict_ignored')).body
    expect(rows[0]).toMatchObject({ userName: 'Ada', target: { id: 'marche' }, after: { conflict: 'confused' } })
  })

  it('refuse what is not there', async () => {
    const send = (body: object) => ada.call('POST', '/admin/conflicts/acts', body)
    expectProblem(await send({ action: 'ignore', key: 'confused:a:b', reason: 'x' }), 404, 'unknown_conflict', 'key')
    expectProblem(await send({ action: 'reopen', key: 'confused:a:b' }), 404, 'unknown_conflict', 'key')
    const move = { action: 'move', from: 'velo', to: 'marche' }
    expectProblem(await send({ ...move, question: 'jamais posée' }), 404, 'unknown_question', 'question')
    expectProblem(await send({ ...move, question: 'vélo volé', to: 'velo' }), 422, 'invalid_request', 'to')
    expectProblem(await send({ ...move, question: 'vélo volé', to: 'nowhere' }), 404, 'entry_not_found')
    expectProblem(await send({ action: 'merge', archived: 'velo', kept: 'velo' }), 422, 'invalid_request', 'kept')
    expect((await entry('velo')).draft).toBeNull()
  })
})

/** Adds a question to an entry and publishes it, whatever the gate says. */
async function publishQuestion(entryId: string, question: string): Promise<void> {
  const { served, servedRevision } = await entry(entryId)
  const content = { ...served, questions: [...(served?.questions ?? []), question] }
  const saved = await ada.call('PUT', `/admin/entries/${entryId}/draft`, { content, basedOn: servedRevision, seen: 0 })
  const entries = [{ entryId, draftVersion: saved.body.draft.version }]
  const { id: gateId } = (await ada.call('POST', '/admin/gate', { entries })).body
  for (;;) {
    const { state } = (await ada.call('GET', '/admin/gate')).body
    if (state !== 'waiting' && state !== 'running') break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const published = { entries, gateId, override: true, why: 'essai' }
  expect(await ada.call('POST', '/admin/publications', published)).toMatchObject({ status: 200 })
}
