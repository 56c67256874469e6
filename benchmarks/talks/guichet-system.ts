import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { hashPassword } from '../../src/features/accounts/password.js'
import type { HandoffDetailView } from '../../src/features/handoffs/contract.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { mergedReads, paced } from '../../src/ui/kit/merged-reads.js'
import { OPEN } from '../front/town.js'
import { startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { cpuMsOf, residentMbOf } from '../load/process-facts.js'
import { openEventStream } from './event-stream.js'
import { callJson, mustCall } from './json-client.js'
import type { Arrivals, TalksSystem } from './talk-side.js'
import type { TalksSize } from './talks-size.js'

const COMMUNE = 'villebourg'
/** How often, at most, a console reads what has changed in its queue. */
const QUEUE_EVERY_MS = 400

interface AtCounter {
  headers: Record<string, string>
}

interface Visitor {
  id: string
  headers: Record<string, string>
}

interface HeldTalk {
  visitor: Visitor
  agent: AtCounter
  handoffId: string
}

/** The real server, with agents at their consoles and citizens who talk with them or only read. */
export async function startGuichetSystem(folder: string, { talks, streams, agents }: TalksSize): Promise<TalksSystem> {
  const dataDir = join(folder, 'data')
  await addAgents(dataDir, agents)
  const server = await startBenchServer({
    GUICHET_DATA_DIR: dataDir,
    GUICHET_DEMONSTRATION_CLOCK: OPEN,
    GUICHET_RATE_CONVERSATION_PER_10S: '1000000',
    GUICHET_RATE_SIGN_IN_PER_MINUTE: '1000000',
  })
  const api = `${server.address}/api/v1`
  const staff = await Promise.all(Array.from({ length: agents }, (_, i) => signIn(api, i)))
  const visitors: Visitor[] = []
  for (let i = 0; i < streams - agents; i += 1) visitors.push(await visit(api))
  const held: HeldTalk[] = []
  for (const [i, visitor] of visitors.slice(0, talks).entries()) {
    const agent = staff[i % agents]
    if (agent) held.push(await hold(api, visitor, agent))
  }
  return {
    name: 'Guichet',
    toAgents: held.map(({ visitor: { id, headers } }) => ({
      say: async (text) =>
        void (await mustCall('POST', `${api}/conversations/${id}/messages`, {
          headers,
          body: { clientId: randomUUID(), text },
        })),
    })),
    toCitizens: held.map(({ agent: { headers }, handoffId }) => ({
      say: async (text) =>
        void (await mustCall('POST', `${api}/agent/handoffs/${handoffId}/messages`, {
          headers,
          body: { clientId: randomUUID(), text },
        })),
    })),
    async openStreams(arrivals) {
      for (const agent of staff)
        await openConsole(
          api,
          agent,
          held.filter((talk) => talk.agent === agent),
          arrivals,
        )
      for (const visitor of visitors) await openWidgetStream(api, visitor, arrivals)
      return staff.length + visitors.length
    },
    cpuMs: () => cpuMsOf(server.child),
    residentMb: () => residentMbOf(server.child),
    stop: () => stopBenchServer(server),
  }
}

/** Accounts are written before the server has the folder. */
async function addAgents(dataDir: string, count: number): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  const passwordHash = await hashPassword(DEMONSTRATION_PASSWORD)
  for (let i = 0; i < count; i += 1) {
    await store.saveUser({
      id: randomUUID(),
      communeId: COMMUNE,
      email: emailOf(i),
      displayName: `Agent ${i}`,
      roles: ['agent'],
      passwordHash,
      demonstration: true,
      createdAt: OPEN,
    })
  }
  await store.close()
}

function emailOf(i: number): string {
  return `agent-${i}@villebourg.example`
}

async function signIn(api: string, i: number): Promise<AtCounter> {
  const { body, cookie } = await mustCall('POST', `${api}/session`, {
    body: { email: emailOf(i), password: DEMONSTRATION_PASSWORD },
  })
  const headers = { cookie, 'x-csrf-token': String(body.csrfToken) }
  await mustCall('POST', `${api}/agent/availability`, { headers, body: { state: 'available' } })
  return { headers }
}

async function visit(api: string): Promise<Visitor> {
  const { body } = await mustCall('POST', `${api}/conversations`, { body: { communeId: COMMUNE, language: 'fr' } })
  return { id: String(body.id), headers: { authorization: `Bearer ${body.token}` } }
}

async function hold(api: string, visitor: Visitor, agent: AtCounter): Promise<HeldTalk> {
  const { id, headers } = visitor
  await mustCall('POST', `${api}/conversations/${id}/handoff`, { headers, body: { kind: 'live' } })
  const { body: queue } = await mustCall('GET', `${api}/agent/queue`, { headers: agent.headers })
  const handoffId = (queue.pending as { id: string; conversationId: string }[]).find(
    (one) => one.conversationId === id,
  )?.id
  if (!handoffId) throw new Error('a request is not in the queue')
  await mustCall('POST', `${api}/agent/handoffs/${handoffId}/claim`, { headers: agent.headers, body: {} })
  return { visitor, agent, handoffId }
}

/** What a console does: at each hint it reads what has changed in its queue, and the conversation, which counts as open. Words are on the screen once it is read. */
async function openConsole(api: string, { headers }: AtCounter, held: HeldTalk[], arrivals: Arrivals): Promise<void> {
  const seen = new Map<string, number>()
  let version = ''
  const readQueue = mergedReads(async () => {
    const after = version === '' ? '' : `?after=${encodeURIComponent(version)}`
    const { body } = await callJson('GET', `${api}/agent/queue${after}`, { headers })
    version = String(body?.version ?? '')
  })
  const hearQueue = paced(() => readQueue().catch(leftOut), QUEUE_EVERY_MS)
  const details = new Map(
    held.map(({ handoffId }) => [
      handoffId,
      mergedReads(async () => {
        const { status, body } = await callJson('GET', `${api}/agent/handoffs/${handoffId}`, { headers })
        if (status !== 200) return
        for (const { seq, author, payload } of (body as HandoffDetailView).transcript.messages) {
          if (seq <= (seen.get(handoffId) ?? 0)) continue
          seen.set(handoffId, seq)
          if (author === 'citizen' && payload.type === 'text') arrivals.arrived(payload.text)
        }
      }),
    ]),
  )
  await openEventStream(`${api}/agent/events`, headers, ({ type, data }) => {
    hearQueue()
    if (type === 'message')
      details
        .get((JSON.parse(data) as { handoffId: string }).handoffId)?.()
        .catch(leftOut)
  })
}

/** A reading that the end of the server cuts off; words that it would have brought count as lost. */
function leftOut(): void {}

async function openWidgetStream(api: string, { id, headers }: Visitor, arrivals: Arrivals): Promise<void> {
  await openEventStream(`${api}/conversations/${id}/events`, headers, ({ type, data }) => {
    if (type !== 'message') return
    const { author, payload } = JSON.parse(data)
    if (author === 'agent') arrivals.arrived(payload.text)
  })
}
