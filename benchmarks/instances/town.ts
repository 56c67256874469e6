import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import type { Message } from '../../src/platform/model/conversation.js'
import type { Store } from '../../src/store/store.js'
import { openEventStream } from '../talks/event-stream.js'
import { callJson, type Reply } from '../talks/json-client.js'
import { COMMUNE } from './served.js'

/** What people did, and what they were told. Times in ms. */
export interface TownRun {
  /** Of each acknowledged message of a citizen, tries included. */
  turnsMs: number[]
  /** From the end of a stream that was cut until it is open again. */
  streamsMs: number[]
  /** Tries that had no answer, or 5xx. */
  triedAgain: number
  handoffs: number
  faults: Faults
}

/** What must not be. */
export interface Faults {
  /** Acknowledged, and not kept. */
  lost: number
  /** Kept twice, or answered twice. */
  doubled: number
  /** Numbers that are missing, or messages of one citizen in another order than hers. */
  outOfOrder: number
  /** Told twice by a stream, or never. */
  toldWrongly: number
  /** Taken by two agents. */
  takenTwice: number
}

/** Who is there, and how they behave. */
export interface TownSize {
  citizens: number
  agents: number
  /** Between two messages of one citizen, on average, ms; 0: at once. */
  thinkMs: number
  /** One message in so many is a wish to talk to a person; 0: none is. */
  callEvery: number
  streams: boolean
  /** Messages after which a citizen begins another conversation. */
  turns: number
}

const QUESTIONS = [
  'Comment obtenir un acte de naissance ?',
  'Où faire ma carte d’identité ?',
  'Quels sont les horaires de la déchèterie ?',
  'Inscrire mon enfant à la cantine',
  'Demander un permis de construire',
]
const PATIENCE_MS = 60_000
const AGAIN_MS = 100
/** Until the last words are on every screen. */
const LAST_WORDS_MS = 3_000

interface Kept {
  id: string
  headers: Record<string, string>
  /** Each acknowledged message, in the order in which she sent them. */
  acknowledged: { clientId: string; message: Message; replies: Message[] }[]
  told: number[]
}

/** A town while people talk in it. */
interface Town {
  /** Where its server is called. */
  api: string
  size: TownSize
  /** What has come of it until now. */
  run: TownRun
  kept: Kept[]
  /** The agent who took each handoff. */
  claimed: Map<string, number>
  isOver: boolean
}

/** Lets people talk until they are told to stop, then compares what they were told with what is kept. */
export async function runTown(
  { address, openStore, stopped }: { address: string; openStore: () => Promise<Store>; stopped: Promise<void> },
  size: TownSize,
): Promise<TownRun> {
  const faults: Faults = { lost: 0, doubled: 0, outOfOrder: 0, toldWrongly: 0, takenTwice: 0 }
  const run: TownRun = { turnsMs: [], streamsMs: [], triedAgain: 0, handoffs: 0, faults }
  const town: Town = { api: `${address}/api/v1`, size, run, kept: [], claimed: new Map(), isOver: false }
  void stopped.then(() => {
    town.isOver = true
  })
  const streams = createStreams(town)
  const citizen = async () => {
    while (!town.isOver) await converse(town, streams.follow)
  }
  await Promise.all([
    ...Array.from({ length: size.citizens }, citizen),
    ...Array.from({ length: size.agents }, (_, n) => workAsAgent(town, n)),
  ])
  if (size.streams) await pause(LAST_WORDS_MS)
  await streams.close()
  // What another process reads of the database, once everything is over.
  const store = await openStore()
  for (const conversation of town.kept) await compare(conversation, { store, faults, streams: size.streams })
  await store.close()
  run.turnsMs.sort((a, b) => a - b)
  run.streamsMs.sort((a, b) => a - b)
  return run
}

/** Sends the same thing until it is answered, as browsers do. */
async function persist(run: TownRun, send: () => Promise<Reply>): Promise<Reply> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const reply = await send().catch(() => null)
    if (reply && reply.status < 500) return reply
    run.triedAgain += 1
    if (performance.now() > deadline) throw new Error(`no answer in time: ${reply?.status ?? 'cut'}`)
    await pause(AGAIN_MS)
  }
}

/** Follows conversations by their streams, which are opened again where they are cut, until all are closed. */
function createStreams({ api, run }: Town) {
  const following: Promise<void>[] = []
  const closing = deferred()
  let isClosing = false
  const followOne = async (conversation: Kept) => {
    let cutAt: number | null = null
    while (!isClosing) {
      const ended = deferred()
      try {
        const stream = await openEventStream(
          `${api}/conversations/${conversation.id}/events`,
          { ...conversation.headers, 'last-event-id': String(conversation.told.at(-1) ?? 0) },
          ({ type, data }) => {
            if (type === 'message') conversation.told.push((JSON.parse(data) as Message).seq)
          },
          ended.resolve,
        )
        if (cutAt !== null) run.streamsMs.push(performance.now() - cutAt)
        await Promise.race([ended.promise, closing.promise])
        stream.close()
        cutAt = performance.now()
      } catch {
        cutAt ??= performance.now()
        await pause(AGAIN_MS)
      }
    }
  }
  return {
    follow: (conversation: Kept) => void following.push(followOne(conversation)),
    async close() {
      isClosing = true
      closing.resolve()
      await Promise.all(following)
    },
  }
}

