import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '../../src/platform/model/conversation.js'
import { openEventStream } from '../talks/event-stream.js'
import { callJson, mustCall } from '../talks/json-client.js'
import { COMMUNE } from './served.js'

const AGAIN_MS = 50
const LOOK_MS = 2

/** A citizen who writes to one server and listens to another. */
interface Citizen {
  messages: string
  headers: Record<string, string>
  /** When her stream told each of her messages, by the id that she gave it. */
  told: Map<string, number>
}

/** Citizens whose streams stay open. */
export interface Room {
  citizens: readonly Citizen[]
  close(): void
}

/** Begins a conversation for each of so many citizens, and opens her stream at another server than the one that she writes to. */
export async function openRoom(addresses: readonly string[], count: number): Promise<Room> {
  let isClosed = false
  const closing: (() => void)[] = []
  const citizens: Citizen[] = []
  for (let n = 0; n < count; n += 1) {
    const [here, there] = [0, 1].map((by) => `${addresses[(n + by) % addresses.length]}/api/v1/conversations`)
    const { body } = await mustCall('POST', here ?? '', { body: { communeId: COMMUNE, language: 'fr' } })
    const headers = { authorization: `Bearer ${body.token}` }
    const told = new Map<string, number>()
    let last = 0
    // Opened again when it ends, as browsers do.
    const follow = async (): Promise<void> => {
      if (isClosed) return
      const from = { ...headers, 'last-event-id': String(last) }
      const again = () => void pause(AGAIN_MS).then(follow)
      try {
        const stream = await openEventStream(
          `${there}/${body.id}/events`,
          from,
          ({ type, data }) => {
            if (type !== 'message') return
            const { seq, clientId } = JSON.parse(data) as Message
            last = seq
            if (clientId) told.set(clientId, performance.now())
          },
          again,
        )
        closing.push(stream.close)
      } catch {
        again()
      }
    }
    await follow()
    citizens.push({ messages: `${here}/${body.id}/messages`, headers, told })
  }
  return {
    citizens,
    close() {
      isClosed = true
      for (const close of closing) close()
    },
  }
}

/** Everybody says one thing, and sends it until it is acknowledged. @returns when each was acknowledged, and told by her stream; by the clock of the process, ms */
export async function speakOnce({ citizens }: Room): Promise<{ acknowledgedAt: number[]; toldAt: number[] }> {
  const all = await Promise.all(
    citizens.map(async ({ messages, headers, told }) => {
      const clientId = randomUUID()
      const body = { clientId, text: 'Comment obtenir un acte de naissance ?' }
      while ((await callJson('POST', messages, { headers, body }).catch(() => null))?.status !== 200)
        await pause(AGAIN_MS)
      const acknowledged = performance.now()
      while (!told.has(clientId)) await pause(LOOK_MS)
      return { acknowledged, told: told.get(clientId) ?? Number.NaN }
    }),
  )
  return { acknowledgedAt: all.map(({ acknowledged }) => acknowledged), toldAt: all.map(({ told }) => told) }
}
