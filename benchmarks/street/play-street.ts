import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { startServer } from '../../src/main.js'
import { guideEnds } from '../follow-ups/guide-ends.js'
import { NO_LIMITS } from '../load/until-served.js'
import { callJson, mustCall } from '../talks/json-client.js'
import { type Shown, shownBy } from './shown.js'
import type { Turn } from './street-sets.js'

/** The demonstration town, as the street meets it. */
export interface Street {
  /** Plays a conversation at its own instant. @returns what each message brought; `null` from the one on that the server refused */
  play(row: { now: string; turns: readonly Pick<Turn, 'say'>[] }): Promise<(Shown | null)[]>
  close(): Promise<void>
}

/** Starts the application in this process, with its own clock and the real model. @throws Error when the model is not used */
export async function openStreet(): Promise<Street> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-street-'))
  let now = new Date(0)
  const config = readConfig({ PORT: '0', GUICHET_DATA_DIR: folder, ...NO_LIMITS })
  const { app, address, stop } = await startServer(config, { now: () => now, logger: SILENT_LOGGER })
  const close = async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
  const { model, modelReason } = await app.modelSettled
  if (model !== 'ready') {
    await close()
    throw new Error(`the model is not used, and words alone are not measured: ${modelReason}`)
  }
  const ends = await guideEnds()
  const storedOf = async (id: string) => {
    const transcript = await app.store.getTranscript(id)
    const guide = transcript?.conversation.memory.guide
    const guideEnds = guide?.asking ? (ends.get(guide.entryId) ?? [guide.entryId]) : null
    return { guideEnds, outcome: transcript?.turns.at(-1)?.outcome }
  }
  const play: Street['play'] = async (row) => {
    now = new Date(row.now)
    // French is the language of the town's page: whoever speaks another one just types.
    const opened = await mustCall('POST', `${address}/api/v1/conversations`, {
      body: { communeId: 'villebourg', language: 'fr' },
    })
    const { id } = opened.body.conversation ?? opened.body
    const shown: (Shown | null)[] = []
    for (const { say } of row.turns) {
      now = new Date(now.getTime() + 20_000)
      const { status, body } = await callJson('POST', `${address}/api/v1/conversations/${id}/messages`, {
        headers: { authorization: `Bearer ${opened.body.token}` },
        body: { text: say, clientId: randomUUID() },
      })
      if (status >= 300) return row.turns.map((_, at) => shown[at] ?? null)
      shown.push(shownBy(body.replies, { ...(await storedOf(id)), handoff: body.handoff !== null }))
    }
    return shown
  }
  return { play, close }
}
