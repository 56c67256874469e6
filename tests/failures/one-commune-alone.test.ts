import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { runCommand } from '../../src/commands/cli.js'
import type { MessagesView, StartedView } from '../../src/features/conversations/contract.js'
import { canonical } from '../../src/store/move-documents.js'
import type { StoreChoice } from '../../src/store/open-store.js'
import { withSnapshot } from '../../src/store/snapshots/with-snapshot.js'
import { useCommandPlace } from '../commands/command-place.js'
import { commune } from '../platform/model/sample-commune.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

const TOWNS = ['aubrive', 'belmont', 'corval']
const TALKERS = 20

const place = useCommandPlace('one-commune-alone')

describe.each(['lowdb', 'PostgreSQL'])('one commune of a server that runs, with %s', (kind) => {
  let database: TestDatabase | undefined
  let workplace: Workplace
  let server: RealServer
  let choice: StoreChoice
  beforeAll(async () => {
    database = kind === 'lowdb' ? undefined : await createDatabase()
  })
  beforeEach(async () => {
    workplace = await makeWorkplace()
    const settings = {
      GUICHET_PUBLIC_URL: 'https://syndicat.example',
      GUICHET_DATA_DIR: workplace.dataDir,
      DATABASE_URL: database?.url ?? '',
    }
    Object.assign(process.env, settings)
    workplace.settings = settings
    choice = { dataDir: workplace.dataDir, database: database ? { url: database.url, connections: 4 } : null }
    const folder = join(workplace.dataDir, 'town/communes')
    await mkdir(folder, { recursive: true })
    for (const id of TOWNS)
      await writeFile(join(folder, `${id}.json`), JSON.stringify(commune({ id, nom: `Ville ${id}` })))
    server = RealServer.launch(workplace)
    await server.says(/http:\/\/127/)
  })
  afterEach(async () => {
    await server.kill('SIGKILL')
    await removeWorkplace(workplace)
    await database?.drop()
  })

  it('is restored, suspended and removed while twenty people talk to the others: no error there, and nothing changes', async () => {
    const quiet = await begin('aubrive')
    expect(await post(quiet, 'quiet-0001')).toBe(200)
    const kept = await begin('belmont')
    expect(await post(kept, 'kept-0001')).toBe(200)
    const backup = join(place.folder, 'tout.ndjson.gz')
    expect(await runCommand('backup', ['--to', backup])).toBe(0)
    const atBackup = await messagesOf(kept)
    const others = await atRest(choice, quiet.id)

    // Since then belmont has gone on: what it has since goes, what it had comes back.
    expect(await post(kept, 'after-0001')).toBe(200)
    const late = await begin('belmont')
    const talk = await beginTalk()
    await succeed('restore', 'belmont', '--from', backup, '--yes', '--no-export')
    expect(await messagesOf(kept)).toEqual(atBackup)
    expect((await read(late)).status).toBe(404)

    await succeed('suspend', 'belmont', '--why', 'Travaux', '--yes')
    expect(await soon(() => post(kept, 'suspended-0001'), 503)).toBe(503)
    const refused = await start('belmont')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({
      code: 'commune_suspended',
      detail: expect.stringMatching(/02.61.91.00.00, 1 place de la Mairie/),
    })
    expect((await read(kept)).status).toBe(200)
    await succeed('resume', 'belmont', '--yes')
    expect(await soon(() => post(kept, 'resumed-0001'), 200)).toBe(200)

    await succeed('remove', 'belmont', 'belmont', '--yes', '--to', place.folder)
    expect(await soon(async () => (await start('belmont')).status, 404)).toBe(404)
    expect((await read(kept)).status).toBe(404)

    const { answers, acknowledged } = await talk.end()
    expect(answers.get(200)).toBeGreaterThan(TALKERS * 4)
    expect([...answers.keys()]).toEqual([200])
    for (const [conversation, ids] of acknowledged) {
      const said = (await messagesOf(conversation)).flatMap(({ clientId }) => clientId ?? [])
      expect(said).toEqual(ids)
    }
    expect(await atRest(choice, quiet.id)).toEqual(others)
  })

  /** Runs a command about a commune; when it fails, what it said is told. */
  async function succeed(...argv: string[]): Promise<void> {
    const status = await runCommand('commune', argv)
    expect({ argv, status, said: status === 0 ? '' : place.said() }).toEqual({ argv, status: 0, said: '' })
  }
  const url = (path: string) => `${server.url}/api/v1${path}`
  const json = { 'content-type': 'application/json' }
  const headersOf = ({ token }: StartedView) => ({ authorization: `Bearer ${token}`, ...json })
  const start = (communeId: string) =>
    fetch(url('/conversations'), { method: 'POST', headers: json, body: JSON.stringify({ communeId }) })
  async function begin(communeId: string): Promise<StartedView> {
    const response = await start(communeId)
    expect(response.status).toBe(201)
    return (await response.json()) as StartedView
  }
  async function post(conversation: StartedView, clientId: string): Promise<number> {
    const response = await fetch(url(`/conversations/${conversation.id}/messages`), {
      method: 'POST',
      headers: headersOf(conversation),
      body: JSON.stringify({ clientId, text: 'acte de naissance' }),
    })
    await response.arrayBuffer()
    return response.status
  }
  const read = (one: StartedView) =>
    fetch(url(`/conversations/${one.id}/messages?after=0`), { headers: headersOf(one) })
  const messagesOf = async (one: StartedView) => ((await (await read(one)).json()) as MessagesView).messages

  /** Twenty people talk to the other communes until it ends. */
  async function beginTalk() {
    const answers = new Map<number, number>()
    const acknowledged = new Map<StartedView, string[]>()
    let isOver = false
    const talkers = Array.from({ length: TALKERS }, async (_, n) => {
      const conversation = await begin(n % 2 ? 'aubrive' : 'corval')
      const ids: string[] = []
      acknowledged.set(conversation, ids)
      for (let k = 0; !isOver && k < 200; k += 1) {
        const clientId = `talk-${n}-${1000 + k}`
        const status = await post(conversation, clientId).catch(() => 0)
        answers.set(status, (answers.get(status) ?? 0) + 1)
        if (status === 200) ids.push(clientId)
        await setTimeout(100)
      }
    })
    await setTimeout(500)
    return {
      end: async () => {
        isOver = true
        await Promise.all(talkers)
        return { answers, acknowledged }
      },
    }
  }
})

/** What is asked again until it is as wanted: another process reads what was written a moment later. */
async function soon(ask: () => Promise<number>, wanted: number): Promise<number> {
  for (let tries = 0; tries < 30; tries += 1) {
    if ((await ask()) === wanted) return wanted
    await setTimeout(100)
  }
  return ask()
}

/** What two communes have, the talks that go on, their counters and what is noted of each look for what is due aside. */
async function atRest(choice: StoreChoice, quiet: string): Promise<string[]> {
  return withSnapshot(choice, async (snapshot) => {
    const found: string[] = []
    for await (const { kind, key, document } of snapshot.documents([
      'conversations',
      'settings',
      'audit',
      'entries',
      'users',
      'files',
    ]))
      if (kind === 'conversations' ? key === quiet : key === '' || !key.startsWith('belmont'))
        found.push(`${kind} ${key} ${canonical(document)}`)
    return found.sort()
  })
}
