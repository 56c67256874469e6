import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EntryContent } from '../../../src/features/entries/model/entry-record.js'
import type { Attachment, FileFacts } from '../../../src/platform/model/attachment.js'
import type { StaffMember } from '../../platform/http/clients.js'
import { AGENT, type Answer, OPEN, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { QUIET_ENTRIES, type SmallBase, writeSmallBase } from '../entries/small-base.js'
import { exif, jpeg, PLACE, pdf, png } from './sample-files.js'

const ENTRY = 'piscine'

let base: SmallBase
let server: TestServer
let curator: StaffMember
let agent: StaffMember
let stranger: StaffMember

beforeAll(async () => {
  base = await writeSmallBase(QUIET_ENTRIES)
  server = await startTestServer({
    config: { knowledgeDir: base.knowledgeDir, intentsDir: base.intentsDir, publicDir: resolve('public') },
    communes: [{ id: 'villebourg' }, { id: 'zedville', nom: 'Zedville' }],
  })
  server.clock.set(OPEN)
  curator = await server.signIn('admin@villebourg.example')
  agent = await server.signIn(AGENT)
  stranger = await server.signInAs({ email: 'curatrice@zedville.example', roles: ['curator'], communeId: 'zedville' })
})
afterAll(async () => {
  await server.stop()
  await base.remove()
})

function give(by: StaffMember, bytes: Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return server.fetch('/api/v1/admin/files', {
    method: 'POST',
    headers: { ...by.headers, 'content-type': 'application/octet-stream', ...headers },
    body: new Uint8Array(bytes),
  })
}
const read = (id: string, { by, commune = 'villebourg' }: { by?: StaffMember; commune?: string } = {}) =>
  fetch(`${server.url}/api/v1/files/${commune}/${id}/plan.png`, { headers: by ? { cookie: by.cookie } : {} })

async function draft(attachments: Attachment[]): Promise<{ version: number; faults: { field: string }[] }> {
  const { body: entry } = await curator.call('GET', `/admin/entries/${ENTRY}`)
  expect(entry.id).toBe(ENTRY)
  const content: EntryContent = { ...(entry.draft?.content ?? entry.served), attachments }
  const body = { content, basedOn: entry.servedRevision, seen: entry.draft?.version ?? 0 }
  const saved = await curator.call('PUT', `/admin/entries/${ENTRY}/draft`, body)
  expect(saved).toMatchObject({ status: 200 })
  return { version: saved.body.draft.version, faults: saved.body.faults }
}

async function publish(version: number): Promise<void> {
  const entries = [{ entryId: ENTRY, draftVersion: version }]
  let gate = await curator.call('POST', '/admin/gate', { entries })
  while (['waiting', 'running'].includes(gate.body.state)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    gate = await curator.call('GET', '/admin/gate')
  }
  const body = { entries, gateId: gate.body.id, override: true, why: 'le plan des secteurs' }
  expect(await curator.call('POST', '/admin/publications', body)).toMatchObject({ status: 200 })
}

const named = (facts: FileFacts, label: string): Attachment => ({ ...facts, label, date: '2026-11-01' })

describe('a file of an entry', () => {
  let photo: FileFacts

  it('is given by curators alone, from a page of the server', async () => {
    expect((await give(agent, png())).status).toBe(403)
    expect((await server.fetch('/api/v1/admin/files', { method: 'POST', body: 'x' })).status).toBe(401)
    expect((await give(curator, png(), { 'x-csrf-token': 'other' })).status).toBe(403)
    const given = await give(curator, jpeg({ before: [exif(1)] }))
    expect(given.status).toBe(201)
    photo = given.body
    expect(photo).toMatchObject({ type: 'image/jpeg', width: 40, height: 20 })
  })

  it('is refused in words when it is no such file, or too large', async () => {
    expect(await give(curator, Buffer.from('<svg/>'))).toMatchObject({
      status: 415,
      body: { code: 'file_type_refused' },
    })
    expect(await give(curator, png().subarray(0, 60))).toMatchObject({ status: 422, body: { code: 'file_damaged' } })
    const large = await give(curator, Buffer.concat([pdf(), Buffer.alloc(5 * 1024 * 1024)]))
    expect(large).toMatchObject({ status: 413, body: { code: 'file_too_large' } })
  })

  it('of a draft is seen by who may write it, and nobody else', async () => {
    const { faults } = await draft([named(photo, 'Le plan des secteurs')])
    expect(faults).toEqual([])
    expect((await read(photo.id)).status).toBe(404)
    expect((await read(photo.id, { by: agent })).status).toBe(404)
    expect((await read(photo.id, { by: stranger })).status).toBe(404)
    expect((await read(photo.id, { by: stranger, commune: 'zedville' })).status).toBe(404)
    const own = await read(photo.id, { by: curator })
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect(own.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it('is wanted in words, and must be there, before anything is published', async () => {
    const { faults } = await draft([named(photo, ''), named({ ...photo, id: `f${'0'.repeat(64)}` }, 'Rien')])
    expect(faults.map(({ field }) => field)).toEqual(['attachments.0.label', 'attachments.1.label'])
  })

  it('is served to everybody once published, as what it is and nothing else', async () => {
    const form: FileFacts = (await give(curator, pdf())).body
    const { version } = await draft([named(photo, 'Le plan des secteurs'), named(form, 'Formulaire de demande')])
    await publish(version)
    const image = await read(photo.id)
    expect(image.status).toBe(200)
    expect(Object.fromEntries(image.headers)).toMatchObject({
      'cache-control': 'public, max-age=604800, immutable',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'image/jpeg',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    const bytes = Buffer.from(await image.arrayBuffer())
    expect(bytes.length).toBe(photo.bytes)
    expect(bytes.includes(PLACE)).toBe(false)
    const document = await read(form.id)
    expect(document.headers.get('content-disposition')).toBe('attachment')
    expect(document.headers.get('content-type')).toBe('application/pdf')
    expect(document.headers.get('etag')).toBe(`"${form.id}"`)
    expect((await read(photo.id, { commune: 'zedville' })).status).toBe(404)
  })

  it('is in the answer, the page without script and the sheet, with what is said of it', async () => {
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    await citizen.say('piscine')
    const card = (await citizen.read()).messages.findLast(({ payload }) => payload.type === 'card')?.payload
    const shown = card?.type === 'card' ? card.answer.attachments : undefined
    expect(shown?.map(({ label, url }) => [label, url.split('/').at(-1)])).toEqual([
      ['Le plan des secteurs', 'le-plan-des-secteurs.jpg'],
      ['Formulaire de demande', 'formulaire-de-demande.pdf'],
    ])
    const sheet = await server.fetch(`/fiche/${ENTRY}`)
    expect(sheet.text).toContain('alt="Le plan des secteurs"')
    expect(sheet.text).toContain('formulaire-de-demande.pdf"')
    expect(sheet.text).toMatch(/\(PDF, 1.ko, 1er novembre 2026\)/u)
    const file = await server.fetch(`/fiche/${ENTRY}?fichier=oui`)
    expect(file.text).not.toContain('<img')
    expect(file.text).toMatch(/href="http[^"]*le-plan-des-secteurs\.jpg"/)
  })

  it('is taken back with its entry', async () => {
    expect((await curator.call('POST', `/admin/entries/${ENTRY}/archive`, {})).status).toBe(200)
    expect((await read(photo.id)).status).toBe(404)
    expect((await read(photo.id, { by: curator })).status).toBe(200)
  })

  it('goes a day after it was given, when no entry names it', async () => {
    const { id }: FileFacts = (await give(curator, png({ shade: 7 }))).body
    server.clock.set('2026-11-25T08:00:00.000Z')
    await server.app.sweep()
    expect(await server.store.listFiles('villebourg')).toContain(id)
    server.clock.set('2026-11-25T10:00:00.000Z')
    await server.app.sweep()
    expect(await server.store.listFiles('villebourg')).not.toContain(id)
    expect(await server.store.listFiles('villebourg')).toContain(photo.id)
  })
})
