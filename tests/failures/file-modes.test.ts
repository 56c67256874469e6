import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { eventually } from '../browser/eventually.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

let place: Workplace
let formerUmask: number
beforeAll(async () => {
  // What a machine lets everybody read is closed by the server itself.
  formerUmask = process.umask(0o000)
  place = await makeWorkplace()
})
afterAll(async () => {
  process.umask(formerUmask)
  await removeWorkplace(place)
})

async function openToOthers(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const modes = await Promise.all(names.map(async (name) => ({ name, ...(await stat(path.join(folder, name))) })))
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ name, mode }) => `${name} ${mode.toString(8)}`)
}

async function talk(url: string): Promise<void> {
  const started = await fetch(`${url}/api/v1/conversations`, { method: 'POST' })
  const { id, token } = (await started.json()) as { id: string; token: string }
  const said = await fetch(`${url}/api/v1/conversations/${id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: randomUUID(), text: 'Quels papiers pour un passeport ?' }),
  })
  expect(said.status).toBe(200)
}

it('everything that a server writes is read by its own account alone, what it computes included', async () => {
  const server = await RealServer.start({
    ...place,
    settings: { GUICHET_MODEL_DIR: path.resolve('models/guichet-fr') },
  })
  try {
    await server.says(/Le modèle est prêt/)
    await talk(server.url)
    // What is embedded comes with the model; a cache of it has its own test.
    const written = ['conversations', 'promise'].map((name) => path.join(place.dataDir, name))
    // The promise asks 1,500 questions, by meaning.
    await eventually(() => written.filter((folder) => !existsSync(folder)), [], 100_000)
  } finally {
    await server.kill('SIGTERM')
  }
  expect(await openToOthers(place.dataDir)).toEqual([])
})
