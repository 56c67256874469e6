import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EntriesView } from '../../../src/features/entries/contract.js'
import type { GateView } from '../../../src/features/publication/contract.js'
import { EMPTY_MEMORY } from '../../../src/platform/model/conversation.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { UNANSWERED } from '../../platform/http/unanswered-turn.js'
import { entryText } from '../entries/sample-entry.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../entries/small-base.js'
import { entriesSheet } from './hundred-entries.js'

/** What people asked in vain, by what the sheet answers. */
const PONY = 'louer un poney'
const NEVER = 'acheter une soucoupe volante'
const MOST_SECONDS = 8

let base: SmallBase
let server: TestServer
let ada: StaffMember

beforeAll(async () => {
  base = await writeSmallBase(QUIET_ENTRIES, (title) => entryText(title).replace('owner: accueil', 'owner: etat-civil'))
  const villebourg = JSON.parse(await readFile(join(base.knowledgeDir, 'communes/villebourg.json'), 'utf8'))
  const relu = { ...villebourg, id: 'relu', nom: 'Relu', curation: { reviewerRequired: true } }
  await writeFile(join(base.knowledgeDir, 'communes/relu.json'), JSON.stringify(relu))
  server = await startTestServer({ config: { knowledgeDir: base.knowledgeDir, intentsDir: base.intentsDir } })
  ada = await server.signInAs({ email: 'ada@villebourg.example', roles: ['curator'], displayName: 'Ada' })
  for (const question of [PONY, PONY, NEVER]) await askInVain(question)
})
afterAll(async () => {
  await server.stop()
  await base.remove()
})

async function askInVain(text: string): Promise<void> {
  const { id: conversationId } = await server.startConversation({ communeId: 'villebourg' })
  const at = server.clock.now().toISOString()
  const message = { author: 'citizen' as const, at, language: 'fr' as const, payload: { type: 'text' as const, text } }
  await server.store.appendTurn({
    conversationId,
    message,
    replies: [],
    turn: { ...UNANSWERED, at },
    memory: EMPTY_MEMORY,
  })
}

async function bringIn(count: number, who = ada): Promise<string[]> {
  const content = Buffer.from(entriesSheet(count)).toString('base64')
  const { status, body } = await who.call('POST', '/admin/exchange/imports', { name: 'fiches.csv', content })
  expect(status).toBe(201)
  expect(body.entryIds).toHaveLength(count)
  return body.entryIds
}

/** What waits of some entries, as the list tells it. */
async function sourcesOf(ids: readonly string[], who = ada): Promise<object[]> {
  const { body } = await who.call('GET', `/admin/entries?limit=200&ids=${ids.join(',')}`)
  return (body as EntriesView).entries.map(({ id: entryId, draft, submission }) =>
    draft ? { entryId, draftVersion: draft.version } : { entryId, revision: submission?.revision },
  )
}

