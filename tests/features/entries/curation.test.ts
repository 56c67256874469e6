import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EntriesView, EntryView } from '../../../src/features/entries/contract.js'
import type { EntryContent } from '../../../src/features/entries/model/entry-record.js'
import type { GateView } from '../../../src/features/publication/contract.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { entryText } from './sample-entry.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from './small-base.js'

let base: SmallBase
let server: TestServer
let ada: StaffMember

beforeAll(async () => {
  base = await writeSmallBase(QUIET_ENTRIES, (title) => entryText(title).replace('owner: accueil', 'owner: etat-civil'))
  const villebourg = JSON.parse(await readFile(join(base.knowledgeDir, 'communes/villebourg.json'), 'utf8'))
  const relu = { ...villebourg, id: 'relu', nom: 'Relu', curation: { reviewerRequired: true } }
  await writeFile(join(base.knowledgeDir, 'communes/relu.json'), JSON.stringify(relu))
  server = await startTestServer({
    config: { knowledgeDir: base.knowledgeDir, intentsDir: base.intentsDir },
  })
  ada = await server.signInAs({ email: 'ada@villebourg.example', roles: ['curator'], displayName: 'Ada' })
})
afterAll(async () => {
  await server.stop()
  await base.remove()
})

const read = async (id: string, who = ada): Promise<EntryView> => (await who.call('GET', `/admin/entries/${id}`)).body
const list = async (query = '', who = ada): Promise<EntriesView> =>
  (await who.call('GET', `/admin/entries?${query}`)).body
const ask = async (question: string, communeId = 'villebourg') =>
  (await server.call('POST', '/ask', { body: { question, communeId } })).body

/** Saves a draft over what is served. */
async function draft(id: string, patch: Partial<EntryContent>, who = ada): Promise<EntryView> {
  const { served, servedRevision, draft: former } = await read(id, who)
  const content = { ...(former?.content ?? served), ...patch }
  const body = { content, basedOn: servedRevision, seen: former?.version ?? 0 }
  expect(await who.call('PUT', `/admin/entries/${id}/draft`, body)).toMatchObject({ status: 200 })
  return read(id, who)
}

