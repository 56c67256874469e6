/** One event of a Server-Sent Events stream. `id` is empty when the event carries none. */
export interface SseEvent {
  type: string
  data: string
  id: string
}

/**
 * Reads a Server-Sent Events stream piece by piece: pieces may cut lines, and even CRLF pairs, anywhere.
 * Follows the "event stream interpretation" of the HTML standard; comments and `retry` are ignored.
 */
export function createSseParser(onEvent: (event: SseEvent) => void): (piece: string) => void {
  let rest = ''
  let type = ''
  let data: string[] = []
  let id = ''

  const readLine = (line: string): void => {
    if (line === '') {
      if (data.length > 0) onEvent({ type: type || 'message', data: data.join('\n'), id })
      type = id = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') type = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }

  return (piece) => {
    rest += piece
    // A final CR may be the first half of a CRLF: it waits for the next piece.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) readLine(line)
  }
}
