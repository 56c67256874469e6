import { execFile, spawn } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/platform/store/lowdb-store.js'
import type { Store } from '../../src/store.js'
import { message, turn } from '../contract/sample-inputs.js'
import { listFiles, makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'

const ROUNDS = 3
const IDS = Array.from({ length: 4 }, () => randomUUID())

let folder: string
let script: string
let dataDir: string
/** Every send acknowledged so far, by conversation. */
const acknowledged = new Map<string, string[]>(IDS.map((id) => [id, []]))

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  dataDir = path.join(folder, 'data')
  script = path.join(folder, 'append-until-killed.mjs')
  await bundle('tests/failures/fixtures/append-until-killed.ts', script)
})
afterAll(() => removeFolder(folder))

/** By esbuild's command: its JavaScript API refuses to run in Jest's realm. */
async function bundle(entry: string, outfile: string): Promise<void> {
  const options = ['--bundle', '--platform=node', '--format=esm', '--target=node20', '--log-level=error']
  await promisify(execFile)(path.resolve('node_modules/.bin/esbuild'), [entry, ...options, `--outfile=${outfile}`])
}

/** Runs the writer, kills it right after some acknowledgement, and adds what it printed whole to `acknowledged`. */
async function writeUntilKilled(round: number): Promise<number> {
  const writer = spawn(process.execPath, [script, dataDir, `r${round}`, ...IDS], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(writer, 'exit')
  const complaints: string[] = []
  writer.stderr.on('data', (data) => complaints.push(String(data)))
  const limit = randomInt(50, 150)
  let count = 0
  for await (const line of createInterface({ input: writer.stdout })) {
    const [id = '', clientId = ''] = line.split(' ')
    acknowledged.get(id)?.push(clientId)
    count += 1
    if (count === limit) writer.kill('SIGKILL')
  }
  const [, signal] = await exited
  expect([complaints.join(''), signal]).toEqual(['', 'SIGKILL'])
  return count
}

async function expectNothingLost(store: Store): Promise<void> {
  for (const id of IDS) {
    const messages = await store.listMessages(id, 0)
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
    const clientIds = messages.flatMap(({ clientId }) => clientId ?? [])
    expect(new Set(clientIds).size).toBe(clientIds.length)
    expect(acknowledged.get(id)?.filter((clientId) => !clientIds.includes(clientId))).toEqual([])
  }
}

/** A turn is whole or absent: its replies follow it. */
async function expectWholeTurns(store: Store): Promise<void> {
  for (const id of IDS) {
    const transcript = await store.getTranscript(id)
    for (const { messageSeq } of transcript?.turns ?? []) {
      const authors = transcript?.messages.slice(messageSeq - 1, messageSeq + 2).map(({ author }) => author)
      expect(authors).toEqual(['citizen', 'assistant', 'assistant'])
    }
  }
}

async function expectReadableFiles(): Promise<void> {
  const names = await listFiles(dataDir)
  for (const name of names.filter((name) => name.endsWith('.json') || name.endsWith('.bak'))) {
    const content = await readFile(path.join(dataDir, name), 'utf8')
    expect(() => JSON.parse(content)).not.toThrow()
  }
}

describe('a process killed in the middle of its writes', () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'loses nothing that it acknowledged (round %i)',
    async (round) => {
      expect(await writeUntilKilled(round)).toBeGreaterThanOrEqual(50)
      await expectReadableFiles()
      const store = await openLowdbStore({ dataDir })
      await expectNothingLost(store)
      await expectWholeTurns(store)
      for (const [id, clientIds] of acknowledged) {
        const clientId = clientIds.at(-1)
        if (clientId === undefined) continue
        expect(await store.appendMessage(id, message('citizen', 'de nouveau', { clientId }))).toMatchObject({
          outcome: 'repeated',
        })
        expect(await store.appendTurn(turn(id, clientId))).toMatchObject({ outcome: 'repeated' })
      }
      expect((await listFiles(dataDir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
      await store.close()
    },
  )
})
