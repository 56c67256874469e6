import { connect } from 'node:net'

/** Requests that are no HTTP, or two things at once, byte by byte; a server answers 4xx or hangs up, and goes on. */
export const BAD_FRAMES: Record<string, string> = {
  nothing: '\r\n\r\n',
  'not HTTP': 'bonjour\r\n\r\n',
  'another version': 'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
  'no host': 'GET /api/v1/openapi.json HTTP/1.1\r\n\r\n',
  'two hosts': 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'a header without a name': 'GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n',
  'a space before the colon': 'GET / HTTP/1.1\r\nHost : a\r\n\r\n',
  'a folded header': 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n',
  'a null in a header': 'GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n',
  'headers without end': `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
  'an address without end': `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'two lengths': 'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}a',
  'a negative length': 'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}',
  'a length of letters': 'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: deux\r\n\r\n{}',
  'a length and pieces':
    'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n',
  'pieces of an unknown size':
    'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
  'pieces in an unknown encoding':
    'POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, identity\r\n\r\n{}',
  'a size without end': `POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(40)}\r\n{}`,
  'an absolute address': 'GET http://ailleurs.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'a tunnel': 'CONNECT ailleurs.example:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  'an upgrade':
    'GET /api/v1/agent/events HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n',
}

/** What a raw connection was answered: the status of each answer on it, none when the server hung up. */
export function sendFrame(url: string, frame: string): Promise<number[]> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => socket.end(frame, 'latin1'))
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('data', (piece) => {
      text += piece.toString('latin1')
    })
    socket.once('error', () => {})
    socket.once('close', () => resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))))
  })
}
