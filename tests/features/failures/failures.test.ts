import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { FailureGroupDetailView, FailuresView } from '../../../src/features/failures/contract.js'
import { createFailureInbox } from '../../../src/features/failures/failure-inbox.js'
import type { Entry } from '../../../src/platform/model/entry.js'
import type { Encoder } from '../../../src/search/encoder.js'
import { BuiltSearchIndex } from '../../../src/search/search-index.js'
import { expectProblem, newClientId, type StaffMember } from '../../platform/http/clients.js'
import { OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { failQuestion, UNANSWERED } from '../../platform/http/unanswered-turn.js'

/** What no entry of the installed content answers, in several people's words, and one alone. */
const PONIES = ['louer un poney pour un anniversaire', 'louer des poneys', 'où louer un poney pour ma fille ?']
const ALONE = 'acheter une soucoupe volante'

let server: TestServer
let curator: StaffMember
beforeAll(async () => {
  server = await startTestServer({ communes: [{ id: 'zedville', nom: 'Zedville' }] })
  server.clock.set(OPEN)
  curator = await server.signInAs({ email: 'chloe@villebourg.example', roles: ['curator'], id: 'chloe' })
  for (const question of [...PONIES, ALONE]) await fail(question)
})
afterAll(() => server.stop())

const fail = (text: string, communeId?: string) => failQuestion(server, text, communeId)

async function list(query = '', staff = curator): Promise<FailuresView> {
  const { status, body } = await staff.call('GET', `/admin/failures${query}`)
  expect(status).toBe(200)
  return body
}
async function ponies(query = ''): Promise<FailureGroupDetailView> {
  const group = (await list()).groups.find(({ words }) => words.some((word) => word.startsWith('poney')))
  const { status, body } = await curator.call('GET', `/admin/failures/groups/${group?.id}${query}`)
  expect(status).toBe(200)
  return body
}
const act = (body: unknown) => curator.call('POST', '/admin/failures/actions', body)
const undo = (actionId: string) => curator.call('POST', `/admin/failures/actions/${actionId}/undo`, {})

describe('failed questions', () => {
  it('are grouped by likeness, named by their words, those that most people met first, without the hour or the talk', async () => {
    const view = await list()
    expect(view).toMatchObject({ progress: null, people: 4, failures: 4, groupCount: 2, page: 1, pages: 1 })
    const [first, second] = view.groups
    expect(first).toMatchObject({ people: 3, failures: 3, open: 3, kinds: { unanswered: 3 }, lastDay: '2026-11-24' })
    expect(first?.words).toEqual(expect.arrayContaining(['louer']))
    expect(PONIES).toContain(first?.question)
    expect(second).toMatchObject({ people: 1, question: ALONE })
    const detail = await ponies()
    expect(detail.failures.map(({ question }) => question).sort()).toEqual([...PONIES].sort())
    expect(detail.proposed.length).toBeLessThanOrEqual(3)
    expect(JSON.stringify([view, detail])).not.toMatch(/talk-|T\d\d:|tokenHash/)
  })

  it('are looked for among the entries once for the same content', async () => {
    const search = jest.spyOn(BuiltSearchIndex.prototype, 'search')
    const [first, second] = [await ponies(), await ponies('?state=open')]
    expect(second.proposed).toEqual(first.proposed)
    const asked = search.mock.calls.filter(([text]) => text === first.group.question)
    expect(asked.length).toBeLessThanOrEqual(1)
    search.mockRestore()
  })

  it('are narrowed, and refuse what is no filter', async () => {
    expect(await list('?kind=unhelpful')).toMatchObject({ failures: 0, groups: [], counts: { anomaly: 4 } })
    expect(await list('?state=open&language=fr&from=2026-11-24&to=2026-11-24')).toMatchObject({ failures: 4 })
    expect(await list('?to=2026-11-23')).toMatchObject({ failures: 0 })
    expect(await list('?words=PONEY%20ou')).toMatchObject({ failures: 3 })
    expect(await list('?words=poney%20soucoupe')).toMatchObject({ failures: 0 })
    expectProblem(await curator.call('GET', '/admin/failures?state=lost'), 422, 'invalid_request', 'state')
    expectProblem(await curator.call('GET', '/admin/failures/groups/licorne'), 404, 'unknown_failure')
  })

  it('are of one commune, for its curators alone', async () => {
    const other = await server.signInAs({ email: 'zoe@zedville.example', roles: ['curator'], communeId: 'zedville' })
    expect(await list('', other)).toMatchObject({ failures: 0 })
    const [failure] = (await ponies()).failures
    const body = { action: 'decide', scope: { failureIds: [failure?.id] }, state: 'resolved' }
    expectProblem(await other.call('POST', '/admin/failures/actions', body), 404, 'unknown_failure')
    const agent = await server.signIn()
    expectProblem(await agent.call('GET', '/admin/failures'), 403, 'forbidden')
    expectProblem(await server.call('GET', '/admin/failures'), 401, 'sign_in_required')
  })
})

describe('remedies', () => {
  it('decide of a group in one press, taken back in another', async () => {
    const { group } = await ponies()
    const decided = await act({ action: 'decide', scope: { groupId: group.id }, state: 'out_of_scope' })
    expect(decided).toMatchObject({ status: 200, body: { count: 3, entry: null } })
    expect(await list()).toMatchObject({ counts: { out_of_scope: 3, anomaly: 1 } })
    expect(await list('?state=open')).toMatchObject({ groupCount: 1 })
    expect((await ponies()).group.id).toBe(group.id)
    expect((await undo(decided.body.actionId)).body).toMatchObject({ count: 3 })
    expect(await list()).toMatchObject({ counts: { out_of_scope: 0, anomaly: 4 } })
    expectProblem(await undo(decided.body.actionId), 404, 'unknown_action')
  })

  it('add the questions of a group to the draft of an entry, and take them out again', async () => {
    const { group } = await ponies()
    const request = { action: 'add_questions', scope: { groupId: group.id }, entryId: 'salle-fetes-location' }
    const added = await act(request)
    expect(added).toMatchObject({ status: 200, body: { count: 3, added: 3, entry: { id: 'salle-fetes-location' } } })
    const draft = (await server.store.getEntryRecord('villebourg', 'salle-fetes-location'))?.draft
    expect(draft?.content.questions).toEqual(expect.arrayContaining(PONIES))
    const marks = draft?.content.fromCitizens ?? []
    expect(marks.map(({ question }) => question).sort()).toEqual([...PONIES].sort())
    expect(marks[0]).toEqual({ question: expect.any(String), addedBy: 'Camille', addedOn: '2026-11-24', people: 1 })
    expect(draft?.by).toEqual({ userId: 'chloe', userName: 'Camille' })
    expect(await list()).toMatchObject({ counts: { to_review: 3 } })
    expect((await undo(added.body.actionId)).status).toBe(200)
    expect((await server.store.getEntryRecord('villebourg', 'salle-fetes-location'))?.draft).toBeNull()
    expectProblem(await act({ ...request, entryId: 'licorne' }), 422, 'entry_unpublished', 'entryId')
    expect(await list()).toMatchObject({ counts: { anomaly: 4 } })
  })

  it('keep what somebody wrote in the draft meanwhile', async () => {
    const { failures } = await ponies()
    const scope = { failureIds: [failures[0]?.id] }
    const { body } = await act({ action: 'add_questions', scope, entryId: 'salle-fetes-location' })
    const record = await server.store.getEntryRecord('villebourg', 'salle-fetes-location')
    const draft = record?.draft
    if (!draft) throw new Error('no draft')
    await server.store.saveDraft(
      { communeId: 'villebourg', entryId: 'salle-fetes-location', installed: null },
      {
        content: { ...draft.content, title: 'Louer une salle' },
        basedOn: draft.basedOn,
        seen: draft.version,
        at: OPEN,
        by: { userId: 'ada', userName: 'Ada' },
      },
    )
    await undo(body.actionId)
    const after = (await server.store.getEntryRecord('villebourg', 'salle-fetes-location'))?.draft?.content
    expect(after?.title).toBe('Louer une salle')
    expect(after?.questions).not.toContain(failures[0]?.question)
  })

  it('are to be handled again once the draft is thrown away, or the entry archived', async () => {
    const { group } = await ponies()
    const scope = { groupId: group.id }
    await act({ action: 'add_questions', scope, entryId: 'salle-fetes-location' })
    expect(await list()).toMatchObject({ counts: { to_review: 3, anomaly: 1 } })
    const { draft } = (await curator.call('GET', '/admin/entries/salle-fetes-location')).body
    const entry = '/admin/entries/salle-fetes-location'
    await curator.call('POST', `${entry}/archive`, {})
    expect(await list()).toMatchObject({ counts: { to_review: 0, anomaly: 4 } })
    await curator.call('POST', `${entry}/restore`, {})
    expect(await list()).toMatchObject({ counts: { to_review: 3 } })
    await curator.call('POST', `${entry}/submit`, { draftVersion: draft.version })
    expect(await list()).toMatchObject({ counts: { to_review: 3 } })
    await curator.call('POST', `${entry}/return`, { why: 'non' })
    const { draft: back } = (await curator.call('GET', entry)).body
    await curator.call('POST', `${entry}/discard`, { draftVersion: back.version })
    const view = await list()
    expect(view).toMatchObject({ counts: { to_review: 0, anomaly: 4 } })
    expect(await list('?state=open')).toMatchObject({ groupCount: 2 })
    expect((await ponies()).failures.map(({ state }) => state)).toEqual(['anomaly', 'anomaly', 'anomaly'])
  })

  it('begin a new entry with the questions, in draft', async () => {
    const { group } = await ponies()
    const begun = await act({ action: 'begin_entry', scope: { groupId: group.id }, title: 'Louer un poney' })
    expect(begun).toMatchObject({ status: 200, body: { count: 3, added: 3, entry: { id: 'louer-un-poney' } } })
    const record = await server.store.getEntryRecord('villebourg', 'louer-un-poney')
    expect(record).toMatchObject({ publications: [], draft: { content: { title: 'Louer un poney' } } })
    expect((await ponies()).failures[0]?.decision).toMatchObject({ by: 'Camille', remedy: { kind: 'entry_begun' } })
    await undo(begun.body.actionId)
    expect((await server.store.getEntryRecord('villebourg', 'louer-un-poney'))?.draft).toBeNull()
  })

  it('are shown with what agents answered in their own words, masked, and begin an entry with it', async () => {
    const agent = await server.signIn()
    await agent.beAvailable()
    const answers = [
      'Le centre équestre loue ses poneys le mercredi, appelez Mme Roux au 06 12 34 56 78.',
      'Le centre équestre loue ses poneys le mercredi, appelez Mme Roux au 06 12 34 56 79.',
      'Bonjour, je regarde.',
    ]
    const talks = answers.map((text, place) => ({ text, question: PONIES[place] as string }))
    const serve = async ({ text, question }: { text: string; question: string }, resolution: string) => {
      const citizen = await server.startConversation()
      const memory = { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: null }
      const at = server.clock.now().toISOString()
      const payload = { type: 'text' as const, text: question }
      const message = { author: 'citizen' as const, at, language: 'fr' as const, payload }
      await server.store.appendTurn({
        conversationId: citizen.id,
        message,
        replies: [],
        turn: { at, ...UNANSWERED },
        memory,
      })
      await citizen.callAgent()
      const { id = '' } = (await server.store.findOpenHandoff(citizen.id)) ?? {}
      await agent.act(id, 'claim')
      await agent.act(id, 'messages', { clientId: newClientId(), text })
      await agent.act(id, 'resolve', { resolution })
    }
    for (const talk of talks) await serve(talk, 'answered')
    await serve(
      { text: 'Non, la mairie ne loue aucun animal, ni poney ni cheval, à personne.', question: ALONE },
      'out_of_scope',
    )
    const { group, written } = await ponies()
    expect(group.written).toBe(2)
    const text = expect.stringMatching(/^Le centre équestre loue.*au \[/)
    expect(written).toEqual([{ people: 2, text, missing: { entry: expect.any(Object), text } }])
    expect(written[0]?.text).not.toMatch(/06 12/)
    expect((await list()).groups.find(({ question }) => question === ALONE)).toMatchObject({ written: 0 })
    const scope = { groupId: group.id }
    const begun = await act({ action: 'begin_entry', scope, title: group.question, text: written[0]?.text })
    const draft = (await server.store.getEntryRecord('villebourg', begun.body.entry.id))?.draft?.content
    expect(draft).toMatchObject({ title: group.question, summary: written[0]?.text })
    await undo(begun.body.actionId)
  })

  it('add what agents answered to the draft of an entry, with the talks behind it, and take it out again', async () => {
    const { group, written } = await ponies()
    const said = written[0]?.text ?? ''
    const request = {
      action: 'add_sentence',
      scope: { groupId: group.id },
      entryId: 'salle-fetes-location',
      text: said,
    }
    const added = await act({ ...request, place: 'cost' })
    expect(added).toMatchObject({ status: 200, body: { count: 6, entry: { id: 'salle-fetes-location' } } })
    const read = async () => (await server.store.getEntryRecord('villebourg', 'salle-fetes-location'))?.draft?.content
    const { body: entry } = await curator.call('GET', '/admin/entries/salle-fetes-location')
    expect((await read())?.sections.cost).toBe(`${entry.served.sections.cost}\n\n${said}`)
    expect((await read())?.questions).toEqual(expect.arrayContaining(PONIES))
    expect(entry.states).toContain('published')
    expect(entry.served.sections.cost).not.toContain('équestre')
    const { body: behind } = await curator.call('GET', `/admin/failures/actions/${added.body.actionId}/talks`)
    expect(behind).toMatchObject({ entry: { id: 'salle-fetes-location' }, field: 'sections.cost', text: said })
    expect(behind.talks.map(({ written }: { written: string | null }) => written).filter(Boolean)).toHaveLength(2)
    expect(JSON.stringify(behind)).not.toMatch(/06 12|talk-|T\d\d:/)
    const stranger = await server.signInAs({ email: 'zac@zedville.example', roles: ['curator'], communeId: 'zedville' })
    const path = `/admin/failures/actions/${added.body.actionId}/talks`
    expectProblem(await stranger.call('GET', path), 404, 'unknown_action')
    await undo(added.body.actionId)
    expect(await read()).toBeUndefined()
    expectProblem(await act({ ...request, place: 'title' }), 422, 'invalid_request', 'place')
  })

  it('refuse what is no remedy', async () => {
    const scope = { failureIds: ['x'] }
    expectProblem(await act({ action: 'forget', scope }), 422, 'invalid_request', 'action')
    expectProblem(await act({ action: 'decide', scope, state: 'lost' }), 422, 'invalid_request', 'state')
    expectProblem(await act({ action: 'decide', scope, state: 'resolved' }), 404, 'unknown_failure')
  })
})

describe('mending', () => {
  beforeAll(async () => {
    await server.stop()
    server = await startTestServer({ entries: ['salle-fetes-location', 'carte-identite-perte-vol', 'encombrants'] })
    server.clock.set(OPEN)
    curator = await server.signInAs({ email: 'chloe@villebourg.example', roles: ['curator'], id: 'chloe' })
    for (const question of [...PONIES, ALONE]) await fail(question)
  })

  it('are tried as soon as they are added, published, and resolved once they are answered', async () => {
    const { group, failures } = await ponies()
    const [first, other] = failures
    const scope = { failureIds: [first?.id] }
    const { body: added } = await act({ action: 'add_questions', scope, entryId: 'salle-fetes-location' })
    const trial = await curator.call('GET', `/admin/failures/actions/${added.actionId}/trial`)
    expect(trial).toMatchObject({
      status: 200,
      body: { entry: { id: 'salle-fetes-location' }, reviewerRequired: false },
    })
    const { draftVersion, questions } = trial.body
    const tried = questions.find(({ question }: { question: string }) => question === first?.question)
    const answered = { kind: 'answered', entries: [{ id: 'salle-fetes-location' }] }
    expect(tried).toMatchObject({ isAdded: true, after: answered })
    expect(tried.before).not.toMatchObject(answered)
    expect(questions).toContainEqual(expect.objectContaining({ question: other?.question, isAdded: false }))
    expect((await ponies()).failures.find(({ id }) => id === first?.id)?.now).toEqual(tried.before)

    const sources = [{ entryId: 'salle-fetes-location', draftVersion }]
    await curator.call('POST', '/admin/gate', { entries: sources })
    let gate = (await curator.call('GET', '/admin/gate')).body
    while (gate.state === 'waiting' || gate.state === 'running') gate = (await curator.call('GET', '/admin/gate')).body
    const published = await curator.call('POST', '/admin/publications', { entries: sources, gateId: gate.id })
    expect(published.status).toBe(200)
    const after = await ponies()
    expect(after.failures.find(({ id }) => id === first?.id)).toMatchObject({ state: 'resolved', now: answered })
    expect(after.group).toMatchObject({ id: group.id, open: 2 })
    const again = await curator.call('GET', `/admin/failures/actions/${added.actionId}/trial`)
    expect(again.body).toMatchObject({ draftVersion: null })
    expect(again.body.questions[0]).toMatchObject({ before: answered, after: answered })
    expectProblem(await curator.call('GET', '/admin/failures/actions/nobody/trial'), 404, 'unknown_action')
  })

  it('are embedded once by one encoder, and grouped anew when one comes or another takes its place', async () => {
    const encoded: string[] = []
    const encoderOf = (version: string): Encoder => ({
      version,
      dimensions: 2,
      async encode(texts) {
        encoded.push(...texts)
        return texts.map(() => Float32Array.from([1, 0]))
      },
      close: async () => {},
    })
    let used = encoderOf('first')
    const inbox = createFailureInbox({
      store: server.store,
      entriesNow: () => new Map(),
      encoder: () => used,
      retries: { known: () => null, ask: async () => {} },
      now: server.clock.now,
      onFault: (error) => {
        throw error
      },
    })
    const embedded = async () => {
      encoded.length = 0
      await inbox.read('villebourg')
      await inbox.idle()
      return [...encoded]
    }
    expect(await embedded()).toEqual(expect.arrayContaining([ALONE, ...PONIES]))
    expect(await embedded()).toEqual([])
    await fail('adopter un dromadaire')
    expect(await embedded()).toEqual(['adopter un dromadaire'])
    used = encoderOf('second')
    expect(await embedded()).toEqual(expect.arrayContaining([ALONE, 'adopter un dromadaire']))
  })

  it('are to be handled again where another entry answers what was added to this one', async () => {
    // As if the entry that was mended were served, and another one were still nearer, or not.
    const statesAnsweredBy = async (entryId: string) => {
      const inbox = createFailureInbox({
        store: server.store,
        entriesNow: () => new Map([['salle-fetes-location', { questions: PONIES } as unknown as Entry]]),
        encoder: () => null,
        retries: { known: () => ({ kind: 'answered', entryIds: [entryId], reason: 'sure' }), ask: async () => {} },
        now: server.clock.now,
        onFault: (error) => {
          throw error
        },
      })
      const { failures } = await inbox.read('villebourg')
      await inbox.idle()
      return new Set(failures.flatMap(({ decision, state }) => (decision?.remedy ? [state] : [])))
    }
    expect(await statesAnsweredBy('salle-fetes-location')).toEqual(new Set(['resolved']))
    expect(await statesAnsweredBy('autre-fiche')).toEqual(new Set(['anomaly']))
  })
})
