import { mkdtemp, rm } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { startServer } from '../../src/main.js'
import { NO_LIMITS } from '../load/until-served.js'
import { mustCall } from '../talks/json-client.js'

/** What ran between a call and its answer. */
export interface Crossed {
  /** Files of the product in which a function ran. */
  files: string[]
  functions: number
}

const QUESTION = 'comment refaire ma carte d’identité'

/** Asks the real server a question, without a conversation and in one, once it has answered the like before; counts what ran of the product meanwhile. */
export async function crossedFiles(): Promise<Record<'ask' | 'message', Crossed>> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-house-'))
  const config = readConfig({ PORT: '0', GUICHET_DATA_DIR: folder, ...NO_LIMITS })
  const { app, address, stop } = await startServer(config, { logger: SILENT_LOGGER })
  await app.modelSettled
  const prefix = `${address}/api/v1`
  const started = await mustCall('POST', `${prefix}/conversations`, {
    body: { communeId: 'villebourg', language: 'fr' },
  })
  const { id } = started.body.conversation ?? started.body
  const headers = { authorization: `Bearer ${started.body.token}` }
  const ask = () => mustCall('POST', `${prefix}/ask`, { body: { question: QUESTION } })
  const message = () =>
    mustCall('POST', `${prefix}/conversations/${id}/messages`, {
      headers,
      body: { text: QUESTION, clientId: crypto.randomUUID() },
    })
  try {
    await ask()
    await message()
    return { ask: await during(ask), message: await during(message) }
  } finally {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function during(call: () => Promise<unknown>): Promise<Crossed> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await call()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  const ours = result.filter(({ url }) => /\/dist\/src\//.test(url))
  const ran = ours.map(({ url, functions }) => ({
    file: url.replace(/^.*\/dist\//, ''),
    // The first is the file itself.
    count: functions
      .filter(({ functionName, ranges }) => functionName !== '' || ranges[0]?.startOffset !== 0)
      .filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length,
  }))
  const crossed = ran.filter(({ count }) => count > 0)
  return {
    files: crossed.map(({ file }) => file).sort(),
    functions: crossed.reduce((sum, { count }) => sum + count, 0),
  }
}