/** One conversation of a citizen. */
async function converse(town: Town, follow: (conversation: Kept) => void): Promise<void> {
  const { api, size, run, kept } = town
  const { body } = await persist(run, () =>
    callJson('POST', `${api}/conversations`, { body: { communeId: COMMUNE, language: 'fr' } }),
  )
  const headers = { authorization: `Bearer ${body.token}` }
  const conversation: Kept = { id: body.id, headers, acknowledged: [], told: [] }
  kept.push(conversation)
  if (size.streams) follow(conversation)
  const at = `${api}/conversations/${body.id}`
  for (let n = 0; n < size.turns && !town.isOver; n += 1) {
    if (size.thinkMs > 0) await pause(size.thinkMs * (0.5 + Math.random()))
    if (size.callEvery > 0 && Math.random() < 1 / size.callEvery) {
      await persist(run, () => callJson('POST', `${at}/handoff`, { headers, body: { kind: 'live' } }))
      continue
    }
    const clientId = randomUUID()
    const text = QUESTIONS[n % QUESTIONS.length] ?? ''
    const started = performance.now()
    const reply = await persist(run, () => callJson('POST', `${at}/messages`, { headers, body: { clientId, text } }))
    if (reply.status !== 200) throw new Error(`a message was refused: ${reply.status} ${JSON.stringify(reply.body)}`)
    run.turnsMs.push(performance.now() - started)
    conversation.acknowledged.push({ clientId, ...reply.body })
  }
}

/** An agent who signs in, then takes who waits, writes, and closes, until everything is over. */
async function workAsAgent(town: Town, n: number): Promise<void> {
  const { api, run, claimed } = town
  const email = `agent-${n}@villebourg.example`
  const signedIn = await persist(run, () =>
    callJson('POST', `${api}/session`, { body: { email, password: DEMONSTRATION_PASSWORD } }),
  )
  const headers = { cookie: signedIn.cookie, 'x-csrf-token': String(signedIn.body.csrfToken) }
  await persist(run, () => callJson('POST', `${api}/agent/availability`, { headers, body: { state: 'available' } }))
  const act = (id: string, what: string, body: object) =>
    persist(run, () => callJson('POST', `${api}/agent/handoffs/${id}/${what}`, { headers, body }))
  while (!town.isOver) {
    await pause(500 + Math.random() * 500)
    const { body } = await persist(run, () => callJson('GET', `${api}/agent/queue`, { headers }))
    const [wait] = (body?.pending ?? []) as { id: string }[]
    if (!wait) continue
    const taken = await act(wait.id, 'claim', {})
    if (taken.status !== 200) continue
    const holder = claimed.get(wait.id)
    if (holder !== undefined && holder !== n) run.faults.takenTwice += 1
    claimed.set(wait.id, n)
    run.handoffs += 1
    await act(wait.id, 'messages', { clientId: randomUUID(), text: 'Bonjour, je regarde votre demande.' })
    await pause(1_000)
    await act(wait.id, 'resolve', { resolution: 'answered' })
  }
}

async function compare(
  { id, acknowledged, told }: Kept,
  { store, faults, streams }: { store: Store; faults: Faults; streams: boolean },
): Promise<void> {
  const transcript = await store.getTranscript(id)
  const messages = transcript?.messages ?? []
  if (messages.some(({ seq }, index) => seq !== index + 1)) faults.outOfOrder += 1
  let before = 0
  for (const { clientId, message, replies } of acknowledged) {
    const own = messages.filter((one) => one.clientId === clientId)
    if (own.length > 1) faults.doubled += 1
    const [stored] = own
    const answer = messages.slice(message.seq, message.seq + replies.length)
    if (!stored || JSON.stringify([stored, ...answer]) !== JSON.stringify([message, ...replies])) faults.lost += 1
    if (message.seq <= before) faults.outOfOrder += 1
    before = message.seq
  }
  const clientIds = messages.flatMap(({ author, clientId }) => (author === 'citizen' && clientId ? [clientId] : []))
  faults.doubled += clientIds.length - new Set(clientIds).size
  const turns = (transcript?.turns ?? []).map(({ messageSeq }) => messageSeq)
  faults.doubled += turns.length - new Set(turns).size
  const isTold = told.length === messages.length && told.every((seq, index) => seq === index + 1)
  if (streams && !isTold) faults.toldWrongly += 1
}

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
