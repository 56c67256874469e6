import { Agent, request } from 'node:http'

/** What a call came to. */
export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  body: any
  /** The cookie that it set, as a request repeats it. */
  cookie: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

interface Sent {
  headers?: Record<string, string>
  body?: unknown
}

/** One call with a body in JSON, on a connection that is kept; made again, as browsers do, when the server had just let that connection go. */
export function callJson(method: string, address: string, sent: Sent = {}): Promise<Reply> {
  return callOnce(method, address, sent).catch((error: unknown) => {
    if (error instanceof ConnectionLetGo) return callOnce(method, address, sent)
    throw error
  })
}

class ConnectionLetGo extends Error {}

function callOnce(method: string, address: string, { headers = {}, body }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = body === undefined ? '' : JSON.stringify(body)
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const length = { 'content-length': String(Buffer.byteLength(sent)) }
    const calling = request(address, { method, agent, headers: { ...headers, ...type, ...length } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      // A server that dies in the middle of its answer.
      response.on('error', reject)
      response.on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => {
        const [cookie = ''] = response.headers['set-cookie'] ?? []
        resolve({
          status: response.statusCode ?? 0,
          body: text === '' ? null : JSON.parse(text),
          cookie: cookie.split(';')[0] ?? '',
        })
      })
    })
    calling.on('error', (error: NodeJS.ErrnoException) => {
      const isLetGo = calling.reusedSocket && error.code === 'ECONNRESET'
      reject(isLetGo ? new ConnectionLetGo(error.message) : error)
    })
    calling.end(sent)
  })
}

/** The same, which must succeed. @throws Error that names the call and the answer */
export async function mustCall(...call: Parameters<typeof callJson>): Promise<Reply> {
  const reply = await callJson(...call)
  if (reply.status >= 300) throw new Error(`${call[0]} ${call[1]}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply
}
