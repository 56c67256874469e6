import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { COPY_BOMBS, INSULTS } from './copy-bombs.js'
import { AS_BROWSERS, pageFiles } from './page-files.js'

/** What one visitor floods a server with. */
export const FLOODS = [
  'questions',
  'copy-bombs',
  'conversations',
  'streams',
  'large bodies',
  'description',
  'pages',
] as const
/** One of {@link FLOODS}. */
export type Flood = (typeof FLOODS)[number]

/** What came of a flood. */
export interface FloodReport {
  requests: number
  /** Answers by status; 0: the connection was cut. */
  statuses: Record<number, number>
}

const SOCKETS = 64
const QUESTIONS = ['acte de naissance', 'passeport pour un enfant', 'horaires de la déchèterie', ...INSULTS]
/** Another visitor for each flood: what one was refused for does not hold the next one. */
let headers: Record<string, string> = {}
let pages: string[] = []
const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS })

interface Visitor {
  api: string
  id: string
  token: string
}

/** Flood from a process of its own: `(address, kind)` in, a report out once it is told to stop. */
process.on('message', (message: { address: string; flood: Flood } | 'stop') => {
  if (message === 'stop') stopping = true
  else void run(message.address, message.flood).then((report) => process.send?.(report, () => process.exit(0)))
})
let stopping = false

async function run(address: string, flood: Flood): Promise<FloodReport> {
  const api = `${address}/api/v1`
  headers = { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${66 + FLOODS.indexOf(flood)}` }
  pages = await pageFiles()
  const report: FloodReport = { requests: 0, statuses: {} }
  const visitors: Visitor[] = []
  for (let i = 0; i < 20; i += 1) {
    const { status, body } = await call('POST', `${api}/conversations`, '{}')
    if (status === 201) visitors.push({ api, ...(JSON.parse(body) as { id: string; token: string }) })
  }
  const one = async (n: number) => {
    const { status } = await shoot(api, flood, { visitor: visitors[n % visitors.length], n })
    report.requests += 1
    report.statuses[status] = (report.statuses[status] ?? 0) + 1
  }
  let n = 0
  const forever = async () => {
    while (!stopping) await one(n++)
  }
  await Promise.all(Array.from({ length: SOCKETS }, forever))
  return report
}

interface Shot {
  visitor: Visitor | undefined
  n: number
}

function shoot(api: string, flood: Flood, { visitor, n }: Shot): Promise<{ status: number; body: string }> {
  if (flood === 'conversations') return call('POST', `${api}/conversations`, '{}')
  // Over the limit of a body, then a little under it.
  if (flood === 'large bodies')
    return call('POST', `${api}/ask`, JSON.stringify({ question: 'é'.repeat(n % 2 === 0 ? 40_000 : 30_000) }))
  if (flood === 'description') return call('GET', `${api}/openapi.json`, '')
  if (flood === 'pages') return fetchPage(new URL(pages[n % pages.length] ?? '/', api).href)
  if (flood === 'streams') {
    if (!visitor) throw new Error('no conversation could be begun to open its stream')
    return openAndLeave(visitor)
  }
  const texts = flood === 'questions' ? QUESTIONS : COPY_BOMBS
  const text = texts[n % texts.length] ?? ''
  // Half without a conversation: no limit of one conversation holds them.
  if (n % 2 === 0 || !visitor) return call('POST', `${api}/ask`, JSON.stringify({ question: text }))
  return say(visitor, text)
}

function say({ api, id, token }: Visitor, text: string) {
  const body = JSON.stringify({ clientId: randomUUID(), text })
  return call('POST', `${api}/conversations/${id}/messages`, body, { authorization: `Bearer ${token}` })
}

function call(method: string, url: string, body: string, more: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string }>((resolve) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) }
    const calling = request(url, { method, agent, headers: { ...headers, ...length, ...more } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    calling.on('error', () => resolve({ status: 0, body: '' }))
    calling.end(body)
  })
}

/** A file as a browser asks for it, taken whole and not kept. */
function fetchPage(url: string) {
  return new Promise<{ status: number; body: string }>((resolve) => {
    const fetching = request(url, { agent, headers: { ...headers, 'accept-encoding': AS_BROWSERS } }, (response) => {
      response.resume()
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body: '' }))
    })
    fetching.on('error', () => resolve({ status: 0, body: '' }))
    fetching.end()
  })
}

/** A stream on a connection of its own, left as soon as it speaks. */
function openAndLeave({ api, id, token }: Visitor) {
  return new Promise<{ status: number; body: string }>((resolve) => {
    const own = { ...headers, authorization: `Bearer ${token}` }
    const opening = request(`${api}/conversations/${id}/events`, { headers: own, agent: false }, (response) => {
      const leave = () => {
        opening.destroy()
        resolve({ status: response.statusCode ?? 0, body: '' })
      }
      response.once('data', leave)
      response.once('end', leave)
    })
    opening.on('error', () => resolve({ status: 0, body: '' }))
    opening.end()
  })
}