async function measure(entries: object[], who = ada): Promise<GateView & { begun: GateView }> {
  const begun = await who.call('POST', '/admin/gate', { entries })
  expect(begun.status).toBe(202)
  for (;;) {
    const { body } = await who.call('GET', '/admin/gate')
    if (body.state !== 'waiting' && body.state !== 'running') return { ...body, begun: begun.body }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const ask = async (question: string) =>
  (await server.call('POST', '/ask', { body: { question, communeId: 'villebourg' } })).body

describe('a hundred drafts of a file', () => {
  let ids: string[]
  let gateId: string

  it('are published through one report, which says what was asked in vain and is answered then', async () => {
    ids = await bringIn(100)
    const entries = await sourcesOf(ids)
    expect(entries).toHaveLength(100)
    const started = performance.now()
    const { id, report, state } = await measure(entries)
    expect(state).toBe('done')
    expect((performance.now() - started) / 1_000).toBeLessThan(MOST_SECONDS)
    expect(report?.replay).toMatchObject({ asked: 2, counts: { found: 1, lost: 0, moved: 0 } })
    expect(report?.replay.found).toEqual([
      {
        question: PONY,
        before: { kind: 'unanswered' },
        after: { kind: 'answered', by: { id: 'louer-un-poney', title: 'Louer un poney' }, says: expect.any(String) },
      },
    ])
    gateId = id ?? ''
    const why = report?.verdict === 'blocked' ? { override: true, why: 'tout un fichier' } : {}
    const published = await ada.call('POST', '/admin/publications', { entries, gateId, ...why })
    expect(published.body.entries).toHaveLength(100)
    expect((await ask(PONY)).answer.entryId).toBe('louer-un-poney')
  })

  it('are taken back in one press, as drafts again, and the audit says who did it', async () => {
    const undone = await ada.call('POST', `/admin/publications/${gateId}/undo`)
    expect(undone.status).toBe(200)
    expect(undone.body).toMatchObject({ undone: expect.any(Array), kept: [] })
    expect(undone.body.undone).toHaveLength(100)
    expect((await ask(PONY)).answer?.entryId).not.toBe('louer-un-poney')
    const record = await server.store.getEntryRecord('villebourg', 'louer-un-poney')
    expect(record).toMatchObject({ publications: [], draft: { content: { title: 'Louer un poney' } } })
    const { body } = await ada.call('GET', '/admin/audit?kind=entry&target=louer-un-poney')
    expect(body.rows[0]).toMatchObject({ action: 'entry_rolled_back', userName: 'Ada', after: { undone: gateId } })
    // They can be published again.
    const again = await measure(await sourcesOf(ids))
    expect(again.begun).toMatchObject({ leftOut: [] })
    expect(again.entries).toHaveLength(100)
    expect((await ada.call('POST', `/admin/publications/${gateId}/undo`)).status).toBe(404)
  })
})

describe('a publication that is undone', () => {
  const change = async (summary: string) => {
    const { body: view } = await ada.call('GET', '/admin/entries/piscine')
    const body = { content: { ...view.served, summary }, basedOn: view.servedRevision, seen: view.draft?.version ?? 0 }
    const { body: saved } = await ada.call('PUT', '/admin/entries/piscine/draft', body)
    const entries = [{ entryId: 'piscine', draftVersion: saved.draft.version }]
    const { id: gateId } = await measure(entries)
    expect((await ada.call('POST', '/admin/publications', { entries, gateId })).status).toBe(200)
    return gateId
  }
  const summaryNow = async () => (await ask('nager le dimanche')).answer.summary

  it('brings back the version before, and leaves what was changed again since', async () => {
    const before = await summaryNow()
    const first = await change('Ouverte le soir.')
    expect(await summaryNow()).toBe('Ouverte le soir.')
    const { body: undone } = await ada.call('POST', `/admin/publications/${first}/undo`)
    expect(undone).toMatchObject({ undone: [{ id: 'piscine' }], kept: [] })
    expect(await summaryNow()).toBe(before)
    const record = await server.store.getEntryRecord('villebourg', 'piscine')
    expect(record?.draft?.content.summary).toBe('Ouverte le soir.')
    const second = await change('Ouverte le midi.')
    await change('Ouverte la nuit.')
    const { body: late } = await ada.call('POST', `/admin/publications/${second}/undo`)
    expect(late).toMatchObject({ undone: [], kept: [{ id: 'piscine' }] })
    expect(await summaryNow()).toBe('Ouverte la nuit.')
    expectProblem(await ada.call('POST', '/admin/publications/nothing/undo'), 404, 'unknown_publication')
  })

  it('is of its own commune', async () => {
    const mine = await change('Ouverte à l’aube.')
    const other = await server.signInAs({ email: 'r@relu.example', roles: ['curator'], communeId: 'relu' })
    expectProblem(await other.call('POST', `/admin/publications/${mine}/undo`), 404, 'unknown_publication')
  })
})

describe('drafts of which some are not ready', () => {
  it('are measured and published without these, which are named', async () => {
    const { body: begun } = await ada.call('POST', '/admin/entries', { title: 'À finir', category: 'mairie-pratique' })
    const { body: view } = await ada.call('GET', '/admin/entries/velo')
    const body = { content: { ...view.served, summary: 'Gratuit.' }, basedOn: view.servedRevision, seen: 0 }
    await ada.call('PUT', '/admin/entries/velo/draft', body)
    const entries = await sourcesOf(['velo', begun.id])
    const { begun: told, entries: measured, id: gateId } = await measure(entries)
    expect(told.leftOut).toEqual([
      { entry: { id: begun.id, title: 'À finir' }, reason: 'faulty', field: expect.any(String) },
    ])
    expect(measured).toMatchObject([{ entryId: 'velo' }])
    expect((await ada.call('POST', '/admin/publications', { entries: measured, gateId })).status).toBe(200)
    const alone = await ada.call('POST', '/admin/gate', { entries: await sourcesOf([begun.id]) })
    expect(alone.status).toBe(422)
  })

  it('go together to a reviewer, who publishes them together', async () => {
    const curator = await server.signInAs({ email: 'c@relu.example', roles: ['curator'], communeId: 'relu' })
    const reviewer = await server.signInAs({ email: 'v@relu.example', roles: ['curator'], communeId: 'relu', id: 'v' })
    const ids = await bringIn(3, curator)
    const drafts = await sourcesOf(ids, curator)
    const { id: gateId } = await measure(drafts, curator)
    const refused = await curator.call('POST', '/admin/publications', { entries: drafts, gateId })
    expectProblem(refused, 409, 'review_required')
    const sent = await curator.call('POST', '/admin/submissions', { entries: drafts, why: 'du fichier' })
    expect(sent.body).toMatchObject({ entryIds: expect.arrayContaining(ids), leftOut: [] })
    const waiting = await sourcesOf(ids, reviewer)
    const { id, report } = await measure(waiting, reviewer)
    const why = report?.verdict === 'blocked' ? { override: true, why: 'relues' } : {}
    const published = await reviewer.call('POST', '/admin/publications', { entries: waiting, gateId: id, ...why })
    expect(published.body.entries).toHaveLength(3)
  })
})