/** Measures drafts or revisions, and waits for the report. */
async function gate(entries: object[], who = ada): Promise<GateView> {
  const begun = await who.call('POST', '/admin/gate', { entries })
  expect(begun.status).toBe(202)
  for (;;) {
    const { body } = await who.call('GET', '/admin/gate')
    if (body.state !== 'waiting' && body.state !== 'running') return body
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function publish(entries: object[], more: object = {}, who = ada) {
  const { id: gateId } = await gate(entries, who)
  return who.call('POST', '/admin/publications', { entries, gateId, ...more })
}

describe('the entries of a commune', () => {
  it('are for curators and administrators, from the server’s own pages', async () => {
    const calls = [
      ['GET', '/admin/entries'],
      ['GET', '/admin/entries/piscine'],
      ['PUT', '/admin/entries/piscine/draft'],
      ['POST', '/admin/publications'],
      ['POST', '/admin/gate'],
      ['GET', '/admin/audit'],
    ] as const
    for (const [method, path] of calls) {
      expectProblem(await server.call(method, path), 401, 'sign_in_required')
      expectProblem(await (await server.signIn()).call(method, path), 403, 'forbidden')
    }
    const forged = { 'x-csrf-token': 'forged' }
    expectProblem(await ada.call('POST', '/admin/gate', {}, forged), 403, 'csrf')
  })

  it('are listed by title, searched and filtered', async () => {
    const all = await list()
    expect(all.entries.map(({ id, states, origin }) => [id, states, origin])).toEqual([
      ['velo', ['published'], 'installed'],
      ['marche', ['published'], 'installed'],
      ['piscine', ['published'], 'installed'],
    ])
    expect(all.counts).toMatchObject({ all: 3, states: { published: 3, draft: 0 }, troubles: { few_questions: 3 } })
    expect((await list('search=VELO vole')).entries.map(({ id }) => id)).toEqual(['velo'])
    expect((await list('offset=1&limit=1')).entries.map(({ id }) => id)).toEqual(['marche'])
    expect((await list('state=expired')).total).toBe(0)
    const { owners } = await read('velo')
    expect(owners.find(({ isAccount }) => !isAccount)).toMatchObject({ id: 'accueil' })
    expect(owners.filter(({ isAccount }) => isAccount).map(({ name }) => name)).toEqual(['Ada'])
    expectProblem(await ada.call('GET', '/admin/entries?state=lost'), 422, 'invalid_request', 'state')
    expectProblem(await ada.call('GET', '/admin/entries/nowhere'), 404, 'entry_not_found')
    expectProblem(await ada.call('GET', '/admin/entries/..%2Fusers'), 404, 'entry_not_found')
  })

  it('are begun from a title, with an id of their own', async () => {
    const body = { title: 'Le marché du samedi !', category: 'mairie-pratique' }
    const { status, body: begun } = await ada.call('POST', '/admin/entries', body)
    expect([status, begun.id, begun.states, begun.servedRevision]).toEqual([201, 'le-marche-du-samedi', ['draft'], 0])
    expect(begun.faults.map(({ field }: { field: string }) => field)).toEqual(['summary'])
    expect(begun.draft.content).toMatchObject({
      questions: [body.title],
      source: { name: 'Villebourg-sur-Loire', date: '2026-11-24' },
    })
    const again = (await ada.call('POST', '/admin/entries', { ...body, copyOf: 'marche' })).body
    expect([again.id, again.draft.content.sections.brief]).toEqual(['le-marche-du-samedi-2', "C'est gratuit."])
    for (const { id } of [begun, again]) {
      await ada.call('POST', `/admin/entries/${id}/discard`, { draftVersion: 1 })
      expectProblem(await ada.call('GET', `/admin/entries/${id}`), 404, 'entry_not_found')
    }
  })
})

describe('a draft', () => {
  it('is saved only over what was seen; who was faster is said', async () => {
    const bilal = await server.signInAs({ email: 'bilal@villebourg.example', roles: ['admin'], displayName: 'Bilal' })
    const { served } = await read('marche')
    const body = { content: served, basedOn: 1, seen: 0 }
    await bilal.call('PUT', '/admin/entries/marche/draft', body)
    const stale = await ada.call('PUT', '/admin/entries/marche/draft', body)
    expectProblem(stale, 409, 'draft_stale')
    expect(stale.body.detail).toContain('Bilal a enregistré ce brouillon à 10')
    expect((await list('state=draft')).entries).toMatchObject([{ id: 'marche', draft: { by: 'Bilal', version: 1 } }])
    const empty = { ...served, title: '', sections: { ...served?.sections, cost: '{{mairie.tarif}}' } }
    const saved = await ada.call('PUT', '/admin/entries/marche/draft', { ...body, content: empty, seen: 1 })
    expect(saved.body.faults.map(({ field }: { field: string }) => field)).toEqual(['title', 'sections.cost'])
    const refused = await ada.call('POST', '/admin/gate', {
      entries: [{ entryId: 'marche', draftVersion: 2 }],
    })
    expectProblem(refused, 422, 'content_faulty', 'marche.title')
    const { changes } = (await ada.call('GET', '/admin/entries/marche/diff?from=served&to=draft')).body
    expect(changes.map(({ field }: { field: string }) => field)).toEqual(['title', 'sections.cost'])
    await ada.call('POST', '/admin/entries/marche/discard', { draftVersion: 2 })
  })

  it('is previewed as a card, with what the linter says of its simplified version', async () => {
    const { served } = await read('piscine')
    const simple = `Il ne faut pas ne pas venir. ${'Vous venez à la mairie avec vos papiers et vos photos et votre argent '.repeat(3)}.`
    const content = { ...served, summary: 'Le {{commune.nom}} et {{rien.du-tout}}.', simple }
    const { body } = await ada.call('POST', '/admin/entries/piscine/preview', { content })
    expect(body.answer).toMatchObject({
      title: 'Nager à la piscine',
      sections: [{ key: 'brief' }, {}, {}, {}, {}, {}, {}],
    })
    expect(body.answer.summary).toContain('Villebourg')
    expect(body.unknownVariables).toEqual(['{{rien.du-tout}}'])
    expect(body.help[0]).toEqual({ field: 'simple', message: expect.any(String), offset: expect.any(Number) })
    expect(body.help.map(({ field }: { field: string }) => field)).not.toContain('sections.brief')
    expect((await read('piscine')).draft).toBeNull()
  })
})

describe('a publication', () => {
  it('asks for a report on these very entries, answers the next question, and can be undone', async () => {
    const before = await ask('nager le dimanche')
    expect(before).toMatchObject({ outcome: 'answered', answer: { entryId: 'piscine' } })
    const { draft: saved } = await draft('piscine', { summary: 'Ouverte tous les jours.' })
    const entries = [{ entryId: 'piscine', draftVersion: saved?.version }]
    const guess = { entries, gateId: '00000000-0000-4000-8000-000000000000' }
    expectProblem(await ada.call('POST', '/admin/publications', guess), 409, 'gate_required')
    const measured = await gate(entries)
    expect(measured).toMatchObject({ state: 'done', report: { verdict: 'passed', thefts: [], own: { asked: 4 } } })
    const body = { entries, gateId: measured.id }
    const published = await ada.call('POST', '/admin/publications', body)
    expect(published).toMatchObject({ status: 200, body: { entries: [{ entryId: 'piscine', revision: 2 }] } })
    const after = await ask('nager le dimanche')
    expect(after.answer.summary).toBe('Ouverte tous les jours.')
    expect(after.contentVersion).not.toBe(before.contentVersion)
    // Other communes are served as before.
    expect((await ask('nager le dimanche', 'relu')).answer.summary).toBe(before.answer.summary)
    const back = await publish([{ entryId: 'piscine', revision: 1 }], { why: 'fausse' })
    expect(back.body).toEqual({ entries: [{ entryId: 'piscine', revision: 3 }] })
    expect((await ask('nager le dimanche')).answer.summary).toBe(before.answer.summary)
    const view = await read('piscine')
    expect(view.revisions.map(({ number, origin, from }) => [number, origin, from])).toEqual([
      [3, 'rollback', 1],
      [2, 'edit', 1],
      [1, 'installed', null],
    ])
    expect(view).toMatchObject({ origin: 'curated', states: ['published'], servedRevision: 3, draft: null })
  })

  it('is stopped when it takes another entry’s questions, unless somebody says why', async () => {
    const stolen = [
      'piscine ouverte le matin',
      'tarif de la piscine enfant',
      'nager le dimanche matin',
      'bassin chauffé',
    ]
    const questions = [
      ...stolen,
      ...stolen.map((one) => `${one} svp`),
      'piscine ouverte',
      'tarif de la piscine',
      'nager le dimanche',
      'bassin',
    ]
    const { draft: saved } = await draft('velo', { title: 'Piscine et vélo', questions })
    const entries = [{ entryId: 'velo', draftVersion: saved?.version }]
    const { id: gateId, report } = await gate(entries)
    expect(report).toMatchObject({ verdict: 'blocked', blockedBy: expect.arrayContaining(['theft']) })
    expect(report?.thefts[0]).toMatchObject({ from: { id: 'piscine' }, by: { id: 'velo', title: 'Piscine et vélo' } })
    const send = (more: object) => ada.call('POST', '/admin/publications', { entries, gateId, ...more })
    expectProblem(await send({}), 409, 'gate_blocked')
    expectProblem(await send({ override: true, why: '  ' }), 422, 'text_empty', 'why')
    expect((await ask('nager le dimanche')).answer.entryId).toBe('piscine')
    expect((await send({ override: true, why: 'la piscine ferme' })).status).toBe(200)
    const { rows } = (await ada.call('GET', '/admin/audit?kind=entry&target=velo')).body
    expect(rows[0]).toMatchObject({
      action: 'entry_published',
      targetName: expect.stringMatching(/vélo/i),
      userName: 'Ada',
      why: 'la piscine ferme',
      after: { gate: { verdict: 'blocked', thefts: [{ from: 'piscine', by: 'velo' }] } },
    })
    // The report is of what was served then.
    await draft('marche', { summary: 'Le samedi matin.' })
    expectProblem(await send({ override: true, why: 'encore' }), 409, 'draft_gone')
    await publish([{ entryId: 'velo', revision: 1 }], { override: true, why: 'comme avant' })
  })

  it('takes an entry away and gives it back', async () => {
    const archived = await ada.call('POST', '/admin/entries/marche/archive', { why: 'travaux' })
    expect(archived.body).toMatchObject({ states: ['draft', 'archived'], served: null, archival: { why: 'travaux' } })
    expect((await ask('la place du marché')).answer?.entryId).not.toBe('marche')
    expect(archived.body.title).toMatch(/march/i)
    expect((await list('state=archived')).total).toBe(1)
    const restored = await ada.call('POST', '/admin/entries/marche/restore', {})
    expect(restored.body.states).toEqual(['draft', 'published'])
    expect((await ask('la place du marché')).answer.entryId).toBe('marche')
  })

  it('shows nothing of an answer whose time is over', async () => {
    const { draft: saved } = await draft('marche', { summary: 'Au printemps.', validUntil: '2026-11-24' })
    const entries = [{ entryId: 'marche', draftVersion: saved?.version }]
    expect((await publish(entries)).status).toBe(200)
    expect((await ask('la place du marché')).outcome).toBe('answered')
    server.clock.advance({ hours: 24 })
    const expired = await ask('la place du marché')
    expect(expired).toMatchObject({
      outcome: 'unanswerable_expired',
      answer: { expired: 'over', sections: [{ key: 'place' }] },
    })
    expect(JSON.stringify(expired.answer)).not.toContain('printemps')
    const again = await server.signInAs({ email: 'ada2@villebourg.example', roles: ['curator'] })
    expect(await read('marche', again)).toMatchObject({ states: ['expired'], expiry: 'over', lastDay: '2026-11-24' })
    expect((await list('expiry=past', again)).entries.map(({ id }) => id)).toEqual(['marche'])
  })
})

describe('what is written around an answer', () => {
  const guideOf = (note: string) => ({
    title: 'Garer son vélo',
    questions: [
      {
        slot: 'question-1',
        text: 'Un vélo ou un vélo cargo ?',
        choices: [
          { value: 'reponse-1', label: 'Un vélo', replies: [] },
          { value: 'reponse-2', label: 'Un vélo cargo', replies: ['cargo'] },
        ],
      },
    ],
    branches: [
      { when: { 'question-1': ['reponse-2'] }, entryId: 'velo', note },
      { when: {}, entryId: 'velo' },
    ],
    otherwise: { entryId: 'velo' },
    given: {},
  })

  it('is a guide: refused when it leads nowhere, previewed, shown in the difference, then asked of citizens', async () => {
    const who = await server.signInAs({ email: 'guide@villebourg.example', roles: ['curator'], displayName: 'Gaëlle' })
    const lost = { ...guideOf('Prenez le **grand** local.'), otherwise: { entryId: 'nowhere' } }
    const { draft: faulty, faults } = await draft('velo', { guide: lost }, who)
    expect(faults).toEqual([{ field: 'guide.otherwise.entryId', message: expect.stringContaining('fiche') }])
    const refused = await who.call('POST', '/admin/gate', {
      entries: [{ entryId: 'velo', draftVersion: faulty?.version }],
    })
    expectProblem(refused, 422, 'content_faulty', 'velo.guide.otherwise.entryId')
    const { draft: saved } = await draft('velo', { guide: guideOf('Prenez le **grand** local.') }, who)
    const preview = (await who.call('POST', '/admin/entries/velo/preview', { content: saved?.content })).body
    expect(preview.guide.notes[0]).toMatchObject([{ kind: 'paragraph' }])
    expect(preview.guide.notes[1]).toEqual([])
    const { changes } = (await who.call('GET', '/admin/entries/velo/diff?from=served&to=draft')).body
    expect(changes.map(({ field }: { field: string }) => field)).toContain('guide.branches')
    const entries = [{ entryId: 'velo', draftVersion: saved?.version }]
    expect((await publish(entries, { override: true, why: 'un parcours' }, who)).status).toBe(200)
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    await citizen.say('garage à vélo')
    await citizen.say('Préciser mon cas', { choice: 'guide:start:velo' })
    expect(plainSpaces((await citizen.texts()).at(-1) ?? '')).toContain('Un vélo ou un vélo cargo ?')
    await citizen.say('cargo')
    const { messages } = await citizen.read()
    expect(messages.at(-1)?.payload).toMatchObject({
      type: 'card',
      answer: { guided: { note: [{ kind: 'paragraph' }] } },
    })
  })

  it('is a translation: to be read again once the French has changed, and then never shown as the answer', async () => {
    const who = await server.signInAs({ email: 'trad@villebourg.example', roles: ['curator'], displayName: 'Tom' })
    const { served } = await read('velo', who)
    if (!served) throw new Error('nothing is served')
    const { frenchDigest } = (await who.call('POST', '/admin/entries/velo/preview', { content: served })).body
    const en = {
      title: 'Parking your bike',
      summary: 'It is free.',
      online: served.online.map(() => 'The service'),
      sections: served.sections,
      translatedFrom: frenchDigest,
      translatedBy: 'Tom',
      reviewed: false,
      date: '2026-11-24',
    }
    const { draft: saved, faults } = await draft('velo', { translations: { en } }, who)
    expect(faults).toEqual([])
    const preview = async (content: unknown) =>
      (await who.call('POST', '/admin/entries/velo/preview', { content, language: 'en' })).body
    expect(await preview(saved?.content)).toMatchObject({ outdated: [], answer: { title: 'Parking your bike' } })
    const changed = { ...saved?.content, summary: 'Désormais payant.' }
    expect(await preview(changed)).toMatchObject({ outdated: ['en'], answer: { title: 'Parking your bike' } })
    const { draft: last } = await draft('velo', { summary: 'Désormais payant.' }, who)
    const entries = [{ entryId: 'velo', draftVersion: last?.version }]
    expect((await publish(entries, { override: true, why: 'payant' }, who)).status).toBe(200)
    expect((await list('trouble=outdated_translation', who)).entries.map(({ id }) => id)).toEqual(['velo'])
    const body = { question: 'garage à vélo', communeId: 'villebourg', language: 'en' }
    const answered = (await server.call('POST', '/ask', { body })).body
    expect(JSON.stringify(answered)).not.toContain('It is free')
  })
})

describe('a commune that wants a reviewer', () => {
  it('publishes only what another has read, and sees nothing of its neighbours', async () => {
    const [writer, reader] = await Promise.all(
      ['w', 'r'].map((name) =>
        server.signInAs({ email: `${name}@relu.example`, roles: ['curator'], communeId: 'relu', displayName: name }),
      ),
    )
    if (!writer || !reader) throw new Error('nobody signed in')
    expect((await read('piscine', writer)).revisions).toHaveLength(1)
    expect((await writer.call('GET', '/admin/audit?kind=entry')).body.rows).toEqual([])
    expectProblem(await writer.call('GET', '/admin/audit?kind=user'), 403, 'forbidden', 'kind')
    const { draft: saved } = await draft('piscine', { summary: 'Ouverte, relue.' }, writer)
    const draftVersion = saved?.version
    expectProblem(await publish([{ entryId: 'piscine', draftVersion }], {}, writer), 409, 'review_required')
    const sent = await writer.call('POST', '/admin/entries/piscine/submit', { draftVersion })
    expect(sent.body).toMatchObject({
      states: ['in_review', 'published'],
      submission: { revision: 2, mayReview: false },
    })
    const entries = [{ entryId: 'piscine', revision: 2 }]
    expectProblem(await publish(entries, {}, writer), 409, 'own_submission')
    await reader.call('POST', '/admin/entries/piscine/return', { why: 'et le prix ?' })
    const { draft: back, returned } = await read('piscine', writer)
    expect(returned).toMatchObject({ by: { userName: 'r' }, why: 'et le prix ?' })
    const { body: list } = await writer.call('GET', '/admin/entries?state=draft')
    expect(list.entries).toMatchObject([{ id: 'piscine', returned: { by: 'r', why: 'et le prix ?' } }])
    expect(back?.content.summary).toBe('Ouverte, relue.')
    await writer.call('POST', '/admin/entries/piscine/submit', { draftVersion: back?.version })
    expect(await read('piscine', reader)).toMatchObject({ submission: { mayReview: true }, returned: null })
    expect((await publish([{ entryId: 'piscine', revision: 3 }], {}, reader)).status).toBe(200)
    expect((await ask('nager le dimanche', 'relu')).answer.summary).toBe('Ouverte, relue.')
    // At the counter, too, each commune's agents find and read their own.
    const readAt = async (communeId: string) => {
      const who = await server.signInAs({ email: `agent@${communeId}.example`, roles: ['agent'], communeId })
      expect((await who.call('POST', '/agent/sheets/find', { words: 'piscine' })).body.entries[0].id).toBe('piscine')
      return (await who.call('GET', '/agent/sheets/piscine')).body.summary
    }
    expect(await readAt('relu')).toBe('Ouverte, relue.')
    expect(await readAt('villebourg')).not.toBe('Ouverte, relue.')
  })
})
