import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newWebhookSecret, signatureOf } from '../../../src/features/webhooks/signature.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

const SECRET = newWebhookSecret()
let folder: string
let text: string

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  text = await readFile('docs/webhooks.md', 'utf8')
})
afterAll(() => removeFolder(folder))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Runs the receiver of the documentation, and asks it about messages that are signed, and not. */
async function judge(language: 'js' | 'python', command: string, file: string): Promise<number[]> {
  const code = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1] ?? ''
  const path = join(folder, file)
  await writeFile(path, code)
  const port = await freePort()
  const env = { ...process.env, SECRET, PORT: String(port) }
  const receiver: ChildProcess = spawn(command, [path], { env, stdio: 'ignore' })
  const post = async (body: string, signature: string, timestampS: number) => {
    const headers = { 'webhook-id': 'e1', 'webhook-timestamp': String(timestampS), 'webhook-signature': signature }
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers })
    await answer.arrayBuffer()
    return answer.status
  }
  try {
    const body = '{"type":"webhook.trial","é":1}'
    const now = Math.floor(Date.now() / 1000)
    const sign = (timestampS: number, secrets: string[]) => signatureOf({ id: 'e1', timestampS, body }, secrets)
    while (!(await post(body, 'v1,x', now).catch(() => 0))) await new Promise((resolve) => setTimeout(resolve, 20))
    return [
      await post(body, sign(now, [SECRET]), now),
      await post(body, sign(now, [newWebhookSecret(), SECRET]), now),
      await post(body, sign(now, [newWebhookSecret()]), now),
      await post(body.replace('1', '2'), sign(now, [SECRET]), now),
      await post(body, sign(now - 900, [SECRET]), now - 900),
    ]
  } finally {
    receiver.kill()
    await once(receiver, 'exit')
  }
}

describe('the receivers of docs/webhooks.md', () => {
  it('take what is signed by one of the secrets, and nothing else, in Node', async () => {
    expect(await judge('js', process.execPath, 'receiver.mjs')).toEqual([204, 204, 401, 401, 401])
  })

  // Python is no dependency of the project: where there is none, its receiver cannot run.
  const python = spawnSync('python3', ['--version']).status === 0
  if (python) {
    it('do so in Python', async () => {
      expect(await judge('python', 'python3', 'receiver.py')).toEqual([204, 204, 401, 401, 401])
    })
  }
})
