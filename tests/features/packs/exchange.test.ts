import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { PackEntryView } from '../../../src/features/packs/contract.js'
import type { Pack } from '../../../src/features/packs/pack.js'
import { newPackKey, packFile, readPackKey, signPack } from '../../../src/features/packs/pack-keys.js'
import { content } from '../../contract/sample-entry-content.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'

let server: TestServer
let curator: StaffMember
/** What each address answers. */
const web = new Map<string, string>()

beforeAll(async () => {
  server = await startTestServer({
    readAddress: async (address) => {
      const text = web.get(address)
      return text === undefined ? { outcome: 'refused', refusal: 'unreachable' } : { outcome: 'fetched', text }
    },
  })
  curator = await server.signInAs({ email: 'cora@villebourg.example', roles: ['curator'] })
})
afterAll(() => server.stop())

const file = (text: string, name = 'piscine.csv') => ({ name, content: Buffer.from(text).toString('base64') })

describe('/admin/exchange', () => {
  const sheet = file('Question;Réponse\nQuand ouvre la piscine ?;De 9 h à 18 h.\n;sans question\n')

  it('is for curators and administrators, before any file is read', async () => {
    const [path, large] = ['/admin/exchange/plan', { name: 'a', content: 'A'.repeat(100_000) }]
    expectProblem(await server.call('POST', path, { body: large }), 401, 'sign_in_required')
    expectProblem(await (await server.signIn()).call('POST', path, large), 403, 'forbidden')
    expectProblem(await server.call('POST', '/admin/packs/look', { body: large }), 401, 'sign_in_required')
    expectProblem(await curator.call('POST', path, { ...sheet, content: '~' }), 422, 'invalid_request', 'content')
  })

  it('shows what a file is and what it would do, and writes drafts only when asked', async () => {
    const read = await curator.call('POST', '/admin/exchange/read', sheet)
    expect(read.body).toEqual({
      kind: 'table',
      rows: 2,
      columns: [
        { heading: 'Question', sample: 'Quand ouvre la piscine ?', kind: 'questions' },
        { heading: 'Réponse', sample: 'De 9 h à 18 h.', kind: 'brief' },
      ],
    })
    const plan = await curator.call('POST', '/admin/exchange/plan', sheet)
    expect(plan.body.counts).toEqual({ created: 1, changed: 0, unchanged: 0, faults: 1 })
    expect(plan.body.faults[0]).toMatchObject({ line: 3, code: 'no_title' })
    expect(await server.app.store.getEntryRecord('villebourg', 'quand-ouvre-la-piscine')).toBeUndefined()

    const done = await curator.call('POST', '/admin/exchange/imports', sheet)
    expect([done.status, done.body.saved, done.body.busy]).toEqual([201, 1, []])
    const record = await server.app.store.getEntryRecord('villebourg', 'quand-ouvre-la-piscine')
    expect(record?.draft?.content).toMatchObject({
      sections: { brief: 'De 9 h à 18 h.' },
      source: { date: expect.any(String) },
    })
    const again = await curator.call('POST', '/admin/exchange/imports', sheet)
    expect(again.body).toMatchObject({ saved: 0, busy: ['quand-ouvre-la-piscine'] })
  })

  it('writes no draft of a line that holds a personal number', async () => {
    const card = '4970 1000 0000 0055'
    const both = file(`Titre;Réponse\nHalte-garderie;Venez.\nCrèche;Payez avec ${card}.\n`, 'garde.csv')
    const { body: plan } = await curator.call('POST', '/admin/exchange/plan', both)
    expect(plan.faults).toEqual([{ line: 3, file: null, code: 'personal_number', field: 'sections.brief', value: '' }])
    const done = await curator.call('POST', '/admin/exchange/imports', both)
    expect(done.body).toMatchObject({ saved: 1 })
    expect(await server.app.store.getEntryRecord('villebourg', 'creche')).toBeUndefined()
  })

  it('says of a draft that holds a personal number all the same what keeps it from being published', async () => {
    const { store } = server.app
    await curator.call('POST', '/admin/exchange/imports', file('Titre;Réponse\nLe virement;Sur place.\n', 'un.csv'))
    const draft = (await store.getEntryRecord('villebourg', 'le-virement'))?.draft
    if (!draft) throw new Error('no draft')
    const content = { ...draft.content, summary: 'Sur FR76 3000 6000 0112 3456 7890 189, dès la réservation.' }
    const scope = { communeId: 'villebourg', entryId: 'le-virement', installed: null }
    await store.saveDraft(scope, { ...draft, content, seen: draft.version })
    const { body } = await curator.call('GET', '/admin/entries/le-virement')
    expect(body.faults).toContainEqual({ field: 'summary', message: expect.stringContaining('un IBAN') })
  })

  it('takes an import back, but for the drafts that somebody has touched', async () => {
    const two = file('Titre;Réponse\nPremière piscine;a\nSeconde piscine;b\n', 'deux.csv')
    const { body: done } = await curator.call('POST', '/admin/exchange/imports', two)
    const { store } = server.app
    const record = await store.getEntryRecord('villebourg', 'seconde-piscine')
    const draft = record?.draft
    if (!draft) throw new Error('no draft')
    const scope = { communeId: 'villebourg', entryId: 'seconde-piscine', installed: null }
    await store.saveDraft(scope, { ...draft, content: { ...draft.content, title: 'Bassin' }, seen: draft.version })
    const { body: list } = await curator.call('GET', '/admin/exchange/imports')
    expect(list.imports[0]).toMatchObject({ id: done.id, name: 'deux.csv', drafts: 2, undone: false })
    const undone = await curator.call('POST', `/admin/exchange/imports/${done.id}/undo`)
    expect(undone.body).toEqual({ discarded: ['premiere-piscine'], kept: ['seconde-piscine'] })
    expect((await store.getEntryRecord('villebourg', 'premiere-piscine'))?.draft).toBeNull()
    expectProblem(await curator.call('POST', `/admin/exchange/imports/${done.id}/undo`), 409, 'import_undone')
    expectProblem(await curator.call('POST', '/admin/exchange/imports/nothing/undo'), 404, 'unknown_import')
    const admin = await server.signInAs({ email: 'rae@villebourg.example', roles: ['admin'] })
    const { body: audit } = await admin.call('GET', `/admin/audit?kind=import&target=${done.id}`)
    expect(audit.rows).toMatchObject([{ targetName: 'deux.csv' }, { targetName: 'deux.csv' }])
    expect(audit.names).toMatchObject({ 'seconde-piscine': 'Bassin' })
    const foreign = await server.signInAs({ email: 'eve@ailleurs.example', roles: ['curator'], communeId: 'ailleurs' })
    expect((await foreign.call('GET', '/admin/exchange/imports')).body.imports ?? []).toEqual([])
  })

  it('says in words why a file cannot be read', async () => {
    const refused = await curator.call('POST', '/admin/exchange/plan', file('Titre;B\n'))
    expectProblem(refused, 422, 'unreadable_file')
    expect(refused.body.detail).toContain('n’a pas de ligne sous ses titres')
    const mapping = { ...sheet, mapping: ['ignore', 'brief'] }
    expect((await curator.call('POST', '/admin/exchange/plan', mapping)).body.detail).toContain('aucune colonne')
  })

  it('exports every entry, and finds nothing to change in it', async () => {
    for (const format of ['csv', 'xlsx', 'files', 'botpress']) {
      const { status, headers } = await server.fetch(`/api/v1/admin/exchange/export?format=${format}`, {
        headers: { cookie: curator.cookie },
      })
      expect([status, headers.get('content-disposition')]).toEqual([
        200,
        expect.stringMatching(/^attachment; filename="?guichet/),
      ])
    }
    expectProblem(await curator.call('GET', '/admin/exchange/export?format=pdf'), 422, 'invalid_request', 'format')
  })
})

describe('/admin/packs', () => {
  const key = readPackKey(newPackKey().privateKeyPem)
  const address = 'https://ailleurs.example/pack.json'
  const signed = (patch: Partial<Pack> = {}, by = key) =>
    packFile(
      signPack(
        {
          id: 'bassins',
          title: 'Bassins',
          version: '1.0.0',
          licence: 'Licence Ouverte 2.0',
          source: { name: 'Ville d’Ailleurs', url: '' },
          publishedAt: '2026-11-20T08:00:00.000Z',
          notes: '',
          entries: [{ id: 'bassin', ...content({ owner: 'sport', title: 'Bassin' }) }],
          ...patch,
        },
        by,
      ),
    )
  const look = async (body: object = { address }) => (await curator.call('POST', '/admin/packs/look', body)).body

  const states = (updates: PackEntryView[]) => updates.map(({ entryId, state }) => [entryId, state])

  it('that hold a personal number are refused, and told where', async () => {
    const entry = { id: 'bassin', ...content(), questions: ['payer avec 4970 1000 0000 0055'] }
    const looked = await curator.call('POST', '/admin/packs/look', { text: signed({ entries: [entry] }) })
    expectProblem(looked, 422, 'pack_refused')
    expect(looked.body.detail.replace(/\s/g, ' ')).toContain('« entries.bassin.questions.0 »')
  })

  it('shows a pack and its key before anything is taken, then takes what is chosen as drafts', async () => {
    web.set(address, signed())
    const shown = await look()
    expect(shown).toMatchObject({
      title: 'Bassins',
      followed: false,
      followers: 0,
      unknownServices: expect.arrayContaining(['sport']),
    })
    expect(states(shown.updates)).toEqual([['bassin', 'new']])
    const body = {
      address,
      key: shown.key,
      version: '1.0.0',
      variables: { sport: 'accueil' },
      take: [{ entryId: 'bassin', choice: 'merged' }],
    }
    expectProblem(await curator.call('POST', '/admin/packs', { ...body, version: '0.9.0' }), 409, 'pack_changed')
    const taken = await curator.call('POST', '/admin/packs', body)
    expect([taken.status, taken.body]).toEqual([201, { id: 'bassins', saved: 1, busy: [], entryIds: ['bassin'] }])
    const record = await server.app.store.getEntryRecord('villebourg', 'bassin')
    expect(record?.draft?.content).toMatchObject({ title: 'Bassin', owner: 'accueil' })
    const { body: list } = await curator.call('GET', '/admin/packs')
    expect(list.packs).toEqual([expect.objectContaining({ id: 'bassins', version: '1.0.0', followers: 1, address })])
  })

  it('makes no draft where somebody keeps what citizens read, and asks no more about it', async () => {
    const place = 'https://ailleurs.example/memes.json'
    const { id } = (await curator.call('GET', '/admin/entries')).body.entries[0]
    const { served } = (await curator.call('GET', `/admin/entries/${id}`)).body
    web.set(place, signed({ id: 'memes', entries: [{ id, ...served, summary: 'Autrement dit.' }] }))
    const shown = await look({ address: place })
    expect(shown.updates).toMatchObject([{ entryId: id, state: 'both', changes: [], conflicts: ['summary'] }])
    const take = [{ entryId: id, choice: 'merged' }]
    const { variables, key: from, version } = shown
    const taken = await curator.call('POST', '/admin/packs', { address: place, key: from, version, variables, take })
    expect(taken.body).toMatchObject({ saved: 0, busy: [] })
    expect((await server.app.store.getEntryRecord('villebourg', id))?.draft ?? null).toBeNull()
    expect(states((await look({ address: place })).updates)).toEqual([[id, 'ours']])
  })

  it('proposes an update with what it changes, and refuses another key, an older version, a changed file', async () => {
    const { store } = server.app
    const draft = (await store.getEntryRecord('villebourg', 'bassin'))?.draft
    if (!draft) throw new Error('no draft')
    const ours = { ...draft.content, sections: { ...draft.content.sections, cost: '3 €' } }
    await store.recordPublication({
      id: 'publication',
      communeId: 'villebourg',
      entries: [{ entryId: 'bassin', installed: null, source: { type: 'content', content: ours } }],
      reviewerRequired: false,
      at: draft.at,
      by: draft.by,
      why: '',
      gate: null,
    })
    const discard = { type: 'discard' as const, draftVersion: draft.version, at: draft.at, by: draft.by, why: '' }
    await store.applyToEntry({ communeId: 'villebourg', entryId: 'bassin', installed: null }, discard)
    web.set(
      address,
      signed({ version: '1.1.0', entries: [{ id: 'bassin', ...content({ owner: 'sport', title: 'Le bassin' }) }] }),
    )
    const { updates } = await look()
    expect(states(updates)).toEqual([['bassin', 'both']])
    expect(updates[0].conflicts).toEqual([])
    expect(updates[0].changes.map(({ field }: { field: string }) => field)).toEqual(['title'])

    const detail = async (text: string) => {
      web.set(address, text)
      const answer = await curator.call('POST', '/admin/packs/look', { address })
      expectProblem(answer, 422, 'pack_refused')
      return answer.body.detail
    }
    expect(await detail(signed({ version: '0.9.0' }))).toContain('plus ancien')
    expect(await detail(signed({}, readPackKey(newPackKey().privateKeyPem)))).toContain('autre clé')
    expect(await detail(signed().replace('Gratuit', 'Payant'))).toContain('modifié')
    expect(await detail(signed({ id: 'autre' }))).toContain('un autre pack')
    web.delete(address)
    expect((await look()).detail).toContain('Rien n’a répondu')
  })

  it('is followed no longer by an administrator’s word', async () => {
    expectProblem(await curator.call('DELETE', '/admin/packs/bassins'), 403, 'forbidden')
    const admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
    expect((await admin.call('DELETE', '/admin/packs/bassins')).status).toBe(204)
    expectProblem(await admin.call('DELETE', '/admin/packs/bassins'), 404, 'unknown_pack')
  })
})
