import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { PublicationView } from '../../../src/features/publication/contract.js'
import { calibrationName, DEFAULT_CALIBRATION } from '../../../src/search/calibration.js'
import { conversation, turn } from '../../contract/sample-inputs.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { entryText } from '../entries/sample-entry.js'
import { SHARED } from '../entries/small-base.js'

let folder: string
let server: TestServer
let admin: StaffMember

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-publication-'))
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  await write('piscine', 'Nager à la piscine', ['piscine ouverte', 'tarif de la piscine', 'nager le dimanche'])
  await write('velo', 'Garer son vélo', ['garage à vélo', 'arceaux pour vélo', 'vélo volé'])
  server = await startTestServer({
    config: { knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') },
  })
  admin = await server.signInAs({ email: 'ada@villebourg.example', roles: ['admin'] })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function write(id: string, title: string, fr: string[]): Promise<void> {
  await writeFile(join(folder, 'knowledge', `${id}.md`), entryText(title))
  const intent = { name: id, contexts: [], utterances: { fr }, slots: [] }
  await writeFile(join(folder, 'intents', `${id}.json`), JSON.stringify(intent))
}

/** Publishes, and waits for the end. */
async function publish(): Promise<PublicationView> {
  const { status, body } = await admin.call('POST', '/admin/publish')
  expect([status, body.running]).toEqual([202, expect.objectContaining({ phase: 'reading' })])
  for (;;) {
    const { body: state } = await admin.call('GET', '/admin/publication')
    if (state.running === null) return state
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const content = async () => (await server.fetch('/readyz')).body.content[0]

describe('POST /admin/publish', () => {
  it('is for administrators, from the server’s own pages', async () => {
    for (const [method, path] of [
      ['POST', '/admin/publish'],
      ['GET', '/admin/publication'],
    ] as const) {
      expectProblem(await server.call(method, path), 401, 'sign_in_required')
      expectProblem(await (await server.signIn()).call(method, path), 403, 'forbidden')
    }
    const forged = { 'x-csrf-token': 'forged' }
    expectProblem(await admin.call('POST', '/admin/publish', undefined, forged), 403, 'csrf')
  })

  it('measures what is served when nothing has changed', async () => {
    const before = await content()
    const { last, report } = await publish()
    expect(last).toEqual({ outcome: 'unchanged', at: expect.any(String), faults: [], refused: null })
    expect(report).toMatchObject({ promises: { wrong: 0.02, offered: 0.97 }, asked: 6, questions: 6 })
    expect(await content()).toEqual(before)
  })

  it('tells what agents judged of the answers of its communes, as long as that is kept', async () => {
    const { store } = server
    const by = calibrationName(DEFAULT_CALIBRATION)
    const { turn: usual, ...input } = turn('checked', 'client-1')
    await store.createConversation({ ...conversation('checked'), communeId: 'villebourg' }, [])
    const candidates = [{ entryId: 'velo', title: 'Garer son vélo', confidence: 0.9, kept: true }]
    const validation = {
      ...{ result: 'refused' as const, at: usual.at, agentId: null, agentName: null },
      ...{ proposedEntryId: 'velo', waitedMs: 1 },
    }
    await store.appendTurn({
      ...input,
      turn: { ...usual, candidates, calibrated: { confidence: 0.9, by }, validation },
    })
    expect((await publish()).checks).toEqual({ answers: 1, right: 0, said: 0.9, refit: null })
    await store.eraseConversation('checked')
    expect((await publish()).checks).toEqual({ answers: 0, right: 0, said: null, refit: null })
  })

  it('serves a new entry at once, and reports on it', async () => {
    await write('ruche', 'Déclarer une ruche', ['déclarer mes abeilles', 'ruche au jardin'])
    const { last, report } = await publish()
    expect(last?.outcome).toBe('published')
    expect(report?.questions).toBe(8)
    expect((await content()).entries).toBe(3)
    const { body } = await server.call('POST', '/ask', { body: { question: 'mes abeilles' } })
    expect(body.candidates[0].id).toBe('ruche')
  })

  it('names the files at fault, and goes on serving the former content', async () => {
    const before = await content()
    await writeFile(join(folder, 'knowledge', 'velo.md'), 'rien')
    const { last, report } = await publish()
    expect(last).toMatchObject({ outcome: 'faulty', faults: [{ file: 'velo.md', fault: expect.any(String) }] })
    expect(report?.questions).toBe(8)
    expect(await content()).toEqual(before)
  })
})

describe('on a server with several communes', () => {
  it('an administrator of one publishes nothing for the others, even by choosing fiches; a super-admin does', async () => {
    const file = join(folder, 'knowledge/communes/voisine.json')
    const villebourg = JSON.parse(await readFile(join(folder, 'knowledge/communes/villebourg.json'), 'utf8'))
    await writeFile(file, JSON.stringify({ ...villebourg, id: 'voisine', nom: 'Voisine' }))
    await write('velo', 'Garer son vélo', ['garage à vélo', 'arceaux pour vélo', 'vélo volé'])
    const config = { knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') }
    const shared = await startTestServer({ config })
    const served = async () => (await shared.fetch('/readyz')).body.content[0].version
    const settled = async (member: StaffMember) => {
      for (;;) {
        const { body } = await member.call('GET', '/admin/publication')
        if (body.running === null) return body as PublicationView
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    try {
      const local = await shared.signInAs({ email: 'v@villebourg.example', roles: ['admin'] })
      const root = await shared.signInAs({ email: 'r@villebourg.example', roles: ['super-admin'] })
      await settled(local)
      const before = await served()
      await write('four', 'Chauffer le four à pain', ['four à pain', 'jour de cuisson', 'cuire son pain'])
      expectProblem(await local.call('POST', '/admin/publish'), 403, 'server_admin_needed')
      const selection = { themes: ['N19808'], ids: [] }
      expect((await local.call('PUT', '/admin/imports/service-public/selection', selection)).status).toBe(200)
      expect(await settled(local)).toMatchObject({ mayPublish: false })
      expect(await served()).toBe(before)
      expect((await root.call('POST', '/admin/publish')).body.mayPublish).toBe(true)
      expect((await settled(root)).last?.outcome).toBe('published')
      expect(await served()).not.toBe(before)
    } finally {
      await shared.stop()
      await rm(file)
    }
  })
})
