import { describe, expect, it } from '@jest/globals'
import { createSseParser, type SseEvent } from '../../../src/ui/kit/sse-parser.js'
import { fc } from '../../properties.js'

function parse(...pieces: string[]): SseEvent[] {
  const events: SseEvent[] = []
  const read = createSseParser((event) => events.push(event))
  for (const piece of pieces) read(piece)
  return events
}

describe('createSseParser', () => {
  it('reads the type, the id and data of several lines', () => {
    expect(parse('event: message\nid: 7\ndata: {"a":\ndata: 1}\n\n')).toEqual([
      { type: 'message', id: '7', data: '{"a":\n1}' },
    ])
  })

  it('ignores comments, retry and events without data', () => {
    expect(parse(': keep-alive\n\nretry: 2000\n\nevent: closed\n\n')).toEqual([])
  })

  it('names an event without a type `message`', () => {
    expect(parse('data:x\n\n')).toEqual([{ type: 'message', id: '', data: 'x' }])
  })

  it('gives the same events wherever the stream is cut, whatever ends its lines', () => {
    const cut = fc.tuple(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(80), { maxLength: 8 }))
    fc.assert(
      fc.property(cut, ([end, places]) => {
        const text = ['event: a', 'id: 1', 'data: é', '', ': note', 'data: 2', 'data: 3', '', ''].join(end)
        const at = [0, ...places.map((place) => place % text.length), text.length].sort((a, b) => a - b)
        const pieces = at.slice(1).map((place, index) => text.slice(at[index], place))
        // A final CR is only known to end a line when something follows.
        expect(parse(...pieces, ':')).toEqual([
          { type: 'a', id: '1', data: 'é' },
          { type: 'message', id: '', data: '2\n3' },
        ])
      }),
    )
  })
})
